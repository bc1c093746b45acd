/** The items of a HEIF file: what they are, where they lie and how large their pictures are (ISO/IEC 14496-12, 8.11; ISO/IEC 23008-12, 6.5). */
import { endOfString, readAscii, viewOf } from '../text.ts';
import { type Box, boxesIn } from './boxes.ts';

export interface HeifExtent {
  offset: number;
  /** 0 means up to the end of the file. */
  length: number;
}

export interface HeifItem {
  id: number;
  /** Four characters, such as `hvc1`, `grid`, `Exif`, `mime`. */
  type: string;
  /** Of `mime` items. */
  contentType: string;
}

export interface HeifLocation {
  /** 0: offsets in the file; 1: in the `idat` box; 2: in another item. */
  constructionMethod: number;
  extents: HeifExtent[];
}

export interface ItemTable {
  primary: number | null;
  items: HeifItem[];
  locations: ReadonlyMap<number, HeifLocation>;
  /** Width and height by item id. */
  sizes: ReadonlyMap<number, { width: number; height: number }>;
  /** The `idat` box's payload. */
  inlineBytes: Uint8Array;
}

/** Reads big-endian numbers one after another; throws a RangeError at the end of the bytes. */
class Cursor {
  position: number;
  private readonly view: DataView;
  private readonly end: number;

  constructor(bytes: Uint8Array, box: Box) {
    this.view = viewOf(bytes);
    this.position = box.start;
    this.end = box.end;
  }

  /** An unsigned number of 0, 1, 2, 4 or 8 bytes. */
  take(length: number): number {
    if (this.position + length > this.end) throw new RangeError('the box ends within a number');
    const at = this.position;
    this.position += length;
    switch (length) {
      case 0:
        return 0;
      case 1:
        return this.view.getUint8(at);
      case 2:
        return this.view.getUint16(at);
      case 4:
        return this.view.getUint32(at);
      case 8:
        return Number(this.view.getBigUint64(at));
      default:
        throw new RangeError(`the box declares numbers of ${length} bytes`);
    }
  }

  skip(length: number): void {
    this.position += length;
  }
}

/**
 * Reads the payload of a `meta` box (behind its version and flags). `onFault` is told the boxes that could
 * not be read to their end; what was read of them is kept.
 */
export function readItemTable(bytes: Uint8Array, onFault: (boxType: string, reason: string) => void): ItemTable {
  const table = {
    primary: null as number | null,
    items: [] as HeifItem[],
    locations: new Map<number, HeifLocation>(),
    sizes: new Map<number, { width: number; height: number }>(),
    inlineBytes: new Uint8Array(0) as Uint8Array,
  };
  for (const box of boxesIn(bytes, 4, bytes.length)) {
    try {
      if (box.type === 'pitm') table.primary = readPrimary(new Cursor(bytes, box));
      else if (box.type === 'iinf') readItemEntries(bytes, box, table.items);
      else if (box.type === 'iloc') readLocations(new Cursor(bytes, box), table.locations);
      else if (box.type === 'iprp') readProperties(bytes, box, table.sizes);
      else if (box.type === 'idat') table.inlineBytes = bytes.subarray(box.start, box.end);
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      onFault(box.type, thrown.message);
    }
  }
  return table;
}

function readPrimary(cursor: Cursor): number {
  const version = cursor.take(1);
  cursor.skip(3);
  return cursor.take(version === 0 ? 2 : 4);
}

function readItemEntries(bytes: Uint8Array, box: Box, items: HeifItem[]): void {
  const version = bytes[box.start] as number;
  for (const entry of boxesIn(bytes, box.start + (version === 0 ? 6 : 8), box.end)) {
    if (entry.type !== 'infe') continue;
    const cursor = new Cursor(bytes, entry);
    const entryVersion = cursor.take(1);
    cursor.skip(3);
    // Versions 0 and 1 name no item type; HEIF requires 2 or later.
    if (entryVersion < 2) continue;
    const id = cursor.take(entryVersion === 2 ? 2 : 4);
    cursor.skip(2);
    const typeOffset = cursor.position;
    const type = readAscii(bytes, typeOffset, Math.min(typeOffset + 4, entry.end));
    const nameEnd = endOfString(bytes, typeOffset + 4, entry.end);
    items.push({ id, type, contentType: type === 'mime' ? readAscii(bytes, nameEnd + 1, entry.end) : '' });
  }
}

function readLocations(cursor: Cursor, locations: Map<number, HeifLocation>): void {
  const version = cursor.take(1);
  cursor.skip(3);
  const offsetAndLength = cursor.take(1);
  const baseAndIndex = cursor.take(1);
  const offsetSize = offsetAndLength >> 4;
  const lengthSize = offsetAndLength & 15;
  const baseSize = baseAndIndex >> 4;
  const indexSize = version === 0 ? 0 : baseAndIndex & 15;
  const count = cursor.take(version < 2 ? 2 : 4);
  for (let item = 0; item < count; item += 1) {
    const id = cursor.take(version < 2 ? 2 : 4);
    const constructionMethod = version === 0 ? 0 : cursor.take(2) & 15;
    cursor.skip(2);
    const base = cursor.take(baseSize);
    const extentCount = cursor.take(2);
    const extents: HeifExtent[] = [];
    locations.set(id, { constructionMethod, extents });
    if (offsetSize + lengthSize + indexSize === 0) {
      // Extents without any number of their own all describe the same bytes.
      extents.push({ offset: base, length: 0 });
      continue;
    }
    for (let extent = 0; extent < extentCount; extent += 1) {
      cursor.take(indexSize);
      extents.push({ offset: base + cursor.take(offsetSize), length: cursor.take(lengthSize) });
    }
  }
}

/** `ipco` lists properties, `ipma` says which of them each item has; only `ispe`, the size, is read. */
function readProperties(bytes: Uint8Array, box: Box, sizes: Map<number, { width: number; height: number }>): void {
  const properties: ({ width: number; height: number } | null)[] = [];
  for (const part of boxesIn(bytes, box.start, box.end)) {
    if (part.type === 'ipco') {
      for (const property of boxesIn(bytes, part.start, part.end)) {
        if (property.type !== 'ispe') properties.push(null);
        else {
          const cursor = new Cursor(bytes, property);
          cursor.skip(4);
          properties.push({ width: cursor.take(4), height: cursor.take(4) });
        }
      }
    } else if (part.type === 'ipma') readAssociations(new Cursor(bytes, part), properties, sizes);
  }
}

function readAssociations(
  cursor: Cursor,
  properties: readonly ({ width: number; height: number } | null)[],
  sizes: Map<number, { width: number; height: number }>,
): void {
  const version = cursor.take(1);
  cursor.skip(2);
  const wideIndexes = (cursor.take(1) & 1) === 1;
  const count = cursor.take(4);
  for (let entry = 0; entry < count; entry += 1) {
    const id = cursor.take(version < 1 ? 2 : 4);
    const associations = cursor.take(1);
    for (let association = 0; association < associations; association += 1) {
      // The highest bit says that the property is essential; indexes count from 1.
      const index = wideIndexes ? cursor.take(2) & 0x7fff : cursor.take(1) & 0x7f;
      const size = properties[index - 1];
      if (size !== null && size !== undefined && !sizes.has(id)) sizes.set(id, size);
    }
  }
}
