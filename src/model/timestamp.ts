/**
 * Points in time as evidence gives them. A raw value never loses its form, and a value without a
 * zone never gains one: `iso` carries `Z` or an offset only where the evidence carries it.
 */

/** How the zone of a time is known. */
export type TimeBasis =
  /** The format stores UTC. */
  | 'utc'
  /** The evidence stores the offset beside the time. */
  | 'offset'
  /** Wall-clock time of an unknown zone. */
  | 'local-unknown'
  /** Worked out from other evidence; the observation beside it says how. */
  | 'inferred';

export type TimePrecision =
  | 'nanosecond'
  | '100-nanosecond'
  | 'microsecond'
  | 'millisecond'
  | '10-millisecond'
  | 'second'
  | '2-second'
  | 'minute'
  | 'hour'
  | 'day'
  | 'month'
  | 'year';

export interface Timestamp {
  /** The value as the evidence holds it: digits of an integer, or the text. */
  raw: string;
  /** ISO 8601; with `Z` for `utc`, `+hh:mm` for `offset`, no zone for `local-unknown`; null where the raw value is not a time. */
  iso: string | null;
  precision: TimePrecision;
  basis: TimeBasis;
}

const nanosecondsPerSecond = 1_000_000_000n;

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Civil date and time of a count of seconds since 1970-01-01T00:00:00, without zone letters. */
function civil(seconds: number): string | null {
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 1 || year > 9999) return null;
  return `${pad(year, 4)}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}T${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}`;
}

/** Decimal places of the seconds that a precision has; those of the whole second and coarser have none. */
const decimalPlaces: Partial<Record<TimePrecision, number>> = {
  nanosecond: 9,
  '100-nanosecond': 7,
  microsecond: 6,
  millisecond: 3,
  '10-millisecond': 2,
};

/** How a count of nanoseconds is to be understood: see `SystemTimeRule` in volume.ts. */
interface NanosecondRule {
  precision: TimePrecision;
  basis: Exclude<TimeBasis, 'offset'>;
  /** Minutes to add, to have the wall-clock time that is stored. */
  shift: number;
}

/**
 * A count of nanoseconds since the Unix epoch, as the system gives the times of files. `rule` says how their file system keeps
 * them: the raw value stays what the system gave, the text has no more digits than are kept, and no zone where none is kept.
 */
export function fromUnixNanoseconds(
  nanoseconds: bigint,
  { precision, basis, shift }: NanosecondRule = { precision: 'nanosecond', basis: 'utc', shift: 0 },
): Timestamp {
  const shifted = basis === 'local-unknown' ? nanoseconds + BigInt(shift) * 60n * nanosecondsPerSecond : nanoseconds;
  let seconds = shifted / nanosecondsPerSecond;
  let rest = shifted % nanosecondsPerSecond;
  if (rest < 0n) {
    rest += nanosecondsPerSecond;
    seconds -= 1n;
  }
  const raw = nanoseconds.toString();
  const base = civil(Number(seconds));
  if (base === null) return { raw, iso: null, precision, basis };
  if (precision === 'day') return { raw, iso: base.slice(0, 10), precision, basis };
  const places = decimalPlaces[precision] ?? 0;
  const fraction = places === 0 ? '' : `.${rest.toString().padStart(9, '0').slice(0, places)}`;
  return { raw, iso: `${base}${fraction}${basis === 'local-unknown' ? '' : 'Z'}`, precision, basis };
}

/** A count of seconds since the Unix epoch, UTC (for instance a PE header's TimeDateStamp). */
export function fromUnixSeconds(seconds: number, raw = String(seconds)): Timestamp {
  const base = civil(seconds);
  return { raw, iso: base === null ? null : `${base}Z`, precision: 'second', basis: 'utc' };
}

