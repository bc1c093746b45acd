/** Writes DOCX and XLSX (ECMA-376) and ODT (OASIS OpenDocument 1.3) with document properties. */
import type { FieldValues } from '../../model/field.ts';
import { fromCalendarText } from '../../model/timestamp.ts';
import { calendarText, isoUtc, type Moment, pakistanOffsetMinutes } from '../moment.ts';
import { escapeMarkup } from './markup.ts';
import { type ArchiveMember, writeZip } from './zip.ts';

export interface OfficeProperties {
  title: string;
  subject: string;
  author: string;
  keywords: string;
  lastModifiedBy: string;
  company: string;
  createdAt: Moment;
  modifiedAt: Moment;
}

/** What is true of every document made here. */
export const plainDocument: FieldValues = { hasMacros: false, encrypted: false, signed: false };

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const officeNamespace = 'http://schemas.openxmlformats.org/officeDocument/2006';
const packageNamespace = 'http://schemas.openxmlformats.org/package/2006';

/** A text document; one paragraph a line, from right to left where asked. */
export function writeDocx(properties: OfficeProperties, lines: readonly string[], rightToLeft: boolean): Buffer {
  const direction = rightToLeft ? '<w:pPr><w:bidi/></w:pPr>' : '';
  const paragraphs = lines
    .map((line) => `<w:p>${direction}<w:r><w:t xml:space="preserve">${escapeMarkup(line)}</w:t></w:r></w:p>`)
    .join('');
  const document = `${declaration}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs}<w:sectPr/></w:body></w:document>`;
  return openPackage(
    properties,
    'Microsoft Office Word',
    'word/document.xml',
    'wordprocessingml.document',
    [{ name: 'word/document.xml', content: document }],
    [],
  );
}

/** A workbook of one sheet; cells are numbers or text. */
export function writeXlsx(properties: OfficeProperties, rows: readonly (readonly (string | number)[])[]): Buffer {
  const sheetRows = rows.map((cells, row) => {
    const shown = cells.map((cell, column) => {
      const reference = `${String.fromCharCode(65 + column)}${row + 1}`;
      return typeof cell === 'number'
        ? `<c r="${reference}"><v>${cell}</v></c>`
        : `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escapeMarkup(cell)}</t></is></c>`;
    });
    return `<row r="${row + 1}">${shown.join('')}</row>`;
  });
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const members: ArchiveMember[] = [
    {
      name: 'xl/workbook.xml',
      content: `${declaration}<workbook xmlns="${main}" xmlns:r="${officeNamespace}/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relationships([['rId1', `${officeNamespace}/relationships/worksheet`, 'worksheets/sheet1.xml']]),
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `${declaration}<worksheet xmlns="${main}"><sheetData>${sheetRows.join('')}</sheetData></worksheet>`,
    },
  ];
  return openPackage(properties, 'Microsoft Excel', 'xl/workbook.xml', 'spreadsheetml.sheet', members, [
    ['/xl/worksheets/sheet1.xml', 'spreadsheetml.worksheet'],
  ]);
}

function openPackage(
  properties: OfficeProperties,
  application: string,
  mainPart: string,
  mainType: string,
  members: readonly ArchiveMember[],
  otherParts: readonly (readonly [part: string, type: string])[],
): Buffer {
  const parts = [[`/${mainPart}`, mainType] as const, ...otherParts];
  const overrides = parts.map(
    ([part, type]) =>
      `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}${type === 'spreadsheetml.worksheet' ? '' : '.main'}+xml"/>`,
  );
  const types = `${declaration}<Types xmlns="${packageNamespace}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`;
  const root = relationships([
    ['rId1', `${officeNamespace}/relationships/officeDocument`, mainPart],
    ['rId2', `${packageNamespace}/relationships/metadata/core-properties`, 'docProps/core.xml'],
    ['rId3', `${officeNamespace}/relationships/extended-properties`, 'docProps/app.xml'],
  ]);
  const core = `${declaration}<cp:coreProperties xmlns:cp="${packageNamespace}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeMarkup(properties.title)}</dc:title><dc:subject>${escapeMarkup(properties.subject)}</dc:subject><dc:creator>${escapeMarkup(properties.author)}</dc:creator><cp:keywords>${escapeMarkup(properties.keywords)}</cp:keywords><cp:lastModifiedBy>${escapeMarkup(properties.lastModifiedBy)}</cp:lastModifiedBy><dcterms:created xsi:type="dcterms:W3CDTF">${isoUtc(properties.createdAt)}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${isoUtc(properties.modifiedAt)}</dcterms:modified></cp:coreProperties>`;
  const extended = `${declaration}<Properties xmlns="${officeNamespace}/extended-properties"><Application>${application}</Application><Company>${escapeMarkup(properties.company)}</Company><AppVersion>16.0000</AppVersion></Properties>`;
  return writeZip(
    [
      { name: '[Content_Types].xml', content: types },
      { name: '_rels/.rels', content: root },
      ...members,
      { name: 'docProps/core.xml', content: core },
      { name: 'docProps/app.xml', content: extended },
    ],
    properties.modifiedAt,
  );
}

