/** Random access by file offset to the few parts of a large file that a decoder really touches. */
import type { ByteReader } from '../../model/reader.ts';

const maximumRegion = 16 * 1024 * 1024;
const maximumLoads = 64;

/** Thrown inside `SparseImage.decode` where bytes are not in memory yet; never leaves it. */
class NotLoaded extends Error {
  readonly offset: number;

  constructor(offset: number) {
    super(`bytes at offset ${offset} are not loaded`);
    this.offset = offset;
  }
}

interface Region {
  start: number;
  bytes: Uint8Array;
  view: DataView;
}

/**
 * Lets a decoder be written as plain synchronous code over a file that may be gigabytes long. Where it
 * touches bytes that are not in memory, `decode` reads the region around them and runs it again; at
 * most 64 regions of at most 16 MiB are held.
 */
export class SparseImage {
  readonly size: number;
  private readonly reader: ByteReader;
  private readonly extents: readonly { start: number; end: number }[];
  private readonly regions: Region[] = [];

  /** `extents` are the ranges worth reading at a stroke, such as sections; elsewhere 64 KiB are read at a time. */
  constructor(reader: ByteReader, extents: readonly { start: number; end: number }[] = []) {
    this.reader = reader;
    this.size = reader.size;
    this.extents = extents;
  }

  /** Runs a synchronous decoder until all it needs is in memory; its RangeErrors mean bytes beyond the file. */
  async decode<Result>(decoder: () => Result): Promise<Result> {
    for (;;) {
      try {
        return decoder();
      } catch (thrown) {
        if (!(thrown instanceof NotLoaded)) throw thrown;
        if (this.regions.length >= maximumLoads) throw new RangeError('its parts lie too far apart');
        await this.load(thrown.offset);
      }
    }
  }

  u8(offset: number): number {
    const region = this.regionOf(offset, 1);
    return region.bytes[offset - region.start] as number;
  }

  u16(offset: number): number {
    const region = this.regionOf(offset, 2);
    return region.view.getUint16(offset - region.start, true);
  }

  u32(offset: number): number {
    const region = this.regionOf(offset, 4);
    return region.view.getUint32(offset - region.start, true);
  }

  u64(offset: number): bigint {
    const region = this.regionOf(offset, 8);
    return region.view.getBigUint64(offset - region.start, true);
  }

  bytes(offset: number, length: number): Uint8Array {
    const region = this.regionOf(offset, length);
    return region.bytes.subarray(offset - region.start, offset - region.start + length);
  }

  /** Up to `length` bytes, fewer at the end of the file. */
  bytesUpTo(offset: number, length: number): Uint8Array {
    return this.bytes(offset, Math.max(1, Math.min(length, this.size - offset)));
  }

  private regionOf(offset: number, length: number): Region {
    if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > this.size || length > maximumRegion) {
      throw new RangeError(`offset ${offset} is outside the file of ${this.size} bytes`);
    }
    for (const region of this.regions) {
      if (offset >= region.start && offset + length <= region.start + region.bytes.length) return region;
    }
    throw new NotLoaded(offset);
  }

  private async load(offset: number): Promise<void> {
    const extent = this.extents.find((each) => offset >= each.start && offset < each.end);
    // A value may straddle the end of a region that is loaded: then only a fresh region helps.
    const straddles = this.regions.some((region) => offset >= region.start && offset < region.start + region.bytes.length);
    const start = extent === undefined || straddles || offset - extent.start > maximumRegion / 2 ? offset : extent.start;
    const length = extent === undefined || straddles ? 65_536 : Math.min(extent.end - start, maximumRegion);
    const bytes = await this.reader.read(start, Math.min(length, this.size - start));
    if (bytes.length === 0) throw new RangeError(`no bytes could be read at offset ${offset}`);
    this.regions.push({ start, bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) });
  }
}
