/**
 * TIFF directories and their values (TIFF 6.0, section 2; BigTIFF; EXIF 3.0, 4.6.2), read by ranges.
 *
 * Own code although `exifr` and `exifreader` exist: they lost real files, and the first read beyond the
 * item's end (docs/adr/0004).
 */
import { revealHidden } from '../../model/display.ts';
import type { ByteReader } from '../../model/reader.ts';
import type { ImageFault } from '../image/image-metadata.ts';
import { viewOf } from '../text.ts';
import { decodeTagText, withoutPadding } from './tag-text.ts';

/** Field types and the length of one value in bytes (TIFF 6.0 p. 15, BigTIFF, EXIF 3.0 table 2). */
const typeLengths: ReadonlyMap<number, number> = new Map([
  [1, 1], // BYTE
  [2, 1], // ASCII
  [3, 2], // SHORT
  [4, 4], // LONG
  [5, 8], // RATIONAL
  [6, 1], // SBYTE
  [7, 1], // UNDEFINED
  [8, 2], // SSHORT
  [9, 4], // SLONG
  [10, 8], // SRATIONAL
  [11, 4], // FLOAT
  [12, 8], // DOUBLE
  [13, 4], // IFD
  [16, 8], // LONG8
  [17, 8], // SLONG8
  [18, 8], // IFD8
  [129, 1], // UTF-8
]);

/** 42 is TIFF, 43 BigTIFF; the others are raw formats built alike: Olympus (`RO`, `RS`) and Panasonic. */
const magicNumbers = [42, 43, 0x4f52, 0x5352, 0x55];
const maximumEntries = 4096;

/** One entry of a directory; `valueOffset` also tells where a value lies that is stored inside the entry. */
export interface TiffEntry {
  tag: number;
  type: number;
  count: number;
  valueOffset: number;
  byteLength: number;
}

export interface TiffDirectory {
  /** Its name in messages and sources, such as `IFD0`, `ExifIFD`. */
  name: string;
  offset: number;
  /** The first entry of each tag. */
  entries: ReadonlyMap<number, TiffEntry>;
  /** Offset of the next directory of the chain, 0 at the end. */
  next: number;
}

export interface Rational {
  numerator: number;
  /** May be 0: the value is then undefined. */
  denominator: number;
}

