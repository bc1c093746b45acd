/** Reads PDF objects from bytes: ISO 32000-1, 7.2 (lexical conventions) and 7.3 (objects). */
import { latin1Text } from '../text.ts';
import { type PdfDictionary, PdfName, PdfReference, PdfString, type PdfValue } from './values.ts';

/** The bytes end inside an object: more of the file is needed, or it is cut off. */
export class EndOfBytes extends RangeError {}

/** The bytes are no object. */
export class PdfSyntaxError extends Error {}

const maximumDepth = 64;
/** Strings longer than this are stepped over, and their beginning is kept: properties are short. */
const maximumString = 65_536;

/** 1 white space, 2 delimiter, 0 regular (7.2.2). */
const characterClass = new Uint8Array(256);
for (const byte of [0, 9, 10, 12, 13, 32]) characterClass[byte] = 1;
for (const character of '()<>[]{}/%') characterClass[character.charCodeAt(0)] = 2;

const byteOf = (character: string): number => character.charCodeAt(0);
const slash = byteOf('/');
const percent = byteOf('%');
const parenthesis = byteOf('(');
const closing = byteOf(')');
const less = byteOf('<');
const greater = byteOf('>');
const bracket = byteOf('[');
const closingBracket = byteOf(']');
const backslash = byteOf('\\');

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/** A cursor over bytes. Throws EndOfBytes where the bytes end too early and PdfSyntaxError where they make no sense. */
export class PdfParser {
  readonly bytes: Uint8Array;
  at: number;
  /** Whether nothing follows the bytes, so that a word may end with them. */
  private readonly whole: boolean;

  constructor(bytes: Uint8Array, at = 0, whole = false) {
    this.bytes = bytes;
    this.at = at;
    this.whole = whole;
  }

  skipSpace(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw new EndOfBytes('the bytes end where an object should be');
      if (byte === percent) this.skipComment();
      else if (characterClass[byte] === 1) this.at += 1;
      else return;
    }
  }

  private skipComment(): void {
    while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at += 1;
  }

  /** The run of regular characters at the cursor. */
  private word(): string {
    const start = this.at;
    while (this.at < this.bytes.length && characterClass[this.bytes[this.at] as number] === 0) this.at += 1;
    if (this.at === this.bytes.length && !this.whole) throw new EndOfBytes('the bytes end inside a word');
    return latin1Text(this.bytes, start, Math.min(this.at, start + 128));
  }

  /** Steps over a keyword; false, without a step, where something else stands there. */
  keyword(expected: string): boolean {
    this.skipSpace();
    if (this.at + expected.length > this.bytes.length) throw new EndOfBytes('the bytes end where a keyword should be');
    for (let index = 0; index < expected.length; index += 1) {
      if (this.bytes[this.at + index] !== expected.charCodeAt(index)) return false;
    }
    this.at += expected.length;
    return true;
  }

  /** A plain unsigned integer; PdfSyntaxError for anything else. */
  integer(): number {
    this.skipSpace();
    const start = this.at;
    let value = 0;
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined && !this.whole) throw new EndOfBytes('the bytes end inside a number');
      if (byte === undefined || byte < 48 || byte > 57) break;
      value = value * 10 + (byte - 48);
      this.at += 1;
    }
    if (this.at === start || !Number.isSafeInteger(value)) throw new PdfSyntaxError(`no integer at ${start}`);
    return value;
  }

  value(depth = 0): PdfValue {
    if (depth > maximumDepth) throw new PdfSyntaxError('objects are nested too deeply');
    this.skipSpace();
    const byte = this.bytes[this.at] as number;
    if (byte === slash) return this.nameObject();
    if (byte === parenthesis) return this.literalString();
    if (byte === bracket) return this.array(depth);
    if (byte === less) return this.bytes[this.at + 1] === less ? this.dictionary(depth) : this.hexString();
    if ((byte >= 48 && byte <= 57) || byte === 43 || byte === 45 || byte === 46) return this.numberOrReference();
    const start = this.at;
    const word = this.word();
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    throw new PdfSyntaxError(`no object at ${start}`);
  }

  private nameObject(): PdfName {
    this.at += 1;
    const word = this.word();
    return new PdfName(
      word.includes('#') ? word.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))) : word,
    );
  }

  private numberOrReference(): number | PdfReference {
    const word = this.word();
    const value = Number.parseFloat(word);
    if (Number.isNaN(value)) return 0;
    if (!/^\d+$/.test(word)) return value;
    // `12 0 R` is a reference: look ahead, and step back where it is none.
    const back = this.at;
    try {
      const generation = this.integer();
      if (this.keyword('R') && characterClass[this.bytes[this.at] ?? 32] !== 0) return new PdfReference(value, generation);
    } catch (thrown) {
      if (!(thrown instanceof PdfSyntaxError) && !(this.whole && thrown instanceof EndOfBytes)) throw thrown;
    }
    this.at = back;
    return value;
  }

  private array(depth: number): PdfValue[] {
    this.at += 1;
    const values: PdfValue[] = [];
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.at] === closingBracket) {
        this.at += 1;
        return values;
      }
      values.push(this.value(depth + 1));
    }
  }

  private dictionary(depth: number): PdfDictionary {
    this.at += 2;
    const entries: PdfDictionary = new Map();
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.at] === greater) {
        this.at += 2;
        return entries;
      }
      if (this.bytes[this.at] !== slash) throw new PdfSyntaxError(`no key at ${this.at}`);
      const key = this.nameObject().name;
      this.skipSpace();
      // A key without a value, written by careless producers.
      if (this.bytes[this.at] === greater) continue;
      entries.set(key, this.value(depth + 1));
    }
  }

  private hexString(): PdfString {
    this.at += 1;
    const found: number[] = [];
    let high = -1;
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw new EndOfBytes('the bytes end inside a string');
      this.at += 1;
      if (byte === greater) break;
      const digit = hexDigit(byte);
      if (digit < 0) continue;
      if (high < 0) high = digit;
      else {
        if (found.length < maximumString) found.push(high * 16 + digit);
        high = -1;
      }
    }
    if (high >= 0) found.push(high * 16);
    return new PdfString(Uint8Array.from(found));
  }

  private literalString(): PdfString {
    this.at += 1;
    const found: number[] = [];
    let open = 1;
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined) throw new EndOfBytes('the bytes end inside a string');
      this.at += 1;
      if (byte === backslash) {
        this.escape(found);
        continue;
      }
      if (byte === parenthesis) open += 1;
      else if (byte === closing) open -= 1;
      if (open === 0) return new PdfString(Uint8Array.from(found));
      if (byte === 13) {
        if (this.bytes[this.at] === 10) this.at += 1;
        found.push(10);
      } else if (found.length < maximumString) found.push(byte);
    }
  }

  /** What follows a backslash in a literal string (table 3). */
  private escape(found: number[]): void {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new EndOfBytes('the bytes end inside a string');
    this.at += 1;
    if (byte >= 48 && byte <= 55) {
      let value = byte - 48;
      for (let digits = 1; digits < 3; digits += 1) {
        const next = this.bytes[this.at];
        if (next === undefined || next < 48 || next > 55) break;
        value = value * 8 + (next - 48);
        this.at += 1;
      }
      found.push(value & 0xff);
    } else if (byte === 13) {
      if (this.bytes[this.at] === 10) this.at += 1;
    } else if (byte !== 10) found.push(escapes.get(byte) ?? byte);
  }
}

const escapes = new Map([
  [byteOf('n'), 10],
  [byteOf('r'), 13],
  [byteOf('t'), 9],
  [byteOf('b'), 8],
  [byteOf('f'), 12],
]);
