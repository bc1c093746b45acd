/**
 * File systems that hold evidence: how exact their times are, how sure their zone is, and what reading does to access times.
 * A time reaches us through the driver of the system that mounts it, which says UTC to the nanosecond whatever is stored.
 */
import type { TimeBasis, TimePrecision } from './timestamp.ts';

/** A file system of a source, as it was mounted when the source was added. */
export interface Volume {
  /** Device number (`st_dev`) as decimal text. */
  device: string;
  /** Type as the system names it, such as `vfat`; null where it does not say. */
  fileSystem: string | null;
  /** Options of the mount and of the file system, comma-separated as in proc_pid_mountinfo(5); null where they are not known. */
  options: string | null;
  /** Whether this machine keeps its hardware clock in local time, so that its kernel has a zone of its own. */
  localClock: boolean;
  /** Files that were read where the system refused to leave the time of last access alone. */
  accessTimesNotKept: number;
}

/** How a time that the system gives is to be understood. */
export interface SystemTimeRule {
  precision: TimePrecision;
  basis: Exclude<TimeBasis, 'offset'>;
  /** Minutes to add to what the system gives, to have the wall-clock time that is stored. */
  shift: number;
}

/** Rules for the four times of an item; null where the file system keeps no such time and the system shows another one in its place. */
export interface TimeRules {
  modified: SystemTimeRule | null;
  accessed: SystemTimeRule | null;
  changed: SystemTimeRule | null;
  created: SystemTimeRule | null;
}

const asGiven: SystemTimeRule = { precision: 'nanosecond', basis: 'utc', shift: 0 };

function alike(precision: TimePrecision, basis: SystemTimeRule['basis'] = 'utc'): TimeRules {
  const rule: SystemTimeRule = { precision, basis, shift: 0 };
  return { modified: rule, accessed: rule, changed: rule, created: rule };
}

function optionsOf(volume: Volume): readonly string[] {
  return volume.options?.split(',') ?? [];
}

/**
 * What was assumed to come from the stored wall-clock time to the time that the system gives, where a file system keeps no zone:
 * `option`: the mount says by how many minutes; `as-utc`: the driver gave it out as if it were UTC, as Linux does with a clock in
 * UTC; `system-zone`: the kernel's own zone was used, and is not known to us.
 */
export type ZoneAssumption = 'option' | 'as-utc' | 'system-zone';

/** The assumption, with the minutes that the mount says. */
export function zoneAssumptionOf(volume: Volume): { kind: ZoneAssumption; minutes: number } {
  const options = optionsOf(volume);
  const minutes = options.find((option) => /^time_offset=-?\d+$/.test(option))?.slice('time_offset='.length);
  if (minutes !== undefined) return { kind: 'option', minutes: Number(minutes) };
  if (options.includes('tz=UTC')) return { kind: 'option', minutes: 0 };
  return { kind: volume.localClock ? 'system-zone' : 'as-utc', minutes: 0 };
}

/** Wall-clock times: as they stand where the way back is known, else what the system made of them. */
function wallClock(volume: Volume, precision: TimePrecision): SystemTimeRule {
  const { kind, minutes } = zoneAssumptionOf(volume);
  return { precision, basis: kind === 'system-zone' ? 'inferred' : 'local-unknown', shift: minutes };
}

/**
 * Microsoft FAT specification 1.03, section 6: modified to 2 s, created to 10 ms, accessed to the day, all wall-clock time of no zone.
 * Linux (fs/fat/misc.c, fat_time_fat2unix) takes them through the mount's or the kernel's zone, and gives the time of
 * modification out as the time of change, which FAT does not keep.
 */
function fatRules(volume: Volume): TimeRules {
  const day: SystemTimeRule = { ...wallClock(volume, 'day'), basis: 'local-unknown' };
  return { modified: wallClock(volume, '2-second'), accessed: day, changed: null, created: wallClock(volume, '10-millisecond') };
}

/**
 * exFAT specification, sections 7.4.5 to 7.4.10: with an offset beside each time that may be marked as not valid. Linux
 * (fs/exfat/misc.c, exfat_get_entry_time) applies the offset where it is valid, else the mount's or UTC, and does not say which.
 */
function exfatRules(): TimeRules {
  const fine: SystemTimeRule = { precision: '10-millisecond', basis: 'inferred', shift: 0 };
  return { modified: fine, accessed: { ...fine, precision: '2-second' }, changed: null, created: fine };
}

/** How the times of items on a volume are to be understood. Types that are not known are taken as the system gives them. */
export function timeRulesOf(volume: Volume | undefined): TimeRules {
  switch (volume?.fileSystem) {
    case 'vfat':
    case 'msdos':
      return fatRules(volume);
    case 'exfat':
      return exfatRules();
    case 'ntfs':
    case 'ntfs3':
      // FILETIMEs: 100 ns, UTC.
      return alike('100-nanosecond');
    case 'iso9660':
      // ECMA-119 9.1.5: to the second, with an offset in quarters of an hour, which the driver has applied.
      return alike('second', 'inferred');
    case 'udf':
      // ECMA-167 1/7.3: to the microsecond, with an offset in minutes or the mark that there is none.
      return alike('microsecond', 'inferred');
    case 'hfsplus':
      // Apple TN1150: seconds, UTC.
      return alike('second');
    case 'hfs': {
      // Inside Macintosh: Files, 2-58: seconds of wall-clock time.
      const rule = wallClock(volume, 'second');
      return { modified: rule, accessed: rule, changed: rule, created: rule };
    }
    default:
      return { modified: asGiven, accessed: asGiven, changed: asGiven, created: asGiven };
  }
}

/** What the times of a volume have to be told about, for reports: its zone or its precision are not what the system says. */
export type TimeCaution = 'fat' | 'exfat' | 'hfs' | 'offset-applied';

/** The caution that belongs to a volume's times; null where they are UTC. */
export function timeCautionOf(volume: Volume): TimeCaution | null {
  switch (volume.fileSystem) {
    case 'vfat':
    case 'msdos':
      return 'fat';
    case 'exfat':
    case 'hfs':
      return volume.fileSystem;
    case 'iso9660':
    case 'udf':
      return 'offset-applied';
    default:
      return null;
  }
}

/**
 * Whether the mount leaves times of last access alone: those of files, or those of folders, for which no way of opening does.
 * Null where the options are not known.
 */
export function keepsAccessTimes(volume: Pick<Volume, 'options'>, of: 'files' | 'folders'): boolean | null {
  if (volume.options === null) return null;
  const options = volume.options.split(',');
  return options.includes('ro') || options.includes('noatime') || (of === 'folders' && options.includes('nodiratime'));
}