function relationships(targets: readonly (readonly [id: string, type: string, target: string])[]): string {
  const entries = targets.map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`);
  return `${declaration}<Relationships xmlns="${packageNamespace}/relationships">${entries.join('')}</Relationships>`;
}

/** The fields of `document/office-properties` for a file of `writeDocx` or `writeXlsx`. */
export function openXmlTruth(properties: OfficeProperties, application: string): FieldValues {
  return {
    title: properties.title,
    subject: properties.subject,
    author: properties.author,
    keywords: properties.keywords,
    lastModifiedBy: properties.lastModifiedBy,
    company: properties.company,
    application,
    applicationVersion: '16.0000',
    ...plainDocument,
    createdAt: fromCalendarText(isoUtc(properties.createdAt)),
    modifiedAt: fromCalendarText(isoUtc(properties.modifiedAt)),
  };
}

const openDocumentGenerator = 'LibreOffice/7.6.4.1$Windows_X86_64 LibreOffice_project/e19e193f88cd6c0525a17fb7a176ed8e6a3e2aa1';

/** OpenDocument writes local time without a zone. */
function localText(moment: Moment): string {
  return calendarText(moment, pakistanOffsetMinutes, '-', 'T');
}

/** An OpenDocument text; the media type stands first and stored (part 2, section 3.3). */
export function writeOdt(properties: OfficeProperties, lines: readonly string[]): Buffer {
  const office = 'urn:oasis:names:tc:opendocument:xmlns:office:1.0';
  const mediaType = 'application/vnd.oasis.opendocument.text';
  const manifest = `<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="${mediaType}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>`;
  const meta = `<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office="${office}" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta><meta:generator>${openDocumentGenerator}</meta:generator><dc:title>${escapeMarkup(properties.title)}</dc:title><dc:subject>${escapeMarkup(properties.subject)}</dc:subject><meta:initial-creator>${escapeMarkup(properties.author)}</meta:initial-creator><dc:creator>${escapeMarkup(properties.lastModifiedBy)}</dc:creator><meta:creation-date>${localText(properties.createdAt)}</meta:creation-date><dc:date>${localText(properties.modifiedAt)}</dc:date></office:meta></office:document-meta>`;
  const content = `<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content xmlns:office="${office}" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body><office:text>${lines.map((line) => `<text:p>${escapeMarkup(line)}</text:p>`).join('')}</office:text></office:body></office:document-content>`;
  return writeZip(
    [
      { name: 'mimetype', content: mediaType, stored: true },
      { name: 'content.xml', content },
      { name: 'meta.xml', content: meta },
      { name: 'META-INF/manifest.xml', content: manifest },
    ],
    properties.modifiedAt,
  );
}

/** The fields of `document/office-properties` for a file of `writeOdt`. */
export function openDocumentTruth(properties: OfficeProperties): FieldValues {
  return {
    title: properties.title,
    subject: properties.subject,
    author: properties.author,
    lastModifiedBy: properties.lastModifiedBy,
    application: openDocumentGenerator,
    ...plainDocument,
    createdAt: fromCalendarText(localText(properties.createdAt)),
    modifiedAt: fromCalendarText(localText(properties.modifiedAt)),
  };
}
