/** Properties of office documents: OOXML, OpenDocument, OLE and RTF. */
import { CompoundFileFault, isCompoundFile } from '../../../formats/compound-file/index.ts';
import { readRtfInformation, rtfSearchLimit } from '../../../formats/rtf/information.ts';
import { revealHidden } from '../../../model/display.ts';
import type { ByteReader } from '../../../model/reader.ts';
import { fromCalendarText } from '../../../model/timestamp.ts';
import { ArtefactDraft } from '../../artefact-draft.ts';
import { defineExtractor, type Emission } from '../../define-extractor.ts';
import { readOleDocument } from './compound-file.ts';
import { fields } from './fields.ts';
import { openDocumentSteps } from './open-document.ts';
import { openXmlSteps, type PartStep } from './open-xml.ts';
import { PackageFault, PackageParts } from './package-parts.ts';

type Draft = ArtefactDraft<typeof fields>;
type Step = Emission<typeof fields>;

const openXml = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

export const officeProperties = defineExtractor({
  id: 'document/office-properties',
  version: '1',
  accepts: [
    ...['wordprocessingml.document', 'wordprocessingml.template', 'spreadsheetml.sheet', 'spreadsheetml.template'].map(
      (kind) => `${openXml}.${kind}`,
    ),
    ...['presentationml.presentation', 'presentationml.slideshow', 'presentationml.template'].map((kind) => `${openXml}.${kind}`),
    ...['document', 'template'].map((kind) => `application/vnd.ms-word.${kind}.macroenabled.12`),
    ...['sheet', 'template', 'sheet.binary', 'addin'].map((kind) => `application/vnd.ms-excel.${kind}.macroenabled.12`),
    ...['presentation', 'slideshow', 'template'].map((kind) => `application/vnd.ms-powerpoint.${kind}.macroenabled.12`),
    'application/vnd.visio',
    'application/vnd.ms-visio.drawing',
    ...['text', 'text-template', 'text-master', 'spreadsheet', 'spreadsheet-template'].map((kind) => `${openDocument}.${kind}`),
    ...['presentation', 'presentation-template', 'graphics', 'graphics-template', 'formula'].map((kind) => `${openDocument}.${kind}`),
    'application/x-cfb',
    'application/msword',
    'application/vnd.ms-excel',
    'application/vnd.ms-powerpoint',
    'application/vnd.ms-project',
    'application/x-mspublisher',
    'application/x-msi',
    'application/x-hwp',
    ...['writer', 'calc', 'draw'].map((kind) => `application/vnd.stardivision.${kind}`),
    'image/vnd.fpx',
    'application/encrypted',
    'application/rtf',
    'text/rtf',
  ],
  produces: fields,
  description: 'Reads the properties of office documents: people, company, application, times, counts, macros, encryption.',
  references: [
    'ECMA-376 part 2, section 11 (core properties), and part 1, sections 22.2 and 22.3',
    'OpenDocument 1.3 part 3, section 4.3, and part 2, section 3.4',
    '[MS-CFB] and [MS-OLEPS]',
    'Rich Text Format Specification 1.9.1, information group',
  ],
  limits: {},
  async *run({ reader, mediaType }) {
    const draft: Draft = new ArtefactDraft();
    const head = await reader.read(0, 8);
    if (isCompoundFile(head)) yield* readOle(reader, draft);
    else if (head[0] === 0x50 && head[1] === 0x4b) yield* readPackage(reader, mediaType, draft);
    else setRtf(await reader.read(0, rtfSearchLimit), draft);
    yield* draft.emissions();
  },
});

async function* readOle(reader: ByteReader, draft: Draft): AsyncGenerator<Step> {
  try {
    for (const name of await readOleDocument(reader, draft)) yield* fault('damaged-property-set', `The stream ${name} is damaged.`);
  } catch (thrown) {
    if (!(thrown instanceof CompoundFileFault)) throw thrown;
    yield* fault('damaged-compound-file', `The compound file could not be read: ${revealHidden(thrown.message)}.`);
  }
}

async function* readPackage(reader: ByteReader, mediaType: string, draft: Draft): AsyncGenerator<Step> {
  let steps: PartStep[];
  try {
    const parts = await PackageParts.open(reader);
    const isOpenDocument = mediaType.startsWith(openDocument) || (parts.has('meta.xml') && parts.has('META-INF/manifest.xml'));
    if (parts.isCutShort)
      yield* fault('many-parts', `The package has more parts than are looked at: the first ${parts.names.length} were.`);
    steps = isOpenDocument ? openDocumentSteps(parts, draft) : openXmlSteps(parts, draft);
  } catch (thrown) {
    if (!(thrown instanceof PackageFault)) throw thrown;
    yield* fault('damaged-package', `The ZIP package could not be read: ${revealHidden(thrown.message)}.`);
    return;
  }
  for (const step of steps) {
    try {
      await step();
    } catch (thrown) {
      if (!(thrown instanceof PackageFault)) throw thrown;
      yield* fault('unreadable-part', `A part of the package could not be read: ${revealHidden(thrown.message.slice(0, 300))}.`);
    }
  }
}

function* fault(code: string, message: string): Generator<Step> {
  yield { kind: 'observation', severity: 'warning', code, message };
  yield { kind: 'incomplete' };
}

const rtfTexts = [
  ['title', 'title'],
  ['subject', 'subject'],
  ['author', 'author'],
  ['lastModifiedBy', 'operator'],
  ['keywords', 'keywords'],
  ['comments', 'doccomm'],
  ['category', 'category'],
  ['company', 'company'],
  ['manager', 'manager'],
] as const;

const rtfTimes = [
  ['createdAt', 'creatim'],
  ['modifiedAt', 'revtim'],
  ['lastPrintedAt', 'printim'],
] as const;

const rtfNumbers = [
  ['pages', 'nofpages'],
  ['words', 'nofwords'],
  ['characters', 'nofchars'],
] as const;

function setRtf(bytes: Uint8Array, draft: Draft): void {
  const information = readRtfInformation(bytes);
  if (information === null) return;
  for (const [field, word] of rtfTexts) draft.set(field, information.texts.get(word), `\\${word}`);
  for (const [field, word] of rtfNumbers) draft.set(field, information.numbers.get(word), `\\${word}`);
  for (const [field, word] of rtfTimes) {
    const text = information.times.get(word);
    draft.set(field, text === undefined ? null : fromCalendarText(text), `\\${word}`);
  }
  const minutes = information.numbers.get('edmins');
  draft.set('totalEditingTime', minutes === undefined ? null : minutes * 60, '\\edmins');
  draft.set('revision', information.numbers.get('version')?.toString(), '\\version');
  draft.set('application', information.texts.get('generator')?.replace(/;\s*$/, ''), '\\generator');
}
