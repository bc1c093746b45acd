/** Points in time of the sample drive: whole seconds of UTC plus a fraction that survives the file system. */
import type { RandomStream } from './random.ts';

/**
 * Seconds since the Unix epoch, UTC. Fractions are multiples of 1/512: these are exact both as a double
 * and in nanoseconds, so that what `utimes` sets is what `stat` gives back.
 */
export type Moment = number;

/** Pakistan Standard Time; no summer time since 2009. */
export const pakistanOffsetMinutes = 300;

const first = Date.UTC(2019, 0, 5) / 1000;
const last = Date.UTC(2025, 5, 30) / 1000;

/** A moment between January 2019 and June 2025. */
export function randomMoment(random: RandomStream): Moment {
  return random.integer(first, last) + random.integer(0, 511) / 512;
}

/** A moment somewhat later: up to `days` days. */
export function laterMoment(random: RandomStream, moment: Moment, days: number): Moment {
  return Math.floor(moment) + random.integer(60, days * 86_400) + random.integer(0, 511) / 512;
}

export interface CivilTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 is Sunday. */
  weekday: number;
}

/** What a clock shows that is `offsetMinutes` ahead of UTC. */
export function civilTime(moment: Moment, offsetMinutes: number): CivilTime {
  const date = new Date((Math.floor(moment) + offsetMinutes * 60) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  };
}

/** `value` with leading zeros. */
export function padded(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}

/** `2024:05:01 10:20:30` (EXIF) or with other separators. */
export function calendarText(moment: Moment, offsetMinutes: number, dateSeparator = ':', middle = ' '): string {
  const time = civilTime(moment, offsetMinutes);
  const date = [padded(time.year, 4), padded(time.month), padded(time.day)].join(dateSeparator);
  return `${date}${middle}${padded(time.hour)}:${padded(time.minute)}:${padded(time.second)}`;
}

/** ISO 8601 in UTC, whole seconds: `2024-05-01T05:20:30Z`. */
export function isoUtc(moment: Moment): string {
  return `${calendarText(moment, 0, '-', 'T')}Z`;
}

/** ISO 8601 with the offset of Pakistan: `2024-05-01T10:20:30+05:00`. */
export function isoPakistan(moment: Moment): string {
  return `${calendarText(moment, pakistanOffsetMinutes, '-', 'T')}+05:00`;
}

/** `20240501` as phones put it into file names. */
export function compactDate(moment: Moment): string {
  return calendarText(moment, pakistanOffsetMinutes, '', '_').slice(0, 8);
}

/** `20240501_102030`. */
export function compactDateTime(moment: Moment): string {
  return calendarText(moment, pakistanOffsetMinutes, '', '_').replaceAll(':', '');
}

/** Windows FILETIME: 100 ns intervals since 1601-01-01 UTC. */
export function fileTime(moment: Moment): bigint {
  return (BigInt(Math.floor(moment)) + 11_644_473_600n) * 10_000_000n;
}

/** Seconds since 1904-01-01 UTC, as in ISO base media files. */
export function secondsSince1904(moment: Moment): number {
  return Math.floor(moment) + 2_082_844_800;
}
