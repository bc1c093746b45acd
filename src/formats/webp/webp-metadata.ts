/** Size and metadata blocks of a WebP (RFC 9649). */
import type { ByteReader } from '../../model/reader.ts';
import type { ImageFault, ImageMetadata, MetadataBlock, PixelSize, WantedKinds } from '../image/image-metadata.ts';
import { readAscii, viewOf } from '../text.ts';
import { sliceReader } from '../windowed-reader.ts';

const maximumChunks = 100_000;

/** Reads a WebP's chunks; the item must begin with `RIFF....WEBP`. */
export async function readWebpMetadata(reader: ByteReader, wanted: WantedKinds): Promise<ImageMetadata> {
  const faults: ImageFault[] = [];
  const blocks: MetadataBlock[] = [];
  const riffEnd = viewOf(await reader.read(0, 12)).getUint32(4, true) + 8;
  const end = Math.min(reader.size, riffEnd);
  if (riffEnd > reader.size) {
    const message = `The container declares ${riffEnd} bytes; the item has ${reader.size}.`;
    faults.push({ code: 'webp-truncated', message, lost: true });
  } else if (riffEnd + (riffEnd & 1) < reader.size) {
    const message = `${reader.size - riffEnd} bytes follow the end of the picture.`;
    faults.push({ code: 'trailing-bytes', message, place: `offset ${riffEnd}`, lost: false });
  }
  let size: PixelSize | null = null;
  let position = 12;
  for (let count = 0; count < maximumChunks && position + 8 <= end; count += 1) {
    const head = await reader.read(position, 8);
    const type = readAscii(head, 0, 4);
    const length = viewOf(head).getUint32(4, true);
    const payload = sliceReader(reader, position + 8, Math.min(length, end - position - 8));
    const place = `${type.trim()} at offset ${position}`;
    if (payload.size < length && riffEnd <= reader.size) {
      faults.push({
        code: 'webp-chunk-truncated',
        message: `A chunk of ${length} bytes runs past the container.`,
        place: `offset ${position}`,
        lost: true,
      });
    }
    if (type === 'VP8X' || type === 'VP8 ' || type === 'VP8L') size ??= pictureSize(type, await payload.read(0, 10));
    else if (type === 'EXIF' && wanted.has('exif')) blocks.push({ kind: 'exif', content: await withoutJpegIdentifier(payload), place });
    else if (type === 'XMP ' && wanted.has('xmp')) blocks.push({ kind: 'xmp', content: payload, place });
    position += 8 + length + (length & 1);
  }
  if (size === null) faults.push({ code: 'no-size', message: 'No chunk gives the size of the picture.', lost: true });
  return { format: 'webp', size, blocks, faults };
}

/** Size from VP8X (RFC 9649, 2.7), a lossy key frame (RFC 6386, 9.1) or a lossless header (RFC 9649, 3.4). */
function pictureSize(type: string, bytes: Uint8Array): PixelSize | null {
  if (type === 'VP8L') {
    if (bytes.length < 5 || bytes[0] !== 0x2f) return null;
    const bits = viewOf(bytes).getUint32(1, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, source: 'WebP VP8L' };
  }
  if (bytes.length < 10) return null;
  const view = viewOf(bytes);
  if (type === 'VP8X') {
    const width = (view.getUint16(4, true) | ((bytes[6] as number) << 16)) + 1;
    const height = (view.getUint16(7, true) | ((bytes[9] as number) << 16)) + 1;
    return { width, height, source: 'WebP VP8X' };
  }
  if (bytes[3] !== 0x9d || bytes[4] !== 0x01 || bytes[5] !== 0x2a) return null;
  return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff, source: 'WebP VP8' };
}

/** Some writers put the identifier of JPEG's APP1 before the TIFF structure. */
async function withoutJpegIdentifier(payload: ByteReader): Promise<ByteReader> {
  return readAscii(await payload.read(0, 6), 0) === 'Exif' ? sliceReader(payload, 6, payload.size) : payload;
}
