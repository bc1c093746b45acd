/** Times as a reader of the report sees them: day/month/year, in UTC and in the case's zone, to the second. */
import { type Timestamp, toUnixNanoseconds } from '../model/timestamp.ts';

const quarterHour = 900_000;
/** Before 1973 some zones changed their offset within a quarter of an hour, so that offsets are not cached. */
const cachedSince = 94_694_400_000;

/** An IANA time zone; offsets come from the zone database that the run time carries. */
export class ZoneClock {
  /** IANA name. */
  readonly name: string;
  private readonly format: Intl.DateTimeFormat;
  private readonly offsets = new Map<number, number>();

  /** @throws RangeError where the run time does not know the zone. */
  constructor(name: string) {
    this.name = name;
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** `DD/MM/YYYY hh:mm:ss +05:00` for a count of milliseconds since the Unix epoch. */
  show(milliseconds: number): string {
    const offset = this.offsetAt(milliseconds);
    return `${civil(milliseconds + offset)} ${offsetText(offset)}`;
  }

  private offsetAt(milliseconds: number): number {
    if (milliseconds < cachedSince) return this.measureOffset(milliseconds);
    const quarter = Math.floor(milliseconds / quarterHour);
    const known = this.offsets.get(quarter);
    if (known !== undefined) return known;
    const offset = this.measureOffset(milliseconds);
    // Files of one medium cluster in time; the bound is for media that do not.
    if (this.offsets.size >= 10_000) this.offsets.clear();
    this.offsets.set(quarter, offset);
    return offset;
  }

  private measureOffset(milliseconds: number): number {
    const parts = Object.fromEntries(this.format.formatToParts(milliseconds).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const whole = Math.floor(milliseconds / 1000) * 1000;
    const local = new Date(0);
    // Date.UTC would read the years 1 to 99 as 1901 to 1999.
    local.setUTCFullYear(year, month - 1, day);
    local.setUTCHours(hour, minute, second);
    return local.getTime() - whole;
  }
}

/** The zone of a case, or null where this run time does not know its name. */
export function zoneClockOf(name: string): ZoneClock | null {
  try {
    return new ZoneClock(name);
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function offsetText(offset: number): string {
  const seconds = Math.abs(offset) / 1000;
  const rest = seconds % 60 === 0 ? '' : `:${twoDigits(seconds % 60)}`;
  return `${offset < 0 ? '-' : '+'}${twoDigits(Math.floor(seconds / 3600))}:${twoDigits(Math.floor(seconds / 60) % 60)}${rest}`;
}

function civil(milliseconds: number): string {
  const date = new Date(milliseconds);
  const day = `${twoDigits(date.getUTCDate())}/${twoDigits(date.getUTCMonth() + 1)}/${String(date.getUTCFullYear()).padStart(4, '0')}`;
  return `${day} ${twoDigits(date.getUTCHours())}:${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())}`;
}

export interface ShownTime {
  /** `DD/MM/YYYY hh:mm:ss UTC`; without a zone where `zoneKnown` is false; the raw value where it is no time. */
  utc: string;
  /** The same moment in the case's zone; null where there is none to show. */
  local: string | null;
  zoneKnown: boolean;
  isTime: boolean;
}

/** Shows a time; one without a zone is never converted. */
export function showTime(time: Timestamp, zone: ZoneClock | null): ShownTime {
  if (time.iso === null) return { utc: time.raw, local: null, zoneKnown: false, isTime: false };
  const nanoseconds = toUnixNanoseconds(time);
  if (nanoseconds === null) return { utc: withoutZone(time.iso), local: null, zoneKnown: false, isTime: true };
  const milliseconds = Number(nanoseconds / 1_000_000n) - (nanoseconds < 0n && nanoseconds % 1_000_000n !== 0n ? 1 : 0);
  return { utc: `${civil(milliseconds)} UTC`, local: zone?.show(milliseconds) ?? null, zoneKnown: true, isTime: true };
}

/** A moment given as ISO 8601 UTC text, such as those of runs. */
export function showMoment(iso: string, zone: ZoneClock | null): ShownTime {
  return showTime({ raw: iso, iso, precision: 'second', basis: 'utc' }, zone);
}

/** `2024-05-01T10:20:30.5` gives `01/05/2024 10:20:30`; a date alone stays one. */
function withoutZone(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}:\d{2}))?/.exec(iso);
  if (match === null) return iso;
  const [, year, month, day, time] = match;
  return `${day}/${month}/${year}${time === undefined ? '' : ` ${time}`}`;
}
