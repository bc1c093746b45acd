/** Photographs along the road from Karachi to Peshawar, and the other pictures of a telephone and a laptop. */
import { type CaptureDescription, exifRootEntries, exifTruth, writeExif } from '../formats/exif.ts';
import { type HeifMetadata, writeHeif } from '../formats/heif.ts';
import { assembleJpeg, type JpegMetadata } from '../formats/jpeg.ts';
import { writePng } from '../formats/png.ts';
import { type TiffEntry, writeTiff } from '../formats/tiff.ts';
import { writeWebp } from '../formats/webp.ts';
import { iptcTruth, type PictureCaption, writeIptc, writeXmp, xmpTruth } from '../formats/xmp-iptc.ts';
import type { TruthFields } from '../ground-truth.ts';
import { compactDate, compactDateTime, type Moment, padded, pakistanOffsetMinutes, randomMoment } from '../moment.ts';
import type { Picture } from '../picture.ts';
import { applePhone, type Camera, cameras, type Position, people, positionAlongRoute } from '../places.ts';
import type { FileRequest, PlannedFile } from '../planned-entry.ts';
import type { RandomStream } from '../random.ts';

const picturesPerTrip = 120;
const tripSeconds = 5 * 86_400;
const firstTrip = Date.UTC(2019, 1, 10, 3) / 1000;
const lastTrip = Date.UTC(2025, 4, 20, 3) / 1000;

/** Where and when the picture is taken: trips of five days, spread over the years, each the whole road. */
function onTheRoad(request: FileRequest): { capturedAt: Moment; position: Position } {
  const trips = Math.max(1, Math.ceil(request.count / picturesPerTrip));
  const perTrip = Math.ceil(request.count / trips);
  const trip = Math.floor(request.index / perTrip);
  const share = (request.index % perTrip) / perTrip;
  const start = firstTrip + Math.floor(((lastTrip - firstTrip) * trip) / trips);
  const capturedAt = start + Math.floor(share * tripSeconds) + request.random.integer(0, 240) + request.random.integer(0, 511) / 512;
  return { capturedAt, position: positionAlongRoute(request.random, share) };
}

function describeCapture(
  request: FileRequest,
  camera: Camera,
  width: number,
  height: number,
): { capture: CaptureDescription; position: Position } {
  const { random } = request;
  const { capturedAt, position } = onTheRoad(request);
  const person = random.pick(people);
  const artist = random.chance(0.25) ? random.pick([person.english, person.urdu]) : null;
  const capture: CaptureDescription = {
    camera,
    capturedAt,
    offsetMinutes: pakistanOffsetMinutes,
    subSecond: camera.writesFractions ? padded(Math.floor((capturedAt % 1) * 1000), 3) : null,
    position: camera.writesPosition && !random.chance(0.08) ? position : null,
    orientation: request.index < 8 ? request.index + 1 : random.pick([1, 1, 1, 1, 6, 6, 8, 3]),
    width,
    height,
    artist,
    copyright: artist === null ? null : `© ${artist}`,
    uniqueId: random.hexadecimal(32),
    thumbnail: null,
  };
  return { capture, position };
}

function describeCaption(random: RandomStream, capture: CaptureDescription, position: Position): PictureCaption {
  const person = random.pick(people);
  const urdu = random.chance(0.5);
  return {
    title: urdu ? `${position.city.urdu} کا سفر` : `On the way to ${position.city.english}`,
    description: urdu ? `یہ تصویر ${position.city.urdu} کے قریب لی گئی۔` : `Taken near ${position.city.english} on the N-5 highway.`,
    creator: urdu ? person.urdu : person.english,
    rights: `© ${urdu ? person.urdu : person.english}`,
    keywords: urdu ? ['سفر', position.city.urdu] : ['travel', position.city.english, 'N-5'],
    city: position.city.english,
    country: 'Pakistan',
    createdAt: capture.capturedAt,
    creatorTool: capture.camera.software,
  };
}

