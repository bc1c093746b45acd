import { describe, expect, test } from 'vitest';
import { fromUnixNanoseconds } from '../../../src/model/timestamp.ts';
import { keepsAccessTimes, timeCautionOf, timeRulesOf, type Volume } from '../../../src/model/volume.ts';

function volume(fileSystem: string | null, options: string | null = 'rw,relatime', localClock = false): Volume {
  return { device: '2049', fileSystem, options, localClock, accessTimesNotKept: 0 };
}

/** 2024-05-01T10:20:31.123456789Z, as the system would give it. */
const given = 1_714_558_831_123_456_789n;

function shown(of: Volume): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(timeRulesOf(of)).map(([name, rule]) => {
      if (rule === null) return [name, null];
      const { iso, precision, basis } = fromUnixNanoseconds(given, rule);
      return [name, `${iso} ${precision} ${basis}`];
    }),
  );
}

describe('times by file system', () => {
  test.each(['vfat', 'msdos'])('%s: wall-clock time without a zone, each as exact as FAT keeps it, and no time of change', (type) => {
    expect(shown(volume(type))).toEqual({
      modified: '2024-05-01T10:20:31 2-second local-unknown',
      accessed: '2024-05-01 day local-unknown',
      changed: null,
      created: '2024-05-01T10:20:31.12 10-millisecond local-unknown',
    });
    expect(timeCautionOf(volume(type))).toBe('fat');
  });

  test('FAT with an offset of the mount gives the wall clock back', () => {
    expect(shown(volume('vfat', 'ro,time_offset=300'))['modified']).toBe('2024-05-01T15:20:31 2-second local-unknown');
    expect(shown(volume('vfat', 'ro,time_offset=-90'))['modified']).toBe('2024-05-01T08:50:31 2-second local-unknown');
    expect(shown(volume('vfat', 'ro,tz=UTC', true))['modified']).toBe('2024-05-01T10:20:31 2-second local-unknown');
  });

  test('FAT on a machine with a zone of its own is inferred', () => {
    expect(shown(volume('vfat', 'ro', true))).toMatchObject({
      modified: '2024-05-01T10:20:31Z 2-second inferred',
      accessed: '2024-05-01 day local-unknown',
    });
  });

  test.each([
    ['exfat', '2024-05-01T10:20:31.12Z 10-millisecond inferred', 'exfat'],
    ['ntfs3', '2024-05-01T10:20:31.1234567Z 100-nanosecond utc', null],
    ['ntfs', '2024-05-01T10:20:31.1234567Z 100-nanosecond utc', null],
    ['iso9660', '2024-05-01T10:20:31Z second inferred', 'offset-applied'],
    ['udf', '2024-05-01T10:20:31.123456Z microsecond inferred', 'offset-applied'],
    ['hfsplus', '2024-05-01T10:20:31Z second utc', null],
    ['hfs', '2024-05-01T10:20:31 second local-unknown', 'hfs'],
    ['ext4', '2024-05-01T10:20:31.123456789Z nanosecond utc', null],
    ['cifs', '2024-05-01T10:20:31.123456789Z nanosecond utc', null],
    [null, '2024-05-01T10:20:31.123456789Z nanosecond utc', null],
  ])('%s', (type, modified, caution) => {
    expect(shown(volume(type))['modified']).toBe(modified);
    expect(timeCautionOf(volume(type))).toBe(caution);
  });

  test('exFAT is accessed to 2 s and keeps no time of change', () => {
    expect(shown(volume('exfat'))).toMatchObject({ accessed: '2024-05-01T10:20:31Z 2-second inferred', changed: null });
  });
});

test.each([
  ['ro,relatime', true, true],
  ['rw,noatime', true, true],
  ['rw,nodiratime,relatime', false, true],
  ['rw,relatime', false, false],
  [null, null, null],
])('mounted %s: access times of files kept %s, of folders %s', (options, files, folders) => {
  expect(keepsAccessTimes({ options }, 'files')).toBe(files);
  expect(keepsAccessTimes({ options }, 'folders')).toBe(folders);
});
