/**
 * The one source of chance in the sample drive. Every file draws from a stream of its own that is named
 * after the file, so that adding a family of files changes nothing in the others.
 */
import { createHash } from 'node:crypto';

/** A reproducible stream of random numbers (sfc32, Chris Doty-Humphrey, PractRand). */
export class RandomStream {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** The same seed gives the same stream on every machine. */
  constructor(seed: string) {
    this.#seed = seed;
    const state = createHash('sha256').update(seed).digest();
    this.#a = state.readInt32LE(0);
    this.#b = state.readInt32LE(4);
    this.#c = state.readInt32LE(8);
    for (let round = 0; round < 12; round++) this.#next();
  }

  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A stream that depends on this one's seed and on the name only, not on what was drawn so far. */
  fork(name: string): RandomStream {
    return new RandomStream(`${this.#seed}/${name}`);
  }

  /** At least 0, less than 1. */
  fraction(): number {
    return this.#next() / 0x1_0000_0000;
  }

  /** An integer from `minimum` to `maximum`, both included. */
  integer(minimum: number, maximum: number): number {
    return minimum + Math.floor(this.fraction() * (maximum - minimum + 1));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** One element of a list that is not empty. */
  pick<Value>(values: readonly Value[]): Value {
    return values[Math.floor(this.fraction() * values.length)] as Value;
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let position = 0; position < length; position += 4) {
      const word = this.#next();
      for (let index = 0; index < 4 && position + index < length; index++) bytes[position + index] = word >>> (8 * index);
    }
    return bytes;
  }

  /** Lower-case hexadecimal digits. */
  hexadecimal(digits: number): string {
    return this.bytes(Math.ceil(digits / 2))
      .toString('hex')
      .slice(0, digits);
  }

  /** Decimal digits, leading zeros included. */
  digits(count: number): string {
    let text = '';
    while (text.length < count) text += String(this.integer(0, 9));
    return text;
  }
}
