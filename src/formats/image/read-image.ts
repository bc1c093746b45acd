/** Opens a picture by its signature, whatever its name or identified type says. */
import type { ByteReader } from '../../model/reader.ts';
import { readHeifMetadata } from '../heif/heif-metadata.ts';
import { readJpegMetadata } from '../jpeg/jpeg-metadata.ts';
import { readPngMetadata } from '../png/png-metadata.ts';
import { readAscii } from '../text.ts';
import { readTiffMetadata } from '../tiff/tiff-metadata.ts';
import { readWebpMetadata } from '../webp/webp-metadata.ts';
import type { ImageMetadata, MetadataKind } from './image-metadata.ts';
import { readBitmapMetadata, readGifMetadata } from './plain-headers.ts';

/** Reads a picture's size and those kinds of metadata that are wanted; null where no known signature is there. */
export async function readImage(reader: ByteReader, wanted: readonly MetadataKind[]): Promise<ImageMetadata | null> {
  const kinds = new Set(wanted);
  const head = await reader.read(0, 12);
  if (head[0] === 0xff && head[1] === 0xd8) return readJpegMetadata(reader, kinds);
  if (readAscii(head, 0, 8) === '\u2030PNG\r\n\x1a\n') return readPngMetadata(reader, kinds);
  if (head.length === 12 && readAscii(head, 0, 4) === 'RIFF' && readAscii(head, 8, 12) === 'WEBP') return readWebpMetadata(reader, kinds);
  if (readAscii(head, 4, 8) === 'ftyp') return readHeifMetadata(reader, kinds);
  if (/^GIF8[79]a/.test(readAscii(head, 0, 6))) return readGifMetadata(reader);
  if (readAscii(head, 0, 2) === 'BM') return readBitmapMetadata(reader);
  const order = readAscii(head, 0, 2);
  return order === 'II' || order === 'MM' ? readTiffMetadata(reader, kinds) : null;
}
