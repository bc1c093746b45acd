/** The fields of image/exif: labels, units and the tags that define them (EXIF 3.0; TIFF 6.0). */
import type { FieldDeclarations } from '../../../model/field.ts';

export const exifFields = {
  make: { type: 'text', label: 'Make', source: 'IFD0 0x010F Make' },
  model: { type: 'text', label: 'Model', source: 'IFD0 0x0110 Model' },
  serialNumber: { type: 'text', label: 'Serial number', source: 'ExifIFD 0xA431 BodySerialNumber' },
  lensMake: { type: 'text', label: 'Lens make', source: 'ExifIFD 0xA433 LensMake' },
  lensModel: { type: 'text', label: 'Lens model', source: 'ExifIFD 0xA434 LensModel' },
  lensSerialNumber: { type: 'text', label: 'Lens serial number', source: 'ExifIFD 0xA435 LensSerialNumber' },
  software: { type: 'text', label: 'Software', source: 'IFD0 0x0131 Software' },
  hostComputer: { type: 'text', label: 'Host computer', source: 'IFD0 0x013C HostComputer' },
  capturedAt: { type: 'timestamp', label: 'Captured', source: 'ExifIFD 0x9003 DateTimeOriginal' },
  digitizedAt: { type: 'timestamp', label: 'Digitized', source: 'ExifIFD 0x9004 DateTimeDigitized' },
  modifiedAt: { type: 'timestamp', label: 'Modified', source: 'IFD0 0x0132 DateTime' },
  gpsTime: { type: 'timestamp', label: 'GPS time', source: 'GPS 0x001D GPSDateStamp, 0x0007 GPSTimeStamp' },
  latitude: { type: 'number', label: 'Latitude', unit: '°', source: 'GPS 0x0002 GPSLatitude' },
  longitude: { type: 'number', label: 'Longitude', unit: '°', source: 'GPS 0x0004 GPSLongitude' },
  altitude: { type: 'number', label: 'Altitude', unit: 'm', source: 'GPS 0x0006 GPSAltitude' },
  imageDirection: { type: 'number', label: 'Direction of view', unit: '°', source: 'GPS 0x0011 GPSImgDirection' },
  positionError: { type: 'number', label: 'Position error', unit: 'm', source: 'GPS 0x001F GPSHPositioningError' },
  positionMethod: { type: 'text', label: 'Position method', source: 'GPS 0x001B GPSProcessingMethod' },
  mapDatum: { type: 'text', label: 'Map datum', source: 'GPS 0x0012 GPSMapDatum' },
  orientation: { type: 'integer', label: 'Orientation', source: 'IFD0 0x0112 Orientation' },
  width: { type: 'integer', label: 'Width', unit: 'px', source: 'frame header of the container' },
  height: { type: 'integer', label: 'Height', unit: 'px', source: 'frame header of the container' },
  artist: { type: 'text', label: 'Artist', source: 'IFD0 0x013B Artist' },
  cameraOwner: { type: 'text', label: 'Camera owner', source: 'ExifIFD 0xA430 CameraOwnerName' },
  copyright: { type: 'text', label: 'Copyright', source: 'IFD0 0x8298 Copyright' },
  imageDescription: { type: 'text', label: 'Description', source: 'IFD0 0x010E ImageDescription' },
  userComment: { type: 'text', label: 'User comment', source: 'ExifIFD 0x9286 UserComment' },
  windowsTitle: { type: 'text', label: 'Title (Windows)', source: 'IFD0 0x9C9B XPTitle' },
  windowsComment: { type: 'text', label: 'Comment (Windows)', source: 'IFD0 0x9C9C XPComment' },
  windowsAuthor: { type: 'text', label: 'Author (Windows)', source: 'IFD0 0x9C9D XPAuthor' },
  windowsKeywords: { type: 'text', label: 'Keywords (Windows)', source: 'IFD0 0x9C9E XPKeywords' },
  windowsSubject: { type: 'text', label: 'Subject (Windows)', source: 'IFD0 0x9C9F XPSubject' },
  imageUniqueId: { type: 'text', label: 'Unique image ID', source: 'ExifIFD 0xA420 ImageUniqueID' },
  exposureTime: { type: 'number', label: 'Exposure time', unit: 's', source: 'ExifIFD 0x829A ExposureTime' },
  fNumber: { type: 'number', label: 'F-number', source: 'ExifIFD 0x829D FNumber' },
  iso: { type: 'integer', label: 'ISO sensitivity', source: 'ExifIFD 0x8827 PhotographicSensitivity' },
  focalLength: { type: 'number', label: 'Focal length', unit: 'mm', source: 'ExifIFD 0x920A FocalLength' },
  focalLength35mm: {
    type: 'integer',
    label: 'Focal length (35 mm equivalent)',
    unit: 'mm',
    source: 'ExifIFD 0xA405 FocalLengthIn35mmFilm',
  },
  flashFired: { type: 'boolean', label: 'Flash fired', source: 'ExifIFD 0x9209 Flash' },
} satisfies FieldDeclarations;

