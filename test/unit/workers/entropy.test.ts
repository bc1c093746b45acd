import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EntropyCounter } from '../../../src/workers/entropy.ts';

function entropyOf(...pieces: Uint8Array[]): number | null {
  const counter = new EntropyCounter();
  for (const piece of pieces) counter.add(piece);
  return counter.take();
}

/** Bytes with given counts: `[3, 1]` is three of one value and one of another. */
function distribution(counts: readonly number[]): Uint8Array {
  return Uint8Array.from(counts.flatMap((count, value) => new Array<number>(count).fill(255 - value)));
}

describe('EntropyCounter', () => {
  it.each([
    ['one value', [1000], 0],
    ['two values alike', [500, 500], 1],
    ['four values alike', [7, 7, 7, 7], 2],
    ['three values alike', [5, 5, 5], 1.585],
    ['a half and two quarters', [2, 1, 1], 1.5],
    ['a coin of nine to one', [9, 1], 0.469],
    ['every value once', new Array<number>(256).fill(1), 8],
    ['half of the values', new Array<number>(128).fill(3), 7],
    // -(1/100 log2 1/100 + 99/100 log2 99/100)
    ['one stray byte in a hundred', [99, 1], 0.0808],
  ])('of %s', (_, counts, bits) => {
    expect(entropyOf(distribution(counts))).toBe(bits);
  });

  it('is nothing where nothing was counted', () => {
    expect(entropyOf()).toBeNull();
    expect(entropyOf(new Uint8Array(0))).toBeNull();
  });

  it('does not depend on how the bytes are cut or in which order they come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.array(fc.nat({ max: 200 }), { maxLength: 5 }), (bytes, cuts) => {
        const borders = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((first, second) => first - second), bytes.length];
        const pieces = borders.slice(1).map((end, index) => bytes.subarray(borders[index], end));
        const whole = entropyOf(bytes);
        expect(entropyOf(...pieces)).toBe(whole);
        expect(entropyOf(bytes.slice().sort())).toBe(whole);
        expect(entropyOf(bytes, bytes)).toBe(whole);
        expect(whole as number).toBeGreaterThanOrEqual(0);
        expect(whole as number).toBeLessThanOrEqual(Math.min(8, Math.log2(bytes.length)) + 0.00005);
      }),
    );
  });

  it('counts long pieces, at whatever address they begin, as it counts short ones', () => {
    const long = Uint8Array.from({ length: 300_003 }, (_, index) => (index * 7 + (index >> 5)) & 255);
    const short = Array.from({ length: 31 }, (_, index) => long.subarray(index * 10_000, (index + 1) * 10_000));
    const counts = new Float64Array(256);
    for (const byte of long) counts[byte] = (counts[byte] as number) + 1;
    const expected = counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / long.length) * Math.log2(count / long.length)), 0);
    expect(entropyOf(long)).toBeCloseTo(expected, 4);
    expect(entropyOf(...short)).toBe(entropyOf(long));
    for (const shift of [1, 2, 3]) {
      const shifted = new Uint8Array(long.length + shift).subarray(shift);
      shifted.set(long);
      expect(entropyOf(shifted)).toBe(entropyOf(long));
    }
  });

  it('starts anew after it was asked', () => {
    const counter = new EntropyCounter();
    counter.add(distribution([500, 500]));
    expect(counter.take()).toBe(1);
    expect(counter.take()).toBeNull();
    counter.add(distribution([4]));
    expect(counter.take()).toBe(0);
  });
});
