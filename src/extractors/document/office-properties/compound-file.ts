/** Properties of OLE documents: [MS-OLEPS], and the encryption marks of [MS-DOC], [MS-XLS], [MS-PPT] and [MS-OFFCRYPTO]. */
import { CompoundFile } from '../../../formats/compound-file/index.ts';
import {
  documentSummaryFormat,
  type PropertySet,
  type PropertyValue,
  readPropertySets,
  summaryFormat,
  userDefinedFormat,
} from '../../../formats/property-set/index.ts';
import { viewOf } from '../../../formats/text.ts';
import type { ByteReader } from '../../../model/reader.ts';
import { fromFileTime, type Timestamp } from '../../../model/timestamp.ts';
import type { ArtefactDraft } from '../../artefact-draft.ts';
import type { fields } from './fields.ts';

type Draft = ArtefactDraft<typeof fields>;

/** Property streams hold a thumbnail at most besides their texts. */
const maximumPropertyStream = 4 * 1024 * 1024;

/** Sets what a compound file says of itself; returns the names of property streams that made no sense. Throws a CompoundFileFault. */
export async function readOleDocument(reader: ByteReader, draft: Draft): Promise<string[]> {
  const file = await CompoundFile.open(reader);
  const damaged: string[] = [];
  for (const name of ['\u0005SummaryInformation', '\u0005DocumentSummaryInformation']) {
    const entry = file.find(name);
    if (entry === null) continue;
    try {
      for (const set of readPropertySets(await file.read(entry, maximumPropertyStream))) setProperties(set, draft);
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      damaged.push(name.slice(1));
    }
  }
  const paths = file.entries.map((entry) => entry.path);
  draft.set('encrypted', await isEncrypted(file), 'EncryptedPackage, FIB, FILEPASS or Current User');
  draft.set(
    'hasMacros',
    paths.some((path) => /(?:^|\/)(?:_VBA_PROJECT_CUR|Macros|VBA)(?:\/|$)/i.test(path)),
    'VBA storages',
  );
  draft.set(
    'signed',
    paths.some((path) => /^(?:_signatures|_xmlsignatures)/i.test(path)),
    '_signatures',
  );
  return damaged;
}

function setProperties(set: PropertySet, draft: Draft): void {
  if (set.formatId === summaryFormat) setSummary(set, draft);
  else if (set.formatId === documentSummaryFormat) setDocumentSummary(set, draft);
  else if (set.formatId === userDefinedFormat) setUserDefined(set, draft);
}

const text = (value: PropertyValue | undefined): string | null => (typeof value === 'string' ? value : null);
const count = (value: PropertyValue | undefined): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

function time(value: PropertyValue | undefined): Timestamp | null {
  return typeof value === 'object' && value.fileTime !== 0n ? fromFileTime(value.fileTime) : null;
}

const summaryTexts = [
  [2, 'title'],
  [3, 'subject'],
  [4, 'author'],
  [5, 'keywords'],
  [6, 'comments'],
  [7, 'template'],
  [8, 'lastModifiedBy'],
  [9, 'revision'],
  [18, 'application'],
] as const;

const summaryTimes = [
  [11, 'lastPrintedAt'],
  [12, 'createdAt'],
  [13, 'modifiedAt'],
] as const;

const summaryNumbers = [
  [14, 'pages'],
  [15, 'words'],
  [16, 'characters'],
] as const;

function setSummary({ properties }: PropertySet, draft: Draft): void {
  for (const [id, field] of summaryTexts) draft.set(field, text(properties.get(id)), `SummaryInformation ${id}`);
  for (const [id, field] of summaryTimes) draft.set(field, time(properties.get(id)), `SummaryInformation ${id}`);
  for (const [id, field] of summaryNumbers) draft.set(field, count(properties.get(id)), `SummaryInformation ${id}`);
  const editing = properties.get(10);
  // Editing time is a length in the units of a FILETIME.
  draft.set('totalEditingTime', typeof editing === 'object' ? Number(editing.fileTime) / 1e7 : null, 'SummaryInformation 10');
}

const documentTexts = [
  [2, 'category'],
  [14, 'manager'],
  [15, 'company'],
  [27, 'contentStatus'],
  [28, 'language'],
] as const;

function setDocumentSummary({ properties }: PropertySet, draft: Draft): void {
  for (const [id, field] of documentTexts) draft.set(field, text(properties.get(id)), `DocumentSummaryInformation ${id}`);
  draft.set('slides', count(properties.get(7)), 'DocumentSummaryInformation 7');
  draft.set('hiddenSlides', count(properties.get(9)), 'DocumentSummaryInformation 9');
  const version = count(properties.get(23));
  // Major version in the high half, minor in the low one ([MS-OSHARED] 2.3.3.2.2.1).
  draft.set('applicationVersion', version === null ? null : `${version >>> 16}.${version & 0xffff}`, 'DocumentSummaryInformation 23');
}

function setUserDefined({ names, properties }: PropertySet, draft: Draft): void {
  const entries: string[] = [];
  for (const [id, name] of names) {
    const value = properties.get(id);
    if (value === undefined || name.startsWith('_PID_')) continue;
    entries.push(`${name}=${typeof value === 'object' ? (fromFileTime(value.fileTime).iso ?? value.fileTime) : value}`);
  }
  draft.set('customProperties', entries, 'user-defined property set');
}

/** By the mark of whichever format the file is: OOXML in a container, Word, Excel, PowerPoint. */
async function isEncrypted(file: CompoundFile): Promise<boolean> {
  if (file.find('EncryptedPackage') !== null || file.find('EncryptedSummary') !== null) return true;
  const head = async (path: string, length: number) => {
    const entry = file.find(path);
    return entry === null ? new Uint8Array(0) : file.read(entry, length);
  };
  // FibBase.fEncrypted is bit 8 of the flags at offset 10 ([MS-DOC] 2.5.2).
  const word = await head('WordDocument', 12);
  if (word.length === 12) return ((word[11] as number) & 1) === 1;
  for (const name of ['Workbook', 'Book']) {
    const workbook = await head(name, 4096);
    if (workbook.length > 0) return hasFilePass(workbook);
  }
  // CurrentUserAtom.headerToken tells encrypted presentations ([MS-PPT] 2.3.2).
  const user = await head('Current User', 16);
  return user.length === 16 && viewOf(user).getUint32(12, true) === 0xf3d1c4df;
}

/** The FilePass record stands among the first of the workbook stream ([MS-XLS] 2.4.117). */
function hasFilePass(workbook: Uint8Array): boolean {
  const view = viewOf(workbook);
  for (let at = 0; at + 4 <= workbook.length; at += 4 + view.getUint16(at + 2, true)) {
    const record = view.getUint16(at, true);
    if (record === 0x2f) return true;
    if (record === 0x0a) return false;
  }
  return false;
}
