/** Boxes of the ISO base media file format (ISO/IEC 14496-12, 4.2). */
import type { ByteReader } from '../../model/reader.ts';
import { readAscii, viewOf } from '../text.ts';

export interface Box {
  type: string;
  /** Payload, without the box header; `end` is clipped to the container's end. */
  start: number;
  end: number;
  /** Whether the declared end lies beyond the container's. */
  truncated: boolean;
}

/** Reads one box header; null where no whole header is left or the declared size is smaller than the header. */
export function boxAt(header: Uint8Array, offset: number, containerEnd: number): Box | null {
  if (header.length < 8) return null;
  const view = viewOf(header);
  const type = readAscii(header, 4, 8);
  let headerLength = 8;
  let size = view.getUint32(0);
  if (size === 1) {
    if (header.length < 16) return null;
    size = Number(view.getBigUint64(8));
    headerLength = 16;
  } else if (size === 0) size = containerEnd - offset;
  if (size < headerLength) return null;
  return { type, start: offset + headerLength, end: Math.min(offset + size, containerEnd), truncated: offset + size > containerEnd };
}

/** The boxes in a part of a buffer, in order; stops at the first broken one. */
export function* boxesIn(bytes: Uint8Array, start: number, end: number): Generator<Box> {
  let position = start;
  while (position + 8 <= end) {
    const box = boxAt(bytes.subarray(position, Math.min(position + 16, end)), position, end);
    if (box === null) return;
    yield box;
    position = box.end;
  }
}

/** The first box of a type at the top level of an item, among the first `maximum` boxes. */
export async function findTopLevelBox(reader: ByteReader, type: string, maximum = 1000): Promise<Box | null> {
  let position = 0;
  for (let count = 0; count < maximum && position < reader.size; count += 1) {
    const box = boxAt(await reader.read(position, 16), position, reader.size);
    if (box === null) return null;
    if (box.type === type) return box;
    position = box.end;
  }
  return null;
}
