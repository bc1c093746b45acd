/** XMP packets: which program made and changed a picture, when, and what people wrote about it. */
import type { ImageFault, MetadataBlock } from '../../../formats/image/image-metadata.ts';
import { readImage } from '../../../formats/image/read-image.ts';
import { windowedReader } from '../../../formats/windowed-reader.ts';
import { revealHidden } from '../../../model/display.ts';
import type { FieldValue } from '../../../model/field.ts';
import { type ByteReader, readWhole } from '../../../model/reader.ts';
import { fromCalendarText, type Timestamp } from '../../../model/timestamp.ts';
import { ArtefactDraft } from '../../artefact-draft.ts';
import { defineExtractor } from '../../define-extractor.ts';
import { emitFaults } from '../fault-observations.ts';
import { propertyName, simpleProperties, type XmpFields, xmpFields } from './fields.ts';
import { PacketError, packetText, parsePacket } from './packet.ts';
import { type Properties, type PropertyValue, readProperties } from './properties.ts';

type Draft = ArtefactDraft<XmpFields>;

/** Packets are a few kilobytes; extended ones with pictures inside them, which no field is read from, are larger. */
const maximumPacketLength = 4 * 1024 * 1024;

/** Longer texts are no times. */
const maximumTimeLength = 64;

const standaloneType = 'application/rdf+xml';

export const imageXmp = defineExtractor({
  id: 'image/xmp',
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
    'image/tiff',
    'image/x-adobe-dng',
    'image/x-canon-cr2',
    'image/x-nikon-nef',
    'image/x-sony-arw',
    standaloneType,
  ],
  produces: xmpFields,
  description:
    'Reads XMP packets: creating and editing programs, document identifiers, dates, authors, keywords, ratings and editing history.',
  references: ['ISO 16684-1:2019 (XMP part 1)', 'Adobe XMP part 2 (2022)', 'Adobe XMP part 3 (2020), 1.1-1.2'],
  limits: {},
  async *run({ reader, mediaType, signal }) {
    const faults: ImageFault[] = [];
    const draft: Draft = new ArtefactDraft();
    for (const block of await packetBlocks(reader, mediaType, faults)) {
      signal.throwIfAborted();
      const properties = await readPacket(block, faults);
      if (properties !== null) fillDraft(properties, draft, block.place, faults);
    }
    yield* draft.emissions();
    yield* emitFaults(faults);
  },
});

/** The item's packets. Faults of the picture itself are image/exif's to tell, those of packets are told here. */
async function packetBlocks(reader: ByteReader, mediaType: string, faults: ImageFault[]): Promise<MetadataBlock[]> {
  if (mediaType === standaloneType) return [{ kind: 'xmp', content: reader, place: 'whole item' }];
  const image = await readImage(windowedReader(reader), ['xmp', 'xmp-extension']);
  faults.push(...(image?.faults ?? []).filter((fault) => /^(xmp-|heif-item|inflation|raw-profile|over-size)/.test(fault.code)));
  return image?.blocks ?? [];
}

async function readPacket({ content, place }: MetadataBlock, faults: ImageFault[]): Promise<Properties | null> {
  if (content.size > maximumPacketLength) {
    const message = `The packet of ${content.size} bytes is over the limit of ${maximumPacketLength} bytes and was not read.`;
    faults.push({ code: 'over-size-limit', message, place, lost: true });
    return null;
  }
  const text = packetText(await readWhole(content, maximumPacketLength));
  // Some writers leave an empty packet; there is nothing in it to lose.
  if (/^[\0\s\ufeff]*$/.test(text)) return null;
  try {
    const properties = readProperties(parsePacket(text));
    if (properties === null) faults.push({ code: 'xmp-without-rdf', message: 'The packet holds no RDF.', place, lost: false });
    return properties;
  } catch (thrown) {
    if (!(thrown instanceof PacketError)) throw thrown;
    faults.push({ code: thrown.code, message: revealHidden(thrown.message.slice(0, 300)), place, lost: true });
    return null;
  }
}

function fillDraft(properties: Properties, draft: Draft, place: string, faults: ImageFault[]): void {
  for (const [field, property] of simpleProperties) {
    const value = properties.get(propertyName(property));
    if (value === undefined) continue;
    const converted = convert(xmpFields[field].type, value);
    draft.set(field, converted, property);
    if (typeof converted === 'object' && converted !== null && 'iso' in converted && converted.iso === null && converted.raw !== '') {
      const message = `${property} is not a time with a day: ${revealHidden(converted.raw.slice(0, 100))}`;
      faults.push({ code: 'invalid-time', message, place, lost: false });
    }
  }
  const derived = properties.get(propertyName('xmpMM:DerivedFrom'))?.fields.get(propertyName('stRef:documentID'));
  draft.set('derivedFromDocumentId', derived?.text, 'xmpMM:DerivedFrom/stRef:documentID');
  readHistory(properties, draft);
  readPosition(properties, draft, place, faults);
}

