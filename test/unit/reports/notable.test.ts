import { describe, expect, it } from 'vitest';
import { notableCodes, notableFindings } from '../../../src/reports/notable.ts';
import { tallyItems } from '../../../src/reports/tally.ts';
import { type ItemSketch, makeItem, sampleItems } from './sample-snapshot.ts';

const codesOf = (sketch: ItemSketch) => notableFindings(makeItem(sketch)).map(({ code }) => code);
const program = 'application/vnd.microsoft.portable-executable';

describe('notable items', () => {
  it('says nothing of an ordinary file', () => {
    expect(codesOf({ path: 'Documents/a.txt' })).toEqual([]);
  });

  it('names gaps first, with the steps', () => {
    expect(
      notableFindings(
        makeItem({
          path: 'a',
          outcomes: { read: 'partial', identify: 'timed-out', 'image/exif': 'failed' },
          observations: [{ severity: 'warning', code: 'changed-while-reading', message: '', step: 'read' }],
        }),
      ),
    ).toEqual([
      {
        code: 'failed',
        detail: null,
        steps: [
          { step: 'identify', outcome: 'timed-out' },
          { step: 'image/exif', outcome: 'failed' },
        ],
      },
      { code: 'changed-while-reading', detail: null },
      { code: 'incomplete', detail: null, steps: [{ step: 'read', outcome: 'partial' }] },
    ]);
  });

  it('knows encryption by observation, by field and by type', () => {
    for (const code of ['encrypted', 'encrypted-entries', 'pdf-encrypted', 'password-protected']) {
      expect(codesOf({ path: 'a', observations: [{ severity: 'note', code, message: '', step: 'x' }] })).toEqual(['encrypted']);
    }
    expect(codesOf({ path: 'a', observations: [{ severity: 'note', code: 'not-unencryptedness', message: '', step: 'x' }] })).toEqual([]);
    expect(
      codesOf({ path: 'a', artefacts: [{ extractor: 'document/pdf-properties', version: '1', fields: { encrypted: true }, sources: {} }] }),
    ).toEqual(['encrypted']);
    expect(codesOf({ path: 'a', mediaType: 'application/x-luks' })).toEqual(['encrypted']);
  });

  it('looks for programs outside system folders, wherever the drive lies below the source', () => {
    for (const path of ['run.exe', 'Users/x/Downloads/run.exe', 'a/b/c/Windows/run.exe'])
      expect(codesOf({ path, mediaType: program })).toEqual(['executable-outside-system']);
    for (const path of ['Windows/System32/run.exe', 'C/Program Files/x/run.exe', 'disk/C/WINDOWS/run.exe', 'usr/bin/run']) {
      expect(codesOf({ path, mediaType: program })).toEqual([]);
    }
  });

  it('sees hidden characters in the name itself, not in those of its folders, nor in backslashes', () => {
    expect(codesOf({ path: 'a\u202eb' })).toEqual(['hidden-characters']);
    expect(codesOf({ path: Buffer.from([0x61, 0xff]) })).toEqual(['hidden-characters']);
    expect(codesOf({ path: 'a\u202eb/c' })).toEqual([]);
    expect(codesOf({ path: 'a\\nb' })).toEqual([]);
  });

  it('takes entropy seriously only for content of unknown type that is long enough', () => {
    expect(codesOf({ path: 'a', mediaType: null, entropy: 7.9, size: 4096 })).toEqual(['high-entropy']);
    expect(codesOf({ path: 'a', mediaType: 'application/octet-stream', entropy: 7.99, size: 5000 })).toEqual(['high-entropy']);
    expect(codesOf({ path: 'a', mediaType: null, entropy: 7.8999, size: 4096 })).toEqual([]);
    expect(codesOf({ path: 'a', mediaType: null, entropy: 7.99, size: 4095 })).toEqual([]);
    expect(codesOf({ path: 'a', mediaType: 'image/jpeg', entropy: 7.99, size: 4096 })).toEqual([]);
  });

  it('tells positions, archives, databases and large items', () => {
    const artefacts = [{ extractor: 'image/exif', version: '1', fields: { latitude: 24.5, longitude: 67 }, sources: {} }];
    expect(notableFindings(makeItem({ path: 'a', artefacts }))).toEqual([{ code: 'position', detail: '24.500000, 67.000000' }]);
    expect(codesOf({ path: 'a', mediaType: 'application/zip' })).toEqual(['archive']);
    expect(codesOf({ path: 'a', mediaType: 'application/x-sqlite3' })).toEqual(['database']);
    expect(codesOf({ path: 'a', size: 2 ** 30 })).toEqual(['large']);
  });
});

describe('tally', () => {
  it('counts by kind and type, keeps the first items of each group and knows their places', () => {
    const items = sampleItems();
    const { countsByKind, countsByType, notable, columns } = tallyItems(items, 1);
    expect(countsByKind.map(({ kind, items: count }) => [kind, count])).toEqual([
      ['file', 17],
      ['directory', 1],
      ['symlink', 1],
      ['special', 1],
    ]);
    expect(countsByType.reduce((sum, { items: count }) => sum + count, 0)).toBe(17);
    expect(countsByType.at(-1)?.mediaType).toBeNull();
    expect(notable.map(({ code }) => code)).toEqual(notableCodes.filter((code) => notable.some((group) => group.code === code)));
    for (const { items: shown, total } of notable) {
      expect(shown).toHaveLength(1);
      expect(total).toBeGreaterThanOrEqual(1);
      expect(items[shown[0]!.ordinal]?.id).toBe(shown[0]!.id);
    }
    expect([...columns].sort()).toEqual([
      'image/exif.capturedAt',
      'image/exif.latitude',
      'image/exif.longitude',
      'image/exif.make',
      'image/exif.model',
    ]);
  });

  it('finds every group in the sample', () => {
    expect(tallyItems(sampleItems()).notable.map(({ code }) => code)).toEqual([...notableCodes]);
  });
});
