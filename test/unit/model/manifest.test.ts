import { describe, expect, it } from 'vitest';
import { type AddressLayer, serialiseAddress } from '../../../src/model/address.ts';
import { manifestLine } from '../../../src/model/manifest.ts';

const sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function address(path: Uint8Array | string, ...further: AddressLayer[]): string {
  const bytes = typeof path === 'string' ? new TextEncoder().encode(path) : path;
  return serialiseAddress([{ kind: 'folder', source: 'S1' }, { kind: 'path', path: bytes }, ...further]);
}

describe('manifestLine', () => {
  it('gives digest, size, kind and the encoded path', () => {
    expect(manifestLine({ address: address('DCIM/IMG 0001.jpg'), kind: 'file', size: 0, sha256 })).toBe(
      `${sha256}  0  file  DCIM/IMG%200001.jpg\n`,
    );
  });

  it('has dashes for what is not there', () => {
    expect(manifestLine({ address: address('DCIM'), kind: 'directory', size: null })).toBe(`${'-'.repeat(64)}  -  directory  DCIM\n`);
  });

  it('carries every byte that a name can have, on one line', () => {
    const bytes = Uint8Array.from({ length: 255 }, (_, index) => index + 1);
    const line = manifestLine({ address: address(bytes), kind: 'special', size: null });
    expect(line).toMatch(/^-{64} {2}- {2}special {2}[A-Za-z0-9._~/%-]+\n$/);
    expect(line).toContain('%0A');
    expect(line).toContain('%FF');
    expect(line).toContain('%3E');
  });

  it('leaves out members, alternate streams and the root of the source', () => {
    const member: AddressLayer = { kind: 'member', extractor: 'image/exif', name: new TextEncoder().encode('thumbnail.jpg') };
    expect(manifestLine({ address: address('a.jpg', member), kind: 'member', size: 1, sha256 })).toBeNull();
    expect(manifestLine({ address: address('a.txt', { kind: 'stream', name: 'zone' }), kind: 'file', size: 1, sha256 })).toBeNull();
    expect(manifestLine({ address: serialiseAddress([{ kind: 'folder', source: 'S1' }]), kind: 'directory', size: null })).toBeNull();
    expect(manifestLine({ address: address(''), kind: 'directory', size: null })).toBeNull();
  });
});
