/** Read-only access to an item's bytes, wherever they come from. */
export interface ByteReader {
  /** Length in bytes. */
  readonly size: number;
  /**
   * Reads up to `length` bytes at `offset`; fewer at the end of the item, none beyond it.
   * The answer may be a view into shared memory: copy what must outlive the call, never write to it.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A reader over bytes that are in memory already. */
export function memoryReader(bytes: Uint8Array): ByteReader {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(Math.max(0, offset), Math.max(0, offset + length))),
  };
}

/** Reads an item's first bytes whole; throws a RangeError where the item is longer than `limit` bytes. */
export async function readWhole(reader: ByteReader, limit: number): Promise<Uint8Array> {
  if (reader.size > limit) throw new RangeError(`item of ${reader.size} bytes is over the limit of ${limit} bytes`);
  return reader.read(0, reader.size);
}
