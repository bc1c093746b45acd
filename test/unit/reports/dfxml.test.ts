/** DFXML: well-formed whatever the names, in the order of the schema, in the shape of independent samples. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { displayRawName } from '../../../src/model/display.ts';
import { fromCalendarText } from '../../../src/model/timestamp.ts';
import { writeDfxml } from '../../../src/reports/dfxml.ts';
import { makeItem, sampleItems, sampleSnapshot } from './sample-snapshot.ts';

/** The sequence of the schema's fileobject, as far as it can matter here. */
const sequence = [
  ...[
    'parent_object',
    'filename',
    'partition',
    'id',
    'name_type',
    'filesize',
    'unalloc',
    'alloc',
    'used',
    'unused',
    'orphan',
    'compressed',
    'inode',
  ],
  ...[
    'meta_type',
    'mode',
    'nlink',
    'uid',
    'gid',
    'mtime',
    'ctime',
    'atime',
    'crtime',
    'seq',
    'dtime',
    'bkup_time',
    'link_target',
    'libmagic',
  ],
  ...['byte_runs', 'hashdigest'],
];

type Element = Record<string, unknown> & { ':@'?: Record<string, string> };

function parse(text: string): Element[] {
  expect(XMLValidator.validate(text)).toBe(true);
  return new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    trimValues: false,
  }).parse(text) as Element[];
}

const nameOf = (element: Element) => Object.keys(element).find((key) => key !== ':@') as string;
const childrenOf = (element: Element) => (element[nameOf(element)] as Element[]).filter((child) => nameOf(child) !== '#text');
const textOf = (element: Element) => ((element[nameOf(element)] as Element[])[0]?.['#text'] as string | undefined) ?? '';
const child = (element: Element, name: string) => childrenOf(element).find((candidate) => nameOf(candidate) === name);

function root(items = sampleItems()): { dfxml: Element; text: string } {
  const text = [...writeDfxml(sampleSnapshot({}, items))].join('');
  return { dfxml: parse(text).find((element) => nameOf(element) === 'dfxml') as Element, text };
}

const fileObjects = (dfxml: Element) => childrenOf(dfxml).filter((element) => nameOf(element) === 'fileobject');