function photographName(request: FileRequest, camera: Camera, capturedAt: Moment, extension: string): string {
  switch (camera.naming) {
    case 'date-time':
      return `IMG_${compactDateTime(capturedAt)}.${extension}`;
    case 'plain-date-time':
      return `${compactDateTime(capturedAt)}.${extension}`;
    case 'numbered':
      return `IMG_${padded((request.index % 9999) + 1, 4)}.${extension.toUpperCase()}`;
    case 'dsc':
      return `DSC_${padded((request.index % 9999) + 1, 4)}.${extension.toUpperCase()}`;
  }
}

/** Files are written a moment after the shutter. */
function afterShutter(capturedAt: Moment): Moment {
  return Math.floor(capturedAt) + 1 + (capturedAt % 1);
}

/** A JPEG as a camera writes it; some with thumbnail, some captioned with XMP and IPTC. */
export function cameraPhotograph(request: FileRequest): PlannedFile {
  const { random, pool } = request;
  const camera = cameras[request.index % cameras.length] as Camera;
  const picture = random.pick(pool.photographs);
  const { capture, position } = describeCapture(request, camera, picture.width, picture.height);
  if (random.chance(0.4)) capture.thumbnail = picture.thumbnail;
  const metadata: JpegMetadata = { exif: writeExif(capture) };
  const fields: TruthFields = { 'image/exif': exifTruth(capture) };
  if (random.chance(0.12)) {
    const caption = describeCaption(random, capture, position);
    metadata.xmp = writeXmp(caption);
    metadata.iptc = writeIptc(caption);
    fields['image/xmp'] = xmpTruth(caption);
    fields['image/iptc'] = iptcTruth(caption);
  }
  return {
    kind: 'file',
    path: `${camera.folder}/${photographName(request, camera, capture.capturedAt, 'jpg')}`,
    content: assembleJpeg(picture.stream, metadata),
    mediaType: 'image/jpeg',
    modifiedAt: afterShutter(capture.capturedAt),
    fields,
    thumbnail: capture.thumbnail,
  };
}

/** Twelve million pixels, with a thumbnail. */
export function largePhotograph(request: FileRequest): PlannedFile {
  const picture = request.pool.largePhotograph;
  const camera = cameras[0] as Camera;
  const { capture } = describeCapture(request, camera, picture.width, picture.height);
  capture.thumbnail = picture.thumbnail;
  return {
    kind: 'file',
    path: `${camera.folder}/${photographName(request, camera, capture.capturedAt, 'jpg')}`,
    content: assembleJpeg(picture.stream, { exif: writeExif(capture) }),
    mediaType: 'image/jpeg',
    modifiedAt: afterShutter(capture.capturedAt),
    fields: { 'image/exif': exifTruth(capture) },
    thumbnail: capture.thumbnail,
  };
}

/** Messengers strip every metadata. The tables of the stream are kept, a comment keeps copies apart. */
export function messengerPhotograph(request: FileRequest): PlannedFile {
  const { random, pool } = request;
  const picture = random.pick(pool.photographs);
  const receivedAt = randomMoment(random);
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, 34]), Buffer.from(random.hexadecimal(32), 'latin1')]);
  return {
    kind: 'file',
    path: `phone/WhatsApp/Media/WhatsApp Images/IMG-${compactDate(receivedAt)}-WA${padded(request.index % 10_000, 4)}.jpg`,
    content: assembleJpeg(Buffer.concat([comment, picture.stream]), {}),
    mediaType: 'image/jpeg',
    modifiedAt: receivedAt,
    fields: { 'image/exif': { width: picture.width, height: picture.height } },
  };
}

/** HEIC from an iPhone, and AVIF now and then. */
export function heifPhotograph(request: FileRequest): PlannedFile {
  const { random, pool } = request;
  const avif = request.index % 4 === 3;
  const picture = avif ? random.pick(pool.avifs) : pool.heic;
  const { capture, position } = describeCapture(request, applePhone, picture.width, picture.height);
  const metadata: HeifMetadata = { exif: writeExif(capture) };
  const fields: TruthFields = { 'image/exif': exifTruth(capture) };
  if (random.chance(0.2)) {
    const caption = describeCaption(random, capture, position);
    metadata.xmp = writeXmp(caption);
    fields['image/xmp'] = xmpTruth(caption);
  }
  return {
    kind: 'file',
    path: avif
      ? `laptop/Users/kamran/Pictures/Converted/IMG_${padded(request.index + 1, 4)}.avif`
      : `${applePhone.folder}/${photographName(request, applePhone, capture.capturedAt, 'heic')}`,
    content: writeHeif(picture, metadata),
    mediaType: avif ? 'image/avif' : 'image/heic',
    modifiedAt: afterShutter(capture.capturedAt),
    fields,
  };
}