export type ExifFields = typeof exifFields;

/** How the value of a simple tag becomes a field. */
export type TagReading =
  | 'text'
  /** Two texts behind one another: photographer's and editor's. */
  | 'text-parts'
  /** UTF-16LE in a BYTE array, as Windows Explorer writes it. */
  | 'utf16'
  /** Eight bytes that name the character code, then text. */
  | 'coded-text'
  | 'integer'
  /** A number greater than zero. */
  | 'positive';

export interface SimpleTag {
  field: keyof ExifFields;
  directory: 'IFD0' | 'ExifIFD' | 'GPS';
  tag: number;
  name: string;
  reading: TagReading;
}

function row(field: keyof ExifFields, directory: SimpleTag['directory'], tag: number, name: string, reading: TagReading): SimpleTag {
  return { field, directory, tag, name, reading };
}

/** Tags whose value becomes a field as it is; the first readable one of a field counts. */
export const simpleTags: readonly SimpleTag[] = [
  row('make', 'IFD0', 0x010f, 'Make', 'text'),
  row('model', 'IFD0', 0x0110, 'Model', 'text'),
  row('serialNumber', 'ExifIFD', 0xa431, 'BodySerialNumber', 'text'),
  row('serialNumber', 'IFD0', 0xc62f, 'CameraSerialNumber', 'text'), // DNG
  row('lensMake', 'ExifIFD', 0xa433, 'LensMake', 'text'),
  row('lensModel', 'ExifIFD', 0xa434, 'LensModel', 'text'),
  row('lensSerialNumber', 'ExifIFD', 0xa435, 'LensSerialNumber', 'text'),
  row('software', 'IFD0', 0x0131, 'Software', 'text'),
  row('hostComputer', 'IFD0', 0x013c, 'HostComputer', 'text'),
  row('artist', 'IFD0', 0x013b, 'Artist', 'text'),
  row('cameraOwner', 'ExifIFD', 0xa430, 'CameraOwnerName', 'text'),
  row('copyright', 'IFD0', 0x8298, 'Copyright', 'text-parts'),
  row('imageDescription', 'IFD0', 0x010e, 'ImageDescription', 'text'),
  row('userComment', 'ExifIFD', 0x9286, 'UserComment', 'coded-text'),
  row('windowsTitle', 'IFD0', 0x9c9b, 'XPTitle', 'utf16'),
  row('windowsComment', 'IFD0', 0x9c9c, 'XPComment', 'utf16'),
  row('windowsAuthor', 'IFD0', 0x9c9d, 'XPAuthor', 'utf16'),
  row('windowsKeywords', 'IFD0', 0x9c9e, 'XPKeywords', 'utf16'),
  row('windowsSubject', 'IFD0', 0x9c9f, 'XPSubject', 'utf16'),
  row('imageUniqueId', 'ExifIFD', 0xa420, 'ImageUniqueID', 'text'),
  row('exposureTime', 'ExifIFD', 0x829a, 'ExposureTime', 'positive'),
  row('fNumber', 'ExifIFD', 0x829d, 'FNumber', 'positive'),
  row('iso', 'ExifIFD', 0x8827, 'PhotographicSensitivity', 'integer'),
  row('focalLength', 'ExifIFD', 0x920a, 'FocalLength', 'positive'),
  row('focalLength35mm', 'ExifIFD', 0xa405, 'FocalLengthIn35mmFilm', 'integer'),
  row('imageDirection', 'GPS', 0x0011, 'GPSImgDirection', 'positive'),
  row('positionError', 'GPS', 0x001f, 'GPSHPositioningError', 'positive'),
  row('positionMethod', 'GPS', 0x001b, 'GPSProcessingMethod', 'coded-text'),
  row('mapDatum', 'GPS', 0x0012, 'GPSMapDatum', 'text'),
];
