/**
 * Deterministic mutations of well-formed inputs. The same seed always gives the same sequence, so a
 * failure is reproduced from the seed and the number of the mutation alone.
 */

/** A generator of unsigned 32-bit integers (mulberry32). */
export function pseudoRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

type Mutation = (bytes: Uint8Array, below: (limit: number) => number, bases: readonly Uint8Array[]) => Uint8Array;

/** Values that lengths, counts and offsets are most often mishandled at. */
const boundaryValues = [0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

function concatenate(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

const flipBits: Mutation = (bytes, below) => {
  const changed = bytes.slice();
  for (let count = 1 + below(8); count > 0; count -= 1) {
    const position = below(changed.length);
    changed[position] = (changed[position] as number) ^ (1 << below(8));
  }
  return changed;
};

const overwriteBytes: Mutation = (bytes, below) => {
  const changed = bytes.slice();
  for (let count = 1 + below(16); count > 0; count -= 1) changed[below(changed.length)] = below(256);
  return changed;
};

const truncate: Mutation = (bytes, below) => bytes.slice(0, below(bytes.length));

/** Puts a boundary value over a field of 1, 2, 4 or 8 bytes, in either byte order. */
const editLengthField: Mutation = (bytes, below) => {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  for (let count = 1 + below(3); count > 0; count -= 1) {
    const width = [1, 2, 4, 8][below(4)] as 1 | 2 | 4 | 8;
    if (changed.length < width) continue;
    const position = below(changed.length - width + 1);
    const value = boundaryValues[below(boundaryValues.length)] as number;
    const littleEndian = below(2) === 0;
    if (width === 1) view.setUint8(position, value & 0xff);
    else if (width === 2) view.setUint16(position, value & 0xffff, littleEndian);
    else if (width === 4) view.setUint32(position, value, littleEndian);
    else view.setBigUint64(position, below(2) === 0 ? BigInt(value) : 0xffff_ffff_ffff_ffffn, littleEndian);
  }
  return changed;
};

const spliceFromOther: Mutation = (bytes, below, bases) => {
  const other = bases[below(bases.length)] as Uint8Array;
  const from = below(other.length);
  const piece = other.subarray(from, from + 1 + below(Math.min(256, other.length - from)));
  const at = below(bytes.length + 1);
  const replaced = below(2) === 0 ? piece.length : 0;
  return concatenate(bytes.subarray(0, at), piece, bytes.subarray(Math.min(bytes.length, at + replaced)));
};

const removeBytes: Mutation = (bytes, below) => {
  const at = below(bytes.length);
  return concatenate(bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + 1 + below(64))));
};

const repeatBytes: Mutation = (bytes, below) => {
  const at = below(bytes.length);
  const piece = bytes.subarray(at, at + 1 + below(32));
  return concatenate(bytes.subarray(0, at), ...Array.from({ length: 2 + below(32) }, () => piece), bytes.subarray(at + piece.length));
};

const mutationKinds: readonly Mutation[] = [
  flipBits,
  overwriteBytes,
  truncate,
  editLengthField,
  editLengthField,
  spliceFromOther,
  removeBytes,
  repeatBytes,
];

/**
 * Yields `count` mutated copies of the bases (never the bases' own memory): bit flips, overwritten bytes,
 * truncations, length-field edits, splices, removals and repeats, one to three of them on top of each other.
 * Bases must not be empty; mutated inputs may be.
 */
export function* mutations(seed: number, bases: Uint8Array[], count: number): Generator<Uint8Array, void, undefined> {
  const next = pseudoRandom(seed);
  const below = (limit: number): number => (limit <= 1 ? 0 : next() % limit);
  for (let index = 0; index < count; index += 1) {
    let bytes: Uint8Array = (bases[below(bases.length)] as Uint8Array).slice();
    for (let rounds = 1 + below(3); rounds > 0 && bytes.length > 0; rounds -= 1) {
      bytes = (mutationKinds[below(mutationKinds.length)] as Mutation)(bytes, below, bases);
    }
    yield bytes;
  }
}
