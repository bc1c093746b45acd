/** Builds small pictures with metadata, byte by byte, so that no binary fixture is needed. */
import { crc32 } from 'node:zlib';

export function bytes(...parts: (number[] | Uint8Array | string)[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))));
}

export function u16(value: number): number[] {
  return [value >> 8, value & 255];
}

export function u32(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function u16Little(value: number): number[] {
  return u16(value).reverse();
}

function u32Little(value: number): number[] {
  return u32(value).reverse();
}

/** One TIFF entry: its value is given as text, numbers, rationals or bytes. */
export interface TagValue {
  tag: number;
  type: number;
  count: number;
  content: (littleEndian: boolean) => Uint8Array;
}

function numbersOf(values: number[], width: 2 | 4, littleEndian: boolean): Uint8Array {
  const encode = width === 2 ? u16 : u32;
  return bytes(...values.map((value) => (littleEndian ? encode(value).reverse() : encode(value))));
}

export function ascii(tag: number, text: string | Uint8Array): TagValue {
  const content = typeof text === 'string' ? bytes(new TextEncoder().encode(text), [0]) : text;
  return { tag, type: 2, count: content.length, content: () => content };
}

export function short(tag: number, ...values: number[]): TagValue {
  return { tag, type: 3, count: values.length, content: (littleEndian) => numbersOf(values, 2, littleEndian) };
}

export function long(tag: number, ...values: number[]): TagValue {
  return { tag, type: 4, count: values.length, content: (littleEndian) => numbersOf(values, 4, littleEndian) };
}

export function rational(tag: number, ...values: [numerator: number, denominator: number][]): TagValue {
  return { tag, type: 5, count: values.length, content: (littleEndian) => numbersOf(values.flat(), 4, littleEndian) };
}

export function undefinedBytes(tag: number, content: Uint8Array, type = 7): TagValue {
  return { tag, type, count: content.length, content: () => content };
}

export interface TiffParts {
  main?: TagValue[];
  exif?: TagValue[];
  gps?: TagValue[];
  thumbnail?: Uint8Array;
  littleEndian?: boolean;
}

/** A TIFF structure with IFD0, ExifIFD, GPS and a thumbnail in IFD1, each where it is asked for. */
export function tiff({ main = [], exif, gps, thumbnail, littleEndian = false }: TiffParts): Uint8Array {
  const encode16 = littleEndian ? u16Little : u16;
  const encode32 = littleEndian ? u32Little : u32;
  const directoryLength = (entries: TagValue[]): number =>
    6 + entries.length * 12 + entries.reduce((sum, entry) => sum + valueLength(entry), 0);
  const valueLength = (entry: TagValue): number => {
    const length = entry.content(littleEndian).length;
    return length > 4 ? length + (length & 1) : 0;
  };
  const directory = (entries: TagValue[], offset: number, next: number): Uint8Array => {
    const table: number[] = [...encode16(entries.length)];
    const values: Uint8Array[] = [];
    let valueOffset = offset + 6 + entries.length * 12;
    for (const entry of entries) {
      const content = entry.content(littleEndian);
      table.push(...encode16(entry.tag), ...encode16(entry.type), ...encode32(entry.count));
      if (content.length <= 4) table.push(...content, ...Array(4 - content.length).fill(0));
      else {
        table.push(...encode32(valueOffset));
        values.push(content, new Uint8Array(content.length & 1));
        valueOffset += content.length + (content.length & 1);
      }
    }
    return bytes(table, encode32(next), ...values);
  };
  const mainEntries = [...main];
  // Pointers are inline, so their values do not change the lengths.
  if (exif !== undefined) mainEntries.push(long(0x8769, 0));
  if (gps !== undefined) mainEntries.push(long(0x8825, 0));
  const exifOffset = 8 + directoryLength(mainEntries);
  const gpsOffset = exifOffset + (exif === undefined ? 0 : directoryLength(exif));
  const secondOffset = gpsOffset + (gps === undefined ? 0 : directoryLength(gps));
  const finalEntries = mainEntries.map((entry) =>
    entry.tag === 0x8769 ? long(0x8769, exifOffset) : entry.tag === 0x8825 ? long(0x8825, gpsOffset) : entry,
  );
  const second = thumbnail === undefined ? [] : [long(0x0201, secondOffset + 6 + 24), long(0x0202, thumbnail.length)];
  return bytes(
    littleEndian ? 'II' : 'MM',
    encode16(42),
    encode32(8),
    directory(finalEntries, 8, thumbnail === undefined ? 0 : secondOffset),
    exif === undefined ? [] : directory(exif, exifOffset, 0),
    gps === undefined ? [] : directory(gps, gpsOffset, 0),
    thumbnail === undefined ? [] : bytes(directory(second, secondOffset, 0), thumbnail),
  );
}

function segment(marker: number, ...payload: (number[] | Uint8Array | string)[]): Uint8Array {
  const content = bytes(...payload);
  return bytes([0xff, marker], u16(content.length + 2), content);
}

export function exifSegment(structure: Uint8Array): Uint8Array {
  return segment(0xe1, 'Exif\0\0', structure);
}

export function xmpSegment(packet: string): Uint8Array {
  return segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', new TextEncoder().encode(packet));
}

export function xmpExtensionSegment(digest: string, fullLength: number, offset: number, part: Uint8Array): Uint8Array {
  return segment(0xe1, 'http://ns.adobe.com/xmp/extension/\0', digest, u32(fullLength), u32(offset), part);
}

/** A Photoshop segment with one IPTC resource. */
export function iptcSegment(records: Uint8Array): Uint8Array {
  return segment(0xed, 'Photoshop 3.0\0', iptcResourceBlock(records));
}

export function iptcResourceBlock(records: Uint8Array): Uint8Array {
  return bytes('8BIM', u16(0x0404), [0, 0], u32(records.length), records, new Uint8Array(records.length & 1));
}

export function dataSet(record: number, number: number, content: string | Uint8Array): Uint8Array {
  const value = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return bytes([0x1c, record, number], u16(value.length), value);
}

export interface JpegParts {
  width?: number;
  height?: number;
  segments?: Uint8Array[];
  trailer?: Uint8Array;
}

/** A JPEG with a frame header, one scan of a few bytes, and an end marker; it need not decode. */
export function jpeg({ width = 64, height = 48, segments = [], trailer = new Uint8Array(0) }: JpegParts = {}): Uint8Array {
  return bytes(
    [0xff, 0xd8],
    ...segments,
    segment(0xc0, [8], u16(height), u16(width), [1, 1, 0x11, 0]),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    [0x12, 0x34, 0xff, 0x00, 0x56, 0xff, 0xd9],
    trailer,
  );
}

export function pngChunk(type: string, ...payload: (number[] | Uint8Array | string)[]): Uint8Array {
  const content = bytes(type, ...payload);
  return bytes(u32(content.length - 4), content, u32(crc32(content)));
}

export function png(width: number, height: number, ...chunks: Uint8Array[]): Uint8Array {
  const header = pngChunk('IHDR', u32(width), u32(height), [8, 0, 0, 0, 0]);
  return bytes([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], header, ...chunks, pngChunk('IDAT', [0]), pngChunk('IEND'));
}

function riffChunk(type: string, content: Uint8Array): Uint8Array {
  return bytes(type, u32Little(content.length), content, new Uint8Array(content.length & 1));
}

/** An extended WebP (VP8X) with metadata chunks. */
export function webp(width: number, height: number, ...metadata: [type: string, content: Uint8Array][]): Uint8Array {
  const size = (value: number): number[] => u32Little(value - 1).slice(0, 3);
  const chunks = bytes(
    riffChunk('VP8X', bytes([0, 0, 0, 0], size(width), size(height))),
    ...metadata.map(([type, content]) => riffChunk(type, content)),
  );
  return bytes('RIFF', u32Little(chunks.length + 4), 'WEBP', chunks);
}

function box(type: string, ...payload: (number[] | Uint8Array | string)[]): Uint8Array {
  const content = bytes(...payload);
  return bytes(u32(content.length + 8), type, content);
}

export interface HeifParts {
  width: number;
  height: number;
  exif?: Uint8Array;
  xmp?: string;
  brand?: string;
  /** Puts the Exif item into the `idat` box (construction method 1). */
  inline?: boolean;
}

/** A HEIF file with a primary picture and metadata items, which lie in `mdat` or in `idat`. */
export function heif({ width, height, exif, xmp, brand = 'heic', inline = false }: HeifParts): Uint8Array {
  const items: { id: number; entry: Uint8Array; content: Uint8Array }[] = [];
  const entry = (id: number, type: string, rest = ''): Uint8Array => box('infe', [2, 0, 0, 0], u16(id), u16(0), type, '\0', rest);
  items.push({ id: 1, entry: entry(1, 'hvc1'), content: bytes([1, 2, 3, 4]) });
  if (exif !== undefined) items.push({ id: 2, entry: entry(2, 'Exif'), content: bytes(u32(6), 'Exif\0\0', exif) });
  if (xmp !== undefined) {
    items.push({ id: 3, entry: entry(3, 'mime', 'application/rdf+xml\0'), content: new TextEncoder().encode(xmp) });
  }
  const fileType = box('ftyp', brand, [0, 0, 0, 0], 'mif1');
  const withOffsets = (start: number): Uint8Array => {
    let offset = start;
    const locations = items.map(({ id, content }) => {
      const location = bytes(u16(id), u16(inline ? 1 : 0), u16(0), u16(1), u32(offset), u32(content.length));
      offset += content.length;
      return location;
    });
    return box(
      'meta',
      [0, 0, 0, 0],
      box('hdlr', new Uint8Array(4), new Uint8Array(4), 'pict', new Uint8Array(13)),
      box('pitm', [0, 0, 0, 0], u16(1)),
      box('iloc', [1, 0, 0, 0], [0x44, 0x00], u16(items.length), ...locations),
      box('iinf', [0, 0, 0, 0], u16(items.length), ...items.map((item) => item.entry)),
      box(
        'iprp',
        box('ipco', box('hvcC', [1]), box('ispe', [0, 0, 0, 0], u32(width), u32(height))),
        box('ipma', [0, 0, 0, 0], u32(1), u16(1), [2, 0x81, 0x02]),
      ),
      ...(inline ? [box('idat', ...items.map((item) => item.content))] : []),
    );
  };
  const metaLength = withOffsets(0).length;
  const meta = withOffsets(inline ? 0 : fileType.length + metaLength + 8);
  return bytes(fileType, meta, ...(inline ? [] : [box('mdat', ...items.map((item) => item.content))]));
}

/** An XMP packet around rdf:Description's attributes and content; customary prefixes are declared. */
export function xmpPacket(attributes: string, content = ''): string {
  const namespaces = [
    ['rdf', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'],
    ['dc', 'http://purl.org/dc/elements/1.1/'],
    ['xmp', 'http://ns.adobe.com/xap/1.0/'],
    ['xmpMM', 'http://ns.adobe.com/xap/1.0/mm/'],
    ['stEvt', 'http://ns.adobe.com/xap/1.0/sType/ResourceEvent#'],
    ['stRef', 'http://ns.adobe.com/xap/1.0/sType/ResourceRef#'],
    ['exif', 'http://ns.adobe.com/exif/1.0/'],
    ['tiff', 'http://ns.adobe.com/tiff/1.0/'],
  ].map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`);
  const description = `<rdf:Description rdf:about="" ${namespaces.slice(1).join(' ')} ${attributes}>${content}</rdf:Description>`;
  const root = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${namespaces[0]}>${description}</rdf:RDF></x:xmpmeta>`;
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>${root}<?xpacket end="w"?>`;
}
