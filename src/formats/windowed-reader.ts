/** Readers over readers: many small reads served from one large one, and a part of an item read as if it were the item. */
import type { ByteReader } from '../model/reader.ts';

/** Covers the head of nearly every photograph: EXIF and XMP segments are at most 64 KiB each, most far smaller. */
const defaultWindow = 65_536;

/**
 * Serves small neighbouring reads from one window, so that walking a container's structure costs one
 * read of the evidence instead of hundreds. Answers are views of memory of its own, which is
 * never overwritten: they may outlive the call.
 */
export function windowedReader(reader: ByteReader, windowLength = defaultWindow): ByteReader {
  let start = 0;
  let window: Uint8Array = new Uint8Array(0);
  return {
    size: reader.size,
    async read(offset, length) {
      if (offset < 0 || length <= 0 || offset >= reader.size) return new Uint8Array(0);
      const wanted = Math.min(length, reader.size - offset);
      if (offset < start || offset + wanted > start + window.length) {
        const bytes = (await reader.read(offset, Math.min(Math.max(wanted, windowLength), reader.size - offset))).slice();
        if (wanted > windowLength) return bytes.subarray(0, wanted);
        start = offset;
        window = bytes;
      }
      return window.subarray(offset - start, offset - start + wanted);
    },
  };
}

/** A part of an item as a reader of its own; clipped to the item's end. */
export function sliceReader(reader: ByteReader, offset: number, length: number): ByteReader {
  const size = Math.max(0, Math.min(length, reader.size - offset));
  return {
    size,
    read: (from, wanted) =>
      reader.read(offset + Math.max(0, from), Math.max(0, Math.min(wanted + Math.min(0, from), size - Math.max(0, from)))),
  };
}
