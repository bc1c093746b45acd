/**
 * Proofs over the audit log's Merkle tree: that one entry is in the log which a checkpoint signs, without
 * showing the others (inclusion), and that one checkpoint's log is the beginning of another's (consistency).
 * Making: RFC 6962, sections 2.1.1 and 2.1.2. Verifying: RFC 9162, sections 2.1.3.2 and 2.1.4.2.
 */
import { nodeHash, rootOf } from './merkle.ts';

/**
 * The hashes which, with the leaf at `index` (0 for the first), give the root of the tree over `leaves`.
 * Throws a RangeError for an index outside the tree.
 */
export function inclusionProof(leaves: readonly Buffer[], index: number): Buffer[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length)
    throw new RangeError(`leaf ${index} is not in a tree of ${leaves.length} leaves`);
  if (leaves.length === 1) return [];
  const split = largestPowerOfTwoBelow(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return index < split ? [...inclusionProof(left, index), rootOf(right)] : [...inclusionProof(right, index - split), rootOf(left)];
}

/** Whether `proof` shows that the tree of `size` leaves with `root` has `leaf` (a leaf hash) at `index`. */
export function verifyInclusion(claim: { leaf: Buffer; index: number; size: number; root: Buffer; proof: readonly Buffer[] }): boolean {
  if (!Number.isInteger(claim.index) || claim.index < 0 || claim.index >= claim.size) return false;
  let position = claim.index;
  let last = claim.size - 1;
  let hash = claim.leaf;
  for (const sibling of claim.proof) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(sibling, hash);
      while (position % 2 === 0 && position !== 0) {
        position = half(position);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    position = half(position);
    last = half(last);
  }
  return last === 0 && hash.equals(claim.root);
}

/**
 * The hashes that connect the root over the first `oldSize` leaves with the root over all of them.
 * Throws a RangeError unless 0 < oldSize <= leaves.length.
 */
export function consistencyProof(leaves: readonly Buffer[], oldSize: number): Buffer[] {
  if (!Number.isInteger(oldSize) || oldSize < 1 || oldSize > leaves.length)
    throw new RangeError(`a tree of ${oldSize} leaves is not the beginning of one of ${leaves.length}`);
  return subproof(oldSize, leaves, true);
}

function subproof(oldSize: number, leaves: readonly Buffer[], wholeOldTree: boolean): Buffer[] {
  if (oldSize === leaves.length) return wholeOldTree ? [] : [rootOf(leaves)];
  const split = largestPowerOfTwoBelow(leaves.length);
  const left = leaves.slice(0, split);
  const right = leaves.slice(split);
  return oldSize <= split
    ? [...subproof(oldSize, left, wholeOldTree), rootOf(right)]
    : [...subproof(oldSize - split, right, false), rootOf(left)];
}

/** Whether `proof` shows that the log with `newRoot` begins with the whole log that has `oldRoot`. */
export function verifyConsistency(claim: {
  oldSize: number;
  newSize: number;
  oldRoot: Buffer;
  newRoot: Buffer;
  proof: readonly Buffer[];
}): boolean {
  const { oldSize, newSize, oldRoot, newRoot } = claim;
  if (!Number.isInteger(oldSize) || !Number.isInteger(newSize) || oldSize < 1 || oldSize > newSize) return false;
  if (oldSize === newSize) return claim.proof.length === 0 && oldRoot.equals(newRoot);
  const path = isPowerOfTwo(oldSize) ? [oldRoot, ...claim.proof] : [...claim.proof];
  const first = path.shift();
  if (first === undefined) return false;
  let position = oldSize - 1;
  let last = newSize - 1;
  while (position % 2 === 1) {
    position = half(position);
    last = half(last);
  }
  let oldHash = first;
  let newHash = first;
  for (const sibling of path) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      oldHash = nodeHash(sibling, oldHash);
      newHash = nodeHash(sibling, newHash);
      while (position % 2 === 0 && position !== 0) {
        position = half(position);
        last = half(last);
      }
    } else {
      newHash = nodeHash(newHash, sibling);
    }
    position = half(position);
    last = half(last);
  }
  return last === 0 && oldHash.equals(oldRoot) && newHash.equals(newRoot);
}

function half(value: number): number {
  return Math.floor(value / 2);
}

/** Largest power of two smaller than `size`; `size` is at least 2. */
function largestPowerOfTwoBelow(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

function isPowerOfTwo(value: number): boolean {
  return largestPowerOfTwoBelow(value + 1) === value;
}
