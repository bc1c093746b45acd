/** Writes PDF files (ISO 32000-1) with a document information dictionary and pages of extractable text. */
import { deflateSync } from 'node:zlib';
import type { FieldValues } from '../../model/field.ts';
import { fromCalendarText } from '../../model/timestamp.ts';
import { calendarText, isoPakistan, type Moment, pakistanOffsetMinutes } from '../moment.ts';

export interface PdfDescription {
  title: string;
  author: string;
  subject: string;
  keywords: string;
  creator: string;
  producer: string;
  createdAt: Moment;
  modifiedAt: Moment;
  /** Lines of each page, any script. */
  pages: readonly (readonly string[])[];
  /** 32 hexadecimal digits. */
  fileIdentifier: string;
  /** Tag of RFC 5646. */
  language: string;
}

/**
 * A whole file. Text is set in a composite font that is not embedded and has a ToUnicode map, so that text
 * extraction gives the letters back in any script without a font program in the file.
 */
export function writePdf(description: PdfDescription): Buffer {
  const letters = [...new Set(description.pages.flat().join(''))].sort();
  const codes = new Map(letters.map((letter, index) => [letter, index + 1]));
  const objects: (string | Buffer)[] = [];
  const pageNumbers = description.pages.map((_, index) => 8 + 2 * index);
  objects[1] = `<< /Type /Catalog /Pages 2 0 R /Lang (${description.language}) >>`;
  objects[2] = `<< /Type /Pages /Count ${description.pages.length} /Kids [${pageNumbers.map((number) => `${number} 0 R`).join(' ')}] >>`;
  objects[3] = informationDictionary(description);
  objects[4] =
    '<< /Type /Font /Subtype /Type0 /BaseFont /NotoNastaliqUrdu /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 7 0 R >>';
  objects[5] =
    '<< /Type /Font /Subtype /CIDFontType2 /BaseFont /NotoNastaliqUrdu /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 /FontDescriptor 6 0 R >>';
  objects[6] =
    '<< /Type /FontDescriptor /FontName /NotoNastaliqUrdu /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>';
  objects[7] = streamObject(unicodeMap(letters));
  description.pages.forEach((lines, index) => {
    objects[8 + 2 * index] =
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents ${9 + 2 * index} 0 R >>`;
    objects[9 + 2 * index] = streamObject(pageContent(lines, codes));
  });
  return serialise(objects, description.fileIdentifier);
}

function serialise(objects: readonly (string | Buffer)[], identifier: string): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  let offset = (parts[0] as Buffer).length;
  const table = ['0000000000 65535 f \n'];
  for (let number = 1; number < objects.length; number++) {
    const object = Buffer.concat([Buffer.from(`${number} 0 obj\n`), Buffer.from(objects[number] as string), Buffer.from('\nendobj\n')]);
    table.push(`${String(offset).padStart(10, '0')} 00000 n \n`);
    parts.push(object);
    offset += object.length;
  }
  const trailer = `trailer\n<< /Size ${objects.length} /Root 1 0 R /Info 3 0 R /ID [<${identifier}> <${identifier}>] >>\nstartxref\n${offset}\n%%EOF\n`;
  parts.push(Buffer.from(`xref\n0 ${objects.length}\n${table.join('')}${trailer}`, 'latin1'));
  return Buffer.concat(parts);
}

function informationDictionary(description: PdfDescription): string {
  const entries = {
    Title: textString(description.title),
    Author: textString(description.author),
    Subject: textString(description.subject),
    Keywords: textString(description.keywords),
    Creator: textString(description.creator),
    Producer: textString(description.producer),
    CreationDate: `(${dateText(description.createdAt)})`,
    ModDate: `(${dateText(description.modifiedAt)})`,
  };
  return `<< ${Object.entries(entries)
    .map(([key, value]) => `/${key} ${value}`)
    .join(' ')} >>`;
}

/** ISO 32000-1 section 7.9.4, with the offset of Pakistan. */
function dateText(moment: Moment): string {
  return `D:${calendarText(moment, pakistanOffsetMinutes, '', '').replaceAll(':', '')}+05'00'`;
}

/** ISO 32000-1 section 7.9.2.2: a literal where ASCII suffices, else UTF-16 with its mark, in hexadecimal. */
function textString(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return `(${text.replace(/[\\()]/g, '\\$&')})`;
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  return `<${bytes.toString('hex').toUpperCase()}>`;
}

function streamObject(content: string): Buffer {
  const compressed = deflateSync(Buffer.from(content, 'latin1'));
  return Buffer.concat([
    Buffer.from(`<< /Length ${compressed.length} /Filter /FlateDecode >>\nstream\n`),
    compressed,
    Buffer.from('\nendstream'),
  ]);
}

function pageContent(lines: readonly string[], codes: ReadonlyMap<string, number>): string {
  const shown = lines.map(
    (line) => `<${[...visualOrder(line)].map((letter) => (codes.get(letter) as number).toString(16).padStart(4, '0')).join('')}> Tj T*`,
  );
  return `BT /F1 11 Tf 15 TL 56 780 Td\n${shown.join('\n')}\nET`;
}

/**
 * Producers lay glyphs out from left to right, and readers of text undo it: a line with Arabic letters is
 * stored back to front, but for the numbers and Latin words in it.
 */
function visualOrder(line: string): string {
  if (!/\p{Script=Arabic}/u.test(line)) return line;
  const runs = line.match(/[\dA-Za-z+](?:[\dA-Za-z+,/ ]*[\dA-Za-z])?|[^\dA-Za-z+]+/g) ?? [];
  return runs
    .reverse()
    .map((run) => (/^[\dA-Za-z+]/.test(run) ? run : [...run].reverse().join('')))
    .join('');
}

/** ISO 32000-1 section 9.10.3, at most a hundred mappings a block. */
function unicodeMap(letters: readonly string[]): string {
  const blocks: string[] = [];
  for (let start = 0; start < letters.length; start += 100) {
    const block = letters.slice(start, start + 100);
    const lines = block.map((letter, index) => {
      const code = (start + index + 1).toString(16).padStart(4, '0');
      return `<${code}> <${Buffer.from(letter, 'utf16le').swap16().toString('hex')}>`;
    });
    blocks.push(`${block.length} beginbfchar\n${lines.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}

/** The fields of `document/pdf-properties`. */
export function pdfTruth(description: PdfDescription): FieldValues {
  return {
    title: description.title,
    author: description.author,
    subject: description.subject,
    keywords: description.keywords,
    creator: description.creator,
    producer: description.producer,
    createdAt: { ...fromCalendarText(isoPakistan(description.createdAt)), raw: dateText(description.createdAt) },
    modifiedAt: { ...fromCalendarText(isoPakistan(description.modifiedAt)), raw: dateText(description.modifiedAt) },
    pageCount: description.pages.length,
    version: '1.7',
    language: description.language,
    documentId: description.fileIdentifier,
    instanceId: description.fileIdentifier,
    encrypted: false,
    hasJavaScript: false,
    hasEmbeddedFiles: false,
    hasForm: false,
    isLinearized: false,
  };
}
