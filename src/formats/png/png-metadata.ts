/** Size and metadata blocks of a PNG (PNG 3rd edition, 5 and 11). */
import { crc32, inflateSync } from 'node:zlib';
import { type ByteReader, memoryReader } from '../../model/reader.ts';
import type { ImageFault, ImageMetadata, MetadataBlock, MetadataKind, PixelSize, WantedKinds } from '../image/image-metadata.ts';
import { maximumBlockLength } from '../image/image-metadata.ts';
import { endOfString, readAscii, viewOf } from '../text.ts';

const maximumChunks = 100_000;
/** Text chunks beyond this many are not looked into. */
const maximumTextChunks = 1000;

interface PngChunk {
  type: string;
  /** Offset of the length field. */
  offset: number;
  length: number;
}

/** Keywords of text chunks that carry metadata, and what they carry (XMP part 3, 1.1.5; ImageMagick's raw profiles). */
const metadataKeywords: ReadonlyMap<string, MetadataKind> = new Map([
  ['XML:com.adobe.xmp', 'xmp'],
  ['Raw profile type exif', 'exif'],
  ['Raw profile type APP1', 'exif'],
  ['Raw profile type xmp', 'xmp'],
  ['Raw profile type iptc', 'photoshop'],
  ['Raw profile type 8bim', 'photoshop'],
]);

/** Reads a PNG's chunks; the item must begin with the PNG signature. */
export async function readPngMetadata(reader: ByteReader, wanted: WantedKinds): Promise<ImageMetadata> {
  const faults: ImageFault[] = [];
  const blocks: MetadataBlock[] = [];
  let size: PixelSize | null = null;
  let texts = 0;
  let ended = false;
  let position = 8;
  for (let count = 0; count < maximumChunks && !ended; count += 1) {
    const chunk = await chunkAt(reader, position, faults);
    if (chunk === null) break;
    position += chunk.length + 12;
    if (chunk.type === 'IHDR' && size === null) {
      size = await headerSize(reader, chunk, faults);
    } else if (chunk.type === 'eXIf' && wanted.has('exif')) {
      const bytes = await payload(reader, chunk, faults);
      if (bytes !== null) blocks.push({ kind: 'exif', content: memoryReader(bytes), place: `eXIf at offset ${chunk.offset}` });
    } else if (chunk.type === 'tEXt' || chunk.type === 'zTXt' || chunk.type === 'iTXt') {
      texts += 1;
      if (texts > maximumTextChunks) continue;
      const block = await textBlock(reader, chunk, wanted, faults);
      if (block !== null) blocks.push(block);
    }
    ended = chunk.type === 'IEND';
  }
  if (texts > maximumTextChunks) {
    const message = `There are ${texts} text chunks; the first ${maximumTextChunks} were looked into.`;
    faults.push({ code: 'many-text-chunks', message, lost: true });
  }
  if (!ended) faults.push({ code: 'png-end-missing', message: 'The chunks end without IEND: the picture is cut short.', lost: true });
  else if (position < reader.size) {
    const message = `${reader.size - position} bytes follow the end of the picture.`;
    faults.push({ code: 'trailing-bytes', message, place: `offset ${position}`, lost: false });
  }
  if (size === null) faults.push({ code: 'no-size', message: 'No IHDR chunk gives the size of the picture.', lost: true });
  return { format: 'png', size, blocks, faults };
}

/** The chunk at an offset; null at the end of the item or where the chunk is broken (with a fault). */
async function chunkAt(reader: ByteReader, offset: number, faults: ImageFault[]): Promise<PngChunk | null> {
  const head = await reader.read(offset, 8);
  if (head.length < 8) return null;
  const length = viewOf(head).getUint32(0);
  const type = readAscii(head, 4, 8);
  if (!/^[A-Za-z]{4}$/.test(type)) {
    faults.push({ code: 'png-chunk-type', message: 'A chunk has a type that is not four letters.', place: `offset ${offset}`, lost: true });
    return null;
  }
  if (offset + 12 + length > reader.size) {
    const message = `The chunk ${type} of ${length} bytes runs past the end of the item.`;
    faults.push({ code: 'png-chunk-truncated', message, place: `offset ${offset}`, lost: true });
    return null;
  }
  return { type, offset, length };
}

