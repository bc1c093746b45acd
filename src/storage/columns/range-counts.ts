/** Counts of items between two values of a field, for any number of ranges in one pass. */
import { nanoseconds, numberOf } from '../item-filter.ts';
import { type ItemColumns, splitNanoseconds, type TimeField, timeFields } from './item-columns.ts';

/** Both ends included; null leaves one open. */
export interface ItemRange {
  least: string | number | null;
  most: string | number | null;
}

/** A value of a field as two numbers, the second of which decides where the first ones agree. */
interface Value {
  first: number;
  second: number;
}

/** The field's values by item number, with the first NaN for none; and what a bound of a range is among them. */
interface RangedField {
  first: ArrayLike<number>;
  second: ArrayLike<number> | null;
  bound(value: string | number): Value;
}

/** Null for a field that has no ranges. */
function fieldOf(columns: ItemColumns, field: string): RangedField | null {
  if (field === 'size')
    return { first: columns.arrays.size, second: null, bound: (value) => ({ first: numberOf(field, value), second: 0 }) };
  if (!(timeFields as readonly string[]).includes(field)) return null;
  const { seconds, rest } = columns.time(field as TimeField);
  return {
    first: seconds,
    second: rest,
    bound: (value) => {
      const time = splitNanoseconds(nanoseconds(field, value));
      return { first: time.seconds, second: time.rest };
    },
  };
}

/** A place between values: before all that are equal to it, or after them. */
interface Cut extends Value {
  after: boolean;
}

function compareCuts(one: Cut, other: Cut): number {
  return one.first - other.first || one.second - other.second || Number(one.after) - Number(other.after);
}

/**
 * How many of the items lie in each range; an item without a value lies only in one that is open at both ends.
 * Null for a field whose values are neither sizes nor times.
 * @throws EngineError `invalid-request` for a bound that is no value of the field.
 */
export function countRanges(columns: ItemColumns, items: Uint32Array, field: string, ranges: readonly ItemRange[]): number[] | null {
  const ranged = fieldOf(columns, field);
  if (ranged === null) return null;
  const cutsOf = ranges.map(({ least, most }) => ({
    from: least === null ? null : { ...ranged.bound(least), after: false },
    to: most === null ? null : { ...ranged.bound(most), after: true },
  }));
  const cuts = cutsOf.flatMap(({ from, to }) => [from, to]).filter((cut) => cut !== null);
  cuts.sort(compareCuts);
  const beyond = countBeyond(items, ranged, cuts);
  /** Items with a value beyond a cut. */
  const beyondCut = (cut: Cut) => beyond[cuts.findIndex((known) => compareCuts(known, cut) === 0)] as number;
  return cutsOf.map(({ from, to }) => {
    if (from === null && to === null) return items.length;
    const above = from === null ? (beyond[cuts.length] as number) : beyondCut(from);
    return Math.max(0, above - (to === null ? 0 : beyondCut(to)));
  });
}

/** By the place of a cut, how many items have a value beyond it; after the last, how many have a value at all. */
function countBeyond(items: Uint32Array, { first, second }: RangedField, cuts: readonly Cut[]): Float64Array {
  const firsts = Float64Array.from(cuts, (cut) => cut.first);
  const seconds = Float64Array.from(cuts, (cut) => cut.second);
  const after = Uint8Array.from(cuts, (cut) => Number(cut.after));
  /** By the number of cuts that a value is beyond. */
  const counts = new Float64Array(cuts.length + 1);
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] as number;
    const value = first[item] as number;
    if (Number.isNaN(value)) continue;
    let low = 0;
    let high = firsts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      let difference = value - (firsts[middle] as number);
      if (difference === 0 && second !== null) difference = (second[item] as number) - (seconds[middle] as number);
      if (difference > 0 || (difference === 0 && after[middle] === 0)) low = middle + 1;
      else high = middle;
    }
    counts[low] = (counts[low] as number) + 1;
  }
  const beyond = new Float64Array(cuts.length + 1);
  let sum = 0;
  for (let cut = cuts.length - 1; cut >= 0; cut -= 1) {
    sum += counts[cut + 1] as number;
    beyond[cut] = sum;
  }
  beyond[cuts.length] = sum + (counts[0] as number);
  return beyond;
}
