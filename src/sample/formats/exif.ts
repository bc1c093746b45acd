/** The Exif block of a picture (Exif 3.0, CIPA DC-008-2023) from a plain description, and the truth about it. */
import type { FieldValues } from '../../model/field.ts';
import { fromCalendarText } from '../../model/timestamp.ts';
import { calendarText, type Moment } from '../moment.ts';
import type { Camera, Position } from '../places.ts';
import { type Rational, type TiffDirectory, type TiffEntry, writeTiff } from './tiff.ts';

export interface CaptureDescription {
  camera: Camera;
  capturedAt: Moment;
  /** Zone of the camera's clock. */
  offsetMinutes: number;
  /** Digits of SubSecTimeOriginal, or null. */
  subSecond: string | null;
  position: Position | null;
  /** 1 to 8 (Exif tag 0x0112). */
  orientation: number;
  /** Size of the picture as stored. */
  width: number;
  height: number;
  artist: string | null;
  copyright: string | null;
  /** 32 hexadecimal digits. */
  uniqueId: string;
  /** A whole JPEG file, or null. */
  thumbnail: Uint8Array | null;
}

/** The Exif block without `Exif\0\0`, starting with the byte order mark. */
export function writeExif(capture: CaptureDescription): Buffer {
  const directories: TiffDirectory[] = [exifRootEntries(capture)];
  if (capture.thumbnail !== null) {
    directories.push([
      { tag: 0x0103, type: 'short', numbers: [6] },
      { tag: 0x011a, type: 'rational', rationals: [[72, 1]] },
      { tag: 0x011b, type: 'rational', rationals: [[72, 1]] },
      { tag: 0x0128, type: 'short', numbers: [2] },
      { tag: 0x0201, type: 'placed', bytes: capture.thumbnail },
      { tag: 0x0202, type: 'long', numbers: [capture.thumbnail.length] },
    ]);
  }
  return writeTiff(directories, capture.camera.littleEndian);
}

/** The entries of IFD0 with its sub-directories, for an Exif block or for a TIFF file's own IFD0. */
export function exifRootEntries(capture: CaptureDescription): TiffEntry[] {
  const { camera } = capture;
  const entries: TiffEntry[] = [
    { tag: 0x010f, type: 'ascii', text: camera.make },
    { tag: 0x0110, type: 'ascii', text: camera.model },
    { tag: 0x0112, type: 'short', numbers: [capture.orientation] },
    { tag: 0x011a, type: 'rational', rationals: [[72, 1]] },
    { tag: 0x011b, type: 'rational', rationals: [[72, 1]] },
    { tag: 0x0128, type: 'short', numbers: [2] },
    { tag: 0x0131, type: 'ascii', text: camera.software },
    { tag: 0x0132, type: 'ascii', text: calendarText(capture.capturedAt, capture.offsetMinutes) },
    { tag: 0x0213, type: 'short', numbers: [1] },
    { tag: 0x8769, type: 'directory', directory: exifDirectory(capture) },
  ];
  if (capture.artist !== null) entries.push({ tag: 0x013b, type: 'ascii', text: capture.artist });
  if (capture.copyright !== null) entries.push({ tag: 0x8298, type: 'ascii', text: capture.copyright });
  if (capture.position !== null)
    entries.push({ tag: 0x8825, type: 'directory', directory: positionDirectory(capture.position, capture.capturedAt) });
  return entries;
}

function exifDirectory(capture: CaptureDescription): TiffEntry[] {
  const local = calendarText(capture.capturedAt, capture.offsetMinutes);
  const entries: TiffEntry[] = [
    { tag: 0x829a, type: 'rational', rationals: [[1, 120]] },
    { tag: 0x829d, type: 'rational', rationals: [[18, 10]] },
    { tag: 0x8827, type: 'short', numbers: [200] },
    { tag: 0x9000, type: 'undefined', bytes: Buffer.from('0232', 'latin1') },
    { tag: 0x9003, type: 'ascii', text: local },
    { tag: 0x9004, type: 'ascii', text: local },
    { tag: 0x9101, type: 'undefined', bytes: Buffer.from([1, 2, 3, 0]) },
    { tag: 0x9209, type: 'short', numbers: [16] },
    { tag: 0x920a, type: 'rational', rationals: [[430, 100]] },
    { tag: 0xa000, type: 'undefined', bytes: Buffer.from('0100', 'latin1') },
    { tag: 0xa001, type: 'short', numbers: [1] },
    { tag: 0xa002, type: 'long', numbers: [capture.width] },
    { tag: 0xa003, type: 'long', numbers: [capture.height] },
    { tag: 0xa420, type: 'ascii', text: capture.uniqueId },
  ];
  if (capture.camera.writesOffset) {
    const offset = offsetText(capture.offsetMinutes);
    for (const tag of [0x9010, 0x9011, 0x9012]) entries.push({ tag, type: 'ascii', text: offset });
  }
  if (capture.subSecond !== null) for (const tag of [0x9291, 0x9292]) entries.push({ tag, type: 'ascii', text: capture.subSecond });
  if (capture.camera.serialNumber !== null) entries.push({ tag: 0xa431, type: 'ascii', text: capture.camera.serialNumber });
  if (capture.camera.lens !== null) entries.push({ tag: 0xa434, type: 'ascii', text: capture.camera.lens });
  return entries;
}

