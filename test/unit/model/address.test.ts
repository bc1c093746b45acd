import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AddressLayer, extendAddress, itemIdOf, type SourceAddress, serialiseAddress } from '../../../src/model/address.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

const layer: fc.Arbitrary<AddressLayer> = fc.oneof(
  fc.record({ kind: fc.constant('path' as const), path: fc.uint8Array({ maxLength: 6 }) }),
  fc.record({ kind: fc.constant('stream' as const), name: fc.string({ unit: 'grapheme', maxLength: 6 }) }),
  fc.record({
    kind: fc.constant('member' as const),
    extractor: fc.constantFrom('image/exif', 'archive/zip'),
    name: fc.oneof(fc.uint8Array({ maxLength: 6 }), fc.constantFrom(bytes('>path:a'), bytes(':a'), bytes('%41'), bytes('A'))),
  }),
);
const address: fc.Arbitrary<SourceAddress> = fc
  .tuple(fc.constantFrom('S1', 'S2', 'S1>path:a'), fc.array(layer, { maxLength: 4 }))
  .map(([source, layers]) => [{ kind: 'folder', source }, ...layers]);

/** An address in a form in which equal ones, and only those, are equal texts. */
function plain(layers: SourceAddress): string {
  return JSON.stringify(layers, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value));
}

describe('addresses', () => {
  it('reads as a chain from the source inwards', () => {
    const chain: SourceAddress = [
      { kind: 'folder', source: 'S1' },
      { kind: 'path', path: bytes('DCIM/IMG 0001.jpg') },
      { kind: 'member', extractor: 'image/exif', name: bytes('thumbnail.jpg') },
    ];
    expect(serialiseAddress(chain)).toBe('folder:S1>path:DCIM/IMG%200001.jpg>member:image/exif:thumbnail.jpg');
    expect(serialiseAddress([{ kind: 'stream', name: 'Zone.Identifier ثبوت' }])).toBe('stream:Zone.Identifier%20%D8%AB%D8%A8%D9%88%D8%AA');
  });

  it('encodes every byte outside of the unreserved set of RFC 3986, section 2.3, and the slash', () => {
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const encoded = serialiseAddress([{ kind: 'path', path: every }]).slice('path:'.length);
    expect(encoded.replace(/%[0-9A-F]{2}/g, '')).toBe('-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~');
    const decoded = encoded.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    expect(Buffer.from(decoded, 'latin1').equals(every)).toBe(true);
  });

  it('is the same text for the same address only', () => {
    fc.assert(
      fc.property(address, address, (first, second) => {
        expect(serialiseAddress(first) === serialiseAddress(second)).toBe(plain(first) === plain(second));
      }),
      { numRuns: 1000 },
    );
  });

  it('grows by a layer as it would have been made with it', () => {
    fc.assert(
      fc.property(address, layer, (chain, inner) => extendAddress(serialiseAddress(chain), inner) === serialiseAddress([...chain, inner])),
    );
  });

  it('gives the id that the format promises for ever: 128 bits of a prefixed SHA-256', () => {
    // printf 'sabut:item:1:folder:S1>path:a.jpg' | openssl dgst -sha256
    expect(itemIdOf('folder:S1>path:a.jpg', (text) => hash('sha256', text, 'hex'))).toBe('1cf28ec8f08ae48f744661542929ad13');
  });
});