/** `0x010F`. */
export function tagNumber(tag: number): string {
  return `0x${tag.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** An opened TIFF structure. Faults are gathered in `faults`, none is thrown. */
export class TiffStructure {
  readonly firstDirectory: number;
  readonly littleEndian: boolean;
  readonly faults: ImageFault[] = [];
  private readonly content: ByteReader;
  private readonly big: boolean;

  private constructor(content: ByteReader, littleEndian: boolean, big: boolean, firstDirectory: number) {
    this.content = content;
    this.littleEndian = littleEndian;
    this.big = big;
    this.firstDirectory = firstDirectory;
  }

  /** Reads the header (TIFF 6.0 p. 13); null where there is none. */
  static async open(content: ByteReader): Promise<TiffStructure | null> {
    const head = await content.read(0, 16);
    if (head.length < 8) return null;
    const littleEndian = head[0] === 0x49 && head[1] === 0x49;
    if (!littleEndian && !(head[0] === 0x4d && head[1] === 0x4d)) return null;
    const view = viewOf(head);
    const magic = view.getUint16(2, littleEndian);
    if (!magicNumbers.includes(magic)) return null;
    if (magic !== 43) return new TiffStructure(content, littleEndian, false, view.getUint32(4, littleEndian));
    if (head.length < 16 || view.getUint16(4, littleEndian) !== 8) return null;
    return new TiffStructure(content, littleEndian, true, Number(view.getBigUint64(8, littleEndian)));
  }

  get size(): number {
    return this.content.size;
  }

  /** Bytes at an offset of the structure. */
  range(offset: number, length: number): Promise<Uint8Array> {
    return this.content.read(offset, length);
  }

  fault(code: string, message: string, place: string, lost: boolean): void {
    this.faults.push({ code, message, place, lost });
  }

  /** Reads a directory; null (with a fault) where no whole entry can be read at `offset`. */
  async directory(offset: number, name: string): Promise<TiffDirectory | null> {
    const countLength = this.big ? 8 : 2;
    const entryLength = this.big ? 20 : 12;
    const head = await this.content.read(offset, countLength);
    if (offset < 8 || head.length < countLength) {
      this.fault('directory-out-of-range', `The directory ${name} lies outside the structure.`, `${name} at offset ${offset}`, true);
      return null;
    }
    const declared = this.big ? Number(viewOf(head).getBigUint64(0, this.littleEndian)) : viewOf(head).getUint16(0, this.littleEndian);
    const tableOffset = offset + countLength;
    const count = Math.min(declared, maximumEntries, Math.floor((this.content.size - tableOffset) / entryLength));
    if (count < declared) {
      const message = `The directory ${name} declares ${declared} entries; ${count} could be read.`;
      this.fault('directory-truncated', message, `${name} at offset ${offset}`, true);
    }
    const table = await this.content.read(tableOffset, count * entryLength + (this.big ? 8 : 4));
    const entries = new Map<number, TiffEntry>();
    const view = viewOf(table);
    let outside = 0;
    for (let index = 0; index < count; index += 1) {
      const entry = this.entry(view, index * entryLength, tableOffset + index * entryLength);
      if (!entries.has(entry.tag)) entries.set(entry.tag, entry);
      if (entry.valueOffset + entry.byteLength > this.content.size) outside += 1;
    }
    if (outside > 0) {
      const message = `${outside} of ${count} entries of ${name} have values outside the structure.`;
      this.fault('entries-out-of-range', message, `${name} at offset ${offset}`, false);
    }
    const next = count === declared ? this.pointer(table, count * entryLength) : 0;
    return { name, offset, entries, next };
  }

  private pointer(table: Uint8Array, position: number): number {
    if (table.length < position + (this.big ? 8 : 4)) return 0;
    const view = viewOf(table);
    return this.big ? Number(view.getBigUint64(position, this.littleEndian)) : view.getUint32(position, this.littleEndian);
  }

  private entry(view: DataView, position: number, absolute: number): TiffEntry {
    const tag = view.getUint16(position, this.littleEndian);
    const type = view.getUint16(position + 2, this.littleEndian);
    const count = this.big ? Number(view.getBigUint64(position + 4, this.littleEndian)) : view.getUint32(position + 4, this.littleEndian);
    const byteLength = count * (typeLengths.get(type) ?? 0);
    const valuePosition = this.big ? 12 : 8;
    const inline = byteLength <= (this.big ? 8 : 4);
    const stored = this.big
      ? Number(view.getBigUint64(position + valuePosition, this.littleEndian))
      : view.getUint32(position + valuePosition, this.littleEndian);
    return { tag, type, count, byteLength, valueOffset: inline ? absolute + valuePosition : stored };
  }

  /** The value's bytes, at most `limit` of them; null (with a fault) where they lie outside the structure or have no known type. */
  async bytes(directory: TiffDirectory, entry: TiffEntry, limit: number): Promise<Uint8Array | null> {
    const place = `${directory.name} ${tagNumber(entry.tag)}`;
    if (!typeLengths.has(entry.type)) {
      this.fault('unknown-value-type', `The entry has the value type ${entry.type}, which no specification defines.`, place, true);
      return null;
    }
    if (entry.valueOffset + entry.byteLength > this.content.size) {
      const message = `The value of ${entry.byteLength} bytes at offset ${entry.valueOffset} lies outside the structure of ${this.content.size} bytes.`;
      this.fault('value-out-of-range', message, place, true);
      return null;
    }
    if (entry.byteLength > limit) this.fault('value-shortened', `Of ${entry.byteLength} bytes the first ${limit} were read.`, place, true);
    return this.content.read(entry.valueOffset, Math.min(entry.byteLength, limit));
  }

  /** Numbers of any numeric type, at most `limit`; a rational with denominator 0 gives NaN. Null where the value is text or unreadable. */
  async numbers(directory: TiffDirectory, entry: TiffEntry, limit = 16): Promise<number[] | null> {
    if (entry.type === 5 || entry.type === 10) {
      const rationals = await this.rationals(directory, entry, limit);
      return rationals?.map(({ numerator, denominator }) => (denominator === 0 ? Number.NaN : numerator / denominator)) ?? null;
    }
    const bytes = await this.elements(directory, entry, limit, [1, 3, 4, 6, 7, 8, 9, 11, 12, 13, 16, 17, 18]);
    if (bytes === null) return null;
    const width = typeLengths.get(entry.type) as number;
    const view = viewOf(bytes);
    return Array.from({ length: bytes.length / width }, (_, index) => this.numberAt(view, entry.type, index * width));
  }

  private numberAt(view: DataView, type: number, position: number): number {
    const littleEndian = this.littleEndian;
    switch (type) {
      case 3:
        return view.getUint16(position, littleEndian);
      case 4:
      case 13:
        return view.getUint32(position, littleEndian);
      case 6:
        return view.getInt8(position);
      case 8:
        return view.getInt16(position, littleEndian);
      case 9:
        return view.getInt32(position, littleEndian);
      case 11:
        return view.getFloat32(position, littleEndian);
      case 12:
        return view.getFloat64(position, littleEndian);
      case 16:
      case 18:
        return Number(view.getBigUint64(position, littleEndian));
      case 17:
        return Number(view.getBigInt64(position, littleEndian));
      default:
        return view.getUint8(position);
    }
  }

  /** Rationals, signed or not, at most `limit`; null where the value is of another type or unreadable. */
  async rationals(directory: TiffDirectory, entry: TiffEntry, limit = 16): Promise<Rational[] | null> {
    const bytes = await this.elements(directory, entry, limit, [5, 10]);
    if (bytes === null) return null;
    const view = viewOf(bytes);
    const part = entry.type === 10 ? 9 : 4;
    return Array.from({ length: bytes.length / 8 }, (_, index) => ({
      numerator: this.numberAt(view, part, index * 8),
      denominator: this.numberAt(view, part, index * 8 + 4),
    }));
  }

  /** Whole values of the accepted types, at most `limit` of them. */
  private async elements(
    directory: TiffDirectory,
    entry: TiffEntry,
    limit: number,
    accepted: readonly number[],
  ): Promise<Uint8Array | null> {
    if (typeLengths.has(entry.type) && !accepted.includes(entry.type)) {
      const place = `${directory.name} ${tagNumber(entry.tag)}`;
      this.fault('unexpected-value-type', `The entry has the value type ${entry.type}, which does not go with its tag.`, place, true);
      return null;
    }
    const width = typeLengths.get(entry.type) ?? 1;
    const bytes = await this.bytes(directory, { ...entry, byteLength: Math.min(entry.byteLength, limit * width) }, limit * width);
    return bytes === null ? null : bytes.subarray(0, bytes.length - (bytes.length % width));
  }

  /**
   * Text up to its terminating zero. `parts` keeps what follows the zero (EXIF 3.0 lets Copyright hold two texts);
   * for other tags such text is told in a fault, because a viewer does not show it.
   */
  async text(directory: TiffDirectory, entry: TiffEntry, limit: number, parts = false): Promise<string | null> {
    if (typeLengths.has(entry.type) && ![1, 2, 7, 129].includes(entry.type)) {
      const place = `${directory.name} ${tagNumber(entry.tag)}`;
      this.fault('unexpected-value-type', `The entry should hold text but has the value type ${entry.type}.`, place, true);
      return null;
    }
    const bytes = await this.bytes(directory, entry, limit);
    if (bytes === null) return null;
    const terminator = bytes.indexOf(0);
    if (terminator < 0) return decodeTagText(bytes);
    const text = decodeTagText(bytes.subarray(0, terminator));
    const rest = withoutPadding(decodeTagText(bytes.subarray(terminator))).replace(/^[\0\s]+/, '');
    if (rest === '') return text;
    if (parts) return [text, ...rest.split('\0')].filter((part) => part.trim() !== '').join('\n');
    if (/[\p{L}\p{N}]{2}/u.test(rest)) {
      const shown = revealHidden(rest.slice(0, 200));
      this.fault(
        'text-after-terminator',
        `More text follows the end of the value: ${shown}`,
        `${directory.name} ${tagNumber(entry.tag)}`,
        false,
      );
    }
    return text;
  }
}
