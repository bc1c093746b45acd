import { describe, expect, it } from 'vitest';
import { CompactRange, leafHash, rootOf } from '../../../src/engine/audit/merkle.ts';
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from '../../../src/engine/audit/merkle-proof.ts';

// The test vectors of the Certificate Transparency project for RFC 6962.
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const inclusionPaths: [leaf: number, size: number, path: string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [3, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    2,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const consistencyPaths: [oldSize: number, newSize: number, path: string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];
const leaves = inputs.map((input) => leafHash(Buffer.from(input, 'hex')));
const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));

describe('the tree of RFC 6962', () => {
  it('has the published roots at sizes 0 to 8', () => {
    const range = new CompactRange();
    expect(range.root().toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    for (const [index, leaf] of leaves.entries()) {
      range.append(leaf);
      expect(range.root().toString('hex')).toBe(roots[index]);
    }
    expect(range.size).toBe(8);
  });

  it.each(inclusionPaths)('has the published inclusion path of leaf %i of %i', (leaf, size, path) => {
    expect(hex(inclusionProof(leaves.slice(0, size), leaf - 1))).toEqual(path);
  });

  it.each(consistencyPaths)('has the published consistency path from %i to %i', (oldSize, newSize, path) => {
    expect(hex(consistencyProof(leaves.slice(0, newSize), oldSize))).toEqual(path);
  });

  it('proves every leaf of every size to 33, and nothing else', () => {
    const many = Array.from({ length: 33 }, (_, index) => leafHash(Buffer.from([index])));
    for (let size = 1; size <= many.length; size += 1) {
      const tree = many.slice(0, size);
      const root = rootOf(tree);
      for (let index = 0; index < size; index += 1) {
        const claim = { leaf: many[index] as Buffer, index, size, root, proof: inclusionProof(tree, index) };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leaf: leafHash(Buffer.from('other')) })).toBe(false);
        expect(verifyInclusion({ ...claim, index: (index + 1) % size })).toBe(size === 1);
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, root] })).toBe(false);
        if (size > 1) expect(verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
      }
    }
  });

  it('proves every beginning of every size to 33, and no fork', () => {
    const many = Array.from({ length: 33 }, (_, index) => leafHash(Buffer.from([index])));
    for (let newSize = 1; newSize <= many.length; newSize += 1) {
      const tree = many.slice(0, newSize);
      for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
        const claim = {
          oldSize,
          newSize,
          oldRoot: rootOf(many.slice(0, oldSize)),
          newRoot: rootOf(tree),
          proof: consistencyProof(tree, oldSize),
        };
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, oldRoot: leafHash(Buffer.from('fork')) })).toBe(false);
        expect(verifyConsistency({ ...claim, newRoot: leafHash(Buffer.from('fork')) })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...claim.proof, claim.newRoot] })).toBe(false);
      }
    }
  });

  it('refuses what lies outside the tree', () => {
    expect(() => inclusionProof(leaves, 8)).toThrow(RangeError);
    expect(() => consistencyProof(leaves, 9)).toThrow(RangeError);
    expect(() => consistencyProof(leaves, 0)).toThrow(RangeError);
    expect(verifyInclusion({ leaf: leaves[0] as Buffer, index: 8, size: 8, root: rootOf(leaves), proof: [] })).toBe(false);
    expect(verifyConsistency({ oldSize: 0, newSize: 8, oldRoot: rootOf([]), newRoot: rootOf(leaves), proof: [] })).toBe(false);
  });
});
