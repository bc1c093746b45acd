import { describe, expect, it } from 'vitest';
import { readPreferences } from '../../../src/renderer/app/preferences.ts';
import { yearEntries } from '../../../src/renderer/features/facets/year-entries.ts';
import { linesOf, sectionsOf } from '../../../src/renderer/features/gallery/sections.ts';
import { clustersOf } from '../../../src/renderer/features/map/clusters.ts';
import { fromScreen, toScreen, toUnit } from '../../../src/renderer/features/map/projection.ts';
import { parseOffset, searchPattern, shownByte } from '../../../src/renderer/features/preview/hex-text.ts';
import { viewerOf } from '../../../src/renderer/features/preview/viewer.ts';
import { valuesOf, withFolder, withRange, withToggledValue } from '../../../src/renderer/features/review/filters.ts';
import { folderNameOf } from '../../../src/renderer/features/start/NewCaseForm.tsx';
import { directoryOf, formatDuration, formatSize } from '../../../src/renderer/ui/format.ts';
import { dayBoundary, formatInstant, formatTimestamp, offsetAt, parseDay, zoneLabel } from '../../../src/renderer/ui/time.ts';

describe('years to choose from', () => {
  const words = { before: (year: string) => `before ${year}`, after: (year: string) => `after ${year}` };
  const now = Date.parse('2026-11-26T00:00:00Z');

  it('begin and end at midnight in the zone that is shown, the latest first', () => {
    const entries = yearEntries('2023-12-31T20:00:00Z', '2025-01-01T00:00:00Z', 'Asia/Karachi', now, words);
    expect(entries.map(({ name }) => name)).toEqual(['2025', '2024']);
    expect(entries[1]).toEqual({
      key: '2024',
      name: '2024',
      least: '2023-12-31T19:00:00.000000000Z',
      most: '2024-12-31T18:59:59.999999999Z',
    });
    expect(yearEntries('2023-12-31T20:00:00Z', '2025-01-01T00:00:00Z', 'UTC', now, words).map(({ name }) => name)).toEqual([
      '2025',
      '2024',
      '2023',
    ]);
  });

  it('put what clocks that were wrong have written before and after them', () => {
    const entries = yearEntries('1601-01-01T00:00:00Z', '2107-12-31T23:59:58Z', 'UTC', now, words);
    expect(entries).toHaveLength(62);
    expect(entries[0]).toEqual({ key: 'after', name: 'after 2026', least: '2027-01-01T00:00:00.000000000Z', most: null });
    expect(entries.at(-1)).toEqual({ key: 'before', name: 'before 1967', least: null, most: '1966-12-31T23:59:59.999999999Z' });
  });
});

describe('filters', () => {
  it('puts values of one field into one condition and takes the last one away with it', () => {
    const once = withToggledValue([], 'kind', 'file');
    const twice = withToggledValue(once, 'kind', 'member');
    expect(valuesOf(twice, 'kind')).toEqual(['file', 'member']);
    expect(withToggledValue(withToggledValue(twice, 'kind', 'file'), 'kind', 'member')).toEqual([]);
  });

  it('holds a field between two ends, either of which may be open', () => {
    expect(withRange([], 'size', 1, null)).toEqual([{ field: 'size', operator: 'at-least', values: [1] }]);
    expect(withRange(withRange([], 'size', 1, 2), 'size', null, null)).toEqual([]);
  });

  it('replaces the folder that was chosen before', () => {
    const first = withFolder([], 'S1', 'DCIM');
    expect(withFolder(first, 'S2', '')).toEqual([{ field: 'source', operator: 'is', values: ['S2'] }]);
    expect(withFolder(first, null, '')).toEqual([]);
  });
});