/** Windows FILETIME: 100 ns intervals since 1601-01-01 UTC. Zero means "not set" and gives `iso: null`. */
export function fromFileTime(intervals: bigint): Timestamp {
  const raw = intervals.toString();
  const precision = '100-nanosecond';
  if (intervals === 0n) return { raw, iso: null, precision, basis: 'utc' };
  const sinceUnix = intervals - 116_444_736_000_000_000n;
  let seconds = sinceUnix / 10_000_000n;
  let rest = sinceUnix % 10_000_000n;
  if (rest < 0n) {
    rest += 10_000_000n;
    seconds -= 1n;
  }
  const base = civil(Number(seconds));
  return { raw, iso: base === null ? null : `${base}.${rest.toString().padStart(7, '0')}Z`, precision, basis: 'utc' };
}

const calendarPattern =
  /^\s*(\d{4})[:\-/.](\d{2})[:\-/.](\d{2})(?:[ T]+(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$/;

/**
 * A calendar text such as EXIF's `2024:05:01 10:20:30` or ISO 8601, with its offset inside the text
 * or given beside it (EXIF 2.31 OffsetTimeOriginal). Never touches this machine's zone.
 * Days and hours that do not exist give `iso: null` with the raw text kept.
 */
export function fromCalendarText(raw: string, offsetBeside?: string): Timestamp {
  const match = calendarPattern.exec(raw.replace(/\0+$/, ''));
  if (match === null) return { raw, iso: null, precision: 'second', basis: 'local-unknown' };
  const [, year, month, day, hour, minute, second, fraction, offsetInside] = match as unknown as string[];
  const offset = normaliseOffset(offsetInside ?? offsetBeside);
  const basis: TimeBasis = offset === null ? 'local-unknown' : offset === 'Z' ? 'utc' : 'offset';
  const precision: TimePrecision =
    hour === undefined ? 'day' : second === undefined ? 'minute' : fraction === undefined ? 'second' : fractionPrecision(fraction);
  const text = `${year}-${month}-${day}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}`;
  const date = new Date(`${text}Z`);
  if (Number.isNaN(date.getTime()) || civil(date.getTime() / 1000) !== text) return { raw, iso: null, precision, basis };
  const shown = hour === undefined ? text.slice(0, 10) : text + (fraction === undefined ? '' : `.${fraction}`);
  return { raw, iso: shown + (hour === undefined ? '' : (offset ?? '')), precision, basis: hour === undefined ? 'local-unknown' : basis };
}

function fractionPrecision(fraction: string): TimePrecision {
  if (fraction.length <= 2) return '10-millisecond';
  if (fraction.length <= 3) return 'millisecond';
  return fraction.length <= 6 ? 'microsecond' : 'nanosecond';
}

function normaliseOffset(text: string | undefined): string | null {
  if (text === undefined) return null;
  const trimmed = text.replace(/\0+$/, '').trim();
  if (trimmed === 'Z') return 'Z';
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(trimmed);
  if (match === null || Number(match[2]) > 14 || Number(match[3]) > 59) return null;
  return `${match[1]}${match[2]}:${match[3]}`;
}

/** Nanoseconds since the Unix epoch of a time whose zone is known; null for local or unusable ones. */
export function toUnixNanoseconds(time: Timestamp): bigint | null {
  if (time.iso === null || time.basis === 'local-unknown') return null;
  return isoNanoseconds(time.iso);
}

/** Like `toUnixNanoseconds`, but reads a time without zone as if it were UTC: for ordering only, never for display. */
export function sortableNanoseconds(time: Timestamp): bigint | null {
  return time.iso === null ? null : isoNanoseconds(time.iso);
}

function isoNanoseconds(iso: string): bigint | null {
  const match = /^(.{10}(?:T.{8})?)(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})?$/.exec(iso);
  if (match === null) return null;
  const base = match[1] as string;
  const milliseconds = Date.parse(base.length === 10 ? `${base}T00:00:00Z` : `${base}${match[3] ?? 'Z'}`);
  if (Number.isNaN(milliseconds)) return null;
  return BigInt(milliseconds) * 1_000_000n + BigInt((match[2] ?? '').padEnd(9, '0').slice(0, 9));
}
