/** Properties of PDF documents. */
import { type PdfDocument, readPdfDocument } from '../../../formats/pdf/document.ts';
import { dateOf } from '../../../formats/pdf/text-string.ts';
import { revealHidden } from '../../../model/display.ts';
import type { ByteReader } from '../../../model/reader.ts';
import { fromCalendarText, type Timestamp, toUnixNanoseconds } from '../../../model/timestamp.ts';
import { ArtefactDraft } from '../../artefact-draft.ts';
import { defineExtractor, type Emission } from '../../define-extractor.ts';
import { readEncrypted } from './encrypted.ts';

const fields = {
  title: { type: 'text', label: 'Title', source: 'document information Title, dc:title' },
  author: { type: 'text', label: 'Author', source: 'document information Author, dc:creator' },
  subject: { type: 'text', label: 'Subject', source: 'document information Subject' },
  keywords: { type: 'text', label: 'Keywords', source: 'document information Keywords' },
  creator: { type: 'text', label: 'Creating application', source: 'document information Creator, xmp:CreatorTool' },
  producer: { type: 'text', label: 'Producer', source: 'document information Producer, pdf:Producer' },
  company: { type: 'text', label: 'Company', source: 'document information Company' },
  createdAt: { type: 'timestamp', label: 'Created', source: 'document information CreationDate, xmp:CreateDate' },
  modifiedAt: { type: 'timestamp', label: 'Modified', source: 'document information ModDate, xmp:ModifyDate' },
  version: { type: 'text', label: 'PDF version', source: 'catalogue Version, header' },
  pageCount: { type: 'integer', label: 'Pages', source: 'page tree Count' },
  language: { type: 'text', label: 'Language', source: 'catalogue Lang' },
  encrypted: { type: 'boolean', label: 'Encrypted', source: 'trailer Encrypt' },
  hasJavaScript: { type: 'boolean', label: 'Contains JavaScript', source: 'names JavaScript, OpenAction, name search' },
  hasEmbeddedFiles: { type: 'boolean', label: 'Contains embedded files', source: 'names EmbeddedFiles, name search' },
  hasForm: { type: 'boolean', label: 'Contains a form', source: 'catalogue AcroForm' },
  isLinearized: { type: 'boolean', label: 'Linearized for the web', source: 'linearization dictionary' },
  documentId: { type: 'text', label: 'Permanent file identifier', source: 'trailer ID, first part' },
  instanceId: { type: 'text', label: 'Changing file identifier', source: 'trailer ID, second part' },
  xmpDocumentId: { type: 'text', label: 'XMP document identifier', source: 'xmpMM:DocumentID' },
  xmpInstanceId: { type: 'text', label: 'XMP instance identifier', source: 'xmpMM:InstanceID' },
} as const;

type Draft = ArtefactDraft<typeof fields>;
type Step = Emission<typeof fields>;

export const pdfProperties = defineExtractor({
  id: 'document/pdf-properties',
  version: '1',
  accepts: ['application/pdf'],
  produces: fields,
  description:
    'Reads the properties of PDF documents: information dictionary, XMP, page count, identifiers, encryption, scripts and attachments.',
  references: [
    'ISO 32000-1, 7.5 (file structure), 7.7.2 (catalogue), 7.9.4 (dates), 14.3 (metadata), 14.4 (file identifiers)',
    'ISO 16684-1 (XMP)',
  ],
  limits: {},
  async *run({ reader }) {
    const document = await readPdfDocument(reader);
    const draft: Draft = new ArtefactDraft();
    if (document.readable) setStructure(document, draft);
    if (!document.readable) yield* unreadable(document, draft);
    if (document.encrypted) yield* setEncrypted(reader, document, draft);
    else setInformation(document.information, draft);
    yield* setXmp(document, draft);
    yield* draft.emissions();
    if (document.rebuilt && document.readable) {
      const message = 'The cross-reference is damaged; objects were found by search, so that older versions of them may have been taken.';
      yield { kind: 'observation', severity: 'note', code: 'damaged-cross-reference', message };
    }
  },
});

function* unreadable(document: PdfDocument, draft: Draft): Generator<Step> {
  draft.set('version', document.version, 'header');
  yield {
    kind: 'observation',
    severity: 'warning',
    code: 'no-document-catalogue',
    message: 'No document catalogue could be found in the file.',
  };
  yield { kind: 'incomplete' };
}

