/**
 * Writes TIFF 6.0 structures: as the Exif block of a picture (Exif 3.0, CIPA DC-008 section 4.6) and as
 * TIFF files. Values longer than four bytes, sub-directories and picture strips are laid out behind the
 * directory that names them.
 */

export type Rational = readonly [numerator: number, denominator: number];

/** One directory entry; the writer derives count and offset. */
export type TiffEntry = { tag: number } & (
  | { type: 'byte' | 'undefined'; bytes: Uint8Array }
  | { type: 'ascii'; text: string }
  | { type: 'short' | 'long'; numbers: readonly number[] }
  | { type: 'rational'; rationals: readonly Rational[] }
  /** A LONG that holds the offset of another directory. */
  | { type: 'directory'; directory: TiffDirectory }
  /** A LONG that holds the offset of these bytes, such as a thumbnail or a strip. */
  | { type: 'placed'; bytes: Uint8Array }
);

export type TiffDirectory = readonly TiffEntry[];

const typeCodes = { byte: 1, ascii: 2, short: 3, long: 4, rational: 5, undefined: 7, directory: 4, placed: 4 } as const;

/**
 * Serialises a chain of directories (IFD0, IFD1 ...). Entries may come in any order; they are written
 * sorted by tag as TIFF 6.0 section 2 demands. Text is written as UTF-8 with its closing zero.
 */
export function writeTiff(directories: readonly TiffDirectory[], littleEndian: boolean): Buffer {
  const writer = new TiffWriter(littleEndian);
  let link = writer.header();
  for (const directory of directories) {
    const offset = writer.end();
    writer.setLong(link, offset);
    link = writer.directory(directory);
  }
  return writer.bytes();
}

class TiffWriter {
  readonly #littleEndian: boolean;
  #buffer = Buffer.alloc(4096);
  #length = 0;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  /** Writes the file header; returns where the offset of the first directory goes. */
  header(): number {
    this.#reserve(8);
    this.#buffer.write(this.#littleEndian ? 'II' : 'MM', 0, 'latin1');
    this.setShort(2, 42);
    return 4;
  }

  /** Where the next directory or value will begin: on an even offset (TIFF 6.0 section 2). */
  end(): number {
    return this.#length + (this.#length & 1);
  }

  bytes(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }

  setShort(offset: number, value: number): void {
    if (this.#littleEndian) this.#buffer.writeUInt16LE(value, offset);
    else this.#buffer.writeUInt16BE(value, offset);
  }

  setLong(offset: number, value: number): void {
    if (this.#littleEndian) this.#buffer.writeUInt32LE(value >>> 0, offset);
    else this.#buffer.writeUInt32BE(value >>> 0, offset);
  }

  /** Appends a directory and what belongs to it; returns where the offset of the next one goes. */
  directory(unsorted: TiffDirectory): number {
    const entries = [...unsorted].sort((one, other) => one.tag - other.tag);
    const start = this.#reserve(2 + 12 * entries.length + 4);
    this.setShort(start, entries.length);
    entries.forEach((entry, index) => {
      this.#entry(start + 2 + 12 * index, entry);
    });
    return start + 2 + 12 * entries.length;
  }

  #entry(place: number, entry: TiffEntry): void {
    this.setShort(place, entry.tag);
    this.setShort(place + 2, typeCodes[entry.type]);
    switch (entry.type) {
      case 'byte':
      case 'undefined':
        this.#value(place, entry.bytes.length, entry.bytes);
        return;
      case 'ascii': {
        const bytes = Buffer.from(`${entry.text}\0`, 'utf8');
        this.#value(place, bytes.length, bytes);
        return;
      }
      case 'short':
        this.#numbers(place, entry.numbers, 2);
        return;
      case 'long':
        this.#numbers(place, entry.numbers, 4);
        return;
      case 'rational': {
        this.setLong(place + 4, entry.rationals.length);
        const offset = this.#reserve(8 * entry.rationals.length);
        this.setLong(place + 8, offset);
        entry.rationals.forEach(([numerator, denominator], index) => {
          this.setLong(offset + 8 * index, numerator);
          this.setLong(offset + 8 * index + 4, denominator);
        });
        return;
      }
      case 'directory':
        this.setLong(place + 4, 1);
        this.setLong(place + 8, this.end());
        this.directory(entry.directory);
        return;
      case 'placed': {
        this.setLong(place + 4, 1);
        const offset = this.#reserve(entry.bytes.length);
        this.#buffer.set(entry.bytes, offset);
        this.setLong(place + 8, offset);
      }
    }
  }

  #value(place: number, count: number, bytes: Uint8Array): void {
    this.setLong(place + 4, count);
    if (bytes.length <= 4) {
      this.#buffer.set(bytes, place + 8);
      return;
    }
    const offset = this.#reserve(bytes.length);
    this.#buffer.set(bytes, offset);
    this.setLong(place + 8, offset);
  }

  #numbers(place: number, numbers: readonly number[], width: 2 | 4): void {
    this.setLong(place + 4, numbers.length);
    const inline = numbers.length * width <= 4;
    const offset = inline ? place + 8 : this.#reserve(numbers.length * width);
    if (!inline) this.setLong(place + 8, offset);
    numbers.forEach((value, index) => {
      if (width === 2) this.setShort(offset + 2 * index, value);
      else this.setLong(offset + 4 * index, value);
    });
  }

  /** Adds zeroed room; returns its offset. */
  #reserve(length: number): number {
    const offset = this.end();
    const end = offset + length;
    if (end > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(end, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#length = end;
    return offset;
  }
}
