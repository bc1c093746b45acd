/** Pictures against what exiftool says of them, and hostile ones against the clock. */
import fs from 'node:fs';
import path from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { afterAll, describe, expect, test } from 'vitest';
import { acceptsMediaType, type Extractor } from '../../src/extractors/define-extractor.ts';
import { imageExif } from '../../src/extractors/image/exif/index.ts';
import { imageIptc } from '../../src/extractors/image/iptc/index.ts';
import { imageXmp } from '../../src/extractors/image/xmp/index.ts';
import type { FieldValue } from '../../src/model/field.ts';
import type { ByteReader } from '../../src/model/reader.ts';
import type { Timestamp } from '../../src/model/timestamp.ts';
import { collect } from '../extractors/run-extractor.ts';
import { Agreement } from './agreement.ts';

const corpora = path.join(import.meta.dirname, '../../../shared/corpora');
const present = fs.existsSync(path.join(corpora, 'expected/images-exif/keys.tsv'));
const absentReason = present ? '' : ' (skipped: ../shared/corpora is absent)';

/** Where we and exiftool's answer differ for a good reason; looked up in the files' bytes and with exiftool -v3. */
const explanations: Readonly<Record<string, string>> = {
  'software: metadata-extractor/Casio EX-S1.jpg':
    'The bytes at 0xCE are "1.00" and blanks; exiftool writes that as a JSON number, whose reader made 1.0 of it.',
  'make: tika/testJPEG_commented.jpg': 'Only XMP (tiff:Make) holds it, and image/xmp reports it; EXIF has no Make.',
  'model: tika/testJPEG_commented.jpg': 'Only XMP (tiff:Model) holds it, and image/xmp reports it; EXIF has no Model.',
  'altitude: tika/testJPEG_commented.jpg': 'Only XMP (exif:GPSAltitude) holds it; EXIF has no GPS directory.',
};

type PeerRecord = Record<string, string | number | (string | number)[] | undefined>;

interface CorpusPicture {
  /** Path below images-exif. */
  name: string;
  mediaType: string;
  reader: ByteReader;
  /** Row of keys.tsv by column. */
  keys: Record<string, string>;
  /** exiftool -G1 -n. */
  peer: PeerRecord;
}

const openFiles: number[] = [];

function openReader(file: string): ByteReader {
  const descriptor = fs.openSync(file, 'r');
  openFiles.push(descriptor);
  const { size } = fs.fstatSync(descriptor);
  return {
    size,
    read: async (offset, length) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
      return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, bytes.length, offset));
    },
  };
}

async function mediaTypeOf(reader: ByteReader): Promise<string | null> {
  return (await fileTypeFromBuffer(await reader.read(0, 65_536)))?.mime ?? null;
}

async function loadPictures(): Promise<CorpusPicture[]> {
  const [header, ...rows] = fs.readFileSync(path.join(corpora, 'expected/images-exif/keys.tsv'), 'utf8').trimEnd().split('\n');
  const columns = header!.split('\t');
  const records = JSON.parse(fs.readFileSync(path.join(corpora, 'expected/images-exif/exiftool-n.json'), 'utf8')) as PeerRecord[];
  const pictures: CorpusPicture[] = [];
  for (const row of rows) {
    const values = row.split('\t');
    const keys = Object.fromEntries(columns.map((column, index) => [column, values[index] ?? '']));
    const reader = openReader(path.join(corpora, keys['path']!));
    const mediaType = await mediaTypeOf(reader);
    if (mediaType === null) continue;
    const peer = records.find((record) => record['SourceFile'] === keys['path']) ?? {};
    pictures.push({ name: keys['path']!.replace('images-exif/', ''), mediaType, reader, keys, peer });
  }
  return pictures;
}

async function fieldsOf(extractor: Extractor, picture: CorpusPicture): Promise<Record<string, FieldValue | undefined>> {
  const { artefacts } = await collect(extractor, picture.reader, { mediaType: picture.mediaType, name: picture.name });
  return artefacts[0]?.fields ?? {};
}

