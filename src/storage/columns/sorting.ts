/**
 * Ranks and orders of very many items, by sorting machine numbers only: a comparison function called twenty million times
 * would take seconds.
 */

const digitBits = 16;
const digitValues = 1 << digitBits;

/** The rank of what has no value: such items come last, whichever way the others are sorted. */
export const noRank = 0xffff_ffff;

/** Bytes of a text that one round looks at, and bits that are left for its place: 40 + 24 = 64. */
const roundBytes = 5;
const placeBits = 24;

/** Sorts `order` stably by one 16-bit digit of `keys`, into `target`; false where all agree in it and nothing was done. */
function sortByDigit(order: Uint32Array, target: Uint32Array, keys: Uint32Array, shift: number): boolean {
  const counts = new Uint32Array(digitValues + 1);
  for (const item of order)
    counts[(((keys[item] as number) >>> shift) & (digitValues - 1)) + 1] =
      (counts[(((keys[item] as number) >>> shift) & (digitValues - 1)) + 1] as number) + 1;
  if (order.length > 0 && counts[(((keys[order[0] as number] as number) >>> shift) & (digitValues - 1)) + 1] === order.length) return false;
  for (let digit = 0; digit < digitValues; digit += 1) counts[digit + 1] = (counts[digit + 1] as number) + (counts[digit] as number);
  for (const item of order) {
    const digit = ((keys[item] as number) >>> shift) & (digitValues - 1);
    const place = counts[digit] as number;
    target[place] = item;
    counts[digit] = place + 1;
  }
  return true;
}

/**
 * Sorts item numbers by 32-bit keys (indexed by item number), least significant word first. Stable: items that agree in all keep
 * their order.
 */
export function sortByKeys(order: Uint32Array, words: readonly Uint32Array[]): Uint32Array {
  let from: Uint32Array = order;
  let spare: Uint32Array = new Uint32Array(order.length);
  let fresh = true;
  for (const keys of words) {
    for (let shift = 0; shift < 32; shift += digitBits) {
      if (!sortByDigit(from, spare, keys, shift)) continue;
      // The order that was handed in is never written to.
      const next = fresh ? new Uint32Array(order.length) : from;
      fresh = false;
      from = spare;
      spare = next;
    }
  }
  return from;
}

/**
 * Dense ranks, by item number, of items with numeric keys: equal keys have equal ranks. `words` are as for `sortByKeys`; items that are
 * not in `order` have `noRank`.
 */
export function ranksOfKeys(length: number, order: Uint32Array, words: readonly Uint32Array[]): Uint32Array {
  const sorted = sortByKeys(order, words);
  const ranks = new Uint32Array(length).fill(noRank);
  let rank = 0;
  for (let index = 0; index < sorted.length; index += 1) {
    const item = sorted[index] as number;
    if (index > 0) {
      const previous = sorted[index - 1] as number;
      for (const keys of words) {
        if (keys[item] !== keys[previous]) {
          rank += 1;
          break;
        }
      }
    }
    ranks[item] = rank;
  }
  return ranks;
}

/** Segments up to this length are sorted by comparing the texts themselves. */
const smallSegment = 12;

/**
 * Dense ranks of items with texts, in the order of the texts' bytes. The text of item n lies in `bytes` from `starts[n]` to before
 * `ends[n]` and holds no zero byte. Items that are not in `order` have `noRank`.
 */
export function ranksOfTexts(length: number, order: Uint32Array, bytes: Uint8Array, starts: Uint32Array, ends: Uint32Array): Uint32Array {
  if (order.length >= 1 << placeBits) throw new RangeError(`more than ${1 << placeBits} texts cannot be ranked`);
  const sorted = order.slice();
  /** Marks the first of each group of equal texts. */
  const isFirst = new Uint8Array(order.length);
  const keys = new BigUint64Array(order.length);
  const words = new Uint32Array(keys.buffer);
  const copy = new Uint32Array(order.length);
  const byteAt = (item: number, at: number): number => {
    const place = (starts[item] as number) + at;
    return place < (ends[item] as number) ? (bytes[place] as number) : 0;
  };
  const compare = (first: number, second: number, depth: number): number => {
    for (let at = depth; ; at += 1) {
      const byte = byteAt(first, at);
      const difference = byte - byteAt(second, at);
      if (difference !== 0 || byte === 0) return difference;
    }
  };
  // Segments of items that agree in all bytes looked at so far: start, end and number of those bytes.
  const stack: number[] = sorted.length === 0 ? [] : [0, sorted.length, 0];
  while (stack.length > 0) {
    const depth = stack.pop() as number;
    const end = stack.pop() as number;
    const start = stack.pop() as number;
    isFirst[start] = 1;
    if (end - start <= smallSegment) {
      for (let index = start + 1; index < end; index += 1) {
        const item = sorted[index] as number;
        let place = index;
        for (; place > start && compare(sorted[place - 1] as number, item, depth) > 0; place -= 1)
          sorted[place] = sorted[place - 1] as number;
        sorted[place] = item;
      }
      for (let index = start + 1; index < end; index += 1)
        if (compare(sorted[index - 1] as number, sorted[index] as number, depth) !== 0) isFirst[index] = 1;
      continue;
    }
    for (let index = start; index < end; index += 1) {
      const item = sorted[index] as number;
      // Little-endian halves of one 64-bit number: five bytes of text above, the place in the segment below.
      words[2 * index] = ((byteAt(item, depth + 4) << placeBits) | (index - start)) >>> 0;
      words[2 * index + 1] =
        ((byteAt(item, depth) << 24) | (byteAt(item, depth + 1) << 16) | (byteAt(item, depth + 2) << 8) | byteAt(item, depth + 3)) >>> 0;
    }
    keys.subarray(start, end).sort();
    copy.set(sorted.subarray(start, end), start);
    for (let index = start; index < end; index += 1)
      sorted[index] = copy[start + ((words[2 * index] as number) & ((1 << placeBits) - 1))] as number;
    for (let from = start, index = start + 1; index <= end; index += 1) {
      const fifth = (words[2 * from] as number) >>> placeBits;
      if (index < end && words[2 * index + 1] === words[2 * from + 1] && (words[2 * index] as number) >>> placeBits === fifth) continue;
      isFirst[from] = 1;
      // A text that ended within these bytes has a zero there: all that agree with it are equal to it.
      if (index - from > 1 && fifth !== 0) stack.push(from, index, depth + roundBytes);
      from = index;
    }
  }
  const ranks = new Uint32Array(length).fill(noRank);
  let rank = -1;
  for (let index = 0; index < sorted.length; index += 1) {
    rank += isFirst[index] as number;
    ranks[sorted[index] as number] = rank;
  }
  return ranks;
}
