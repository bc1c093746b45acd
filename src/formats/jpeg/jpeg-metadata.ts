/** Size and metadata blocks of a JPEG. */
import { type ByteReader, memoryReader } from '../../model/reader.ts';
import type { ImageFault, ImageMetadata, MetadataBlock, PixelSize, WantedKinds } from '../image/image-metadata.ts';
import { maximumBlockLength } from '../image/image-metadata.ts';
import { readAscii, viewOf } from '../text.ts';
import { isFrameMarker, type JpegSegment, readJpegHead } from './segments.ts';

const exifIdentifier = 'Exif';
const xmpIdentifier = 'http://ns.adobe.com/xap/1.0/';
const xmpExtensionIdentifier = 'http://ns.adobe.com/xmp/extension/';
const photoshopIdentifier = 'Photoshop 3.0';
const longestIdentifier = 48;

/** How far a frame header is searched for where the segments are broken. */
const frameSearchLength = 256 * 1024;

/** What a JPEG says, and where its first scan begins (null where none was reached). */
export interface JpegMetadata extends ImageMetadata {
  format: 'jpeg';
  scanOffset: number | null;
}

/** Reads a JPEG's head; the item must begin with FF D8. */
export async function readJpegMetadata(reader: ByteReader, wanted: WantedKinds): Promise<JpegMetadata> {
  const head = await readJpegHead(reader);
  const faults = head.faults;
  const blocks: MetadataBlock[] = [];
  const photoshopParts: Uint8Array[] = [];
  let photoshopPlace = '';
  const extensions = new Map<string, ExtensionPart[]>();
  let size: PixelSize | null = null;
  for (const segment of head.segments) {
    if (isFrameMarker(segment.marker)) {
      size ??= await frameSize(reader, segment, faults);
    } else if (segment.marker === 0xe1 || segment.marker === 0xed) {
      const place = `APP${segment.marker - 0xe0} at offset ${segment.offset}`;
      const identifier = readAscii(await reader.read(segment.payloadOffset, Math.min(segment.payloadLength, longestIdentifier)), 0);
      // Exif is followed by two zero bytes, the other identifiers by one (EXIF 3.0, 4.7.2; XMP part 3, 1.1.3).
      const body = (skipped: number): Promise<Uint8Array> =>
        reader.read(segment.payloadOffset + skipped, Math.max(0, segment.payloadLength - skipped));
      if (segment.marker === 0xe1 && identifier === exifIdentifier && wanted.has('exif')) {
        blocks.push({ kind: 'exif', content: memoryReader(await body(6)), place });
      } else if (segment.marker === 0xe1 && identifier.trimEnd() === xmpIdentifier && wanted.has('xmp')) {
        // Some writers put a blank before the zero.
        blocks.push({ kind: 'xmp', content: memoryReader(await body(identifier.length + 1)), place });
      } else if (segment.marker === 0xe1 && identifier === xmpExtensionIdentifier && wanted.has('xmp-extension')) {
        gatherExtension(extensions, await body(xmpExtensionIdentifier.length + 1));
      } else if (segment.marker === 0xed && identifier === photoshopIdentifier && wanted.has('photoshop')) {
        photoshopPlace ||= place;
        photoshopParts.push(await body(photoshopIdentifier.length + 1));
      }
    }
  }
  for (const [digest, parts] of extensions) blocks.push(assembleExtension(digest, parts, faults));
  // Resource blocks longer than a segment go on in the next one (Photoshop file formats, "Embedded image resource blocks in JPEG").
  if (photoshopParts.length > 0) {
    blocks.push({ kind: 'photoshop', content: memoryReader(new Uint8Array(Buffer.concat(photoshopParts))), place: photoshopPlace });
  }
  if (size === null && head.scanOffset === null) size = await searchFrame(reader, head.end, faults);
  if (size === null) {
    faults.push({ code: 'no-size', message: 'No frame header gives the size of the picture.', lost: true });
  }
  return { format: 'jpeg', size, blocks, faults, scanOffset: head.scanOffset };
}

/** Size from a frame header (T.81, B.2.2): precision, lines, samples a line. */
async function frameSize(reader: ByteReader, segment: JpegSegment, faults: ImageFault[]): Promise<PixelSize | null> {
  const bytes = await reader.read(segment.payloadOffset, Math.min(segment.payloadLength, 6));
  const place = `offset ${segment.offset}`;
  if (bytes.length < 6) {
    faults.push({ code: 'frame-header-truncated', message: 'The frame header is cut short.', place, lost: true });
    return null;
  }
  const view = viewOf(bytes);
  const height = view.getUint16(1);
  if (height === 0) {
    const message = 'The frame header gives no height; the format allows a later marker to give it, which was not looked for.';
    faults.push({ code: 'zero-height', message, place, lost: false });
  }
  return { width: view.getUint16(3), height, source: `JPEG SOF${segment.marker - 0xc0}` };
}

/** Looks for a frame header beyond the place where the segments stopped making sense. */
async function searchFrame(reader: ByteReader, from: number, faults: ImageFault[]): Promise<PixelSize | null> {
  const bytes = await reader.read(from, frameSearchLength);
  const view = viewOf(bytes);
  for (let at = bytes.indexOf(0xff); at >= 0 && at + 10 <= bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1] as number;
    const components = bytes[at + 9] as number;
    if (marker > 0xc2 || marker < 0xc0 || ![1, 3, 4].includes(components)) continue;
    if (view.getUint16(at + 2) !== 8 + 3 * components || (bytes[at + 4] as number) > 16) continue;
    const place = `offset ${from + at}`;
    const message = 'The size was found by searching for a frame header, because the segments before it are broken.';
    faults.push({ code: 'size-by-search', message, place, lost: false });
    return { width: view.getUint16(at + 7), height: view.getUint16(at + 5), source: `JPEG SOF${marker - 0xc0} (searched)` };
  }
  return null;
}

interface ExtensionPart {
  fullLength: number;
  offset: number;
  bytes: Uint8Array;
}

/** A segment of extended XMP: digest of the whole (32 hexadecimal digits), its length, this part's offset, the part (XMP part 3, 1.1.3.1). */
function gatherExtension(extensions: Map<string, ExtensionPart[]>, bytes: Uint8Array): void {
  if (bytes.length < 40) return;
  const digest = readAscii(bytes, 0, 32);
  const view = viewOf(bytes);
  const parts = extensions.get(digest) ?? [];
  parts.push({ fullLength: view.getUint32(32), offset: view.getUint32(36), bytes: bytes.subarray(40) });
  extensions.set(digest, parts);
}

/** Joins the parts in order, as far as they follow each other without a gap and under the limit. */
function assembleExtension(digest: string, parts: ExtensionPart[], faults: ImageFault[]): MetadataBlock {
  parts.sort((one, other) => one.offset - other.offset);
  const joined: Uint8Array[] = [];
  let length = 0;
  for (const part of parts) {
    if (part.offset !== length || length + part.bytes.length > maximumBlockLength) break;
    joined.push(part.bytes);
    length += part.bytes.length;
  }
  const declared = parts[0]?.fullLength ?? 0;
  const place = `APP1 extended XMP ${digest.slice(0, 8)}`;
  if (length !== declared) {
    const message = `Extended XMP declares ${declared} bytes; ${length} could be joined.`;
    faults.push({ code: 'xmp-extension-incomplete', message, place, lost: true });
  }
  return { kind: 'xmp-extension', content: memoryReader(new Uint8Array(Buffer.concat(joined))), place };
}