function setStructure(document: PdfDocument, draft: Draft): void {
  draft.set('version', document.version, 'catalogue Version or header');
  draft.set('pageCount', document.pageCount, 'page tree Count');
  draft.set('language', document.language, 'catalogue Lang');
  draft.set('encrypted', document.encrypted, 'trailer Encrypt');
  draft.set('hasJavaScript', document.hasJavaScript, 'names JavaScript, OpenAction, name search');
  draft.set('hasEmbeddedFiles', document.hasEmbeddedFiles, 'names EmbeddedFiles, name search');
  draft.set('hasForm', document.hasForm, 'catalogue AcroForm');
  draft.set('isLinearized', document.linearized, 'linearization dictionary');
  draft.set('documentId', document.documentId, 'trailer ID, first part');
  draft.set('instanceId', document.instanceId, 'trailer ID, second part');
}

const informationFields = [
  ['Title', 'title'],
  ['Author', 'author'],
  ['Subject', 'subject'],
  ['Keywords', 'keywords'],
  ['Creator', 'creator'],
  ['Producer', 'producer'],
  ['Company', 'company'],
] as const;

function setInformation(information: ReadonlyMap<string, string>, draft: Draft): void {
  for (const [key, field] of informationFields) draft.set(field, information.get(key), `document information ${key}`);
  const created = information.get('CreationDate');
  const modified = information.get('ModDate');
  draft.set('createdAt', created ? dateOf(created) : null, 'document information CreationDate');
  draft.set('modifiedAt', modified ? dateOf(modified) : null, 'document information ModDate');
}

async function* setEncrypted(reader: ByteReader, document: PdfDocument, draft: Draft): AsyncGenerator<Step> {
  const decryption = await readEncrypted(await reader.read(0, reader.size), document);
  if (decryption.kind === 'read') {
    setInformation(decryption.properties.information, draft);
    draft.set('pageCount', decryption.properties.pageCount, 'page tree Count');
    draft.set('language', decryption.properties.language, 'catalogue Lang');
    yield {
      kind: 'observation',
      severity: 'note',
      code: 'encrypted',
      message: 'The document is encrypted; it opens without a password, and its information was decrypted.',
    };
    return;
  }
  const reason = {
    password: 'it asks for a password',
    'too-large': 'it is too large to be decrypted',
    failed: `its decryption failed (${revealHidden(decryption.kind === 'failed' ? decryption.message.slice(0, 200) : '')})`,
  }[decryption.kind];
  yield {
    kind: 'observation',
    severity: 'warning',
    code: decryption.kind === 'password' ? 'password-protected' : 'encrypted',
    message: `The document is encrypted and ${reason}: its information could not be read.`,
  };
  yield { kind: 'incomplete' };
}

/** XMP fills what the information dictionary leaves out; where both speak and differ, that is said. */
function* setXmp(document: PdfDocument, draft: Draft): Generator<Step> {
  const { xmp } = document;
  if (xmp === null) return;
  draft.set('xmpDocumentId', xmp.documentId, 'xmpMM:DocumentID');
  draft.set('xmpInstanceId', xmp.instanceId, 'xmpMM:InstanceID');
  yield* difference('createdAt', 'xmp:CreateDate', xmp.createDate, draft);
  yield* difference('modifiedAt', 'xmp:ModifyDate', xmp.modifyDate, draft);
  draft.set('title', xmp.title, 'dc:title');
  draft.set('author', xmp.author, 'dc:creator');
  draft.set('creator', xmp.creatorTool, 'xmp:CreatorTool');
  draft.set('producer', xmp.producer, 'pdf:Producer');
}

function* difference(field: 'createdAt' | 'modifiedAt', source: string, text: string | null, draft: Draft): Generator<Step> {
  if (text === null) return;
  const theirs = fromCalendarText(text);
  const ours = draft.get(field) as Timestamp | undefined;
  draft.set(field, theirs, source);
  if (ours === undefined || isSameTime(ours, theirs)) return;
  yield {
    kind: 'observation',
    severity: 'note',
    code: 'xmp-date-differs',
    message: `${source} is ${revealHidden(theirs.iso ?? theirs.raw)}, the document information says ${revealHidden(ours.iso ?? ours.raw)}.`,
    place: source,
  };
}

/** Whether two times are less than a second apart, or alike on the clock where a zone is missing. */
function isSameTime(first: Timestamp, second: Timestamp): boolean {
  if (first.iso === null || second.iso === null) return first.iso === second.iso;
  const [one, other] = [toUnixNanoseconds(first), toUnixNanoseconds(second)];
  if (one === null || other === null) return first.iso.slice(0, 16) === second.iso.slice(0, 16);
  const apart = one - other;
  return apart > -1_000_000_000n && apart < 1_000_000_000n;
}
