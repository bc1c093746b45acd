/**
 * The items as Digital Forensics XML (schema 1.1.0 of the DFXML working group; the order of elements is
 * that of its xs:sequence).
 *
 * Choices where the schema leaves no place of its own:
 * - One `source` is allowed: it names every evidence source by an `image_filename`; a file name begins with
 *   its source's id (`S1/DCIM/…`), as the parts of one collection.
 * - XML 1.0 cannot carry control characters and no file system guarantees UTF-8: `filename` holds the escaped
 *   display form, and where the name is not UTF-8 a comment in its `fileobject` gives its bytes in hexadecimal.
 * - `prec` counts whole seconds, so times finer than a second go without it.
 * - `libmagic` is what libmagic said: types that signatures or our own rules decided have no place in the schema, and
 *   stand in the JSONL export.
 * - Only MD5, SHA-1 and SHA-256 are among the schema's digests; others stand in the JSONL export.
 */
import type { DigestAlgorithm } from '../model/digest.ts';
import type { Item } from '../model/item.ts';
import type { TimePrecision, Timestamp } from '../model/timestamp.ts';
import { inBlocks } from './blocks.ts';
import type { ReportSnapshot } from './snapshot.ts';

const dfxmlDigests: readonly DigestAlgorithm[] = ['md5', 'sha1', 'sha256'];

const secondsOfPrecision: Partial<Record<TimePrecision, number>> = {
  second: 1,
  '2-second': 2,
  minute: 60,
  hour: 3600,
  day: 86_400,
};

/** Characters that XML 1.0 (section 2.2) does not allow, lone surrogates included; the display form has none but noncharacters. */
const notXml =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is its purpose
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML content or attribute value; what XML cannot hold appears as `\u{hex}`. */
function xml(text: string): string {
  return text
    .replace(notXml, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"]/g, (character) => entities[character] as string);
}

function element(name: string, value: string | number | null, attributes = ''): string {
  return value === null ? '' : `    <${name}${attributes}>${xml(String(value))}</${name}>\n`;
}

/** A time as xs:dateTime; what is no time, or finer or coarser than that type knows, is left out. */
function timeElement(name: string, time: Timestamp | null): string {
  if (time === null || time.iso === null) return '';
  const text = /^\d{4}-\d{2}-\d{2}$/.test(time.iso) ? `${time.iso}T00:00:00` : time.iso;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(text)) return '';
  const seconds = secondsOfPrecision[time.precision];
  return element(name, text, seconds === undefined ? '' : ` prec="${seconds}"`);
}

const fileTypeMask = 0o170000;
/** `name_type` by the file type bits of a POSIX mode. */
const specialTypes = new Map([
  [0o010000, 'p'],
  [0o020000, 'c'],
  [0o060000, 'b'],
  [0o140000, 's'],
]);

function nameType(item: Item): string | null {
  switch (item.kind) {
    case 'file':
      return 'r';
    case 'directory':
      return 'd';
    case 'symlink':
      return 'l';
    case 'special':
      return (item.mode === null ? undefined : specialTypes.get(item.mode & fileTypeMask)) ?? '-';
    case 'member':
      return null;
  }
}

function fileObject(item: Item): string {
  const { modified, changed, accessed, created } = item.times;
  return [
    '  <fileobject>\n',
    item.pathRaw === null ? '' : `    <!-- bytes of the name below its source: ${item.pathRaw} -->\n`,
    element('filename', `${item.source}/${item.path}`),
    element('id', item.id),
    element('name_type', nameType(item)),
    element('filesize', item.size),
    // What a live file system lists is allocated; of what lies inside another item this cannot be said.
    element('alloc', item.kind === 'member' ? null : 1),
    element('inode', item.inode),
    element('mode', item.mode),
    element('nlink', item.links),
    element('uid', item.uid),
    element('gid', item.gid),
    timeElement('mtime', modified),
    timeElement('ctime', changed),
    timeElement('atime', accessed),
    timeElement('crtime', created),
    element('link_target', item.linkTarget),
    element('libmagic', item.mediaTypeBasis === 'magic' ? item.mediaType : null),
    ...dfxmlDigests.map((algorithm) => element('hashdigest', item[algorithm] ?? null, ` type="${algorithm}"`)),
    '  </fileobject>\n',
  ].join('');
}

function* pieces(snapshot: ReportSnapshot): Generator<string, void, undefined> {
  const tools = new Map(snapshot.info.runs.flatMap(({ tools: used }) => Object.entries(used)));
  yield `<?xml version="1.0" encoding="UTF-8"?>
<dfxml version="1.1.0" xmlns="http://www.forensicswiki.org/wiki/Category:Digital_Forensics_XML" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <metadata>
    <dc:type>Collection</dc:type>
  </metadata>
  <creator>
`;
  yield element('program', snapshot.product.name) + element('version', snapshot.product.version);
  for (const [name, version] of tools) yield `    <library name="${xml(name)}" version="${xml(version)}"/>\n`;
  yield '  </creator>\n  <source>\n';
  for (const source of snapshot.info.sources) {
    if (source.pathRaw !== null) yield `    <!-- bytes of the next path: ${source.pathRaw} -->\n`;
    yield element('image_filename', source.path);
  }
  yield '  </source>\n';
  for (const item of snapshot.items()) yield fileObject(item);
  yield '</dfxml>\n';
}

/** The whole file in pieces. */
export function writeDfxml(snapshot: ReportSnapshot): Iterable<string> {
  return inBlocks(pieces(snapshot));
}
