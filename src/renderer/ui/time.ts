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

/** A day as people write it here, `5/3/2024` or `05-03-2024`, as YYYY-MM-DD; null where there is no such day. */
export function parseDay(text: string): string | null {
  const [, day = '', month = '', year = ''] = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(text) ?? [];
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const moment = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== iso ? null : iso;
}

/** Milliseconds since 1970 at which a day (YYYY-MM-DD) begins in a zone; where summer time skips midnight, the moment after. */
function startOfDay(day: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const shown = day.split('-').toReversed().join('/');
  const hour = 3_600_000;
  const offsets = [-24, -12, 0, 12, 24].map((hours) => offsetMilliseconds(midnight + hours * hour, zone));
  const moments = offsets.map((offset) => midnight - offset).filter((moment) => formatDay(new Date(moment).toISOString(), zone) === shown);
  return Math.min(...(moments.length === 0 ? [midnight] : moments));
}

function offsetMilliseconds(moment: number, zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)/.exec(partsIn(new Date(moment).toISOString(), zone)?.offset ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
}

/** First or last moment of a day (YYYY-MM-DD) in a zone, as ISO 8601 UTC to the nanosecond. */
export function dayBoundary(day: string, end: boolean, zone: string): string {
  if (!end) return new Date(startOfDay(day, zone)).toISOString().replace('Z', '000000Z');
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3_600_000).toISOString().slice(0, 10);
  return new Date(startOfDay(next, zone) - 1).toISOString().replace('Z', '999999Z');
}

/** The zone itself where this machine knows it, else UTC, in which its times are then shown. */
export function knownZone(zone: string): string {
  return formatterOf(zone).resolvedOptions().timeZone;
}

/** `Asia/Karachi, UTC+05:00`: a zone as it is printed beside times; its offset as of `iso`. */
export function zoneLabel(zone: string, iso: string): string {
  const known = knownZone(zone);
  return known === 'UTC' ? 'UTC' : `${known}, ${offsetAt(iso, zone)}`;
}

/** A moment after the last change of rules here (Pakistan keeps no summer time since 2009), for heads that stand above many times. */
export const zoneAsOf = '2024-01-01T00:00:00Z';
