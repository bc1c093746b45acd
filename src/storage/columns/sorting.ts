/**
 * Orders of very many items, by sorting machine numbers only: a comparison function called twenty million times
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

/** Item numbers in order; those that agree stand by their numbers. */
export interface SortedItems {
  items: Uint32Array;
  /** By place in `items`: 1 where a group of items that agree begins. */
  opens: Uint8Array;
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

/** Sorts item numbers, which come in ascending order, by keys as `sortByKeys` does. */
export function sortedByKeys(numbers: Uint32Array, words: readonly SortKeys[]): SortedItems {
  const items = sortByKeys(numbers, words);
  const opens = new Uint8Array(items.length);
  if (items.length > 0) opens[0] = 1;
  for (const { keys } of words)
    for (let index = 1; index < items.length; index += 1)
      if (keys[items[index] as number] !== keys[items[index - 1] as number]) opens[index] = 1;
  return { items, opens };
}

/** Codes of items, such as that of a media type, by item number. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/** Sorts item numbers, which come in ascending order, by the ranks of their codes; those whose rank is `none` or above are left out. */
export function sortedByCodes(numbers: Uint32Array, codes: Codes, rankOf: Uint32Array, none: number): SortedItems {
  const places = new Uint32Array(none + 1);
  for (let index = 0; index < numbers.length; index += 1) {
    const rank = Math.min(none, rankOf[codes[numbers[index] as number] as number] ?? none);
    places[rank] = (places[rank] as number) + 1;
  }
  let place = 0;
  const length = numbers.length - (places[none] as number);
  const opens = new Uint8Array(length);
  for (let rank = 0; rank < none; rank += 1) {
    const count = places[rank] as number;
    if (count > 0) opens[place] = 1;
    places[rank] = place;
    place += count;
  }
  const items = new Uint32Array(length);
  for (let index = 0; index < numbers.length; index += 1) {
    const item = numbers[index] as number;
    const rank = rankOf[codes[item] as number] ?? none;
    if (rank >= none) continue;
    const at = places[rank] as number;
    items[at] = item;
    places[rank] = at + 1;
  }
  return { items, opens };
}

/** Groups up to this length are put in order by moving each item to its place. */
const smallGroup = 32;

/**
 * As `sortedByKeys` of `[minor, major]`, for major keys that few items share: items are sorted by these alone, and only those that
 * agree in them by the minor ones.
 */
export function sortedByRareTies(numbers: Uint32Array, minor: SortKeys, major: SortKeys): SortedItems {
  const items = sortByKeys(numbers, [major]).slice();
  const opens = new Uint8Array(items.length);
  for (let start = 0, end = 0; start < items.length; start = end) {
    const key = major.keys[items[start] as number];
    for (end = start + 1; end < items.length && major.keys[items[end] as number] === key; ) end += 1;
    opens[start] = 1;
    if (end - start === 1) continue;
    sortGroup(items.subarray(start, end), minor);
    for (let index = start + 1; index < end; index += 1)
      if (minor.keys[items[index] as number] !== minor.keys[items[index - 1] as number]) opens[index] = 1;
  }
  return { items, opens };
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
 * Sorts items by their texts, in the order of the texts' bytes. The text of item n lies in `bytes` from `starts[n]` to before
 * `ends[n]` and holds no zero byte.
 */
export function sortedByTexts(numbers: Uint32Array, bytes: Uint8Array, starts: Uint32Array, ends: Uint32Array): SortedItems {
  if (numbers.length >= 1 << placeBits) throw new RangeError(`more than ${1 << placeBits} texts cannot be sorted`);
  const sorted = numbers.slice();
  const opens = new Uint8Array(numbers.length);
  const keys = new BigUint64Array(numbers.length);
  const words = new Uint32Array(keys.buffer);
  const copy = new Uint32Array(numbers.length);
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
    opens[start] = 1;
    if (end - start <= smallSegment) {
      for (let index = start + 1; index < end; index += 1) {
        const item = sorted[index] as number;
        let place = index;
        for (; place > start && compare(sorted[place - 1] as number, item, depth) > 0; place -= 1)
          sorted[place] = sorted[place - 1] as number;
        sorted[place] = item;
      }
      for (let index = start + 1; index < end; index += 1)
        if (compare(sorted[index - 1] as number, sorted[index] as number, depth) !== 0) opens[index] = 1;
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
      opens[from] = 1;
      // A text that ended within these bytes has a zero there: all that agree with it are equal to it.
      if (index - from > 1 && fifth !== 0) stack.push(from, index, depth + roundBytes);
      from = index;
    }
  }
  return { items: sorted, opens };
}

/** Sorts items by rows of `width` bytes, at least eight; the row of the item at place n of `numbers` is the n-th of `bytes`. */
export function sortedByBytes(numbers: Uint32Array, bytes: Buffer, width: number): SortedItems {
  const { length } = numbers;
  const places = new Uint32Array(length);
  const high = new Uint32Array(length);
  const low = new Uint32Array(length);
  for (let place = 0; place < length; place += 1) {
    places[place] = place;
    high[place] = bytes.readUInt32BE(place * width);
    low[place] = bytes.readUInt32BE(place * width + 4);
  }
  const highest = 2 ** 32 - 1;
  const { items, opens } = sortedByRareTies(places, { keys: low, highest }, { keys: high, highest });
  const compare = (one: number, other: number) =>
    bytes.compare(bytes, other * width, (other + 1) * width, one * width, (one + 1) * width) || one - other;
  // Digests that agree in eight bytes are equal, unless somebody made them so.
  for (let start = 0, end = 0; start < length; start = end) {
    for (end = start + 1; end < length && opens[end] === 0; ) end += 1;
    if (end - start === 1) continue;
    items.subarray(start, end).sort(compare);
    for (let index = start + 1; index < end; index += 1) {
      const [one, other] = [items[index - 1] as number, items[index] as number];
      if (!bytes.subarray(one * width, (one + 1) * width).equals(bytes.subarray(other * width, (other + 1) * width))) opens[index] = 1;
    }
  }
  for (let index = 0; index < length; index += 1) items[index] = numbers[items[index] as number] as number;
  return { items, opens };
}