describe('dfxml.xml', () => {
  it('has metadata, creator, one source and the file objects in this order', () => {
    const { dfxml } = root();
    expect(childrenOf(dfxml).map(nameOf)).toEqual(['metadata', 'creator', 'source', ...sampleItems().map(() => 'fileobject')]);
    expect(childrenOf(child(dfxml, 'creator')!).map(nameOf)).toEqual(['program', 'version', ...Array(5).fill('library')]);
    expect(textOf(child(child(dfxml, 'source')!, 'image_filename')!)).toBe('/media/seized/usb');
    expect(dfxml[':@']).toMatchObject({ version: '1.1.0', xmlns: 'http://www.forensicswiki.org/wiki/Category:Digital_Forensics_XML' });
  });

  it('keeps the schema’s order within every file object', () => {
    for (const object of fileObjects(root().dfxml)) {
      const places = childrenOf(object).map((element) => sequence.indexOf(nameOf(element)));
      expect(places.every((place) => place >= 0)).toBe(true);
      expect(places).toEqual([...places].sort((first, second) => first - second));
    }
  });

  it('gives times, precision, type and digests', () => {
    const [object] = fileObjects(
      root([
        makeItem({
          path: 'a.jpg',
          mediaType: 'image/jpeg',
          mediaTypeBasis: 'magic',
          times: {
            modified: { raw: '1', iso: '2024-03-05T10:20:30Z', precision: '2-second', basis: 'utc' },
            accessed: fromCalendarText('2024:03:05'),
            changed: { raw: '0', iso: null, precision: '100-nanosecond', basis: 'utc' },
            created: { raw: '2', iso: '2024-03-05T10:20:30.5Z', precision: 'nanosecond', basis: 'utc' },
          },
        }),
      ]).dfxml,
    );
    const found = childrenOf(object!).map((element) => [nameOf(element), textOf(element), element[':@'] ?? {}]);
    expect(found).toEqual([
      ['filename', 'S1/a.jpg', {}],
      ['id', expect.stringMatching(/^[0-9a-f]{32}$/), {}],
      ['name_type', 'r', {}],
      ['filesize', '1', {}],
      ['alloc', '1', {}],
      ['inode', '4711', {}],
      ['mode', String(0o100644), {}],
      ['nlink', '1', {}],
      ['uid', '1000', {}],
      ['gid', '1000', {}],
      ['mtime', '2024-03-05T10:20:30Z', { prec: '2' }],
      ['atime', '2024-03-05T00:00:00', { prec: '86400' }],
      ['crtime', '2024-03-05T10:20:30.5Z', {}],
      ['libmagic', 'image/jpeg', {}],
      ['hashdigest', expect.stringMatching(/^[0-9a-f]{32}$/), { type: 'md5' }],
      ['hashdigest', expect.stringMatching(/^[0-9a-f]{40}$/), { type: 'sha1' }],
      ['hashdigest', expect.stringMatching(/^[0-9a-f]{64}$/), { type: 'sha256' }],
    ]);
  });

  it('claims no answer of libmagic for a type that something else decided', () => {
    const items = (['signature', 'text', 'empty'] as const).map((mediaTypeBasis) =>
      makeItem({ path: mediaTypeBasis, mediaType: 'text/plain', mediaTypeBasis }),
    );
    expect(root(items).text).not.toContain('<libmagic>');
  });

  it('tells pipes, links and folders by their type and gives the bytes of names that are not UTF-8 in a comment', () => {
    const { dfxml, text } = root();
    const types = Object.fromEntries(
      fileObjects(dfxml).map((object) => [textOf(child(object, 'filename')!), textOf(child(object, 'name_type')!)]),
    );
    expect(types).toMatchObject({ 'S1/DCIM': 'd', 'S1/link': 'l', 'S1/pipe': 'p', 'S1/chat.db': 'r' });
    expect(text).toContain(
      '<!-- bytes of the name below its source: 446f63756d656e74732f636166e92e747874 -->\n    <filename>S1/Documents/caf\\xe9.txt</filename>',
    );
  });

  it('is well-formed and free of characters that XML 1.0 forbids for any name', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 24 }),
      fc.string({ unit: 'binary', minLength: 1 }).map((text) => Buffer.from(text)),
      fc.constantFrom('\ufffe', '\uffff', ']]>', '--', '<&">', '\u0001', '\u{10ffff}').map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, (path) => {
        const { dfxml, text } = root([makeItem({ path, linkTarget: displayRawName(path).text })]);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/);
        expect(text.isWellFormed()).toBe(true);
        const shown = displayRawName(path).text.replace(/[\ufffe\uffff]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
        expect(unescapeXml(textOf(child(fileObjects(dfxml)[0]!, 'filename')!))).toBe(unescapeXml(`S1/${shown}`));
      }),
    );
  });
});

/** The parser leaves entities of text alone in some settings: compared on one footing. */
function unescapeXml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

const samples = join(import.meta.dirname, '../../../../shared/corpora/interchange/dfxml');
const present = existsSync(samples);

describe.skipIf(!present)(`dfxml.xml beside independent samples${present ? '' : ' (skipped: the corpora are not here)'}`, () => {
  it('nests as they do: every path of elements that both may have is spelt alike', () => {
    const paths = new Set<string>();
    const collect = (element: Element, above: string) => {
      const path = `${above}/${nameOf(element)}`;
      paths.add(path);
      for (const inner of childrenOf(element)) collect(inner, path);
    };
    for (const name of readdirSync(samples).filter((file) => file.endsWith('.xml'))) {
      const text = readFileSync(join(samples, name), 'utf8');
      for (const element of parse(text)) if (nameOf(element) === 'dfxml') collect(element, '');
    }
    // Volumes are not read from folders; file objects then stand below the root, as in the samples of md5deep.
    const shared = [
      'metadata/dc:type',
      'creator/program',
      'creator/version',
      'source/image_filename',
      ...['filename', 'filesize', 'mtime', 'ctime', 'atime', 'hashdigest'].map((name) => `fileobject/${name}`),
    ];
    const own = new Set<string>();
    for (const element of childrenOf(root().dfxml)) for (const inner of childrenOf(element)) own.add(`${nameOf(element)}/${nameOf(inner)}`);
    for (const path of shared) {
      expect(paths, path).toContain(`/dfxml/${path}`);
      expect(own, path).toContain(path);
    }
  });
});
