/** The names of all items as one text, in which a part of a name is found at the speed of memory. */

const separator = 0x0a;

export class NameTexts {
  /** Names in lower case, each followed by a line break; names in display form hold none. */
  bytes: Buffer = Buffer.alloc(0);
  length = 0;
  /** By item number. */
  starts: Uint32Array;
  ends: Uint32Array;
  /** The largest item number so far. */
  private highest = 0;

  constructor() {
    this.starts = new Uint32Array(0);
    this.ends = new Uint32Array(0);
  }

  /** Takes over names as they were kept. */
  restore(bytes: Buffer, starts: Uint32Array, ends: Uint32Array): void {
    this.bytes = bytes;
    this.length = bytes.length;
    this.starts = starts;
    this.ends = ends;
    this.highest = starts.length - 1;
  }

  /** Makes room for item numbers below `capacity`. */
  resize(capacity: number): void {
    const starts = new Uint32Array(capacity);
    const ends = new Uint32Array(capacity);
    starts.set(this.starts);
    ends.set(this.ends);
    this.starts = starts;
    this.ends = ends;
  }

  /** Adds the name of an item; items come in the order of their numbers. */
  add(item: number, name: string): void {
    this.highest = item;
    // A character takes at most three bytes, a pair of surrogates four.
    const needed = this.length + name.length * 3 + 1;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(65_536, this.bytes.length * 2, needed));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    const { bytes } = this;
    const start = this.length;
    let at = start;
    for (let index = 0; index < name.length; index += 1) {
      const code = name.charCodeAt(index);
      if (code >= 0x80) {
        at += bytes.write(
          name.slice(index).replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
          at,
          'utf8',
        );
        break;
      }
      bytes[at] = code >= 0x41 && code <= 0x5a ? code | 0x20 : code;
      at += 1;
    }
    this.starts[item] = start;
    this.ends[item] = at;
    bytes[at] = separator;
    this.length = at + 1;
  }

  /** Marks with 1 the items whose name contains the text, given in lower case. */
  markContaining(text: Buffer, marks: Uint8Array): void {
    this.scan(text, (item) => {
      marks[item] = 1;
    });
  }

  /** Marks with 1 the items whose name begins with the text, where `also` holds. */
  markBeginning(text: Buffer, marks: Uint8Array, also: (item: number) => boolean): void {
    const { highest } = this;
    for (let item = 1; item <= highest; item += 1) {
      const start = this.starts[item] as number;
      const length = (this.ends[item] as number) - start;
      if (length >= text.length && also(item) && this.bytes.compare(text, 0, text.length, start, start + text.length) === 0)
        marks[item] = 1;
    }
  }

  private scan(text: Buffer, found: (item: number) => void): void {
    if (text.includes(separator)) return;
    const { highest } = this;
    const whole = this.bytes.subarray(0, this.length);
    let item = 1;
    for (let at = whole.indexOf(text); at >= 0 && at < this.length; ) {
      while (item <= highest && (this.ends[item] as number) <= at) item += 1;
      if (item > highest) break;
      if (at + text.length <= (this.ends[item] as number) && at >= (this.starts[item] as number)) found(item);
      at = whole.indexOf(text, (this.ends[item] as number) + 1);
    }
  }
}
