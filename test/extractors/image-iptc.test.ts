import { describe, expect, test } from 'vitest';
import { imageIptc } from '../../src/extractors/image/iptc/index.ts';
import { bytes, dataSet, iptcResourceBlock, iptcSegment, jpeg, png, pngChunk, tiff, u16, u32, undefinedBytes } from './picture-builder.ts';
import { type Collected, collect } from './run-extractor.ts';

async function run(input: Uint8Array): Promise<Collected> {
  return collect(imageIptc, input, { mediaType: 'image/jpeg' });
}

async function runRecords(...dataSets: Uint8Array[]): Promise<Collected> {
  return run(jpeg({ segments: [iptcSegment(bytes(...dataSets))] }));
}

const records = bytes(
  dataSet(1, 90, '\u001b%G'),
  dataSet(2, 0, bytes([0, 4])),
  dataSet(2, 5, 'Harbour'),
  dataSet(2, 25, 'کراچی'),
  dataSet(2, 25, 'port'),
  dataSet(2, 40, 'Embargoed'),
  dataSet(2, 55, '20240501'),
  dataSet(2, 60, '102030+0500'),
  dataSet(2, 80, 'Ayesha Khan'),
  dataSet(2, 90, 'Karachi'),
  dataSet(2, 95, 'Sindh'),
  dataSet(2, 101, 'Pakistan'),
  dataSet(2, 105, 'A headline'),
  dataSet(2, 110, 'Agency'),
  dataSet(2, 115, 'Desk'),
  dataSet(2, 116, '© Agency'),
  dataSet(2, 120, 'A caption  '),
);

const expected = {
  objectName: 'Harbour',
  keywords: ['کراچی', 'port'],
  instructions: 'Embargoed',
  dateCreated: { raw: '20240501 102030+0500', iso: '2024-05-01T10:20:30+05:00', precision: 'second', basis: 'offset' },
  byline: ['Ayesha Khan'],
  city: 'Karachi',
  provinceState: 'Sindh',
  country: 'Pakistan',
  headline: 'A headline',
  credit: 'Agency',
  source: 'Desk',
  copyrightNotice: '© Agency',
  caption: 'A caption',
};

describe('image/iptc', () => {
  test('reads the records of JPEG, PNG profile and TIFF, in both byte orders', async () => {
    const padded = bytes(records, new Uint8Array((4 - (records.length % 4)) % 4));
    const swapped = padded.slice();
    for (let index = 0; index < swapped.length; index += 4) swapped.subarray(index, index + 4).reverse();
    const block = iptcResourceBlock(records);
    const profile = `\niptc\n${block.length}\n${Buffer.from(block).toString('hex')}\n`;
    for (const input of [
      jpeg({ segments: [iptcSegment(records)] }),
      png(1, 1, pngChunk('tEXt', 'Raw profile type iptc\0', profile)),
      tiff({ main: [undefinedBytes(0x83bb, records)] }),
      tiff({ main: [undefinedBytes(0x83bb, swapped)] }),
      tiff({ main: [undefinedBytes(0x8649, block)] }),
    ]) {
      const collected = await run(input);
      expect(collected.artefacts[0]?.fields).toEqual(expected);
      expect(collected.artefacts[0]?.sources['dateCreated']).toBe('IPTC 2:55 + 2:60');
      expect(collected.observations).toEqual([]);
      expect(collected.incomplete).toBe(false);
    }
  });

  test('joins resources that run over two segments', async () => {
    const block = iptcResourceBlock(records);
    const segment = (part: Uint8Array): Uint8Array => bytes([0xff, 0xed], u16(part.length + 16), 'Photoshop 3.0\0', part);
    const collected = await run(jpeg({ segments: [segment(block.subarray(0, 60)), segment(block.subarray(60))] }));
    expect(collected.artefacts[0]?.fields).toEqual(expected);
  });

  test('decodes what is not UTF-8 as windows-1252 and says so', async () => {
    const collected = await runRecords(dataSet(2, 5, bytes('caf', [0xe9])));
    expect(collected.artefacts[0]?.fields).toEqual({ objectName: 'café' });
    expect(collected.observations.map(({ code }) => code)).toEqual(['iptc-character-set']);
    const declared = await runRecords(dataSet(1, 90, '\u001b.A'), dataSet(2, 5, bytes([0xc3, 0xa9])));
    expect(declared.artefacts[0]?.fields).toEqual({ objectName: 'Ã©' });
    expect(declared.observations).toEqual([]);
    const unknown = await runRecords(dataSet(1, 90, '\u001b$B'), dataSet(2, 5, 'x'));
    expect(unknown.observations.map(({ code }) => code)).toEqual(['iptc-character-set']);
  });

  test.each([
    ['a day without a time', '20020620', undefined, '2002-06-20', 'day'],
    ['a time without an offset', '20020620', '101112', '2002-06-20T10:11:12', 'second'],
    ['a day that does not exist', '20020631', '101112+0000', null, 'second'],
    ['zeros for the day', '20020600', undefined, null, 'day'],
    ['prose', 'June', undefined, null, 'day'],
  ])('dates: %s', async (_, date, time, iso, precision) => {
    const collected = await runRecords(dataSet(2, 55, date), ...(time === undefined ? [] : [dataSet(2, 60, time)]));
    expect(collected.artefacts[0]?.fields['dateCreated']).toMatchObject({
      iso,
      precision,
      raw: time === undefined ? date : `${date} ${time}`,
    });
    expect(collected.observations.length).toBe(iso === null ? 1 : 0);
  });

  test('reads extended data sets', async () => {
    const extended = bytes([0x1c, 2, 120], u16(0x8004), u32(5), 'hello');
    expect((await runRecords(extended, dataSet(2, 5, 'next'))).artefacts[0]?.fields).toEqual({ caption: 'hello', objectName: 'next' });
  });

  test.each([
    ['a data set past the end', bytes([0x1c, 2, 120], u16(500), 'short')],
    ['an extended length of 4 GiB', bytes([0x1c, 2, 120], u16(0x8004), u32(0xffff_ffff))],
    ['a length field of many bytes', bytes([0x1c, 2, 120], u16(0xffff))],
    ['bytes that are no data set', bytes('garbage')],
    ['a torn header', bytes([0x1c, 2])],
  ])('keeps what comes before %s', async (_, broken) => {
    const collected = await runRecords(dataSet(2, 5, 'kept'), broken);
    expect(collected.artefacts[0]?.fields).toEqual({ objectName: 'kept' });
    expect(collected.observations.map(({ code }) => code)).toEqual(['iptc-broken']);
    expect(collected.incomplete).toBe(true);
  });

  test('says nothing of pictures without records', async () => {
    expect(await run(jpeg())).toEqual({ artefacts: [], children: [], observations: [], incomplete: false });
  });
});
