/** Size and metadata blocks of HEIF pictures: HEIC, AVIF (ISO/IEC 23008-12). */

import { revealHidden } from '../../model/display.ts';
import { type ByteReader, memoryReader } from '../../model/reader.ts';
import type { ImageFault, ImageMetadata, MetadataBlock, PixelSize, WantedKinds } from '../image/image-metadata.ts';
import { maximumBlockLength } from '../image/image-metadata.ts';
import { readAscii, viewOf } from '../text.ts';
import { findTopLevelBox } from './boxes.ts';
import { type HeifItem, type ItemTable, readItemTable } from './item-table.ts';

/** Metadata items beyond this many of a file are not read; cameras write one of each kind. */
const maximumMetadataItems = 16;

/** Reads the `meta` box and the metadata items; the item must begin with an `ftyp` box. */
export async function readHeifMetadata(reader: ByteReader, wanted: WantedKinds): Promise<ImageMetadata> {
  const faults: ImageFault[] = [];
  const meta = await findTopLevelBox(reader, 'meta');
  if (meta === null || meta.end - meta.start > maximumBlockLength) {
    const message = meta === null ? 'There is no readable meta box.' : `The meta box is larger than ${maximumBlockLength} bytes.`;
    faults.push({ code: 'heif-meta-unreadable', message, lost: true });
    return { format: 'heif', size: null, blocks: [], faults };
  }
  if (meta.truncated) {
    faults.push({
      code: 'heif-truncated',
      message: 'The meta box runs past the end of the item.',
      place: `offset ${meta.start}`,
      lost: true,
    });
  }
  const bytes = await reader.read(meta.start, meta.end - meta.start);
  const table = readItemTable(bytes, (type, reason) =>
    faults.push({ code: 'heif-box-broken', message: `The box ${revealHidden(type)} is broken: ${reason}.`, place: 'meta', lost: true }),
  );
  const blocks: MetadataBlock[] = [];
  let taken = 0;
  for (const item of table.items) {
    const isExif = item.type === 'Exif' && wanted.has('exif');
    const isXmp = item.type === 'mime' && item.contentType === 'application/rdf+xml' && wanted.has('xmp');
    if (!isExif && !isXmp) continue;
    taken += 1;
    if (taken > maximumMetadataItems) break;
    const content = await itemBytes(reader, table, item, faults);
    if (content === null) continue;
    const place = `${item.type} item ${item.id}`;
    blocks.push({ kind: isExif ? 'exif' : 'xmp', content: memoryReader(isExif ? tiffStructureIn(content) : content), place });
  }
  const size = primarySize(table);
  if (size === null) faults.push({ code: 'no-size', message: 'No property gives the size of the primary picture.', lost: true });
  return { format: 'heif', size, blocks, faults };
}

/** An item's extents joined; null (with a fault) where they cannot be read whole. */
async function itemBytes(reader: ByteReader, table: ItemTable, item: HeifItem, faults: ImageFault[]): Promise<Uint8Array | null> {
  const location = table.locations.get(item.id);
  const place = `${item.type} item ${item.id}`;
  const lost = (code: string, message: string): null => {
    faults.push({ code, message, place, lost: true });
    return null;
  };
  if (location === undefined || location.extents.length === 0)
    return lost('heif-item-without-location', 'The metadata item has no location.');
  if (location.constructionMethod > 1)
    return lost('heif-construction-method', 'The metadata item is built from other items, which is not supported.');
  const container = location.constructionMethod === 1 ? memoryReader(table.inlineBytes) : reader;
  const parts: Uint8Array[] = [];
  let total = 0;
  for (const extent of location.extents) {
    const length = extent.length === 0 ? container.size - extent.offset : extent.length;
    if (length < 0 || extent.offset + length > container.size)
      return lost('heif-item-out-of-range', 'The metadata item lies outside the file.');
    total += length;
    if (total > maximumBlockLength) return lost('over-size-limit', `The metadata item is larger than ${maximumBlockLength} bytes.`);
    parts.push(await container.read(extent.offset, length));
  }
  return parts.length === 1 ? (parts[0] as Uint8Array) : new Uint8Array(Buffer.concat(parts));
}

/**
 * The TIFF structure inside an Exif item: four bytes give its offset behind them (ISO/IEC 23008-12, A.2.1).
 * Some writers leave the four bytes out or count wrongly, so the structure's own signature decides.
 */
function tiffStructureIn(content: Uint8Array): Uint8Array {
  const declared = content.length < 4 ? 0 : 4 + viewOf(content).getUint32(0);
  for (const offset of [declared, 4, 10, 0, 6]) {
    const signature = readAscii(content, offset, offset + 2);
    if (signature === 'II' || signature === 'MM') return content.subarray(offset);
  }
  return content.subarray(Math.min(declared, content.length));
}

/** Size of the primary item; where none is named, of the largest. */
function primarySize(table: ItemTable): PixelSize | null {
  const named = table.primary === null ? undefined : table.sizes.get(table.primary);
  if (named !== undefined) return { ...named, source: `HEIF ispe of item ${table.primary}` };
  let largest: PixelSize | null = null;
  for (const [id, { width, height }] of table.sizes) {
    if (largest === null || width * height > largest.width * largest.height) largest = { width, height, source: `HEIF ispe of item ${id}` };
  }
  return largest;
}
