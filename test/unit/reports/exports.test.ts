/** CSV, JSONL, hashdeep list and manifest: their form, byte by byte where it is promised. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { manifestLine } from '../../../src/model/manifest.ts';
import { fromUnixNanoseconds } from '../../../src/model/timestamp.ts';
import { inBlocks } from '../../../src/reports/blocks.ts';
import { writeHashdeep } from '../../../src/reports/hashdeep.ts';
import { writeItemsCsv } from '../../../src/reports/items-csv.ts';
import { writeItemsJsonl } from '../../../src/reports/items-jsonl.ts';
import { writeManifest } from '../../../src/reports/source-manifest.ts';
import { makeItem, sampleFields, sampleItems } from './sample-snapshot.ts';

const whole = (chunks: Iterable<string>) => [...chunks].join('');

/** A strict reader of RFC 4180, section 2; a byte order mark must have been taken off. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let position = 0; position < text.length; ) {
    const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
    cell.lastIndex = position;
    const match = cell.exec(text);
    if (match === null) throw new Error(`not RFC 4180 at ${position}: ${text.slice(position, position + 40)}`);
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
    position = cell.lastIndex;
  }
  return rows;
}

function csvRecords(items = sampleItems()): Record<string, string>[] {
  const [header = [], ...rows] = parseCsv(whole(writeItemsCsv(items, sampleFields)).slice(1));
  return rows.map((row) => {
    expect(row.length).toBe(header.length);
    return Object.fromEntries(header.map((name, index) => [name, row[index] as string]));
  });
}

describe('items.csv', () => {
  it('begins with a byte order mark, ends lines with CRLF and has the promised columns', () => {
    const text = whole(writeItemsCsv(sampleItems(), sampleFields));
    expect(text.startsWith('\uFEFFid,source,path,')).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.slice(1).split('\r\n')[0]).toBe(
      'id,source,path,pathRaw,kind,size,md5,sha1,sha256,sha512,blake3,mediaType,extension,extensionMismatch,entropy,modified,accessed,changed,created,' +
        'image/exif.make,image/exif.model,image/exif.capturedAt,image/exif.latitude,image/exif.longitude,outcomes,observations',
    );
    expect(csvRecords()).toHaveLength(sampleItems().length);
  });

  it('guards text that a spreadsheet would run, and leaves numbers numbers', () => {
    const photo = csvRecords().find(({ path }) => path === 'DCIM/IMG_0002.jpg');
    expect(photo).toMatchObject({
      'image/exif.make': '\'=HYPERLINK("http://x")',
      'image/exif.latitude': '-33.8688',
      'image/exif.capturedAt': '2024-03-06T09:00:00',
      outcomes: 'read=done; identify=done; image/exif=partial',
      observations: 'truncated',
    });
    for (const first of ['=', '+', '-', '@']) expect(csvRecords([makeItem({ path: `${first}1` })])[0]?.path).toBe(`'${first}1`);
    const [tab] = csvRecords([
      makeItem({ path: 'x', artefacts: [{ extractor: 'image/exif', version: '3', fields: { make: '\tx', model: '\rx' }, sources: {} }] }),
    ]);
    expect(tab).toMatchObject({ 'image/exif.make': "'\tx", 'image/exif.model': "'\rx" });
  });

  it('keeps names apart whatever they hold, and gives the bytes of those that are not UTF-8', () => {
    const paths = csvRecords().map(({ path }) => path);
    expect(paths).toContain('Documents/=1+1,"quoted".csv');
    expect(paths).toContain('Documents/two\\nlines.txt');
    expect(paths).toContain('Documents/رپورٹ/حساب کتاب.pdf');
    expect(csvRecords().find(({ pathRaw }) => pathRaw !== '')?.pathRaw).toBe('446f63756d656e74732f636166e92e747874');
  });

  it('can be read back for any text in a field', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', 'x', '=', 'ث', "'") }), (make) => {
        const [record] = csvRecords([
          makeItem({ path: 'x', artefacts: [{ extractor: 'image/exif', version: '3', fields: { make }, sources: {} }] }),
        ]);
        expect(record?.['image/exif.make']).toBe(/^[=+\-@\t\r]/.test(make) ? `'${make}` : make);
      }),
    );
  });

  it('joins the values of several artefacts of one extractor', () => {
    const artefact = (make: string) => ({ extractor: 'image/exif', version: '3', fields: { make }, sources: {} });
    expect(csvRecords([makeItem({ path: 'x', artefacts: [artefact('A'), artefact('B')] })])[0]?.['image/exif.make']).toBe('A; B');
  });
});

describe('items.jsonl', () => {
  const records = () =>
    whole(writeItemsJsonl(sampleItems()))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('has the keys in their fixed order, pathRaw only where a name is not UTF-8', () => {
    const order = [
      ...[
        'id',
        'source',
        'path',
        'pathRaw',
        'kind',
        'size',
        'md5',
        'sha1',
        'sha256',
        'mediaType',
        'extension',
        'extensionMismatch',
        'entropy',
        'times',
      ],
      ...[
        'artefacts',
        'observations',
        'outcomes',
        'parent',
        'address',
        'name',
        'charset',
        'mediaTypeBasis',
        'mode',
        'uid',
        'gid',
        'inode',
        'links',
      ],
      'linkTarget',
    ];
    for (const record of records()) {
      const raw = record.path === 'Documents/caf\\xe9.txt';
      expect(Object.keys(record)).toEqual(order.filter((key) => raw || key !== 'pathRaw'));
      expect(Object.keys(record.times as object)).toEqual(['modified', 'accessed', 'changed', 'created']);
    }
    const text = whole(writeItemsJsonl([makeItem({ path: 'x', sha512: 'aa', blake3: 'bb' })]));
    expect(Object.keys(JSON.parse(text)).slice(7, 11)).toEqual(['sha256', 'sha512', 'blake3', 'mediaType']);
  });

  it('gives each time with its four parts, and null for what is missing', () => {
    const [directory, photo] = records() as [Record<string, unknown>, Record<string, unknown>];
    expect(directory).toMatchObject({ md5: null, sha1: null, sha256: null, size: null, entropy: null });
    expect(photo.times).toEqual({
      modified: { iso: '2024-03-05T10:20:30.123456789Z', raw: '1709634030123456789', precision: 'nanosecond', basis: 'utc' },
      accessed: { iso: '2024-03-06T10:20:30.000000000Z', raw: '1709720430000000000', precision: 'nanosecond', basis: 'utc' },
      changed: { iso: '2024-03-05T10:20:31.000000000Z', raw: '1709634031000000000', precision: 'nanosecond', basis: 'utc' },
      created: null,
    });
    expect(Object.keys((photo.times as { modified: object }).modified)).toEqual(['iso', 'raw', 'precision', 'basis']);
    expect((photo.artefacts as { fields: object }[])[0]?.fields).toMatchObject({
      make: 'Samsung',
      latitude: 24.860735,
      capturedAt: { iso: '2024-03-05T15:20:30+05:00', basis: 'offset' },
    });
  });

  it('does not depend on the order in which outcomes and the parts of a time came', () => {
    const modified = fromUnixNanoseconds(1n);
    const turned = { basis: modified.basis, precision: modified.precision, raw: modified.raw, iso: modified.iso };
    const times = { accessed: null, changed: null, created: null };
    const first = makeItem({
      path: 'x',
      times: { modified, ...times },
      outcomes: { read: 'done', identify: 'done', 'a/b': 'done', 'c/d': 'done' },
    });
    const second = makeItem({
      path: 'x',
      times: { modified: turned, ...times },
      outcomes: { 'c/d': 'done', identify: 'done', 'a/b': 'done', read: 'done' },
    });
    expect(whole(writeItemsJsonl([second]))).toBe(whole(writeItemsJsonl([first])));
    expect(whole(writeItemsCsv([second], []))).toBe(whole(writeItemsCsv([first], [])));
  });
});

describe('manifest.hashdeep', () => {
  const product = { name: 'Sabut', version: '0.1.0' };
  const text = (options: Partial<Parameters<typeof writeHashdeep>[1]> = {}, items = sampleItems()) => {
    const { chunks, summary } = writeHashdeep(items, { sources: [{ id: 'S1', path: '/media/usb', pathRaw: null }], product, ...options });
    return { text: Buffer.concat([...chunks]).toString('latin1'), summary };
  };

  it('has the header, raw bytes of names, and comments for what is missing', () => {
    const { text: list, summary } = text();
    expect(list.startsWith('%%%% HASHDEEP-1.0\n%%%% size,md5,sha1,sha256,filename\n## Sabut 0.1.0.')).toBe(true);
    expect(list).toContain(',/media/usb/Documents/caf\xe9.txt\n');
    expect(list).toContain(',/media/usb/Documents/back\\slash & <b>.txt\n');
    expect(list).toContain('## Not listed, not hashed (read: failed): S1/private/locked.txt\n');
    expect(list).toContain('## Not listed, not hashed (read: pending): S1/unread.txt\n');
    expect(list).toContain('## Next file not read in full (read: partial): S1/chat.db\n15,');
    expect(summary).toEqual({
      listed: 14,
      uncarried: { 'line-feed': 1, 'carriage-return-at-end': 0, 'line-too-long': 0 },
      withoutDigests: 2,
    });
  });

  it('leaves out what is no name in a file system, and joins the root of a volume without a second slash', () => {
    const { text: list } = text({ sources: [{ id: 'S1', path: '/', pathRaw: null }] }, [
      makeItem({ path: 'a' }),
      makeItem({ path: 'a//thumbnail.jpg', kind: 'member' }),
      makeItem({ path: 'd', kind: 'directory' }),
    ]);
    expect(list.split('\n').filter((line) => !/^(?:%%|##|$)/.test(line))).toEqual([expect.stringMatching(/,\/a$/)]);
  });

  it('writes a source whose own path is not UTF-8', () => {
    expect(text({ sources: [{ id: 'S1', path: '/media/\\xff', pathRaw: '2f6d656469612fff' }] }, [makeItem({ path: 'a' })]).text).toContain(
      ',/media/\xff/a\n',
    );
  });

  it('refuses an item of a source that it was not told of', () => {
    expect(() => text({}, [makeItem({ path: 'a', source: 'S2' })])).toThrow(RangeError);
  });
});

describe('manifest of a source', () => {
  it('keeps the order of exports and leaves out members and other sources', () => {
    const items = [
      makeItem({ path: 'a b' }),
      makeItem({ path: 'a-b' }),
      makeItem({ path: 'a//member', kind: 'member' }),
      makeItem({ path: 'b' }),
      makeItem({ path: 'z', source: 'S2' }),
    ];
    const lines = whole(writeManifest(items, 'S1')).split('\n');
    expect(lines.map((line) => line.slice(line.lastIndexOf(' ') + 1))).toEqual(['a%20b', 'a-b', 'b', '']);
    const digest = createHash('sha256').update('x').digest('hex');
    expect(lines[2]).toBe(`${digest}  1  file  b`);
    expect(manifestLine(items[3]!)).toBe(`${lines[2]}\n`);
  });
});

describe('blocks', () => {
  it('keep the text whatever the sizes of its pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50_000 }), { maxLength: 12 }), (lengths) => {
        const pieces = lengths.map((length, index) => String(index % 10).repeat(length));
        const blocks = [...inBlocks(pieces)];
        expect(blocks.join('')).toBe(pieces.join(''));
        for (const block of blocks.slice(0, -1)) expect(block.length).toBeGreaterThanOrEqual(65_536);
      }),
      { numRuns: 50 },
    );
  });
});
