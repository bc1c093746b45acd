/** Shannon entropy of content, fed piece by piece. */
import { splitIntoWords } from '../model/words.ts';

/** From so many bytes on, counting pairs pays for spreading 65 536 counters over 256. */
const pairsFrom = 256 * 1024;
/** Pending counts stay below what 31 bits hold. */
const carryAt = 2 ** 30;

/**
 * Counts bytes, four to a word. Short pieces are counted into a table for each place in the word, as one table would make each count
 * wait for the last of the same byte; long ones pair by pair.
 */
export class EntropyCounter {
  private readonly places = new Int32Array(4 * 256);
  private readonly pairs = new Int32Array(256 * 256);
  private readonly totals = new Float64Array(256);
  private pending = 0;
  private pairsPending = false;
  private length = 0;

  /** Counts a piece of content, of at most 1 GiB. */
  add(bytes: Uint8Array): void {
    const { before, words, after } = splitIntoWords(bytes);
    if (bytes.length >= pairsFrom) this.countPairs(words);
    else this.countPlaces(words);
    for (const byte of before) (this.totals[byte] as number) += 1;
    for (const byte of after) (this.totals[byte] as number) += 1;
    this.length += bytes.length;
    this.pending += bytes.length;
    if (this.pending > carryAt) this.carry();
  }

  private countPlaces(words: Int32Array): void {
    const places = this.places;
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index] as number;
      (places[word & 255] as number) += 1;
      (places[256 | ((word >>> 8) & 255)] as number) += 1;
      (places[512 | ((word >>> 16) & 255)] as number) += 1;
      (places[768 | (word >>> 24)] as number) += 1;
    }
  }

  private countPairs(words: Int32Array): void {
    const pairs = this.pairs;
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index] as number;
      (pairs[word & 0xffff] as number) += 1;
      (pairs[word >>> 16] as number) += 1;
    }
    this.pairsPending = true;
  }

  private carry(): void {
    const { places, pairs, totals } = this;
    for (let byte = 0; byte < 256; byte += 1) {
      (totals[byte] as number) +=
        (places[byte] as number) + (places[256 + byte] as number) + (places[512 + byte] as number) + (places[768 + byte] as number);
    }
    places.fill(0);
    if (this.pairsPending) {
      for (let pair = 0; pair < pairs.length; pair += 1) {
        const count = pairs[pair] as number;
        (totals[pair & 255] as number) += count;
        (totals[pair >>> 8] as number) += count;
      }
      pairs.fill(0);
      this.pairsPending = false;
    }
    this.pending = 0;
  }

  /** Bits a byte, 0 to 8, rounded to four decimals (C. E. Shannon 1948, section 6); null where nothing was counted. Starts anew. */
  take(): number | null {
    if (this.length === 0) return null;
    this.carry();
    let entropy = 0;
    for (let byte = 0; byte < 256; byte += 1) {
      const count = this.totals[byte] as number;
      if (count > 0) entropy -= (count / this.length) * Math.log2(count / this.length);
    }
    this.totals.fill(0);
    this.length = 0;
    return Math.round(Math.abs(entropy) * 10_000) / 10_000;
  }
}
