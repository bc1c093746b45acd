/** Counts of items over time. */
import { isoMilliseconds } from '../../model/clock.ts';
import type { ItemColumns, TimeField } from './item-columns.ts';

export interface TimeHistogram {
  /** First and last time found, ISO 8601 UTC; null where no item has one. */
  from: string | null;
  to: string | null;
  /** Seconds that each bucket covers. */
  width: number;
  /** Every bucket from the first to the last, empty ones included. `localUnknown` counts times whose zone is not known, read as UTC. */
  counts: { start: string; count: number; localUnknown: number }[];
  /** Items without such a time. */
  without: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
/** Widths that people read easily, in seconds; each but the longest is a part or a multiple of a day. */
const widths = [
  1,
  5,
  15,
  30,
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
  91 * day,
  182 * day,
  365 * day,
];

/** Counts the selected items by time, in at most `buckets` buckets that begin at multiples of their width in UTC. */
export function histogramOf(columns: ItemColumns, selected: Uint8Array, field: TimeField, buckets: number): TimeHistogram {
  const { seconds } = columns.time(field);
  const { capturedLocally } = columns.arrays;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let without = 0;
  for (let item = 1; item < columns.length; item += 1) {
    if (selected[item] === 0) continue;
    const moment = seconds[item] as number;
    if (Number.isNaN(moment)) without += 1;
    else {
      if (moment < first) first = moment;
      if (moment > last) last = moment;
    }
  }
  if (first > last) return { from: null, to: null, width: day, counts: [], without };
  const fits = (width: number) => Math.floor(last / width) - Math.floor(first / width) < buckets;
  const width = widths.find(fits) ?? Math.ceil((last - first + 1) / Math.max(1, buckets - 1) / (365 * day)) * 365 * day;
  const start = Math.floor(first / width);
  const length = Math.min(buckets, Math.floor(last / width) - start + 1);
  const counts = new Uint32Array(length);
  const local = new Uint32Array(length);
  for (let item = 1; item < columns.length; item += 1) {
    const moment = seconds[item] as number;
    if (selected[item] === 0 || Number.isNaN(moment)) continue;
    const bucket = Math.min(length - 1, Math.floor(moment / width) - start);
    counts[bucket] = (counts[bucket] as number) + 1;
    if (field === 'captured' && capturedLocally[item] === 1) local[bucket] = (local[bucket] as number) + 1;
  }
  return {
    from: isoMilliseconds(first * 1000),
    to: isoMilliseconds(last * 1000),
    width,
    counts: Array.from(counts, (count, bucket) => ({
      start: isoMilliseconds((start + bucket) * width * 1000),
      count,
      localUnknown: local[bucket] as number,
    })),
    without,
  };
}
