/** Writes PNG files (W3C PNG third edition) with an Exif chunk and an XMP text chunk. */
import { crc32, deflateSync } from 'node:zlib';
import type { Picture } from '../picture.ts';

export interface PngMetadata {
  /** TIFF structure for `eXIf`. */
  exif?: Uint8Array;
  /** XMP packet for `iTXt` with the keyword `XML:com.adobe.xmp`. */
  xmp?: string;
}

/** The compressed rows of a picture, eight bits a channel, each row filtered with "Sub". */
export function compressRows(picture: Picture): Buffer {
  const stride = picture.width * 3;
  const rows = Buffer.alloc((stride + 1) * picture.height);
  for (let y = 0; y < picture.height; y++) {
    const row = y * (stride + 1);
    rows[row] = 1;
    for (let x = 0; x < stride; x++) {
      const left = x < 3 ? 0 : (picture.pixels[y * stride + x - 3] as number);
      rows[row + 1 + x] = (picture.pixels[y * stride + x] as number) - left;
    }
  }
  return deflateSync(rows, { level: 6 });
}

/** A whole file from rows made by `compressRows`. */
export function writePng(width: number, height: number, rows: Uint8Array, metadata: PngMetadata): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const parts = [Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header)];
  if (metadata.exif !== undefined) parts.push(chunk('eXIf', metadata.exif));
  if (metadata.xmp !== undefined)
    parts.push(chunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1'), Buffer.from(metadata.xmp)])));
  parts.push(chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0)));
  return Buffer.concat(parts);
}

function chunk(type: string, content: Uint8Array): Buffer {
  const bytes = Buffer.alloc(content.length + 12);
  bytes.writeUInt32BE(content.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(content, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, content.length + 8)), content.length + 8);
  return bytes;
}
