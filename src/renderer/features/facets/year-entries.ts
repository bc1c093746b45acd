/** The years of a span of time as ranges, in the zone in which times are shown. */
import { dayBoundary, formatDay } from '../../ui/time.ts';
import type { RangeEntry } from './RangeList.tsx';

/** Years that are told one by one; clocks that were wrong lie before or after them. */
const longest = 60;

interface YearWords {
  before(year: string): string;
  after(year: string): string;
}

/**
 * From the latest year to the earliest. `from` and `to` are ISO 8601; times after the year of `now` (milliseconds since 1970), and
 * those more than sixty years before it, stand together.
 */
export function yearEntries(from: string, to: string, zone: string, now: number, words: YearWords): RangeEntry[] {
  const yearOf = (iso: string): number => Number(formatDay(iso, zone).slice(6));
  const [first, last, present] = [yearOf(from), yearOf(to), yearOf(new Date(now).toISOString())];
  const earliest = Math.max(first, present - longest + 1);
  const begin = (year: number): string => dayBoundary(`${String(year).padStart(4, '0')}-01-01`, false, zone);
  const end = (year: number): string => dayBoundary(`${String(year).padStart(4, '0')}-12-31`, true, zone);
  const entries: RangeEntry[] = [];
  if (last > present) entries.push({ key: 'after', name: words.after(String(present)), least: begin(present + 1), most: null });
  for (let year = Math.min(last, present); year >= earliest; year -= 1)
    entries.push({ key: String(year), name: String(year), least: begin(year), most: end(year) });
  if (first < earliest) entries.push({ key: 'before', name: words.before(String(earliest)), least: null, most: end(earliest - 1) });
  return entries;
}
