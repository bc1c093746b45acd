/** Shannon entropy of content, fed piece by piece. */

/** Counts bytes; four interleaved tables, as one would make each increment wait for the last of the same byte. */
export class EntropyCounter {
  private readonly first = new Uint32Array(256);
  private readonly second = new Uint32Array(256);
  private readonly third = new Uint32Array(256);
  private readonly fourth = new Uint32Array(256);
  /** Whole counts beyond what 32 bits hold are moved here. */
  private readonly totals = new Float64Array(256);
  private pending = 0;
  private length = 0;

  /** Counts a piece of content. */
  add(bytes: Uint8Array): void {
    const { first, second, third, fourth } = this;
    const end = bytes.length - (bytes.length % 4);
    let index = 0;
    for (; index < end; index += 4) {
      (first[bytes[index] as number] as number)++;
      (second[bytes[index + 1] as number] as number)++;
      (third[bytes[index + 2] as number] as number)++;
      (fourth[bytes[index + 3] as number] as number)++;
    }
    for (; index < bytes.length; index += 1) (first[bytes[index] as number] as number)++;
    this.length += bytes.length;
    this.pending += bytes.length;
    if (this.pending > 2 ** 31) this.carry();
  }

  private carry(): void {
    for (let byte = 0; byte < 256; byte += 1) {
      this.totals[byte] =
        (this.totals[byte] as number) +
        (this.first[byte] as number) +
        (this.second[byte] as number) +
        (this.third[byte] as number) +
        (this.fourth[byte] as number);
    }
    this.first.fill(0);
    this.second.fill(0);
    this.third.fill(0);
    this.fourth.fill(0);
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
