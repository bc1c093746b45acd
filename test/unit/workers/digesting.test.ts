import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestAlgorithms } from '../../../src/model/digest.ts';
import { DigestStream, digestAtOnce, prepareDigests } from '../../../src/workers/digesting.ts';
import { opensslDigest } from '../openssl.ts';

beforeAll(() => prepareDigests(digestAlgorithms));

/** The input of BLAKE3's published test vectors: bytes that count from 0 to 250 over and over. */
function counting(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index % 251);
}

describe('digestAtOnce', () => {
  it('gives the published digests of "abc" (RFC 1321, FIPS 180-4) and of nothing', () => {
    expect(digestAtOnce(Buffer.from('abc'), digestAlgorithms)).toEqual({
      md5: '900150983cd24fb0d6963f7d28e17f72',
      sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      sha512:
        'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
      blake3: '6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85',
    });
    expect(digestAtOnce(new Uint8Array(0), ['md5', 'sha256', 'blake3'])).toEqual({
      md5: 'd41d8cd98f00b204e9800998ecf8427e',
      sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      blake3: 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262',
    });
  });

  it.each([
    [1, '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
    [1024, '42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7'],
  ])('gives the published BLAKE3 digest of %d bytes', (length, digest) => {
    expect(digestAtOnce(counting(length), ['blake3'])).toEqual({ blake3: digest });
  });

  it('agrees with openssl, and takes no more than was asked for', () => {
    const bytes = counting(100_003);
    const digests = digestAtOnce(bytes, ['sha512', 'md5']);
    expect(digests).toEqual({ sha512: opensslDigest('sha512', bytes), md5: opensslDigest('md5', bytes) });
    expect(digestAtOnce(bytes, [])).toEqual({});
  });
});

describe('DigestStream', () => {
  it('gives for pieces what is given for the whole, one item after the other', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }), (pieces) => {
        const stream = new DigestStream(digestAlgorithms);
        for (const piece of pieces) stream.add(piece);
        expect(stream.finish()).toEqual(digestAtOnce(Buffer.concat(pieces), digestAlgorithms));
      }),
      { numRuns: 50 },
    );
  });
});
