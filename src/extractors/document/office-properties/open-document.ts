/** Properties of OpenDocument packages: ODF 1.3 part 3, 4.3 (metadata), and part 2, 3.4 (encryption). */
import { fromCalendarText } from '../../../model/timestamp.ts';
import type { ArtefactDraft } from '../../artefact-draft.ts';
import type { fields } from './fields.ts';
import type { PartStep } from './open-xml.ts';
import type { PackageParts } from './package-parts.ts';
import { childNode, childNodes, numberIn, parseXml, textIn, type XmlNode } from './xml.ts';

type Draft = ArtefactDraft<typeof fields>;

/** The steps that read an OpenDocument package. */
export function openDocumentSteps(parts: PackageParts, draft: Draft): PartStep[] {
  return [
    async () => setContents(parts, draft),
    async () => {
      const manifest = await parts.read('META-INF/manifest.xml');
      // An encrypted part has an encryption-data element in its manifest entry; nothing else of the manifest matters.
      if (manifest !== null) draft.set('encrypted', Buffer.from(manifest).includes('encryption-data'), 'manifest encryption-data');
    },
    async () => {
      const bytes = await parts.read('meta.xml');
      if (bytes === null || isEncryptedPart(bytes, draft)) return;
      setMetadata(childNode(childNode(await parseXml('meta.xml', bytes), 'document-meta'), 'meta'), draft);
    },
  ];
}

/** Where parts are encrypted the metadata usually are too: their bytes are then no XML. */
function isEncryptedPart(bytes: Uint8Array, draft: Draft): boolean {
  return draft.get('encrypted') === true && !Buffer.from(bytes.subarray(0, 256)).includes('<');
}

function setContents(parts: PackageParts, draft: Draft): void {
  draft.set(
    'hasMacros',
    parts.names.some((name) => /^(?:Basic|Scripts)\/./.test(name)),
    'Basic and Scripts folders',
  );
  draft.set('signed', parts.has('META-INF/documentsignatures.xml'), 'META-INF/documentsignatures.xml');
}

const texts = [
  ['title', 'title', 'dc:title'],
  ['subject', 'subject', 'dc:subject'],
  ['author', 'initial-creator', 'meta:initial-creator'],
  ['lastModifiedBy', 'creator', 'dc:creator'],
  ['comments', 'description', 'dc:description'],
  ['language', 'language', 'dc:language'],
  ['application', 'generator', 'meta:generator'],
  ['revision', 'editing-cycles', 'meta:editing-cycles'],
  ['lastPrintedBy', 'printed-by', 'meta:printed-by'],
] as const;

const times = [
  ['createdAt', 'creation-date', 'meta:creation-date'],
  ['modifiedAt', 'date', 'dc:date'],
  ['lastPrintedAt', 'print-date', 'meta:print-date'],
] as const;

const statistics = [
  ['pages', 'page-count'],
  ['words', 'word-count'],
  ['characters', 'character-count'],
] as const;

function setMetadata(meta: XmlNode, draft: Draft): void {
  for (const [field, element, source] of texts) draft.set(field, textIn(meta, element), source);
  for (const [field, element, source] of times) {
    const text = textIn(meta, element);
    draft.set(field, text === null ? null : fromCalendarText(text.trim().slice(0, 64)), source);
  }
  const keywords = childNodes(meta, 'keyword').flatMap((node) => textIn(node, '#text') ?? []);
  draft.set('keywords', keywords.slice(0, 256).join(', '), 'meta:keyword');
  draft.set('template', textIn(childNode(meta, 'template'), '@title') ?? textIn(childNode(meta, 'template'), '@href'), 'meta:template');
  draft.set('totalEditingTime', durationSeconds(textIn(meta, 'editing-duration')), 'meta:editing-duration');
  const statistic = childNode(meta, 'document-statistic');
  for (const [field, attribute] of statistics)
    draft.set(field, numberIn(statistic, `@${attribute}`), `meta:document-statistic ${attribute}`);
  const custom = childNodes(meta, 'user-defined').flatMap((node) => {
    const value = textIn(node, '#text');
    return value === null ? [] : [`${textIn(node, '@name') ?? ''}=${value}`];
  });
  draft.set('customProperties', custom, 'meta:user-defined');
}

/** Seconds of an XML Schema duration without years and months, such as `PT1H2M3S`; null for anything else. */
function durationSeconds(text: string | null): number | null {
  const match = /^P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6}(?:\.\d{1,9})?)S)?)?$/.exec(text?.trim() ?? '');
  if (match === null) return null;
  const [days, hours, minutes, seconds] = [1, 2, 3, 4].map((group) => Number(match[group] ?? 0)) as [number, number, number, number];
  return days * 86_400 + hours * 3600 + minutes * 60 + seconds;
}