function positionDirectory(position: Position, capturedAt: Moment): TiffEntry[] {
  const [date, time] = calendarText(capturedAt, 0).split(' ') as [string, string];
  return [
    { tag: 0x0000, type: 'byte', bytes: Buffer.from([2, 3, 0, 0]) },
    { tag: 0x0001, type: 'ascii', text: position.latitude < 0 ? 'S' : 'N' },
    { tag: 0x0002, type: 'rational', rationals: sexagesimal(position.latitude) },
    { tag: 0x0003, type: 'ascii', text: position.longitude < 0 ? 'W' : 'E' },
    { tag: 0x0004, type: 'rational', rationals: sexagesimal(position.longitude) },
    { tag: 0x0005, type: 'byte', bytes: Buffer.from([0]) },
    { tag: 0x0006, type: 'rational', rationals: [[Math.round(position.altitude * 100), 100]] },
    { tag: 0x0007, type: 'rational', rationals: time.split(':').map((part): Rational => [Number(part), 1]) },
    { tag: 0x0012, type: 'ascii', text: 'WGS-84' },
    { tag: 0x001d, type: 'ascii', text: date },
  ];
}

/** Degrees, minutes and seconds with four decimals. */
function sexagesimal(decimal: number): [Rational, Rational, Rational] {
  const parts = Math.round(Math.abs(decimal) * 3600 * 10_000);
  const degrees = Math.floor(parts / 36_000_000);
  const minutes = Math.floor((parts - degrees * 36_000_000) / 600_000);
  return [
    [degrees, 1],
    [minutes, 1],
    [parts - degrees * 36_000_000 - minutes * 600_000, 10_000],
  ];
}

/** What the rationals written for a coordinate come to. */
function writtenCoordinate(decimal: number): number {
  const [degrees, minutes, seconds] = sexagesimal(decimal);
  return Math.sign(decimal) * (degrees[0] + minutes[0] / 60 + seconds[0] / 10_000 / 3600);
}

function offsetText(minutes: number): string {
  const hours = Math.floor(Math.abs(minutes) / 60);
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;
}

/** The fields of `image/exif` for a picture with this block. */
export function exifTruth(capture: CaptureDescription): FieldValues {
  const { camera } = capture;
  const local = calendarText(capture.capturedAt, capture.offsetMinutes);
  const fraction = capture.subSecond === null ? '' : `.${capture.subSecond}`;
  const offset = camera.writesOffset ? offsetText(capture.offsetMinutes) : undefined;
  const fields: FieldValues = {
    make: camera.make,
    model: camera.model,
    software: camera.software,
    // The raw text is the tag's own; fraction and offset stand in tags beside it.
    capturedAt: { ...fromCalendarText(local + fraction, offset), raw: local },
    digitizedAt: { ...fromCalendarText(local + fraction, offset), raw: local },
    modifiedAt: fromCalendarText(local, offset),
    imageUniqueId: capture.uniqueId,
    exposureTime: 1 / 120,
    fNumber: 1.8,
    iso: 200,
    focalLength: 4.3,
    flashFired: false,
    orientation: capture.orientation,
    width: capture.width,
    height: capture.height,
  };
  if (camera.serialNumber !== null) fields.serialNumber = camera.serialNumber;
  if (camera.lens !== null) fields.lensModel = camera.lens;
  if (capture.artist !== null) fields.artist = capture.artist;
  if (capture.copyright !== null) fields.copyright = capture.copyright;
  if (capture.position !== null) {
    fields.latitude = writtenCoordinate(capture.position.latitude);
    fields.longitude = writtenCoordinate(capture.position.longitude);
    fields.altitude = Math.round(capture.position.altitude * 100) / 100;
    const raw = calendarText(capture.capturedAt, 0);
    fields.gpsTime = { ...fromCalendarText(`${raw}Z`), raw };
    fields.mapDatum = 'WGS-84';
  }
  return fields;
}