describe('what is typed into the hex viewer', () => {
  it.each([
    ['0x1f', 31],
    ['1fh', 31],
    ['1,000', 1000],
    ['-1', 4095],
    ['4096', null],
    ['-5000', null],
    ['zz', null],
  ])('reads the offset %s', (text, offset) => expect(parseOffset(text, 4096)).toBe(offset));

  it('turns text, UTF-16 and bytes into a pattern, and refuses what is none', () => {
    expect(searchPattern('Aé', 'text')).toBe('41c3a9');
    expect(searchPattern('A', 'utf-16')).toBe('4100');
    expect(searchPattern('DE ad:be 0xef', 'bytes')).toBe('deadbeef');
    expect(searchPattern('abc', 'bytes')).toBeNull();
    expect(searchPattern('', 'text')).toBeNull();
    expect(searchPattern('x'.repeat(257), 'text')).toBeNull();
  });

  it('shows printable ASCII alone', () => expect([0x41, 0x00, 0x7f, 0xe9].map(shownByte).join('')).toBe('A...'));
});

describe('times', () => {
  it('shows the summer time of 2008 and the time without it, in the zone of Karachi', () => {
    expect(formatInstant('2008-07-01T00:00:00.000000000Z', 'Asia/Karachi')).toBe('01/07/2008 06:00:00');
    expect(formatInstant('2024-07-01T00:00:00Z', 'Asia/Karachi')).toBe('01/07/2024 05:00:00');
    expect(offsetAt('2024-07-01T00:00:00Z', 'Asia/Karachi')).toBe('UTC+05:00');
    expect(offsetAt('2024-07-01T00:00:00Z', 'UTC')).toBe('UTC');
  });

  it('leaves a time without zone as it stands, and a raw value that is no time', () => {
    expect(
      formatTimestamp(
        { raw: '2024:05:01 10:20:30', iso: '2024-05-01T10:20:30', precision: 'second', basis: 'local-unknown' },
        'Asia/Karachi',
      ),
    ).toBe('01/05/2024 10:20:30');
    expect(formatTimestamp({ raw: '0000:00:00', iso: null, precision: 'second', basis: 'local-unknown' }, 'UTC')).toBe('0000:00:00');
  });

  it('does not fail on a zone that this machine does not know', () =>
    expect(formatInstant('2024-07-01T00:00:00Z', 'Nowhere/City')).toBe('01/07/2024 00:00:00'));
});

describe('small parts', () => {
  it('writes sizes and durations', () => {
    expect([0, 1023, 1024, 1_500_000, 12_000_000, 5e14].map(formatSize)).toEqual([
      '0 B',
      '1023 B',
      '1.00 KiB',
      '1.43 MiB',
      '11.4 MiB',
      '455 TiB',
    ]);
    expect([0, 59.6, 3909].map(formatDuration)).toEqual(['0:00', '1:00', '1:05:09']);
  });

  it('makes a folder name of a case name in any script, and never a hidden or nested one', () => {
    expect(folderNameOf('FIR 214/2024: laptop')).toBe('FIR-214-2024-laptop.sabut');
    expect(folderNameOf('../../etc')).toBe('etc.sabut');
    expect(folderNameOf('لاہور موبائل')).toBe('لاہور-موبائل.sabut');
    expect(folderNameOf('***')).toBe('case.sabut');
  });

  it('never hands HTML, SVG or an unknown type to the page', () => {
    const viewer = (mediaType: string | null) => viewerOf({ kind: 'file', mediaType, size: 10 });
    expect(['text/html', 'image/svg+xml', 'application/xhtml+xml'].map(viewer)).toEqual(['text', 'text', 'text']);
    expect([viewer('image/jpeg'), viewer('application/pdf'), viewer('video/mp4'), viewer(null), viewer('application/zip')]).toEqual([
      'picture',
      'picture',
      'media',
      'hex',
      'hex',
    ]);
    expect(viewerOf({ kind: 'directory', mediaType: null, size: null })).toBe('none');
  });

  it('makes sections of rows that follow one another, and lines of them', () => {
    const sections = sectionsOf(['a', 'a', 'a', 'b', 'a']);
    expect(sections.map(({ first, count }) => [first, count])).toEqual([
      [0, 3],
      [3, 1],
      [4, 1],
    ]);
    expect(linesOf(sections, 2).map((line) => line.count)).toEqual([3, 2, 1, 1, 1, 1, 1]);
  });

  it('goes from the globe to the screen and back', () => {
    const view = { x: 0.7, y: 0.42, scale: 5000 };
    const point = toUnit(67.0011, 24.8607);
    const back = fromScreen(toScreen(point, view, 800, 600), view, 800, 600);
    expect(back.x).toBeCloseTo(point.x, 12);
    expect(back.y).toBeCloseTo(point.y, 12);
    expect(toUnit(0, 0)).toEqual({ x: 0.5, y: 0.5 });
    expect(Number.isFinite(toUnit(0, 90).y)).toBe(true);
  });

  it('draws points that would cover one another as one, and loses none', () => {
    const points = Array.from({ length: 1000 }, (_, index) => toUnit(67 + index / 1e5, 24));
    const clusters = clustersOf(points, { scale: 1000 }, 44);
    expect(clusters.length).toBeLessThan(3);
    expect(clusters.reduce((sum, cluster) => sum + cluster.points.length, 0)).toBe(1000);
  });

  it('takes settings that fit and leaves the rest', () => {
    expect(
      readPreferences({ language: 'ur', theme: 'pink', tileEdge: '200', greyScale: 'maybe', hiddenColumns: '["md5"]', foreign: 'x' }),
    ).toEqual({
      language: 'ur',
      tileEdge: 200,
      hiddenColumns: ['md5'],
    });
  });
});

