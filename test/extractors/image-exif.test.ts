import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { imageExif } from '../../src/extractors/image/exif/index.ts';
import { type ByteReader, memoryReader } from '../../src/model/reader.ts';
import {
  ascii,
  bytes,
  exifSegment,
  heif,
  jpeg,
  long,
  png,
  pngChunk,
  rational,
  short,
  type TiffParts,
  tiff,
  u16,
  u32,
  undefinedBytes,
  webp,
} from './picture-builder.ts';
import { type Collected, collect } from './run-extractor.ts';

async function run(input: Uint8Array | ByteReader): Promise<Collected> {
  return collect(imageExif, input, { mediaType: 'image/jpeg' });
}

/** Runs over a 64 x 48 JPEG with this EXIF structure. */
async function runExif(parts: TiffParts): Promise<Collected & { fields: Collected['artefacts'][0]['fields'] }> {
  const collected = await run(jpeg({ segments: [exifSegment(tiff(parts))] }));
  return { ...collected, fields: collected.artefacts[0]!.fields };
}

function codes(collected: Collected): string[] {
  return collected.observations.map(({ code }) => code);
}

const camera: TiffParts = {
  main: [
    ascii(0x010f, 'NIKON CORPORATION'),
    ascii(0x0110, 'NIKON D800  '),
    short(0x0112, 6),
    ascii(0x0131, 'Ver.1.10'),
    ascii(0x0132, '2024:05:01 10:21:00'),
    ascii(0x013b, 'عائشہ خان'),
    ascii(0x8298, bytes('Ayesha\0Editor\0')),
  ],
  exif: [
    rational(0x829a, [1, 250]),
    rational(0x829d, [28, 10]),
    short(0x8827, 400),
    ascii(0x9003, '2024:05:01 10:20:30'),
    ascii(0x9004, '2024:05:01 10:20:30'),
    ascii(0x9011, '+05:00'),
    undefinedBytes(0x9286, bytes('UNICODE\0', [0x06, 0x41, 0x06, 0x46])),
    short(0x9209, 1),
    rational(0x920a, [50, 1]),
    ascii(0x9291, '045'),
    short(0xa405, 75),
    ascii(0xa431, '3050595'),
    ascii(0xa433, 'Nikon'),
    ascii(0xa434, '50mm f/1.8'),
  ],
  gps: [
    ascii(0x0001, 'N'),
    rational(0x0002, [24, 1], [51, 1], [39, 1]),
    ascii(0x0003, 'E'),
    rational(0x0004, [67, 1], [0, 1], [36, 1]),
    undefinedBytes(0x0005, bytes([1]), 1),
    rational(0x0006, [25, 2]),
    rational(0x0007, [5, 1], [20, 1], [305, 10]),
    ascii(0x001d, '2024:05:01'),
  ],
};

