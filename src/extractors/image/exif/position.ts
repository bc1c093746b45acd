/** The position in the GPS directory as decimal degrees and metres (EXIF 3.0, 4.6.7.1). */
import { revealHidden } from '../../../model/display.ts';
import type { ArtefactDraft } from '../../artefact-draft.ts';
import type { ExifDirectories } from './directories.ts';
import type { ExifFields } from './fields.ts';

type Draft = ArtefactDraft<ExifFields>;

interface Axis {
  field: 'latitude' | 'longitude';
  valueTag: number;
  valueName: string;
  referenceTag: number;
  referenceName: string;
  positive: string;
  negative: string;
  limit: number;
}

const axes: readonly Axis[] = [
  {
    field: 'latitude',
    valueTag: 0x0002,
    valueName: 'GPSLatitude',
    referenceTag: 0x0001,
    referenceName: 'GPSLatitudeRef',
    positive: 'N',
    negative: 'S',
    limit: 90,
  },
  {
    field: 'longitude',
    valueTag: 0x0004,
    valueName: 'GPSLongitude',
    referenceTag: 0x0003,
    referenceName: 'GPSLongitudeRef',
    positive: 'E',
    negative: 'W',
    limit: 180,
  },
];

/** Decimal places of a degree that are kept: 10 µm, beyond what any rational of a receiver carries. */
const decimalPlaces = 10;

/** Sets latitude, longitude and altitude; a position that is incomplete, impossible or without hemisphere is told, not guessed. */
export async function readPosition(exif: ExifDirectories, draft: Draft): Promise<void> {
  for (const axis of axes) await readAxis(exif, axis, draft);
  if (draft.get('latitude') === 0 && draft.get('longitude') === 0) {
    const found = exif.find('GPS', 0x0002, 'GPSLatitude');
    if (found !== null) exif.fault(found, 'gps-null-island', 'The position is exactly 0, 0: receivers write that when they have none.');
  }
  await readAltitude(exif, draft);
}

async function readAxis(exif: ExifDirectories, axis: Axis, draft: Draft): Promise<void> {
  const found = exif.find('GPS', axis.valueTag, axis.valueName);
  const parts = found === null ? null : await exif.numbers(found, 3);
  if (found === null || parts === null) return;
  // Missing minutes and seconds mean that the part before them has decimals.
  const [degrees = Number.NaN, minutes = 0, seconds = 0] = parts;
  const value = degrees + minutes / 60 + seconds / 3600;
  if (!Number.isFinite(value)) {
    exif.fault(found, 'gps-undefined', `The ${axis.field} has parts with the denominator 0: it is not defined.`);
    return;
  }
  if (value < 0 || value > axis.limit) {
    exif.fault(found, 'gps-out-of-range', `The ${axis.field} of ${value} degrees does not exist.`);
    return;
  }
  const referenceTag = exif.find('GPS', axis.referenceTag, axis.referenceName);
  const reference = referenceTag === null ? '' : ((await exif.shortText(referenceTag)) ?? '').trim();
  const sign = { [axis.positive]: 1, [axis.negative]: -1 }[reference.slice(0, 1).toUpperCase()];
  if (sign === undefined) {
    const given = reference === '' ? 'none' : revealHidden(reference.slice(0, 20));
    exif.fault(
      found,
      'gps-no-hemisphere',
      `The ${axis.field} is ${rounded(value)} degrees, but its hemisphere is not known (given: ${given}).`,
    );
    return;
  }
  // Adding 0 turns -0 into 0.
  draft.set(axis.field, sign * rounded(value) + 0, `${found.source} + ${(referenceTag as NonNullable<typeof referenceTag>).source}`);
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(decimalPlaces));
}

/** Metres above sea level; reference 1 (and 3, ellipsoidal, since EXIF 3.0) means below. Without reference: above, as the specification has it. */
async function readAltitude(exif: ExifDirectories, draft: Draft): Promise<void> {
  const found = exif.find('GPS', 0x0006, 'GPSAltitude');
  const [altitude] = found === null ? [] : ((await exif.numbers(found, 1)) ?? []);
  if (found === null || altitude === undefined) return;
  if (!Number.isFinite(altitude)) {
    exif.fault(found, 'gps-undefined', 'The altitude has the denominator 0: it is not defined.');
    return;
  }
  const referenceTag = exif.find('GPS', 0x0005, 'GPSAltitudeRef');
  const [reference = 0] = referenceTag === null ? [] : ((await exif.numbers(referenceTag, 1)) ?? []);
  const below = reference === 1 || reference === 3;
  if (reference > 3 && referenceTag !== null) {
    exif.fault(
      referenceTag,
      'gps-altitude-reference',
      `The altitude’s reference ${reference} is not defined; the altitude is taken as above sea level.`,
    );
  }
  draft.set('altitude', (below ? -altitude : altitude) + 0, [found, referenceTag].flatMap((tag) => tag?.source ?? []).join(' + '));
}