describe('days', () => {
  it('are read as they are written here, and only where there is such a day', () => {
    expect(parseDay('5/3/2024')).toBe('2024-03-05');
    expect(parseDay(' 29-02-2024 ')).toBe('2024-02-29');
    for (const none of ['', '29/02/2023', '31/04/2024', '03/05/24', '2024-03-05', '5/3/2']) expect(parseDay(none)).toBeNull();
  });

  it('begin and end in the zone in which they are shown', () => {
    expect(dayBoundary('2024-03-05', false, 'UTC')).toBe('2024-03-05T00:00:00.000000000Z');
    expect(dayBoundary('2024-03-05', true, 'UTC')).toBe('2024-03-05T23:59:59.999999999Z');
    expect(dayBoundary('2024-03-05', false, 'Asia/Karachi')).toBe('2024-03-04T19:00:00.000000000Z');
    expect(dayBoundary('2024-03-05', true, 'Asia/Karachi')).toBe('2024-03-05T18:59:59.999999999Z');
    expect(dayBoundary('2024-03-05', false, 'America/New_York')).toBe('2024-03-05T05:00:00.000000000Z');
    // Summer time of 2008: it began at midnight, so that the first of June has no 00:00, and ended with October.
    expect(dayBoundary('2008-06-01', false, 'Asia/Karachi')).toBe('2008-05-31T19:00:00.000000000Z');
    expect(dayBoundary('2008-07-01', false, 'Asia/Karachi')).toBe('2008-06-30T18:00:00.000000000Z');
    expect(dayBoundary('2008-11-01', false, 'Asia/Karachi')).toBe('2008-10-31T19:00:00.000000000Z');
  });

  it('are told with their zone, UTC where the machine does not know it', () => {
    expect(zoneLabel('Asia/Karachi', '2024-01-01T00:00:00Z')).toBe('Asia/Karachi, UTC+05:00');
    expect(zoneLabel('UTC', '2024-01-01T00:00:00Z')).toBe('UTC');
    expect(zoneLabel('Not/Azone', '2024-01-01T00:00:00Z')).toBe('UTC');
  });
});

describe('the folder of a file', () => {
  it('holds also what was taken out of the file', () => {
    expect(directoryOf('a/b/c.jpg')).toBe('a/b');
    expect(directoryOf('a/b/c.jpg//thumbnail.jpg')).toBe('a/b');
    expect(directoryOf('a/b.zip//x/y.txt//z')).toBe('a');
    expect(directoryOf('c.jpg')).toBe('');
  });
});
