/** EXIF of photographs: device, time, place, and the size of the picture. */
import type { ImageFault, ImageMetadata, MetadataBlock } from '../../../formats/image/image-metadata.ts';
import { readImage } from '../../../formats/image/read-image.ts';
import { findJpegEnd } from '../../../formats/jpeg/end-of-image.ts';
import type { JpegMetadata } from '../../../formats/jpeg/jpeg-metadata.ts';
import { decodeUserComment, decodeUtf16, withoutPadding } from '../../../formats/tiff/tag-text.ts';
import { windowedReader } from '../../../formats/windowed-reader.ts';
import type { FieldValue } from '../../../model/field.ts';
import { type ByteReader, memoryReader } from '../../../model/reader.ts';
import { ArtefactDraft } from '../../artefact-draft.ts';
import { defineExtractor } from '../../define-extractor.ts';
import { emitFaults } from '../fault-observations.ts';
import { ExifDirectories, type FoundTag } from './directories.ts';
import { type ExifFields, exifFields, simpleTags, type TagReading } from './fields.ts';
import { readPosition } from './position.ts';
import { readGpsTime, readTimes } from './times.ts';

type Draft = ArtefactDraft<ExifFields>;

const maximumThumbnailLength = 16 * 1024 * 1024;

export const imageExif = defineExtractor({
  id: 'image/exif',
  version: '1',
  accepts: [
    'image/jpeg',
    'image/heic',
    'image/heic-sequence',
    'image/heif',
    'image/heif-sequence',
    'image/avif',
    'image/avif-sequence',
    'image/png',
    'image/apng',
    'image/webp',
    'image/gif',
    'image/bmp',
    'image/tiff',
    'image/x-adobe-dng',
    'image/x-canon-cr2',
    'image/x-nikon-nef',
    'image/x-olympus-orf',
    'image/x-panasonic-rw2',
    'image/x-sony-arw',
  ],
  produces: exifFields,
  description:
    'Reads the size of a picture from its container, and device, times, position and descriptions from its EXIF directories; the embedded thumbnail becomes an item of its own.',
  references: [
    'CIPA DC-008 EXIF 3.0, 4.5-4.7',
    'TIFF 6.0, section 2',
    'ITU-T T.81, annex B',
    'ISO/IEC 23008-12 (HEIF), annex A.2',
    'PNG 3rd edition, 11.3.4.5 (eXIf)',
    'RFC 9649 (WebP), 2.7',
    'GIF89a, 18',
    'Windows bitmap: BITMAPCOREHEADER, BITMAPINFOHEADER',
  ],
  limits: {},
  async *run({ reader, signal }) {
    const content = windowedReader(reader);
    const image = await readImage(content, ['exif']);
    if (image === null) {
      const message = 'The item does not begin like any picture format that is read here.';
      yield* emitFaults([{ code: 'unknown-image-signature', message, lost: true }]);
      return;
    }
    signal.throwIfAborted();
    const draft: Draft = new ArtefactDraft();
    const faults: ImageFault[] = [...image.faults];
    if (image.size !== null) {
      draft.set('width', image.size.width, image.size.source);
      draft.set('height', image.size.height, image.size.source);
      checkPixelCount(image.size, reader.size, faults);
    }
    const exif = await openExif(image, faults);
    if (exif !== null) {
      await readSimpleTags(exif, draft);
      await readCodes(exif, draft);
      await readTimes(exif, draft);
      await readGpsTime(exif, draft);
      await readPosition(exif, draft);
      await checkRecordedSize(exif, image);
    }
    const thumbnail = exif === null ? null : await readThumbnail(exif);
    yield* draft.emissions();
    if (thumbnail !== null) yield { kind: 'child', name: 'thumbnail.jpg', content: memoryReader(thumbnail) };
    signal.throwIfAborted();
    if (image.format === 'jpeg') await checkJpegEnd(image as JpegMetadata, reader, faults);
    yield* emitFaults([...faults, ...(exif?.structure.faults ?? [])]);
  },
});

/** The first block with a TIFF header; blocks without one and further ones are told. */
async function openExif(image: ImageMetadata, faults: ImageFault[]): Promise<ExifDirectories | null> {
  const blocks = image.blocks.filter(({ kind }) => kind === 'exif');
  let opened: ExifDirectories | null = null;
  let tried = 0;
  for (; opened === null && tried < blocks.length; tried += 1)
    opened = await ExifDirectories.open((blocks[tried] as MetadataBlock).content);
  const headless = opened === null ? tried : tried - 1;
  if (headless > 0) {
    const message = `${headless} of ${blocks.length} EXIF blocks do not begin with a TIFF header: none of their content was read.`;
    faults.push({ code: 'exif-header', message, place: blocks[0]?.place, lost: true });
  }
  if (tried < blocks.length) {
    const message = `${blocks.length - tried} more EXIF blocks follow the first readable one; they were not read.`;
    faults.push({ code: 'further-exif-blocks', message, place: blocks[tried]?.place, lost: true });
  }
  return opened;
}

async function readSimpleTags(exif: ExifDirectories, draft: Draft): Promise<void> {
  for (const { field, directory, tag, name, reading } of simpleTags) {
    const found = exif.find(directory, tag, name);
    if (found === null) continue;
    const value = await simpleValue(exif, found, reading);
    // Cameras pad their texts to a fixed width with blanks.
    draft.set(field, typeof value === 'string' ? withoutPadding(value) : value, found.source);
  }
}