describe('image/exif', () => {
  for (const littleEndian of [false, true]) {
    test(`reads device, times and place, ${littleEndian ? 'little' : 'big'}-endian, and names the tags`, async () => {
      const collected = await runExif({ ...camera, littleEndian, exif: camera.exif!.filter(({ tag }) => tag !== 0x9286) });
      expect(collected.fields).toEqual({
        make: 'NIKON CORPORATION',
        model: 'NIKON D800',
        serialNumber: '3050595',
        lensMake: 'Nikon',
        lensModel: '50mm f/1.8',
        software: 'Ver.1.10',
        capturedAt: { raw: '2024:05:01 10:20:30', iso: '2024-05-01T10:20:30.045+05:00', precision: 'millisecond', basis: 'offset' },
        digitizedAt: { raw: '2024:05:01 10:20:30', iso: '2024-05-01T10:20:30', precision: 'second', basis: 'local-unknown' },
        modifiedAt: { raw: '2024:05:01 10:21:00', iso: '2024-05-01T10:21:00', precision: 'second', basis: 'local-unknown' },
        gpsTime: { raw: '2024:05:01 05:20:30.500', iso: '2024-05-01T05:20:30.500Z', precision: 'millisecond', basis: 'utc' },
        latitude: 24.8608333333,
        longitude: 67.01,
        altitude: -12.5,
        orientation: 6,
        width: 64,
        height: 48,
        artist: 'عائشہ خان',
        copyright: 'Ayesha\nEditor',
        exposureTime: 0.004,
        fNumber: 2.8,
        iso: 400,
        focalLength: 50,
        focalLength35mm: 75,
        flashFired: true,
      });
      const { sources } = collected.artefacts[0]!;
      expect(sources['make']).toBe('IFD0 0x010F Make');
      expect(sources['capturedAt']).toBe(
        'ExifIFD 0x9003 DateTimeOriginal + ExifIFD 0x9291 SubSecTimeOriginal + ExifIFD 0x9011 OffsetTimeOriginal',
      );
      expect(sources['latitude']).toBe('GPS 0x0002 GPSLatitude + GPS 0x0001 GPSLatitudeRef');
      expect(sources['width']).toBe('JPEG SOF0');
      expect(collected.observations).toEqual([]);
      expect(collected.incomplete).toBe(false);
    });
  }

  test('gives the size of a picture without EXIF', async () => {
    const collected = await run(jpeg({ width: 4032, height: 3024 }));
    expect(collected.artefacts).toEqual([{ fields: { width: 4032, height: 3024 }, sources: { width: 'JPEG SOF0', height: 'JPEG SOF0' } }]);
    expect(collected.incomplete).toBe(false);
  });

  test('reads EXIF out of every container', async () => {
    const structure = tiff(camera);
    const profile = `\nexif\n${structure.length + 6}\n${Buffer.from(bytes('Exif\0\0', structure)).toString('hex')}\n`;
    const containers: Record<string, Uint8Array> = {
      'HEIF ispe of item 1': heif({ width: 800, height: 544, exif: structure }),
      'PNG IHDR': png(800, 544, pngChunk('eXIf', structure)),
      'WebP VP8X': webp(800, 544, ['EXIF', structure]),
      'IFD0 0x0100 ImageWidth, 0x0101 ImageLength': tiff({ ...camera, main: [long(0x0100, 800), short(0x0101, 544), ...camera.main!] }),
    };
    const variants = [
      heif({ width: 800, height: 544, exif: structure, inline: true, brand: 'avif' }),
      webp(800, 544, ['EXIF', bytes('Exif\0\0', structure)]),
      png(800, 544, pngChunk('zTXt', 'Raw profile type exif\0\0', deflateSync(profile))),
    ];
    for (const [source, content] of [...Object.entries(containers), ...variants.map((variant) => [null, variant] as const)]) {
      const { artefacts, observations } = await run(content);
      expect(artefacts[0]?.fields).toMatchObject({ make: 'NIKON CORPORATION', latitude: 24.8608333333, width: 800, height: 544 });
      if (source !== null) expect(artefacts[0]?.sources['width']).toBe(source);
      expect(observations).toEqual([]);
    }
  });

  test('takes the size of raw pictures from the sub-directory that is not reduced', async () => {
    const full = bytes(
      u16(3),
      u16(0x00fe),
      u16(4),
      u32(1),
      u32(0),
      u16(0x0100),
      u16(4),
      u32(1),
      u32(6000),
      u16(0x0101),
      u16(4),
      u32(1),
      u32(4000),
      u32(0),
    );
    const main = [long(0x00fe, 1), long(0x0100, 160), long(0x0101, 120), ascii(0x0110, 'Raw'), long(0x014a, 0)];
    const length = tiff({ main }).length;
    const { artefacts } = await run(bytes(tiff({ main: [...main.slice(0, 4), long(0x014a, length)] }), full));
    expect(artefacts[0]?.fields).toMatchObject({ width: 6000, height: 4000, model: 'Raw' });
  });

  test('reads the sizes of lossy and lossless WebP, GIF and bitmaps', async () => {
    const riff = (type: string, content: Uint8Array): Uint8Array =>
      bytes(
        'RIFF',
        u32(content.length + 12 + (content.length & 1)).reverse(),
        'WEBP',
        type,
        u32(content.length).reverse(),
        content,
        new Uint8Array(content.length & 1),
      );
    const lossy = riff('VP8 ', bytes([0, 0, 0, 0x9d, 0x01, 0x2a, 0x20, 0x03, 0x20, 0x42]));
    const lossless = riff('VP8L', bytes([0x2f], u32((543 << 14) | 799).reverse()));
    const gif = bytes('GIF89a', [0x20, 0x03, 0x20, 0x02, 0, 0, 0]);
    const bitmap = bytes('BM', new Uint8Array(12), u32(40).reverse(), u32(800).reverse(), u32(-544 >>> 0).reverse(), [1, 0, 24, 0]);
    for (const content of [lossy, lossless, gif, bitmap]) {
      const { artefacts, incomplete } = await run(content);
      expect(artefacts[0]?.fields).toEqual({ width: 800, height: 544 });
      expect(incomplete).toBe(false);
    }
  });

  test('hands the thumbnail out as a child', async () => {
    const thumbnail = jpeg({ width: 16, height: 12 });
    const { children } = await runExif({ ...camera, thumbnail });
    expect(children.map(({ name }) => name)).toEqual(['thumbnail.jpg']);
    expect(await children[0]!.content.read(0, 1000)).toEqual(thumbnail);
  });

  test('does not hand out a thumbnail that is none', async () => {
    const collected = await runExif({ thumbnail: bytes('not a picture') });
    expect(collected.children).toEqual([]);
    expect(codes(collected)).toEqual(['thumbnail-not-jpeg']);
  });

  test('tells when the tags record another size than the picture has', async () => {
    const collected = await runExif({ exif: [long(0xa002, 4000), long(0xa003, 3000)] });
    expect(collected.fields).toEqual({ width: 64, height: 48 });
    expect(codes(collected)).toEqual(['size-disagrees']);
  });

  test.each<[string, TiffParts['gps'], string[], object]>([
    ['denominators of 0', [ascii(1, 'N'), rational(2, [24, 1], [51, 1], [0, 0])], ['gps-undefined'], {}],
    ['degrees that do not exist', [ascii(1, 'N'), rational(2, [91, 1], [0, 1], [0, 1])], ['gps-out-of-range'], {}],
    ['an unknown hemisphere', [ascii(1, 'Q'), rational(2, [24, 1], [0, 1], [0, 1])], ['gps-no-hemisphere'], {}],
    ['no hemisphere', [rational(4, [24, 1], [0, 1], [0, 1])], ['gps-no-hemisphere'], {}],
    ['an undefined altitude', [rational(6, [0, 0])], ['gps-undefined'], {}],
    [
      'southern and western hemispheres',
      [ascii(1, 'S'), rational(2, [33, 1], [30, 1]), ascii(3, 'W'), rational(4, [705, 10])],
      [],
      { latitude: -33.5, longitude: -70.5 },
    ],
    ['0, 0', [ascii(1, 'S'), rational(2, [0, 1]), ascii(3, 'W'), rational(4, [0, 1])], ['gps-null-island'], { latitude: 0, longitude: 0 }],
    ['a time without a date', [rational(7, [1, 1], [2, 1], [3, 1])], ['gps-time-without-date'], {}],
  ])('position: %s', async (_, gps, expectedCodes, expectedFields) => {
    const collected = await runExif({ gps });
    expect(collected.fields).toEqual({ width: 64, height: 48, ...expectedFields });
    expect(codes(collected)).toEqual(expectedCodes);
  });

  test.each<[string, string, string | null, string]>([
    ['a day that does not exist', '2024:02:30 10:00:00', null, 'invalid-time'],
    ['zeros', '0000:00:00 00:00:00', null, 'invalid-time'],
    ['blanks', '    :  :     :  :  ', null, 'blank-time'],
    ['prose', 'yesterday', null, 'invalid-time'],
  ])('times: %s stay as they are recorded', async (_, text, iso, code) => {
    const collected = await runExif({ exif: [ascii(0x9003, text), ascii(0x9291, '5'), ascii(0x9011, '   :  ')] });
    expect(collected.fields['capturedAt']).toMatchObject({ raw: text, iso });
    expect(codes(collected)).toEqual([code]);
  });

  test('reads text that is not ASCII, and comments in their character code', async () => {
    const collected = await runExif({
      main: [ascii(0x010e, bytes('caf', [0xe9, 0])), undefinedBytes(0x9c9b, new Uint8Array(Buffer.from('عنوان\0', 'utf16le')), 1)],
      exif: [undefinedBytes(0x9286, bytes('UNICODE\0', [0x06, 0x27, 0x06, 0x31, 0x06, 0x2f, 0x06, 0x48]))],
    });
    expect(collected.fields).toMatchObject({ imageDescription: 'café', windowsTitle: 'عنوان', userComment: 'اردو' });
  });

  test('tells text that hides behind the terminator', async () => {
    const collected = await runExif({ main: [ascii(0x0131, bytes('Visible\0hidden\0'))] });
    expect(collected.fields['software']).toBe('Visible');
    expect(collected.observations).toMatchObject([{ code: 'text-after-terminator', message: expect.stringContaining('hidden') }]);
  });

  test('keeps what it could read of broken EXIF and still gives the size', async () => {
    const cases: [string, Uint8Array][] = [
      ['value-out-of-range', tiff({ main: [{ ...ascii(0x010f, 'A longer name'), count: 5000 }] })],
      ['unknown-value-type', tiff({ main: [{ ...ascii(0x010f, 'abc'), type: 99 }] })],
      ['unexpected-value-type', tiff({ main: [ascii(0x0112, '6')] })],
      ['exif-header', bytes('XX', u16(42), u32(8))],
      ['directory-out-of-range', bytes('MM', u16(42), u32(0xffff_fff0))],
      ['directory-truncated', bytes('MM', u16(42), u32(8), u16(65_535))],
      ['directory-loop', bytes('MM', u16(42), u32(8), u16(0), u32(8))],
    ];
    for (const [code, structure] of cases) {
      const collected = await run(jpeg({ segments: [exifSegment(structure)] }));
      expect(collected.artefacts[0]?.fields).toEqual({ width: 64, height: 48 });
      expect(codes(collected)).toContain(code);
      expect(collected.incomplete).toBe(true);
    }
  });

  test('finds the frame behind broken segments', async () => {
    const broken = bytes([0xff, 0xd8, 0xff, 0xe1, 0, 0], jpeg().subarray(2));
    const collected = await run(broken);
    expect(collected.artefacts[0]?.fields).toEqual({ width: 64, height: 48 });
    expect(codes(collected)).toEqual(['jpeg-segment-length', 'size-by-search']);
  });

  test('tells what follows the picture and what is missing', async () => {
    expect((await run(jpeg({ trailer: bytes('PK\u0003\u0004') }))).observations).toMatchObject([
      { code: 'trailing-bytes', message: expect.stringContaining('4 bytes') },
    ]);
    expect(codes(await run(jpeg().subarray(0, -2)))).toEqual(['jpeg-end-missing']);
    expect(codes(await run(png(1, 1).subarray(0, -12)))).toEqual(['png-end-missing']);
    expect(codes(await run(bytes(png(1, 1), 'more')))).toEqual(['trailing-bytes']);
  });

  test('tells sizes that no decoder should believe', async () => {
    expect(codes(await run(png(50_000, 50_000)))).toEqual(['implausible-size']);
  });

  test('reads little of a large file', async () => {
    const head = jpeg({ segments: [exifSegment(tiff(camera))] });
    let read = 0;
    const size = 40 * 1024 * 1024;
    const backing = memoryReader(head);
    const reader: ByteReader = {
      size,
      read: async (offset, length) => {
        read += length;
        const answer = new Uint8Array(Math.min(length, size - offset));
        answer.set(await backing.read(offset, length));
        if (offset + length === size) answer.set([0xff, 0xd9], answer.length - 2);
        return answer;
      },
    };
    expect((await run(reader)).artefacts[0]?.fields['make']).toBe('NIKON CORPORATION');
    expect(read).toBeLessThan(80_000);
  });

  test('takes time in proportion to long runs of blanks', async () => {
    const blanks = `a${' '.repeat(250_000)}b`;
    const structure = tiff({
      main: [ascii(0x0131, blanks), ascii(0x010e, bytes('x\0', blanks)), ascii(0x0132, `2024:05:01 10:20:30${blanks}`)],
    });
    const started = performance.now();
    const collected = await run(png(1, 1, pngChunk('eXIf', structure)));
    expect(performance.now() - started).toBeLessThan(2000);
    expect(collected.artefacts[0]?.fields).toMatchObject({ imageDescription: 'x', modifiedAt: { iso: null } });
  });

  test('says when the signature is unknown, and of an empty item', async () => {
    for (const content of [bytes('nonsense nonsense'), new Uint8Array(0), bytes([0xff])]) {
      const collected = await run(content);
      expect(collected.artefacts).toEqual([]);
      expect(codes(collected)).toEqual(['unknown-image-signature']);
      expect(collected.incomplete).toBe(true);
    }
  });
});
