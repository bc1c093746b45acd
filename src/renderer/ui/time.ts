/** Points in time as they are shown: DD/MM/YYYY in the case's zone or in UTC, never in this machine's zone. */
import type { TimestampRecord } from '../../contract/engine-api.ts';

interface Parts {
  date: string;
  time: string;
  offset: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const options: Intl.DateTimeFormatOptions = {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  };
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone });
  } catch {
    // A zone that this machine does not know.
    made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
  formatters.set(zone, made);
  return made;
}

/** Whether an ISO 8601 text says its zone; one that does not must never be converted. */
export function hasZone(iso: string): boolean {
  return /T.*(?:Z|[+-]\d{2}:\d{2})$/.test(iso);
}

function partsIn(iso: string, zone: string): Parts | null {
  const milliseconds = Date.parse(iso.replace(/(\.\d{3})\d+/, '$1'));
  if (Number.isNaN(milliseconds)) return null;
  const found: Record<string, string> = {};
  for (const part of formatterOf(zone).formatToParts(milliseconds)) found[part.type] = part.value;
  const offset = (found.timeZoneName ?? 'GMT').replace('GMT', '');
  return {
    date: `${found.day}/${found.month}/${found.year}`,
    time: `${found.hour}:${found.minute}:${found.second}`,
    offset: offset || 'Z',
  };
}

/** `05/03/2024 14:02:11` in a zone; a time without a zone as it stands; the text itself where it is no time. */
export function formatInstant(iso: string, zone: string): string {
  if (!hasZone(iso)) return formatWallClock(iso);
  const parts = partsIn(iso, zone);
  return parts === null ? iso : `${parts.date} ${parts.time}`;
}

/** `05/03/2024` in a zone; the day itself of a time without a zone. */
export function formatDay(iso: string, zone: string): string {
  if (!hasZone(iso)) return formatWallClock(iso.slice(0, 10));
  return partsIn(iso, zone)?.date ?? iso;
}

/** `UTC+05:00` at a point in time, or `UTC`. */
export function offsetAt(iso: string, zone: string): string {
  const offset = partsIn(iso, zone)?.offset ?? 'Z';
  return offset === 'Z' || offset === '+00:00' ? 'UTC' : `UTC${offset}`;
}

/** Wall-clock text without a zone: `05/03/2024 14:02:11`. */
function formatWallClock(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?))?/.exec(iso);
  return match === null ? iso : `${match[3]}/${match[2]}/${match[1]}${match[4] === undefined ? '' : ` ${match[4]}`}`;
}

/** A time of evidence as it may be shown: one without a zone stays as it stands, the others are shown in `zone`. */
export function formatTimestamp(time: TimestampRecord, zone: string): string {
  if (time.iso === null) return time.raw;
  return time.basis === 'local-unknown' ? formatWallClock(time.iso) : formatInstant(time.iso, zone);
}

/** The middle of a day that was typed as YYYY-MM-DD, bounded: its first or its last moment in UTC. */
export function dayBoundary(day: string, end: boolean): string {
  return end ? `${day}T23:59:59.999999999Z` : `${day}T00:00:00.000000000Z`;
}
