/** Properties of OOXML packages: ECMA-376 part 2, 11 (core properties) and part 1, 22.2 and 22.3 (extended, custom). */
import { fromCalendarText } from '../../../model/timestamp.ts';
import type { ArtefactDraft } from '../../artefact-draft.ts';
import type { fields } from './fields.ts';
import type { PackageParts } from './package-parts.ts';
import { childNode, childNodes, numberIn, parseXml, textIn, type XmlNode } from './xml.ts';

type Draft = ArtefactDraft<typeof fields>;

/** Relationship types end like this, in the transitional and the strict variant alike. */
const kinds = { core: '/core-properties', extended: '/extended-properties', custom: '/custom-properties' } as const;
const usualNames = { core: 'docProps/core.xml', extended: 'docProps/app.xml', custom: 'docProps/custom.xml' } as const;

/** One part to be read; the caller records what is wrong with it and goes on with the next. */
export type PartStep = () => Promise<void>;

/** The steps that read an OOXML package. */
export function openXmlSteps(parts: PackageParts, draft: Draft): PartStep[] {
  const targets: { core: string; extended: string; custom: string } = { ...usualNames };
  const read = async (name: string, root: string, use: (node: XmlNode) => void) => {
    const bytes = await parts.read(name);
    if (bytes !== null) use(childNode(await parseXml(name, bytes), root));
  };
  return [
    async () => setContents(parts, draft),
    () => read('_rels/.rels', 'Relationships', (node) => readTargets(node, targets)),
    () => read(targets.core, 'coreProperties', (node) => setCore(node, draft)),
    () => read(targets.extended, 'Properties', (node) => setExtended(node, draft)),
    () => read(targets.custom, 'Properties', (node) => setCustom(node, draft)),
  ];
}

function readTargets(relationships: XmlNode, targets: Record<keyof typeof kinds, string>): void {
  for (const relationship of childNodes(relationships, 'Relationship').slice(0, 256)) {
    const type = textIn(relationship, '@Type') ?? '';
    const target = textIn(relationship, '@Target');
    for (const kind of ['core', 'extended', 'custom'] as const) {
      if (target !== null && type.endsWith(kinds[kind])) targets[kind] = target.replace(/^\/+/, '');
    }
  }
}

function setContents(parts: PackageParts, draft: Draft): void {
  draft.set(
    'hasMacros',
    parts.names.some((name) => /(?:^|\/)vbaProject\.bin$/i.test(name)),
    'vbaProject.bin',
  );
  draft.set(
    'signed',
    parts.names.some((name) => name.startsWith('_xmlsignatures/')),
    '_xmlsignatures',
  );
  draft.set('encrypted', false, 'package that can be read');
}

const coreTexts = [
  ['title', 'title', 'dc:title'],
  ['subject', 'subject', 'dc:subject'],
  ['author', 'creator', 'dc:creator'],
  ['lastModifiedBy', 'lastModifiedBy', 'cp:lastModifiedBy'],
  ['keywords', 'keywords', 'cp:keywords'],
  ['comments', 'description', 'dc:description'],
  ['category', 'category', 'cp:category'],
  ['contentStatus', 'contentStatus', 'cp:contentStatus'],
  ['language', 'language', 'dc:language'],
  ['revision', 'revision', 'cp:revision'],
] as const;

const coreTimes = [
  ['createdAt', 'created', 'dcterms:created'],
  ['modifiedAt', 'modified', 'dcterms:modified'],
  ['lastPrintedAt', 'lastPrinted', 'cp:lastPrinted'],
] as const;

function setCore(core: XmlNode, draft: Draft): void {
  for (const [field, element, source] of coreTexts) draft.set(field, textIn(core, element), `core properties ${source}`);
  for (const [field, element, source] of coreTimes) {
    const text = textIn(core, element);
    draft.set(field, text === null ? null : fromCalendarText(text.trim().slice(0, 64)), `core properties ${source}`);
  }
}

const extendedTexts = [
  ['application', 'Application'],
  ['applicationVersion', 'AppVersion'],
  ['template', 'Template'],
  ['company', 'Company'],
  ['manager', 'Manager'],
] as const;

const extendedNumbers = [
  ['pages', 'Pages'],
  ['words', 'Words'],
  ['characters', 'Characters'],
  ['slides', 'Slides'],
  ['hiddenSlides', 'HiddenSlides'],
] as const;

function setExtended(extended: XmlNode, draft: Draft): void {
  for (const [field, element] of extendedTexts) draft.set(field, textIn(extended, element), `extended properties ${element}`);
  for (const [field, element] of extendedNumbers) draft.set(field, numberIn(extended, element), `extended properties ${element}`);
  const minutes = numberIn(extended, 'TotalTime');
  draft.set('totalEditingTime', minutes === null ? null : minutes * 60, 'extended properties TotalTime');
}

function setCustom(custom: XmlNode, draft: Draft): void {
  const entries = childNodes(custom, 'property').map((property) => {
    const type = Object.keys(property).find((key) => !key.startsWith('@') && key !== '#text');
    return `${textIn(property, '@name') ?? ''}=${type === undefined ? '' : (textIn(property, type) ?? '')}`;
  });
  draft.set('customProperties', entries, 'custom properties');
}
