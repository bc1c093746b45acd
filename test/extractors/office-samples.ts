/** Small office documents: ZIP packages, OLE compound files and RTF. */
import { crc32, deflateRawSync } from 'node:zlib';
import cfb from 'cfb';

/** Writes a ZIP file; `declaredSize` overrides the uncompressed size of every entry, as a lying archive does. */
export function zipSample(parts: Record<string, string | Uint8Array>, declaredSize?: number): Uint8Array {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt16LE(8, 4);
    fixed.writeUInt32LE(crc32(bytes), 10);
    fixed.writeUInt32LE(packed.length, 14);
    fixed.writeUInt32LE(declaredSize ?? bytes.length, 18);
    fixed.writeUInt16LE(name.length, 22);
    local.push(Buffer.from('PK\u0003\u0004'), fixed, Buffer.from(name), packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 0]), fixed, tail, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  const count = Object.keys(parts).length;
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...local, directory, end]));
}

const coreXml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<dc:title>Report &amp; plan &#x06cc;</dc:title><dc:creator>کامران</dc:creator><cp:lastModifiedBy>B</cp:lastModifiedBy><cp:revision>3</cp:revision>
<dcterms:created xsi:type="dcterms:W3CDTF">2024-05-01T10:20:30Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">2024-05-02T10:20:30Z</dcterms:modified></cp:coreProperties>`;

const appXml = `<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Template>Normal.dotm</Template>
<TotalTime>12</TotalTime><Pages>2</Pages><Words>345</Words><Characters>1967</Characters><Application>Microsoft Office Word</Application><Company>Acme</Company><AppVersion>16.0000</AppVersion></Properties>`;

const customXml = `<?xml version="1.0"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">
<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Case"><vt:lpwstr>K-17</vt:lpwstr></property></Properties>`;

/** A document whose core properties lie where its relationships say, not at the usual place. */
export function openXmlSample(core = coreXml): Uint8Array {
  const relationships = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="/package/core.psmdcp"/></Relationships>`;
  return zipSample({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relationships,
    'package/core.psmdcp': core,
    'docProps/app.xml': appXml,
    'docProps/custom.xml': customXml,
    'word/vbaProject.bin': 'macro',
  });
}

export function openDocumentSample(encrypted = false): Uint8Array {
  const meta = `<?xml version="1.0" encoding="UTF-8"?><office:document-meta xmlns:office="o" xmlns:meta="m" xmlns:dc="d"><office:meta><meta:generator>LibreOffice/7.6</meta:generator><dc:title>عنوان</dc:title>
<meta:initial-creator>A</meta:initial-creator><dc:creator>B</dc:creator><meta:keyword>one</meta:keyword><meta:keyword>two</meta:keyword><meta:creation-date>2024-05-01T10:20:30.123456789</meta:creation-date>
<dc:date>2024-05-02T10:20:30</dc:date><meta:editing-cycles>4</meta:editing-cycles><meta:editing-duration>P1DT2H3M4S</meta:editing-duration><meta:document-statistic meta:page-count="2" meta:word-count="30"/>
<meta:user-defined meta:name="Case">K-17</meta:user-defined></office:meta></office:document-meta>`;
  const manifest = `<manifest><file-entry full-path="content.xml">${encrypted ? '<manifest:encryption-data/>' : ''}</file-entry></manifest>`;
  return zipSample({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'meta.xml': meta,
    'META-INF/manifest.xml': manifest,
    'Basic/Standard/Module1.xml': '<x/>',
  });
}

function typed(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(type, 0);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}

const text = (bytes: Buffer): Buffer => typed(30, Buffer.concat([number(bytes.length + 1), bytes, Buffer.alloc(1)]));

function fileTime(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value, 0);
  return typed(64, bytes);
}

function propertySet(format: string, properties: [number, Buffer][]): Buffer {
  const head = Buffer.alloc(48);
  head.writeUInt16LE(0xfffe, 0);
  head.writeUInt32LE(1, 24);
  Buffer.from(format, 'hex').copy(head, 28);
  head.writeUInt32LE(48, 44);
  const table: Buffer[] = [];
  let offset = 8 + properties.length * 8;
  for (const [id, value] of properties) {
    table.push(number(id), number(offset));
    offset += value.length;
  }
  return Buffer.concat([head, number(offset), number(properties.length), ...table, ...properties.map(([, value]) => value)]);
}

/** A Word document of code page 1256 or 65001 with both property streams and a macro storage. */
export function oleSample(codePage: 1256 | 65001): Uint8Array {
  const container = cfb.utils.cfb_new();
  const title = codePage === 1256 ? Buffer.from('c7e3cacdc7e4', 'hex') : Buffer.from('امتحان');
  const summary = propertySet('e0859ff2f94f6810ab9108002b27b3d9', [
    [1, typed(2, Buffer.from([codePage & 0xff, codePage >> 8]))],
    [2, text(title)],
    [4, text(Buffer.from('Kamran'))],
    [8, text(Buffer.from('Nadia'))],
    [10, fileTime(6_000_000_000n)],
    [11, fileTime(0n)],
    [12, fileTime(133_590_072_300_000_000n)],
    [14, typed(3, number(2))],
    [18, text(Buffer.from('Microsoft Office Word'))],
  ]);
  const documentSummary = propertySet('02d5cdd59c2e1b10939708002b2cf9ae', [
    [1, typed(2, Buffer.from([0xe4, 4]))],
    [15, text(Buffer.from('Acme'))],
    [23, typed(3, number((16 << 16) | 1))],
  ]);
  const word = Buffer.alloc(4200);
  word.writeUInt16LE(0xa5ec, 0);
  cfb.utils.cfb_add(container, 'WordDocument', word);
  cfb.utils.cfb_add(container, 'Macros/VBA/dir', Buffer.from('macro'));
  cfb.utils.cfb_add(container, '\u0005SummaryInformation', summary);
  cfb.utils.cfb_add(container, '\u0005DocumentSummaryInformation', documentSummary);
  return new Uint8Array(cfb.write(container, { type: 'buffer' }) as Buffer);
}

/** What Office makes of a document with a password: a compound file with an encrypted package. */
export function encryptedOfficeSample(): Uint8Array {
  const container = cfb.utils.cfb_new();
  cfb.utils.cfb_add(container, 'EncryptionInfo', Buffer.alloc(64));
  cfb.utils.cfb_add(container, 'EncryptedPackage', Buffer.alloc(5000));
  return new Uint8Array(cfb.write(container, { type: 'buffer' }) as Buffer);
}

export const rtfSample = new TextEncoder().encode(
  String.raw`{\rtf1\ansi\ansicpg1256\uc1{\fonttbl{\f0 Arial;}}{\*\generator Msftedit 5.41.21.2510;}{\info{\title \'c7\'e3\'ca \u1740?x}{\author A \{B\}}{\operator C}` +
    String.raw`{\upr{\subject ??}{\*\ud{\subject \u1585?}}}{\creatim\yr2024\mo5\dy1\hr10\min20}{\revtim\yr2024\mo5\dy2\hr3\min4\sec5}{\printim\yr0\mo0\dy0}{\version3}{\edmins7}{\nofpages2}{\nofwords30}{\nofchars99}{\*\company Acme}}\pard text\par}`,
);
