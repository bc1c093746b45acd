/** Sizes of formats whose metadata is not read: GIF (GIF89a, 18) and Windows bitmaps (DIB headers). */
import type { ByteReader } from '../../model/reader.ts';
import { viewOf } from '../text.ts';
import type { ImageMetadata, PixelSize } from './image-metadata.ts';

function described(format: 'gif' | 'bmp', size: PixelSize | null): ImageMetadata {
  const faults = size === null ? [{ code: 'no-size', message: 'The header that gives the size is cut short.', lost: true }] : [];
  return { format, size, blocks: [], faults };
}

/** The logical screen; the item must begin with `GIF`. */
export async function readGifMetadata(reader: ByteReader): Promise<ImageMetadata> {
  const head = await reader.read(6, 4);
  if (head.length < 4) return described('gif', null);
  const view = viewOf(head);
  return described('gif', { width: view.getUint16(0, true), height: view.getUint16(2, true), source: 'GIF logical screen descriptor' });
}

/** The DIB header behind the file header; a negative height means lines from top to bottom. The item must begin with `BM`. */
export async function readBitmapMetadata(reader: ByteReader): Promise<ImageMetadata> {
  const head = await reader.read(14, 12);
  if (head.length < 12) return described('bmp', null);
  const view = viewOf(head);
  if (view.getUint32(0, true) === 12) {
    return described('bmp', { width: view.getUint16(4, true), height: view.getUint16(6, true), source: 'BITMAPCOREHEADER' });
  }
  const width = view.getInt32(4, true);
  return described('bmp', width < 0 ? null : { width, height: Math.abs(view.getInt32(8, true)), source: 'BITMAPINFOHEADER' });
}
