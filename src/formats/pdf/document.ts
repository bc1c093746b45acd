/** What a PDF document says of itself: ISO 32000-1, 7.7.2 (catalogue), 14.3 (metadata), 14.4 (file identifiers). */
import type { ByteReader } from '../../model/reader.ts';
import { latin1Text } from '../text.ts';
import { PdfFile } from './file.ts';
import { textOf } from './text-string.ts';
import { countOf, nameOf, type PdfDictionary, PdfString, type PdfValue } from './values.ts';
import { type DocumentXmp, readDocumentXmp } from './xmp.ts';

export interface PdfDocument {
  /** Version of the catalogue, else of the header. */
  version: string | null;
  /** Text entries of the document information dictionary; not readable here where the file is encrypted. */
  information: Map<string, string>;
  pageCount: number | null;
  encrypted: boolean;
  linearized: boolean;
  hasJavaScript: boolean;
  hasEmbeddedFiles: boolean;
  hasForm: boolean;
  language: string | null;
  /** Permanent and changing part of the file identifier, in hexadecimal. */
  documentId: string | null;
  instanceId: string | null;
  xmp: DocumentXmp | null;
  /** A catalogue was found: without one nothing is known of the document. */
  readable: boolean;
  /** The cross-reference was unusable, and objects were searched for. */
  rebuilt: boolean;
}

/** Names of script actions are searched for in files up to this size; structures that may hold them are followed in any. */
const maximumSearch = 16 * 1024 * 1024;
const maximumInformation = 128;

/** Reads a document without its pages. Never throws for the bytes' sake; `readable` tells whether there was a document. */
export async function readPdfDocument(reader: ByteReader): Promise<PdfDocument> {
  const file = await PdfFile.open(reader);
  const catalog = await file.catalog();
  const encrypt = file.trailer('Encrypt');
  const encrypted = encrypt !== null;
  const marks = await searchMarks(reader);
  const names = await file.dictionary(catalog?.get('Names'));
  const xmpBytes = encrypted || catalog === null ? null : await file.stream(catalog.get('Metadata'));
  const identifiers = await file.resolve(file.trailer('ID'));
  return {
    version: nameOf(await file.resolve(catalog?.get('Version'))) ?? file.version,
    information: encrypted ? new Map() : await information(file),
    pageCount: await pageCount(file, catalog),
    encrypted,
    linearized: marks.linearized,
    hasJavaScript: marks.script || names?.has('JavaScript') === true || (await opensScript(file, catalog)),
    hasEmbeddedFiles: marks.embeddedFile || names?.has('EmbeddedFiles') === true,
    hasForm: catalog?.has('AcroForm') === true,
    language: encrypted ? null : textOf(await file.resolve(catalog?.get('Lang'))),
    documentId: identifier(identifiers, 0),
    instanceId: identifier(identifiers, 1),
    xmp: xmpBytes === null ? null : readDocumentXmp(xmpBytes),
    readable: catalog !== null,
    rebuilt: file.rebuilt,
  };
}

async function information(file: PdfFile): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const dictionary = await file.dictionary(file.trailer('Info'));
  for (const [key, value] of dictionary ?? []) {
    if (found.size >= maximumInformation) break;
    const resolved = await file.resolve(value);
    const text = textOf(resolved) ?? nameOf(resolved);
    if (text !== null) found.set(key, text);
  }
  return found;
}

/** Count of the page tree's root. */
async function pageCount(file: PdfFile, catalog: PdfDictionary | null): Promise<number | null> {
  const pages = await file.dictionary(catalog?.get('Pages'));
  if (pages === null) return null;
  if (nameOf(pages.get('Type')) === 'Page') return 1;
  return countOf(await file.resolve(pages.get('Count')));
}

/** Whether opening the document runs a script. */
async function opensScript(file: PdfFile, catalog: PdfDictionary | null): Promise<boolean> {
  const action = await file.dictionary(catalog?.get('OpenAction'));
  return action !== null && nameOf(await file.resolve(action.get('S'))) === 'JavaScript';
}

function identifier(identifiers: PdfValue, index: number): string | null {
  const part = Array.isArray(identifiers) ? identifiers[index] : undefined;
  return part instanceof PdfString && part.bytes.length > 0 && part.bytes.length <= 256 ? Buffer.from(part.bytes).toString('hex') : null;
}

/** Names that stand in the file outside compressed streams. */
async function searchMarks(reader: ByteReader): Promise<{ linearized: boolean; script: boolean; embeddedFile: boolean }> {
  const head = latin1Text(await reader.read(0, 2048));
  // After an incremental update the length no longer fits, and the file counts as linearized no more (annex F.3.3).
  const length = /\/Linearized\s[^>]{0,512}?\/L\s+(\d{1,15})/.exec(head)?.[1];
  const linearized = length !== undefined && Number(length) === reader.size;
  if (reader.size > maximumSearch) return { linearized, script: false, embeddedFile: false };
  const bytes = await reader.read(0, reader.size);
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { linearized, script: buffer.includes('/JavaScript'), embeddedFile: buffer.includes('/EmbeddedFile') };
}
