import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type DigestAlgorithm, digestAlgorithms } from '../../../src/model/digest.ts';
import { rootIdentityOf } from '../../../src/model/medium.ts';
import { identityOf } from '../../../src/sources/folder/medium.ts';
import { digestPartner, shareDigests } from '../../../src/workers/digest-partner.ts';
import { prepareDigests } from '../../../src/workers/digesting.ts';
import { EntropyCounter } from '../../../src/workers/entropy.ts';
import { readContent, sharedFrom } from '../../../src/workers/read-content.ts';
import { listedTraits } from '../listed-traits.ts';
import { opensslDigest } from '../openssl.ts';
import { scratchFolder } from '../scratch-folder.ts';

const root = join(scratchFolder('digest-partner'), 'evidence');
const named = ['md5', 'sha1', 'sha256', 'sha512'] as const;
const bytes = Buffer.alloc(sharedFrom + 2 * 1024 * 1024 + 4321);

beforeAll(async () => {
  mkdirSync(root);
  // Nothing that repeats with the length of a piece.
  for (let index = 0; index < bytes.length; index += 4)
    bytes.writeUInt32LE(Math.imul(index, 2_654_435_761) >>> 0, index - (index > bytes.length - 4 ? 3 : 0));
  writeFileSync(join(root, 'large.bin'), bytes);
  await prepareDigests(['blake3']);
});

function readIt(algorithms: readonly DigestAlgorithm[], entropy = new EntropyCounter(), onOpen: () => void = () => undefined) {
  const place = { path: Buffer.from(root), ...rootIdentityOf(identityOf(Buffer.from(root))) };
  return readContent(place, Buffer.from('large.bin'), listedTraits(root, Buffer.from('large.bin')), algorithms, entropy, onOpen);
}

describe('a large item whose digests two threads share', () => {
  it('has the digests, entropy and first bytes that it has by itself', async () => {
    expect(digestPartner()).not.toBeNull();
    const entropy = new EntropyCounter();
    const read = await readIt(named, entropy);
    expect(read.close()).toEqual([]);
    expect(Object.keys(read.digests)).toEqual(named);
    for (const algorithm of named) expect(read.digests[algorithm]).toBe(opensslDigest(algorithm, bytes));
    expect(Buffer.from(read.head).equals(bytes.subarray(0, read.head.length))).toBe(true);
    entropy.add(bytes);
    expect(read.entropy).toBe(entropy.take());
  });

  it('is digested by each choice of algorithms alike, one item after the other', async () => {
    for (const algorithms of [['sha256'], ['blake3'], ['blake3', 'md5'], ['sha1', 'sha256', 'blake3']] as DigestAlgorithm[][]) {
      const read = await readIt(algorithms);
      read.close();
      expect(Object.keys(read.digests)).toEqual(algorithms);
      for (const algorithm of algorithms) if (algorithm !== 'blake3') expect(read.digests[algorithm]).toBe(opensslDigest(algorithm, bytes));
    }
  });

  it('tells of a file that grew while both read it', async () => {
    const read = await readIt(named, undefined, () => appendFileSync(join(root, 'large.bin'), 'more'));
    expect(read.close().map(({ code }) => code)).toEqual(['changed-while-reading']);
    writeFileSync(join(root, 'large.bin'), bytes);
  });

  it('is read again by one thread where the other is lost on the way, and by one from then on', async () => {
    const partner = digestPartner();
    const entropy = new EntropyCounter();
    const reading = readIt(named, entropy, () => void partner?.end());
    const read = await reading;
    read.close();
    expect(digestPartner()).toBeNull();
    for (const algorithm of named) expect(read.digests[algorithm]).toBe(opensslDigest(algorithm, bytes));
    entropy.add(bytes);
    expect(read.entropy).toBe(entropy.take());
    const later = await readIt(['md5']);
    later.close();
    expect(later.digests).toEqual({ md5: opensslDigest('md5', bytes) });
  });
});

describe('the share of each thread', () => {
  it('holds each algorithm once, and BLAKE3 only where it is made ready', () => {
    fc.assert(
      fc.property(fc.subarray([...digestAlgorithms]), (algorithms) => {
        const { own, partners } = shareDigests(algorithms);
        expect([...own, ...partners].sort()).toEqual(algorithms.toSorted());
        expect(partners).not.toContain('blake3');
      }),
    );
  });
});