/** A chunk's payload, its CRC verified; null (with a fault) where it is over the limit. */
async function payload(reader: ByteReader, chunk: PngChunk, faults: ImageFault[]): Promise<Uint8Array | null> {
  const place = `${chunk.type} at offset ${chunk.offset}`;
  if (chunk.length > maximumBlockLength) {
    faults.push({ code: 'over-size-limit', message: `The chunk of ${chunk.length} bytes was not read.`, place, lost: true });
    return null;
  }
  const bytes = await reader.read(chunk.offset + 4, chunk.length + 8);
  if (crc32(bytes.subarray(0, chunk.length + 4)) !== viewOf(bytes).getUint32(chunk.length + 4)) {
    faults.push({ code: 'png-checksum', message: `The checksum of the chunk ${chunk.type} is wrong.`, place, lost: false });
  }
  return bytes.subarray(4, chunk.length + 4);
}

async function headerSize(reader: ByteReader, chunk: PngChunk, faults: ImageFault[]): Promise<PixelSize | null> {
  const bytes = chunk.length < 8 ? null : await payload(reader, chunk, faults);
  if (bytes === null) return null;
  return { width: viewOf(bytes).getUint32(0), height: viewOf(bytes).getUint32(4), source: 'PNG IHDR' };
}

/** Metadata inside a text chunk (PNG 11.3.3); null where the keyword is another one. */
async function textBlock(reader: ByteReader, chunk: PngChunk, wanted: WantedKinds, faults: ImageFault[]): Promise<MetadataBlock | null> {
  const keyword = readAscii(await reader.read(chunk.offset + 8, Math.min(chunk.length, 80)), 0);
  const kind = metadataKeywords.get(keyword);
  if (kind === undefined || !wanted.has(kind)) return null;
  const bytes = await payload(reader, chunk, faults);
  if (bytes === null) return null;
  const place = `${chunk.type} at offset ${chunk.offset}`;
  const text = textOf(chunk.type, bytes, place, faults);
  if (text === null) return null;
  if (!keyword.startsWith('Raw profile')) return { kind, content: memoryReader(text), place };
  const profile = decodeRawProfile(text);
  if (profile === null) {
    faults.push({ code: 'raw-profile', message: `The ${keyword} is not the hexadecimal text it should be.`, place, lost: true });
    return null;
  }
  return profileBlock(kind, profile, place);
}

/** APP1 profiles hold either EXIF or XMP behind the identifiers that they have in a JPEG. */
function profileBlock(kind: MetadataKind, profile: Uint8Array, place: string): MetadataBlock {
  const identifier = readAscii(profile, 0, 32);
  if (identifier === 'Exif') return { kind: 'exif', content: memoryReader(profile.subarray(6)), place };
  if (identifier.startsWith('http://ns.adobe.com/xap/1.0/')) return { kind: 'xmp', content: memoryReader(profile.subarray(29)), place };
  return { kind, content: memoryReader(profile), place };
}

/** The text of a tEXt, zTXt or iTXt chunk, inflated under the limit; null (with a fault) where that fails. */
function textOf(type: string, bytes: Uint8Array, place: string, faults: ImageFault[]): Uint8Array | null {
  let start = endOfString(bytes, 0) + 1;
  let compressed = type === 'zTXt';
  if (type === 'zTXt') start += 1;
  if (type === 'iTXt') {
    compressed = bytes[start] === 1;
    start = endOfString(bytes, start + 2) + 1; // language tag
    start = endOfString(bytes, start) + 1; // translated keyword
  }
  const body = bytes.subarray(start);
  if (!compressed) return body;
  try {
    return new Uint8Array(inflateSync(body, { maxOutputLength: maximumBlockLength }));
  } catch {
    const message = `The compressed text is broken or inflates to more than ${maximumBlockLength} bytes.`;
    faults.push({ code: 'inflation-failed', message, place, lost: true });
    return null;
  }
}

/** ImageMagick's form: line break, name, line break, length in decimal, line break, hexadecimal digits in lines. */
function decodeRawProfile(text: Uint8Array): Uint8Array | null {
  const match = /^\n([^\n]{1,40})\n *(\d{1,9})\n([0-9a-fA-F\s]*)$/.exec(
    Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('latin1'),
  );
  if (match === null) return null;
  const bytes = Buffer.from((match[3] as string).replace(/\s+/g, ''), 'hex');
  return new Uint8Array(bytes.subarray(0, Number(match[2])));
}
