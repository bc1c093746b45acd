import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BadRange, isMediumFault, type RawRead, readAround, toRescueMap } from '../../../../src/sources/folder/faulty-read.ts';

const sector = 512;

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** A medium with bad sectors. `atOnce` bounds what one read gives; with `short` a read stops before a bad sector instead of failing. */
function medium(content: Uint8Array, bad: ReadonlySet<number>, atOnce: number, short: boolean): { read: RawRead; reads: () => number } {
  let reads = 0;
  const read: RawRead = (target, offset) => {
    reads += 1;
    const end = Math.min(content.length, offset + Math.min(target.length, atOnce));
    if (offset >= content.length) return 0;
    for (let number = Math.floor(offset / sector); number * sector < end; number += 1) {
      if (!bad.has(number)) continue;
      const good = number * sector - offset;
      if (!short || good <= 0) throw systemError('EIO');
      target.set(content.subarray(offset, offset + good));
      return good;
    }
    target.set(content.subarray(offset, end));
    return end - offset;
  };
  return { read, reads: () => reads };
}

const contents = fc.uint8Array({ minLength: 1, maxLength: 20 * sector, size: 'max' }).map((bytes) => bytes.map((byte) => byte | 1));

describe('readAround', () => {
  it('gives every good byte as it is, zeros for bad sectors, and names those exactly', () => {
    fc.assert(
      fc.property(
        contents,
        fc.uniqueArray(fc.integer({ min: 0, max: 19 }), { maxLength: 20 }),
        fc.integer({ min: 0, max: 3 * sector }),
        fc.integer({ min: 1, max: 20 * sector }),
        fc.constantFrom(sector, 700, 1 << 20),
        fc.boolean(),
        (content, badSectors, offset, length, atOnce, short) => {
          const badSet = new Set(badSectors);
          const { read } = medium(content, badSet, atOnce, short);
          const target = new Uint8Array(length).fill(0xee);
          const bad: BadRange[] = [];
          const filled = readAround(read, target, offset, content.length, bad);

          expect(filled).toBe(Math.max(0, Math.min(length, content.length - offset)));
          const expected = content.map((byte, index) => (badSet.has(Math.floor(index / sector)) ? 0 : byte));
          expect(Buffer.from(target.subarray(0, filled)).equals(expected.subarray(offset, offset + filled))).toBe(true);
          expect(target.subarray(filled).every((byte) => byte === 0xee)).toBe(true);

          const named = new Set<number>();
          for (const { offset: start, length: count } of bad) for (let at = start; at < start + count; at += 1) named.add(at);
          const wanted = new Set<number>();
          for (let at = offset; at < offset + filled; at += 1) if (badSet.has(Math.floor(at / sector))) wanted.add(at);
          expect(named).toEqual(wanted);
          for (const [index, { offset: start }] of bad.entries()) {
            const previous = bad[index - 1];
            if (previous !== undefined) expect(previous.offset + previous.length).toBeLessThan(start);
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('halves its way to one bad sector of four mebibytes in few reads', () => {
    const content = new Uint8Array(1 << 22).fill(1);
    const { read, reads } = medium(content, new Set([4321]), 1 << 30, false);
    const bad: BadRange[] = [];
    expect(readAround(read, new Uint8Array(1 << 22), 0, 1 << 22, bad)).toBe(1 << 22);
    expect(bad).toEqual([{ offset: 4321 * sector, length: sector }]);
    expect(reads()).toBeLessThan(40);
  });

  it('joins ranges over calls that follow each other', () => {
    const { read } = medium(new Uint8Array(4 * sector).fill(1), new Set([1, 2]), 1 << 30, false);
    const bad: BadRange[] = [];
    readAround(read, new Uint8Array(2 * sector), 0, 4 * sector, bad);
    readAround(read, new Uint8Array(2 * sector), 2 * sector, 4 * sector, bad);
    expect(bad).toEqual([{ offset: sector, length: 2 * sector }]);
  });

  it('makes nothing up beyond the end, where a medium fails instead of ending', () => {
    const read: RawRead = (target, offset) => {
      if (offset >= 600) throw systemError('EIO');
      const count = Math.min(target.length, 600 - offset);
      target.fill(7, 0, count);
      return count;
    };
    const bad: BadRange[] = [];
    expect(readAround(read, new Uint8Array(4096), 0, 600, bad)).toBe(600);
    expect(bad).toEqual([]);
  });

  it('throws what is no fault of the medium', () => {
    const read: RawRead = () => {
      throw systemError('EBADF');
    };
    expect(() => readAround(read, new Uint8Array(10), 0, 10, [])).toThrow('EBADF');
    expect(isMediumFault('EIO')).toBe(true);
    expect(isMediumFault('EACCES')).toBe(false);
    expect(isMediumFault(undefined)).toBe(false);
  });
});

describe('toRescueMap', () => {
  it('is a map that ddrescue takes: position, status and pass, then blocks without gaps (manual, "Mapfile structure")', () => {
    expect(toRescueMap(2048, [{ offset: 512, length: 1024 }])).toBe(
      [
        '# Mapfile. Created by Sabut',
        '# current_pos  current_status  current_pass',
        '0x00000800     +               1',
        '#      pos        size  status',
        '0x00000000  0x00000200  +',
        '0x00000200  0x00000400  -',
        '0x00000600  0x00000200  +',
        '',
      ].join('\n'),
    );
  });

  it('covers the item without a gap, whatever was bad', () => {
    const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 3 })), { maxLength: 6 });
    fc.assert(
      fc.property(gaps, fc.integer({ min: 0, max: 2 }), (parts, rest) => {
        let position = 0;
        const bad = parts.map(([good, length], index) => {
          const offset = position + (good + (index === 0 ? 0 : 1)) * sector;
          position = offset + length * sector;
          return { offset, length: length * sector };
        });
        const size = position + rest * 100;
        const blocks = toRescueMap(size, bad)
          .split('\n')
          .slice(4, -1)
          .map((line) => line.split(/ +/) as [string, string, string]);
        let next = 0;
        for (const [start, length] of blocks) {
          expect(Number(start)).toBe(next);
          expect(Number(length)).toBeGreaterThan(0);
          next += Number(length);
        }
        expect(next).toBe(size);
        expect(
          blocks.filter(([, , status]) => status === '-').map(([start, length]) => ({ offset: Number(start), length: Number(length) })),
        ).toEqual(bad);
      }),
    );
  });
});
