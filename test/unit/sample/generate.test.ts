import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planDrive } from '../../../src/sample/drive-plan.ts';
import { generateSampleDrive } from '../../../src/sample/generate.ts';
import type { TruthEntry } from '../../../src/sample/ground-truth.ts';
import { makePicturePool } from '../../../src/sample/picture-pool.ts';
import { RandomStream } from '../../../src/sample/random.ts';
import { describeTree, type MadeDrive, makeDrive } from './sample-drive.ts';

let drive: MadeDrive;
const find = (path: string): TruthEntry => {
  const found = drive.truth.find((entry) => entry.path === path);
  if (found === undefined) throw new Error(`no ${path} in the truth`);
  return found;
};

beforeAll(async () => {
  drive = await makeDrive({ items: 180 });
});
afterAll(() => drive.remove());

describe('the sample drive', () => {
  test('is the same again for the same seed, in another time zone: names, bytes, modes, links, times and truth', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/St_Johns';
    const again = await makeDrive({ items: 180 });
    try {
      expect(describeTree(again.summary.directory)).toEqual(describeTree(drive.summary.directory));
      expect(again.truth).toEqual(drive.truth);
    } finally {
      process.env['TZ'] = zone;
      again.remove();
    }
  });

  test('is another drive for another seed', async () => {
    const other = await makeDrive({ items: 0, seed: 'another' });
    try {
      const digests = new Set(drive.truth.map((entry) => entry.sha256));
      const same = other.truth.filter((entry) => entry.size !== 0 && entry.sha256 !== null && digests.has(entry.sha256));
      expect(same.map((entry) => entry.path)).toEqual(['laptop/Windows/System32/drivers/etc/hosts']);
    } finally {
      other.remove();
    }
  });

  test('is never written over something', async () => {
    await expect(generateSampleDrive({ directory: drive.summary.directory })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('has about as many entries as were asked for, and every one in the truth', () => {
    const { files, directories, symlinks, specials } = drive.summary;
    expect(Math.abs(files + symlinks + specials - 180)).toBeLessThan(8);
    expect(describeTree(drive.summary.directory)).toHaveLength(files + directories + symlinks + specials);
    expect(drive.truth).toHaveLength(files + directories + symlinks + specials);
  });

  test('has times with nanoseconds, as the truth says', () => {
    const hosts = find('laptop/Windows/System32/drivers/etc/hosts');
    const status = statSync(join(drive.summary.directory, hosts.path), { bigint: true });
    expect(status.mtimeNs.toString()).toBe(hosts.mtime);
    expect(drive.truth.some((entry) => Number(entry.mtime.slice(-6)) !== 0)).toBe(true);
  });
});

describe('the truth', () => {
  test('names duplicates after their first path, and hard links by group', () => {
    const linked = drive.truth.filter((entry) => entry.hardLinkGroup !== null);
    expect(linked.map((entry) => entry.path)).toEqual([
      'laptop/Users/kamran/Desktop/contract.txt',
      'laptop/Users/kamran/Documents/contract final.txt',
      'usb/Office/contract (same file).txt',
    ]);
    expect(new Set(linked.map((entry) => entry.sha256)).size).toBe(1);
    expect(linked.every((entry) => entry.duplicateOf === null)).toBe(true);
    const duplicates = drive.truth.filter((entry) => entry.duplicateOf !== null);
    expect(duplicates.length).toBeGreaterThanOrEqual(5);
    for (const entry of duplicates) expect(find(entry.duplicateOf as string)).toMatchObject({ sha256: entry.sha256, duplicateOf: null });
  });

  test.skipIf(process.platform === 'win32' || process.platform === 'darwin')(
    'shows hostile names escaped and keeps their bytes (needs a file system that takes any bytes)',
    () => {
      expect(find('usb/Names/r\\xe9sum\\xe9.txt').pathRaw).toBe(Buffer.from('usb/Names/r\xe9sum\xe9.txt', 'latin1').toString('hex'));
      for (const path of [
        'usb/Names/line\\nbreak.txt',
        'usb/Names/invoice\\u{202e}fdp.exe',
        'usb/Names/back\\\\slash.txt',
        'usb/Names/خفیہ دستاویز.txt',
      ]) {
        expect(find(path).pathRaw).toBeNull();
      }
      expect(find('usb/Names/trailing space.txt ').extension).toBeNull();
      expect(drive.truth.some((entry) => Buffer.byteLength(entry.path.split('/').at(-1) as string) === 255)).toBe(true);
    },
  );

  test('knows what was renamed', () => {
    const renamed = drive.truth.filter((entry) => entry.extensionMismatch).map((entry) => [entry.extension, entry.mediaType]);
    expect(renamed.sort()).toEqual([
      ['dat', 'application/pdf'],
      ['dll', 'image/jpeg'],
      ['jpg', 'application/zip'],
      ['pdf', 'application/x-msdownload'],
      ['txt', 'image/jpeg'],
    ]);
  });

  test('holds every field in a form that can be compared', () => {
    const photograph = drive.truth.find((entry) => entry.path.startsWith('phone/DCIM/Camera/2') && entry.members.length > 0) as TruthEntry;
    expect(photograph.fields['image/exif']).toMatchObject({
      make: 'samsung',
      model: 'SM-A546E',
      capturedAt: {
        basis: 'offset',
        precision: 'millisecond',
        iso: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+05:00$/),
      },
    });
    const bytes = readFileSync(join(drive.summary.directory, photograph.path));
    expect(bytes.length).toBe(photograph.size);
  });
});

test('proportions hold at any size: a third are photographs of cameras, three languages, all families', async () => {
  const random = new RandomStream('proportions');
  const plan = planDrive(random, await makePicturePool(random, 0), 2000, 0);
  const counts = new Map<string, number>();
  let entries = 0;
  let photographs = 0;
  for (const entry of plan.entries) {
    entries += 1;
    if (entry.kind !== 'file') continue;
    counts.set(String(entry.mediaType), (counts.get(String(entry.mediaType)) ?? 0) + 1);
    if (entry.mediaType === 'image/jpeg' && entry.fields?.['image/exif']?.make !== undefined) photographs += 1;
  }
  expect(entries).toBe(plan.total);
  expect(plan.total).toBe(2000);
  expect(photographs / entries).toBeGreaterThan(0.31);
  expect(photographs / entries).toBeLessThan(0.37);
  expect(counts.size).toBeGreaterThanOrEqual(27);
});