/** `2025:09:07 14:16:43.472-04:00` as ISO 8601; null for texts that are not a time. */
function isoOf(text: string): string | null {
  const match = /^(\d{4}):(\d{2}):(\d{2})(?: (\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (match === null || match[1] === '0000') return null;
  const day = `${match[1]}-${match[2]}-${match[3]}`;
  if (match[4] === undefined) return day;
  return `${day}T${match[4].length === 5 ? `${match[4]}:00` : match[4]}${match[5] ?? ''}`;
}

function rounded(value: FieldValue | undefined | string, places: number): number | undefined {
  return value === undefined || value === '' ? undefined : Number(Number(value).toFixed(places));
}

function textOf(value: unknown): string | undefined {
  const text = value === undefined ? '' : String(value).trimEnd();
  return text === '' ? undefined : text;
}

/** Compares where either side says something; what neither has proves nothing. */
function compareIfAny(agreement: Agreement, field: string, file: string, ours: unknown, theirs: unknown): void {
  if (ours !== undefined || theirs !== undefined) agreement.compare(field, file, ours ?? null, theirs ?? null);
}

function finish(agreement: Agreement, title: string): void {
  process.stdout.write(agreement.table(title));
  for (const [field, share] of Object.entries(agreement.shares)) expect(share, field).toBeGreaterThanOrEqual(0.98);
  expect(agreement.unused, 'explanations that no difference calls for').toEqual([]);
}

describe.skipIf(!present)(`corpus: pictures${absentReason}`, () => {
  afterAll(() => {
    for (const descriptor of openFiles.splice(0)) fs.closeSync(descriptor);
  });

  test('image/exif agrees with exiftool', async () => {
    const agreement = new Agreement(explanations);
    let pictures = 0;
    for (const picture of await loadPictures()) {
      if (!acceptsMediaType(imageExif, picture.mediaType)) continue;
      pictures += 1;
      const { name, keys, peer } = picture;
      const ours = await fieldsOf(imageExif, picture);
      for (const field of ['make', 'model', 'software'] as const)
        compareIfAny(agreement, field, name, textOf(ours[field]), textOf(keys[field]));
      const serial = peer['ExifIFD:SerialNumber'] ?? peer['IFD0:SerialNumber'];
      compareIfAny(agreement, 'serialNumber', name, textOf(ours['serialNumber']), textOf(serial));
      const captured = ours['capturedAt'] as Timestamp | undefined;
      const recorded = keys['date_time_original']!;
      compareIfAny(agreement, 'capturedAt (as recorded)', name, textOf(captured?.raw), textOf(recorded));
      const theirTime = String(peer['Composite:SubSecDateTimeOriginal'] ?? recorded);
      if (captured !== undefined || recorded !== '')
        agreement.compare('capturedAt (ISO 8601)', name, captured?.iso ?? null, isoOf(theirTime));
      compareIfAny(agreement, 'latitude', name, rounded(ours['latitude'], 6), rounded(keys['lat'], 6));
      compareIfAny(agreement, 'longitude', name, rounded(ours['longitude'], 6), rounded(keys['lon'], 6));
      compareIfAny(agreement, 'altitude', name, rounded(ours['altitude'], 3), rounded(keys['altitude'], 3));
      compareIfAny(agreement, 'orientation', name, ours['orientation'], rounded(keys['orientation'], 0));
      // keys.tsv has sizes of some formats only; exiftool's own composite has all.
      const [width, height] = String(peer['Composite:ImageSize'] ?? `${keys['width']} ${keys['height']}`).split(' ');
      compareIfAny(agreement, 'width', name, ours['width'], rounded(width, 0));
      compareIfAny(agreement, 'height', name, ours['height'], rounded(height, 0));
    }
    expect(pictures).toBeGreaterThan(75);
    finish(agreement, `image/exif against exiftool, ${pictures} pictures`);
  });

  test('image/xmp agrees with exiftool', async () => {
    const agreement = new Agreement();
    for (const picture of await loadPictures()) {
      if (!acceptsMediaType(imageXmp, picture.mediaType)) continue;
      const { name, peer } = picture;
      const ours = await fieldsOf(imageXmp, picture);
      for (const [field, tag] of [
        ['creatorTool', 'XMP-xmp:CreatorTool'],
        ['documentId', 'XMP-xmpMM:DocumentID'],
        ['instanceId', 'XMP-xmpMM:InstanceID'],
        ['originalDocumentId', 'XMP-xmpMM:OriginalDocumentID'],
        ['derivedFromDocumentId', 'XMP-xmpMM:DerivedFromDocumentID'],
        ['title', 'XMP-dc:Title'],
        ['description', 'XMP-dc:Description'],
        ['rights', 'XMP-dc:Rights'],
        ['make', 'XMP-tiff:Make'],
      ] as const) {
        compareIfAny(agreement, field, name, textOf(ours[field]), textOf(peer[tag]));
      }
      for (const [field, tag] of [
        ['createDate', 'XMP-xmp:CreateDate'],
        ['modifyDate', 'XMP-xmp:ModifyDate'],
        ['metadataDate', 'XMP-xmp:MetadataDate'],
      ] as const) {
        const theirs = peer[tag] === undefined ? undefined : isoOf(String(peer[tag]));
        compareIfAny(agreement, field, name, (ours[field] as Timestamp | undefined)?.iso, theirs);
      }
      compareIfAny(agreement, 'keywords', name, ours['keywords'], listOf(peer['XMP-dc:Subject']));
      compareIfAny(agreement, 'creator', name, ours['creator'], listOf(peer['XMP-dc:Creator']));
      const agents = listOf(peer['XMP-xmpMM:HistorySoftwareAgent']);
      compareIfAny(agreement, 'historySoftware', name, ours['historySoftware'], agents && [...new Set(agents)]);
    }
    finish(agreement, 'image/xmp against exiftool');
  });

  test('image/iptc agrees with exiftool', async () => {
    const agreement = new Agreement();
    for (const picture of await loadPictures()) {
      if (!acceptsMediaType(imageIptc, picture.mediaType)) continue;
      const { name, peer } = picture;
      const ours = await fieldsOf(imageIptc, picture);
      for (const [field, tag] of [
        ['objectName', 'IPTC:ObjectName'],
        ['caption', 'IPTC:Caption-Abstract'],
        ['headline', 'IPTC:Headline'],
        ['credit', 'IPTC:Credit'],
        ['source', 'IPTC:Source'],
        ['copyrightNotice', 'IPTC:CopyrightNotice'],
        ['city', 'IPTC:City'],
        ['provinceState', 'IPTC:Province-State'],
        ['country', 'IPTC:Country-PrimaryLocationName'],
      ] as const) {
        compareIfAny(agreement, field, name, textOf(ours[field]), textOf(peer[tag]));
      }
      compareIfAny(agreement, 'keywords', name, ours['keywords'], listOf(peer['IPTC:Keywords']));
      compareIfAny(agreement, 'byline', name, ours['byline'], listOf(peer['IPTC:By-line']));
      const theirDate = peer['IPTC:DateCreated'];
      compareIfAny(
        agreement,
        'dateCreated',
        name,
        (ours['dateCreated'] as Timestamp | undefined)?.iso,
        theirDate && isoOf(String(theirDate)),
      );
    }
    finish(agreement, 'image/iptc against exiftool');
  });
});

function listOf(value: PeerRecord[string]): string[] | undefined {
  return value === undefined ? undefined : (Array.isArray(value) ? value : [value]).map(String);
}

const hostileFolders = ['made-here/images', 'made-here/jpeg-exif', 'me-fuzzing', 'pillow'];

describe.skipIf(!present)(`corpus: hostile pictures${absentReason}`, () => {
  test.each(hostileFolders)('%s: every extractor ends in time and throws nothing', async (folder) => {
    const directory = path.join(corpora, 'hostile', folder);
    for (const name of fs.readdirSync(directory)) {
      const content = new Uint8Array(fs.readFileSync(path.join(directory, name)));
      // Handed in whatever their type, so that the decoders meet all of them.
      for (const extractor of [imageExif, imageXmp, imageIptc]) {
        const started = performance.now();
        const collected = await collect(extractor, content, { mediaType: 'image/jpeg', name });
        expect(performance.now() - started, `${extractor.id}: ${name}`).toBeLessThan(10_000);
        expect(JSON.stringify(collected), `${extractor.id}: ${name}`).not.toContain('root:x:');
        for (const child of collected.children) expect(child.content.size).toBeLessThanOrEqual(content.length);
      }
    }
  });

  test.each([
    ['jpeg-exif/ifd-next-loop.jpg', 'directory-loop'],
    ['jpeg-exif/ifd-two-loop.jpg', 'further-directories'],
    ['jpeg-exif/ifd-chain-3000.jpg', 'further-directories'],
    ['jpeg-exif/gps-zero-denominator.jpg', 'gps-undefined'],
    ['jpeg-exif/gps-out-of-range.jpg', 'gps-out-of-range'],
    ['jpeg-exif/gps-bad-ref.jpg', 'gps-no-hemisphere'],
    ['jpeg-exif/gps-null-island.jpg', 'gps-null-island'],
    ['jpeg-exif/bad-dates.jpg', 'invalid-time'],
    ['jpeg-exif/bidi-and-control-in-tags.jpg', 'text-after-terminator'],
    ['jpeg-exif/jpeg-zip-polyglot.jpg', 'trailing-bytes'],
    ['jpeg-exif/trunc-no-eoi.jpg', 'jpeg-end-missing'],
    ['jpeg-exif/sof-65535.jpg', 'implausible-size'],
    ['jpeg-exif/sof-0x0.jpg', 'no-pixels'],
    ['images/bomb-50000x50000-1bit.png', 'implausible-size'],
    ['images/vp8x-16m.webp', 'implausible-size'],
    ['images/chunk-len-4g.png', 'png-chunk-truncated'],
  ])('image/exif tells what is wrong with %s: %s', async (file, code) => {
    const content = new Uint8Array(fs.readFileSync(path.join(corpora, 'hostile/made-here', file)));
    const { observations } = await collect(imageExif, content, { mediaType: 'image/jpeg' });
    expect(observations.map((observation) => observation.code)).toContain(code);
  });

  test.each(['xmp-entity-bomb.jpg', 'xmp-xxe.jpg'])('image/xmp refuses %s', async (file) => {
    const content = new Uint8Array(fs.readFileSync(path.join(corpora, 'hostile/made-here/jpeg-exif', file)));
    const { observations, artefacts } = await collect(imageXmp, content, { mediaType: 'image/jpeg' });
    expect(observations.map(({ code }) => code)).toEqual(['xmp-document-type']);
    expect(artefacts).toEqual([]);
  });
});