/** Screenshots; every other one was edited and carries Exif. */
export function screenshot(request: FileRequest): PlannedFile {
  const { random, pool } = request;
  const picture = random.pick(pool.screenshots);
  const { capture, position } = describeCapture(request, cameras[0] as Camera, picture.width, picture.height);
  const caption = describeCaption(random, capture, position);
  const edited = request.index % 2 === 0;
  const fields: TruthFields = {
    'image/xmp': xmpTruth(caption),
    'image/exif': edited ? exifTruth(capture) : { width: picture.width, height: picture.height },
  };
  return {
    kind: 'file',
    path: `phone/Pictures/Screenshots/Screenshot_${compactDateTime(capture.capturedAt)}_${random.pick(['WhatsApp', 'Chrome', 'Easypaisa', 'JazzCash'])}.png`,
    content: writePng(picture.width, picture.height, picture.stream, {
      xmp: writeXmp(caption),
      ...(edited && { exif: writeExif(capture) }),
    }),
    mediaType: 'image/png',
    modifiedAt: afterShutter(capture.capturedAt),
    fields,
  };
}

/** Pictures saved from the web. */
export function webPicture(request: FileRequest): PlannedFile {
  const { random, pool } = request;
  const picture = random.pick(pool.webps);
  const { capture, position } = describeCapture(request, random.pick(cameras), picture.width, picture.height);
  const fields: TruthFields = { 'image/exif': exifTruth(capture) };
  const caption = random.chance(0.3) ? describeCaption(random, capture, position) : null;
  if (caption !== null) fields['image/xmp'] = xmpTruth(caption);
  return {
    kind: 'file',
    path: `phone/Download/image_${random.hexadecimal(10)}.webp`,
    content: writeWebp(picture.width, picture.height, picture.stream, {
      exif: writeExif(capture),
      ...(caption !== null && { xmp: writeXmp(caption) }),
    }),
    mediaType: 'image/webp',
    modifiedAt: afterShutter(capture.capturedAt),
    fields,
  };
}

/** Scanned pages as uncompressed TIFF files. */
export function scan(request: FileRequest): PlannedFile {
  const { random, pool } = request;
  const picture = random.pick(pool.scans);
  const { capture } = describeCapture(request, random.pick(cameras), picture.width, picture.height);
  return {
    kind: 'file',
    path: `laptop/Users/kamran/Documents/Scans/Scan_${padded(request.index + 1, 4)}.tif`,
    content: writeTiff([[...exifRootEntries(capture), ...stripEntries(picture)]], capture.camera.littleEndian),
    mediaType: 'image/tiff',
    modifiedAt: afterShutter(capture.capturedAt),
    fields: { 'image/exif': exifTruth(capture) },
  };
}

/** TIFF 6.0 section 6, baseline RGB in one strip. */
function stripEntries(picture: Picture): TiffEntry[] {
  return [
    { tag: 0x0100, type: 'long', numbers: [picture.width] },
    { tag: 0x0101, type: 'long', numbers: [picture.height] },
    { tag: 0x0102, type: 'short', numbers: [8, 8, 8] },
    { tag: 0x0103, type: 'short', numbers: [1] },
    { tag: 0x0106, type: 'short', numbers: [2] },
    { tag: 0x0111, type: 'placed', bytes: picture.pixels },
    { tag: 0x0115, type: 'short', numbers: [3] },
    { tag: 0x0116, type: 'long', numbers: [picture.height] },
    { tag: 0x0117, type: 'long', numbers: [picture.pixels.length] },
  ];
}