function convert(type: 'text' | 'number' | 'timestamp' | 'text-list', value: PropertyValue): FieldValue | null {
  switch (type) {
    case 'text':
      return singleText(value);
    case 'number': {
      const text = singleText(value);
      return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
    }
    case 'timestamp': {
      const text = singleText(value);
      return text === '' ? null : xmpTime(text);
    }
    case 'text-list':
      return value.items.length > 0 ? value.items.map(({ text }) => text) : [value.text];
  }
}

/** Text itself, or an array's entry: the default language's where there are several (8.2.2.4). */
function singleText(value: PropertyValue): string {
  if (value.items.length === 0) return value.text;
  return (value.items.find(({ language }) => language === 'x-default') ?? value.items[0])?.text ?? '';
}

/** ISO 8601 as XMP uses it (8.2.1.2); a year or a year and month alone are times without a day. */
function xmpTime(raw: string): Timestamp {
  if (raw.length > maximumTimeLength)
    return { raw: raw.slice(0, maximumTimeLength), iso: null, precision: 'second', basis: 'local-unknown' };
  if (/^\d{4}$/.test(raw)) return { raw, iso: null, precision: 'year', basis: 'local-unknown' };
  if (/^\d{4}-\d{2}$/.test(raw)) return { raw, iso: null, precision: 'month', basis: 'local-unknown' };
  return fromCalendarText(raw);
}

/** One line an event: what, when, with which program. */
function readHistory(properties: Properties, draft: Draft): void {
  const events = properties.get(propertyName('xmpMM:History'))?.items ?? [];
  const part = (event: PropertyValue, name: 'action' | 'when' | 'softwareAgent'): string =>
    event.fields.get(propertyName(`stEvt:${name}`))?.text ?? '';
  const agents = events.map((event) => part(event, 'softwareAgent')).filter((agent) => agent !== '');
  draft.set('historySoftware', [...new Set(agents)], 'xmpMM:History/stEvt:softwareAgent');
  const lines = events.map((event) => (['when', 'action', 'softwareAgent'] as const).map((name) => part(event, name)));
  const written = lines.map((line) => line.filter((text) => text !== '').join(' ')).filter((line) => line !== '');
  draft.set('history', written, 'xmpMM:History');
}

/** `DDD,MM.mmk` or `DDD,MM,SSk` with a letter for the hemisphere (XMP part 2, exif namespace, GPSCoordinate). */
function readPosition(properties: Properties, draft: Draft, place: string, faults: ImageFault[]): void {
  for (const [field, property, letters, limit] of [
    ['latitude', 'exif:GPSLatitude', 'NS', 90],
    ['longitude', 'exif:GPSLongitude', 'EW', 180],
  ] as const) {
    const text = properties.get(propertyName(property))?.text ?? '';
    if (text === '') continue;
    const degrees = coordinate(text, letters);
    if (degrees !== null && Math.abs(degrees) <= limit) draft.set(field, degrees, property);
    else {
      const message = `${property} is not a ${field} that exists: ${revealHidden(text.slice(0, 100))}`;
      faults.push({ code: 'gps-invalid', message, place, lost: false });
    }
  }
  const altitude = /^(-?\d{1,12})\/(\d{1,12})$/.exec(properties.get(propertyName('exif:GPSAltitude'))?.text ?? '');
  if (altitude === null || Number(altitude[2]) === 0) return;
  const below = properties.get(propertyName('exif:GPSAltitudeRef'))?.text === '1';
  const metres = Number(altitude[1]) / Number(altitude[2]);
  draft.set('altitude', (below ? -metres : metres) + 0, 'exif:GPSAltitude');
}

function coordinate(text: string, letters: string): number | null {
  const match = /^(\d{1,3}),(\d{1,2}(?:\.\d{1,15})?)(?:,(\d{1,2}(?:\.\d{1,15})?))?([A-Za-z])$/.exec(text.trim());
  if (match === null) return null;
  const [, degrees, minutes, seconds = '0', letter] = match as unknown as [string, string, string, string | undefined, string];
  const side = letters.indexOf(letter.toUpperCase());
  if (side < 0) return null;
  const value = Number((Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600).toFixed(10));
  return (side === 1 ? -value : value) + 0;
}
