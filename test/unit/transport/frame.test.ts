/** Frames of the web socket: what goes in comes out, and what is no frame is refused without harm. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from '../../../src/transport/frame.ts';

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
})).value;

test('what goes in comes out, bytes as bytes', () => {
  fc.assert(
    fc.property(value, (message) => {
      const frame = encodeFrame({ message });
      expect(structuredClone(decodeFrame(frame))).toEqual(structuredClone({ message }));
    }),
    { seed: 7, numRuns: 500 },
  );
});

test('a frame may lie anywhere in its buffer', () => {
  const frame = encodeFrame({ bytes: Uint8Array.of(1, 2, 3) }) as Uint8Array;
  const shifted = new Uint8Array(frame.length + 10);
  shifted.set(frame, 5);
  expect(decodeFrame(shifted.subarray(5, 5 + frame.length))).toEqual({ bytes: Uint8Array.of(1, 2, 3) });
});

test('a value that would look like a placeholder is only a value', () => {
  const message = { message: null, binary: [{ path: ['message'], length: 1 }] };
  expect(decodeFrame(encodeFrame(message))).toEqual(message);
});

describe('refused', () => {
  const spoil = (header: unknown, rest: number[] = []): Uint8Array => {
    const text = new TextEncoder().encode(JSON.stringify(header));
    const frame = new Uint8Array(4 + text.length + rest.length);
    new DataView(frame.buffer).setUint32(0, text.length);
    frame.set(text, 4);
    frame.set(rest, 4 + text.length);
    return frame;
  };

  test.each<[string, Uint8Array | string]>([
    ['nothing', new Uint8Array()],
    ['a length beyond the end', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 1)],
    ['no list of parts', spoil({ message: {} })],
    ['a header that is null', spoil(null)],
    ['a part beyond the end', spoil({ message: { a: null }, binary: [{ path: ['a'], length: 5 }] }, [1])],
    ['a negative part', spoil({ message: { a: null }, binary: [{ path: ['a'], length: -1 }] })],
    ['bytes that belong to no part', spoil({ message: { a: null }, binary: [] }, [1])],
    ['a path that leads nowhere', spoil({ message: {}, binary: [{ path: ['a', 'b'], length: 1 }] }, [1])],
    ['a path into a prototype', spoil({ message: {}, binary: [{ path: ['__proto__', 'x'], length: 1 }] }, [1])],
    ['a path that is no list', spoil({ message: {}, binary: [{ path: 5, length: 0 }] })],
    ['text that is not JSON', '{'],
  ])('%s', (_what, frame) => {
    expect(() => decodeFrame(frame)).toThrow();
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decodeFrame(bytes);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Error);
        }
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  test('what JSON cannot say, before it is sent', () => {
    for (const bad of [new Date(0), new Map(), new Float64Array(2), new (class Thing {})()])
      expect(() => encodeFrame({ bad })).toThrow(/cannot be sent/);
    expect(() => encodeFrame({ big: 1n })).toThrow();
  });
});
