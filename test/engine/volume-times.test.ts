/** Times of file systems that keep less than the system says, from the source to every export. */
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Mounts, mayMountType } from '../faults/mounts.ts';
import { Workbench } from '../faults/workbench.ts';

const bench = new Workbench('volume-times');
const mounts = new Mounts();
afterAll(() => {
  mounts.unmountAll();
  bench.remove();
});

interface Times {
  [name: string]: { iso: string | null; raw: string; precision: string; basis: string } | null;
}

function timesOf(directory: string, path: string): Times {
  const { output } = bench.sabut(['items', directory, '--format', 'jsonl']);
  const items = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { path: string; times: Times });
  return items.find((item) => item.path === path)?.times ?? {};
}

describe('a source that lies on FAT, as its case records it', () => {
  const directory = bench.path('fat.sabut');

  beforeAll(() => {
    mkdirSync(bench.path('evidence'));
    writeFileSync(bench.path('evidence/photo.jpg'), 'a picture');
    utimesSync(bench.path('evidence/photo.jpg'), 1_714_693_354.125, 1_714_558_830);
    expect(bench.sabut(['triage', bench.path('evidence'), '--case', directory, '--quiet'])).toMatchObject({ status: 0, errors: '' });
    const database = new Database(bench.path('fat.sabut/case.db'));
    database.prepare(`UPDATE volume SET file_system = 'vfat', options = 'rw,relatime,time_offset=300'`).run();
    database.close();
  });

  test('has wall-clock times without a zone, no finer than FAT keeps them, and the raw values of the system', () => {
    const times = timesOf(directory, 'photo.jpg');
    expect(times['modified']).toEqual({
      iso: '2024-05-01T15:20:30',
      raw: '1714558830000000000',
      precision: '2-second',
      basis: 'local-unknown',
    });
    expect(times['accessed']).toMatchObject({ iso: '2024-05-03', precision: 'day', basis: 'local-unknown' });
    expect(times['changed']).toBeNull();
  });

  test('has them in DFXML with their precision in seconds, and no time of change', () => {
    const { output } = bench.sabut(['items', directory, '--format', 'dfxml']);
    expect(output).toContain('<mtime prec="2">2024-05-01T15:20:30</mtime>');
    expect(output).toContain('<atime prec="86400">2024-05-03T00:00:00</atime>');
    expect(output).not.toContain('<ctime');
  });

  test('is explained in the report', () => {
    expect(bench.sabut(['report', directory, '--output', bench.path('report'), '--quiet'])).toMatchObject({ status: 0 });
    const page = readFileSync(bench.path('report/index.html'), 'utf8');
    for (const text of [
      'vfat keeps wall-clock time without a zone',
      'The mount says by how many minutes the wall clock was ahead of UTC (300)',
      'Listing the folders may have updated their times of last access',
      'The medium was NOT mounted read-only',
    ])
      expect(page).toContain(text);
  });
});

test('the audit log says at the source what listing does to access times of folders', () => {
  const entry = readFileSync(bench.path('fat.sabut/audit.ndjson'), 'utf8')
    .split('\n')
    .find((line) => line.includes('"action":"source-added"'));
  expect(entry).toMatch(/"folderAccessTimes":"(?:kept|may-have-been-updated|unknown)"/);
});

/** A FAT12 volume of 32 KiB with one file (Microsoft FAT specification 1.03): created 01/05/2024 10:20:31.57, modified 02/05/2024 11:22:34, accessed 03/05/2024. */
function fatImage(): Buffer {
  const image = Buffer.alloc(64 * 512);
  image.write('\xeb\x3c\x90SABUT   ', 0, 'latin1');
  // Bytes a sector, sectors a cluster, reserved sectors, tables, root entries, sectors, medium, sectors a table.
  image.writeUInt16LE(512, 11);
  image.writeUInt8(1, 13);
  image.writeUInt16LE(1, 14);
  image.writeUInt8(2, 16);
  image.writeUInt16LE(16, 17);
  image.writeUInt16LE(64, 19);
  image.writeUInt8(0xf8, 21);
  image.writeUInt16LE(1, 22);
  image.writeUInt16LE(1, 24);
  image.writeUInt16LE(1, 26);
  image.writeUInt8(0x29, 38);
  image.write('SABUT      FAT12   ', 43, 'latin1');
  image.writeUInt16LE(0xaa55, 510);
  for (const table of [512, 1024]) image.write('f8ffffff0f00', table, 'hex');
  const date = (day: number) => ((2024 - 1980) << 9) | (5 << 5) | day;
  const time = (hour: number, minute: number, second: number) => (hour << 11) | (minute << 5) | (second >> 1);
  const entry = 3 * 512;
  image.write('PHOTO   JPG', entry, 'latin1');
  image.writeUInt8(0x20, entry + 11);
  image.writeUInt8(157, entry + 13);
  image.writeUInt16LE(time(10, 20, 30), entry + 14);
  image.writeUInt16LE(date(1), entry + 16);
  image.writeUInt16LE(date(3), entry + 18);
  image.writeUInt16LE(time(11, 22, 34), entry + 22);
  image.writeUInt16LE(date(2), entry + 24);
  image.writeUInt16LE(2, entry + 26);
  image.writeUInt32LE(5, entry + 28);
  image.write('hello', 4 * 512, 'latin1');
  return image;
}

const fat = mayMountType('vfat');

test.skipIf(!fat)(
  `a mounted FAT volume gives the times that its directory holds${fat ? '' : ' (skipped: vfat cannot be mounted here)'}`,
  () => {
    writeFileSync(bench.path('fat.image'), fatImage());
    for (const [name, options] of [
      ['utc', 'ro,tz=UTC'],
      ['offset', 'ro,time_offset=300'],
    ] as const) {
      const point = bench.path(`mounted-${name}`);
      mounts.image(bench.path('fat.image'), point, 'vfat', options);
      const directory = bench.path(`${name}.sabut`);
      expect(bench.sabut(['triage', point, '--case', directory, '--quiet'])).toMatchObject({ status: 0, errors: '' });
      const times = timesOf(directory, 'photo.jpg');
      expect(times['modified']).toMatchObject({ iso: '2024-05-02T11:22:34', precision: '2-second', basis: 'local-unknown' });
      expect(times['accessed']).toMatchObject({ iso: '2024-05-03', precision: 'day' });
      // Older kernels do not tell when a file was created.
      if (times['created'] !== null)
        expect(times['created']).toMatchObject({ iso: '2024-05-01T10:20:31.57', precision: '10-millisecond', basis: 'local-unknown' });
      mounts.unmount(point);
    }
  },
);
