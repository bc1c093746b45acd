/** 2 000 mutated pictures through each picture extractor: each ends in time, says only what it declares, and throws nothing. */
import { describe, expect, test } from 'vitest';
import { imageExif } from '../../src/extractors/image/exif/index.ts';
import { imageIptc } from '../../src/extractors/image/iptc/index.ts';
import { imageXmp } from '../../src/extractors/image/xmp/index.ts';
import {
  ascii,
  bytes,
  dataSet,
  exifSegment,
  heif,
  iptcResourceBlock,
  iptcSegment,
  jpeg,
  long,
  png,
  pngChunk,
  rational,
  short,
  tiff,
  undefinedBytes,
  webp,
  xmpExtensionSegment,
  xmpPacket,
  xmpSegment,
} from '../extractors/picture-builder.ts';
import { collect } from '../extractors/run-extractor.ts';
import { mutations } from './mutator.ts';

const count = 2000;
/** Far below an item's real deadline of 60 s; generous, because the machine that runs the tests may be busy. */
const deadline = 2000;

const packet = xmpPacket(
  'xmp:CreatorTool="Tool &amp; co" xmp:CreateDate="2020-01-02T03:04:05+05:00" exif:GPSLatitude="24,51.65N"',
  '<dc:subject><rdf:Bag><rdf:li>one</rdf:li><rdf:li>two</rdf:li></rdf:Bag></dc:subject>',
);
const packetBytes = new TextEncoder().encode(packet);
const records = bytes(
  dataSet(1, 90, '\u001b%G'),
  dataSet(2, 5, 'Name'),
  dataSet(2, 25, 'کراچی'),
  dataSet(2, 55, '20240501'),
  dataSet(2, 60, '102030+0500'),
);
const structureParts = {
  main: [
    ascii(0x010f, 'Maker'),
    ascii(0x0110, 'Model'),
    short(0x0112, 6),
    short(0x0100, 64),
    short(0x0101, 48),
    undefinedBytes(0x02bc, packetBytes, 1),
    undefinedBytes(0x83bb, records),
    undefinedBytes(0x8649, iptcResourceBlock(records)),
    ascii(0x8298, bytes('one\0two\0')),
  ],
  exif: [
    ascii(0x9003, '2024:05:01 10:20:30'),
    ascii(0x9011, '+05:00'),
    ascii(0x9291, '123'),
    undefinedBytes(0x9286, bytes('UNICODE\0', [6, 0x27, 6, 0x31])),
    long(0xa002, 640),
    long(0xa003, 480),
    ascii(0xa431, '123456'),
  ],
  gps: [
    ascii(1, 'N'),
    rational(2, [24, 1], [51, 1], [39, 1]),
    ascii(3, 'E'),
    rational(4, [67, 1], [0, 1], [36, 1]),
    rational(6, [25, 2]),
    rational(7, [5, 1], [20, 1], [30, 1]),
    ascii(0x1d, '2024:05:01'),
  ],
  thumbnail: jpeg({ width: 8, height: 8 }),
};
const structure = tiff(structureParts);

const bases = [
  jpeg({
    segments: [
      exifSegment(structure),
      xmpSegment(packet),
      xmpExtensionSegment('0123456789ABCDEF0123456789ABCDEF', packetBytes.length, 0, packetBytes),
      iptcSegment(records),
    ],
    trailer: bytes('more'),
  }),
  structure,
  tiff({ ...structureParts, littleEndian: true }),
  png(64, 48, pngChunk('eXIf', structure), pngChunk('iTXt', 'XML:com.adobe.xmp\0', [0, 0], '\0\0', packetBytes)),
  webp(64, 48, ['EXIF', structure], ['XMP ', packetBytes]),
  heif({ width: 64, height: 48, exif: structure, xmp: packet }),
  heif({ width: 64, height: 48, exif: structure, inline: true, brand: 'avif' }),
];

describe.each([
  [imageExif, 0x5ab07, 'image/jpeg'],
  [imageXmp, 0x5ab08, 'image/jpeg'],
  [imageXmp, 0x5ab09, 'application/rdf+xml'],
  [imageIptc, 0x5ab0a, 'image/jpeg'],
])('mutations of pictures', (extractor, seed, mediaType) => {
  test(`${extractor.id} survives ${count} of them as ${mediaType} (seed ${seed})`, { timeout: 60_000 }, async () => {
    const inputs = mediaType === 'application/rdf+xml' ? [packetBytes] : bases;
    let spoke = 0;
    let index = 0;
    for (const input of mutations(seed, inputs, count)) {
      const started = performance.now();
      const collected = await collect(extractor, input, { mediaType }).catch((thrown: unknown) => {
        throw new Error(`mutation ${index} of seed ${seed}: ${String(thrown)}`, { cause: thrown });
      });
      expect(performance.now() - started, `mutation ${index} of seed ${seed}`).toBeLessThan(deadline);
      for (const { content } of collected.children) await content.read(0, content.size);
      if (collected.artefacts.length > 0 || collected.observations.length > 0) spoke += 1;
      index += 1;
    }
    // A mutator that only made unrecognisable bytes would prove nothing.
    expect(spoke).toBeGreaterThan(count / 4);
  });
});
