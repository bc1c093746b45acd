/**
 * RFC 6962 Merkle tree, section 2.1, over the lines of the audit log. A leaf is a line's bytes without
 * its newline. The right-hand edge of the tree is kept as a compact range, so that appending and asking
 * for the root take time logarithmic in the number of leaves.
 */
import { hash } from 'node:crypto';

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);

/** Hash of a leaf: SHA-256(0x00 || bytes). */
export function leafHash(bytes: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([leafPrefix, bytes]), 'buffer');
}

/** Hash of an inner node: SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([nodePrefix, left, right]), 'buffer');
}

/** The tree's right-hand edge: one root for each perfect subtree, the largest first. */
export class CompactRange {
  #size = 0;
  readonly #peaks: Buffer[] = [];

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Adds a leaf by its hash (see `leafHash`). */
  append(leaf: Buffer): void {
    let node = leaf;
    // Every trailing one bit of the old size is a perfect subtree that the new leaf completes. Division
    // instead of shifts, as those would end at 2^31.
    for (let size = this.#size; size % 2 === 1; size = Math.floor(size / 2)) node = nodeHash(this.#peaks.pop() as Buffer, node);
    this.#peaks.push(node);
    this.#size += 1;
  }

  /** Root hash, 32 bytes; of no leaves: SHA-256 of the empty string. */
  root(): Buffer {
    const last = this.#peaks.at(-1);
    if (last === undefined) return hash('sha256', Buffer.alloc(0), 'buffer');
    let root = last;
    for (let index = this.#peaks.length - 2; index >= 0; index -= 1) root = nodeHash(this.#peaks[index] as Buffer, root);
    return root;
  }
}

/** Root over leaf hashes that are all in memory. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  const range = new CompactRange();
  for (const leaf of leaves) range.append(leaf);
  return range.root();
}