async function simpleValue(exif: ExifDirectories, found: FoundTag, reading: TagReading): Promise<FieldValue | null> {
  switch (reading) {
    case 'text':
      return exif.text(found);
    case 'text-parts':
      return exif.text(found, true);
    case 'utf16': {
      const bytes = await exif.bytes(found);
      return bytes === null ? null : decodeUtf16(bytes, true);
    }
    case 'coded-text': {
      const bytes = await exif.bytes(found);
      return bytes === null ? null : decodeUserComment(bytes, exif.structure.littleEndian);
    }
    case 'integer': {
      const [value] = (await exif.numbers(found, 1)) ?? [];
      return value !== undefined && Number.isSafeInteger(value) && value > 0 ? value : null;
    }
    case 'positive': {
      const [value] = (await exif.numbers(found, 1)) ?? [];
      // A denominator of 0 means unknown; so does 0 for a focal length or an exposure, but not for a direction.
      return value !== undefined && Number.isFinite(value) && (value > 0 || (value === 0 && found.directory.name === 'GPS')) ? value : null;
    }
  }
}

/** Tags whose numbers are codes. */
async function readCodes(exif: ExifDirectories, draft: Draft): Promise<void> {
  const orientationTag = exif.find('IFD0', 0x0112, 'Orientation');
  const [orientation] = orientationTag === null ? [] : ((await exif.numbers(orientationTag, 1)) ?? []);
  if (orientationTag !== null && orientation !== undefined) {
    if (Number.isInteger(orientation) && orientation >= 1 && orientation <= 8) draft.set('orientation', orientation, orientationTag.source);
    else exif.fault(orientationTag, 'orientation-undefined', `The orientation ${orientation} is not one of 1 to 8.`);
  }
  const flashTag = exif.find('ExifIFD', 0x9209, 'Flash');
  const [flash] = flashTag === null ? [] : ((await exif.numbers(flashTag, 1)) ?? []);
  if (flashTag !== null && flash !== undefined) draft.set('flashFired', (flash & 1) === 1, flashTag.source);
}

/** Editors that crop or shrink often leave the camera's size in the tags: a trace worth telling. */
async function checkRecordedSize(exif: ExifDirectories, image: ImageMetadata): Promise<void> {
  // Raw formats record the size after trimming the sensor's borders; a difference says nothing there.
  if (image.size === null || image.format === 'tiff') return;
  const widthTag = exif.find('ExifIFD', 0xa002, 'PixelXDimension');
  const heightTag = exif.find('ExifIFD', 0xa003, 'PixelYDimension');
  if (widthTag === null || heightTag === null) return;
  const [width = 0] = (await exif.numbers(widthTag, 1)) ?? [];
  const [height = 0] = (await exif.numbers(heightTag, 1)) ?? [];
  if (width === 0 || height === 0 || (width === image.size.width && height === image.size.height)) return;
  const turned = width === image.size.height && height === image.size.width ? ', turned by 90 degrees' : '';
  const message = `EXIF records ${width} x ${height} pixels, the picture has ${image.size.width} x ${image.size.height}${turned}.`;
  exif.fault(widthTag, 'size-disagrees', message);
}

/** Sizes that no real picture of this length has are attempts on whatever decodes it. */
function checkPixelCount({ width, height }: { width: number; height: number }, itemSize: number, faults: ImageFault[]): void {
  if (width === 0 || height === 0) {
    faults.push({ code: 'no-pixels', message: `The picture declares ${width} x ${height} pixels.`, lost: false });
  } else if (width * height > 500_000_000 && width * height > itemSize * 1000) {
    const message = `The picture declares ${width} x ${height} pixels in ${itemSize} bytes: it should not be decoded.`;
    faults.push({ code: 'implausible-size', message, lost: false });
  }
}

/** The thumbnail of IFD1 (EXIF 3.0, 4.5.5.2), copied; null where there is none that is a JPEG. */
async function readThumbnail(exif: ExifDirectories): Promise<Uint8Array | null> {
  const offsetTag = exif.find('IFD1', 0x0201, 'JPEGInterchangeFormat');
  const lengthTag = exif.find('IFD1', 0x0202, 'JPEGInterchangeFormatLength');
  if (offsetTag === null || lengthTag === null) return null;
  const [offset] = (await exif.numbers(offsetTag, 1)) ?? [];
  const [length] = (await exif.numbers(lengthTag, 1)) ?? [];
  if (offset === undefined || length === undefined || offset === 0 || length === 0) return null;
  if (offset + length > exif.structure.size || length > maximumThumbnailLength) {
    exif.fault(offsetTag, 'thumbnail-out-of-range', `The thumbnail of ${length} bytes at offset ${offset} cannot be read whole.`, true);
    return null;
  }
  const bytes = await exif.structure.range(offset, length);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return bytes.slice();
  exif.fault(offsetTag, 'thumbnail-not-jpeg', 'The bytes in the thumbnail’s place are not a JPEG.');
  return null;
}

async function checkJpegEnd({ scanOffset }: JpegMetadata, reader: ByteReader, faults: ImageFault[]): Promise<void> {
  if (scanOffset === null) return;
  const end = await findJpegEnd(reader, scanOffset);
  if (end.kind === 'missing') {
    faults.push({ code: 'jpeg-end-missing', message: 'The picture has no end marker: it is cut short.', lost: false });
  } else if (end.kind === 'followed') {
    const message = `${end.length} bytes follow the end of the picture.`;
    faults.push({ code: 'trailing-bytes', message, place: `offset ${end.offset}`, lost: false });
  } else if (end.kind === 'not-searched-further') {
    const message = `No end marker was found in the first ${end.searched} bytes of the picture; the rest was not searched.`;
    faults.push({ code: 'jpeg-end-not-found', message, lost: false });
  }
}
