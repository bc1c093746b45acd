/**
 * Ranks and orders of very many items, by sorting machine numbers only: a comparison function called twenty million times
 * would take seconds.
 */

const digitBits = 11;
const digitValues = 1 << digitBits;

/** Bytes of a text that one round looks at, and bits that are left for its place: 40 + 24 = 64. */
const roundBytes = 5;
const placeBits = 24;

/** Keys by item number, none larger than `highest`. */
export interface SortKeys {
  keys: Uint32Array;
  highest: number;
}

/** Ranks by item number. Items without a value have the rank `none`, which is above all others. */
export interface Ranks {
  ranks: Uint32Array;
  none: number;
}

/** Sorts `order` stably by one digit of `keys`, into `target`; false where all agree in it and nothing was done. */
function sortByDigit(order: Uint32Array, target: Uint32Array, keys: Uint32Array, shift: number): boolean {
  const places = new Uint32Array(digitValues);
  const mask = digitValues - 1;
  for (let index = 0; index < order.length; index += 1) {
    const digit = ((keys[order[index] as number] as number) >>> shift) & mask;
    places[digit] = (places[digit] as number) + 1;
  }
  let place = 0;
  for (let digit = 0; digit < digitValues; digit += 1) {
    const count = places[digit] as number;
    if (count === order.length) return false;
    places[digit] = place;
    place += count;
  }
  for (let index = 0; index < order.length; index += 1) {
    const item = order[index] as number;
    const digit = ((keys[item] as number) >>> shift) & mask;
    const at = places[digit] as number;
    target[at] = item;
    places[digit] = at + 1;
  }
  return true;
}

/** Sorts item numbers by keys, the least significant first. Stable: items that agree in all keep their order. */
export function sortByKeys(order: Uint32Array, words: readonly SortKeys[]): Uint32Array {
  let from: Uint32Array = order;
  let spare: Uint32Array = new Uint32Array(order.length);
  for (const { keys, highest } of words) {
    for (let shift = 0; shift < 32 && highest / 2 ** shift >= 1; shift += digitBits) {
      if (!sortByDigit(from, spare, keys, shift)) continue;
      // The order that was handed in is never written to.
      const next = from === order ? new Uint32Array(order.length) : from;
      from = spare;
      spare = next;
    }
  }
  return from;
}

/** Dense ranks, by item number, of the items in `order`: items that agree in all keys have equal ranks. `words` are as for `sortByKeys`. */
export function ranksOfKeys(length: number, order: Uint32Array, words: readonly SortKeys[]): Ranks {
  const sorted = sortByKeys(order, words);
  const ranks = new Uint32Array(length).fill(order.length);
  let rank = 0;
  for (let index = 0; index < sorted.length; index += 1) {
    const item = sorted[index] as number;
    if (index > 0) {
      const previous = sorted[index - 1] as number;
      for (const { keys } of words) {
        if (keys[item] !== keys[previous]) {
          rank += 1;
          break;
        }
      }
    }
    ranks[item] = rank;
  }
  return { ranks, none: order.length };
}

/** Groups up to this length are put in order by moving each item to its place. */
const smallGroup = 32;

/**
 * As `ranksOfKeys` of `[minor, major]`, for major keys that few items share: items are sorted by these alone, and only those that
 * agree in them by the minor ones.
 */
export function ranksOfRareTies(length: number, order: Uint32Array, minor: SortKeys, major: SortKeys): Ranks {
  const sorted = sortByKeys(order, [major]).slice();
  const ranks = new Uint32Array(length).fill(order.length);
  let rank = -1;
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    const key = major.keys[sorted[start] as number];
    for (end = start + 1; end < sorted.length && major.keys[sorted[end] as number] === key; ) end += 1;
    if (end - start > 1) sortGroup(sorted.subarray(start, end), minor);
    for (let index = start; index < end; index += 1) {
      const item = sorted[index] as number;
      if (index === start || minor.keys[item] !== minor.keys[sorted[index - 1] as number]) rank += 1;
      ranks[item] = rank;
    }
  }
  return { ranks, none: order.length };
}

function sortGroup(group: Uint32Array, words: SortKeys): void {
  if (group.length > smallGroup) {
    group.set(sortByKeys(group.slice(), [words]));
    return;
  }
  const { keys } = words;
  for (let index = 1; index < group.length; index += 1) {
    const item = group[index] as number;
    const key = keys[item] as number;
    let place = index;
    for (; place > 0 && (keys[group[place - 1] as number] as number) > key; place -= 1) group[place] = group[place - 1] as number;
    group[place] = item;
  }
}

/** Segments up to this length are sorted by comparing the texts themselves. */
const smallSegment = 12;

/**
 * Dense ranks of items with texts, in the order of the texts' bytes. The text of item n lies in `bytes` from `starts[n]` to before
 * `ends[n]` and holds no zero byte.
 */
export function ranksOfTexts(length: number, order: Uint32Array, bytes: Uint8Array, starts: Uint32Array, ends: Uint32Array): Ranks {
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
  const ranks = new Uint32Array(length).fill(order.length);
  let rank = -1;
  for (let index = 0; index < sorted.length; index += 1) {
    rank += isFirst[index] as number;
    ranks[sorted[index] as number] = rank;
  }
  return { ranks, none: order.length };
}
