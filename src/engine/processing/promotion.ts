/** Picks from an item's artefacts what tables, timeline and map are sorted and counted by. */
import { type Artefact, type FieldValue, isTimestamp } from '../../model/field.ts';
import { sortableNanoseconds, type Timestamp } from '../../model/timestamp.ts';
import type { Promoted } from '../../storage/item-writer.ts';

/** Where capture times are looked for, most telling first. */
const captureFields: readonly (readonly [extractor: string, field: string])[] = [
  ['image/exif', 'capturedAt'],
  ['audio-video/container', 'creationTime'],
  ['image/xmp', 'createDate'],
  ['image/iptc', 'dateCreated'],
];

function find(artefacts: readonly Artefact[], extractor: string, field: string): FieldValue | undefined {
  for (const artefact of artefacts)
    if (artefact.extractor === extractor && artefact.fields[field] !== undefined) return artefact.fields[field];
  return undefined;
}

function firstTime(artefacts: readonly Artefact[]): Timestamp | null {
  for (const [extractor, field] of captureFields) {
    const value = find(artefacts, extractor, field);
    if (value !== undefined && isTimestamp(value) && value.iso !== null) return value;
  }
  return null;
}

/** 64-bit nanoseconds reach from 1677 to 2262; a time outside cannot be sorted by, only shown. */
function inRange(nanoseconds: bigint | null): bigint | null {
  return nanoseconds !== null && BigInt.asIntN(64, nanoseconds) === nanoseconds ? nanoseconds : null;
}

/** Null where there is nothing to promote. */
export function promote(artefacts: readonly Artefact[]): Promoted | null {
  if (artefacts.length === 0) return null;
  const captured = firstTime(artefacts);
  for (const extractor of ['image/exif', 'audio-video/container']) {
    const make = find(artefacts, extractor, 'make');
    const model = find(artefacts, extractor, 'model');
    const latitude = find(artefacts, extractor, 'latitude');
    const longitude = find(artefacts, extractor, 'longitude');
    const hasPosition = typeof latitude === 'number' && typeof longitude === 'number';
    if (make === undefined && model === undefined && !hasPosition) continue;
    return {
      captured: captured === null ? null : inRange(sortableNanoseconds(captured)),
      capturedTime: captured === null ? null : JSON.stringify(captured),
      deviceName: deviceName(make, model),
      latitude: hasPosition ? latitude : null,
      longitude: hasPosition ? longitude : null,
    };
  }
  if (captured === null) return null;
  return {
    captured: inRange(sortableNanoseconds(captured)),
    capturedTime: JSON.stringify(captured),
    deviceName: null,
    latitude: null,
    longitude: null,
  };
}

/** `Canon EOS 350D`, whether or not the model repeats the make. */
function deviceName(make: FieldValue | undefined, model: FieldValue | undefined): string | null {
  const makeText = typeof make === 'string' ? make.trim() : '';
  const modelText = typeof model === 'string' ? model.trim() : '';
  if (modelText.toLowerCase().startsWith(makeText.toLowerCase())) return modelText || makeText || null;
  return `${makeText} ${modelText}`.trim() || null;
}
