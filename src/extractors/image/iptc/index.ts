/** IPTC-IIM: what agencies and editors write about a picture. */
import { isUtf8 } from 'node:buffer';
import type { ImageFault, ImageMetadata } from '../../../formats/image/image-metadata.ts';
import { readImage } from '../../../formats/image/read-image.ts';
import { type IptcDataSet, inProperOrder, readDataSets } from '../../../formats/iptc/data-sets.ts';
import { imageResources, iptcResource } from '../../../formats/photoshop/image-resources.ts';
import { decodeTagText, withoutPadding } from '../../../formats/tiff/tag-text.ts';
import { windowedReader } from '../../../formats/windowed-reader.ts';
import { revealHidden } from '../../../model/display.ts';
import { readWhole } from '../../../model/reader.ts';
import { fromCalendarText, type Timestamp } from '../../../model/timestamp.ts';
import { ArtefactDraft } from '../../artefact-draft.ts';
import { defineExtractor } from '../../define-extractor.ts';
import { emitFaults } from '../fault-observations.ts';
import { type IptcFields, iptcFields, textDataSets, timeDataSets } from './fields.ts';

/** Real records are a few kilobytes; each data set but the largest previews is at most 2 000 bytes. */
const maximumLength = 4 * 1024 * 1024;

/** Longer texts are no times. */
const maximumTimeLength = 64;

export const imageIptc = defineExtractor({
  id: 'image/iptc',
  version: '1',
  accepts: ['image/jpeg', 'image/tiff', 'image/png', 'image/x-adobe-dng', 'image/x-canon-cr2', 'image/x-nikon-nef'],
  produces: iptcFields,
  description: 'Reads IPTC-IIM records: captions, keywords, authors, places and dates that agencies and editors write into a picture.',
  references: ['IPTC-IIM 4.2, 1.5-1.6 and chapters 5-6', 'Adobe Photoshop File Formats, Image Resources Section', 'TIFF tag 33723'],
  limits: {},
  async *run({ reader, signal }) {
    const image = await readImage(windowedReader(reader), ['photoshop', 'iptc']);
    // What is wrong with the container itself is image/exif's to tell.
    if (image === null) return;
    signal.throwIfAborted();
    const faults: ImageFault[] = [];
    const draft = new ArtefactDraft<IptcFields>();
    for (const { bytes, place } of await recordBlocks(image, faults)) {
      const { dataSets, broken } = readDataSets(inProperOrder(bytes));
      if (broken !== null) {
        const message = `The records could not be read to their end: ${broken.reason}.`;
        faults.push({ code: 'iptc-broken', message, place: `${place}, offset ${broken.offset}`, lost: true });
      }
      readRecords(dataSets, draft, place, faults);
    }
    yield* draft.emissions();
    yield* emitFaults(faults);
  },
});

/** The IIM records in a picture, wherever they lie. */
async function recordBlocks(image: ImageMetadata, faults: ImageFault[]): Promise<{ bytes: Uint8Array; place: string }[]> {
  const blocks: { bytes: Uint8Array; place: string }[] = [];
  for (const { kind, content, place } of image.blocks) {
    if (content.size > maximumLength) {
      faults.push({ code: 'over-size-limit', message: `The block of ${content.size} bytes was not read.`, place, lost: true });
      continue;
    }
    const bytes = await readWhole(content, maximumLength);
    if (kind === 'iptc') blocks.push({ bytes, place });
    if (kind !== 'photoshop') continue;
    for (const resource of imageResources(bytes)) {
      if (resource.id !== iptcResource) continue;
      if (resource.truncated) {
        const message = 'The IPTC resource declares more bytes than there are.';
        faults.push({ code: 'iptc-truncated', message, place: `${place}, resource at ${resource.offset}`, lost: true });
      }
      blocks.push({ bytes: resource.content, place: `${place}, 8BIM 0x0404` });
    }
  }
  return blocks;
}

function readRecords(dataSets: readonly IptcDataSet[], draft: ArtefactDraft<IptcFields>, place: string, faults: ImageFault[]): void {
  const decode = decoderFor(dataSets, place, faults);
  const texts = (number: number): string[] =>
    dataSets
      .filter((dataSet) => dataSet.record === 2 && dataSet.number === number)
      .map((dataSet) => withoutPadding(decode(dataSet.content)));
  for (const [number, field] of textDataSets) {
    const values = texts(number);
    const value = iptcFields[field].type === 'text-list' ? values : values.find((text) => text !== '');
    draft.set(field, value, iptcFields[field].source);
  }
  for (const [dateNumber, timeNumber, field] of timeDataSets) {
    const [date] = texts(dateNumber);
    const [time] = texts(timeNumber);
    if (date === undefined || date === '') continue;
    const timestamp = iptcTime(date, time);
    if (timestamp.iso === null) {
      const message = `The date is not one that exists: ${revealHidden(timestamp.raw.slice(0, 100))}`;
      faults.push({ code: 'invalid-time', message, place: `${place}, 2:${dateNumber}`, lost: false });
    }
    draft.set(field, timestamp, time === undefined ? `IPTC 2:${dateNumber}` : `IPTC 2:${dateNumber} + 2:${timeNumber}`);
  }
}

/** `CCYYMMDD` and `HHMMSS±HHMM` (IIM 2:55, 2:60); `raw` is both as recorded. Zeros for month or day mean unknown. */
function iptcTime(date: string, time: string | undefined): Timestamp {
  const raw = time === undefined || time === '' ? date : `${date} ${time}`;
  if (raw.length > maximumTimeLength) return { raw: raw.slice(0, maximumTimeLength), iso: null, precision: 'day', basis: 'local-unknown' };
  const days = /^(\d{4})[-:]?(\d{2})[-:]?(\d{2})$/.exec(date);
  if (days === null) return { raw, iso: null, precision: 'day', basis: 'local-unknown' };
  const day = `${days[1]}-${days[2]}-${days[3]}`;
  const clock = time === undefined ? null : /^(\d{2}):?(\d{2}):?(\d{2})([+-]\d{2}:?\d{2})?$/.exec(time);
  if (clock === null) return { ...fromCalendarText(day), raw };
  return { ...fromCalendarText(`${day}T${clock[1]}:${clock[2]}:${clock[3]}`, clock[4]), raw };
}

/**
 * The text decoder that data set 1:90 asks for (ISO 2022 escapes). Without it, and against it where the bytes
 * contradict, well-formed UTF-8 is read as such and anything else as windows-1252: writers rarely declare.
 */
function decoderFor(dataSets: readonly IptcDataSet[], place: string, faults: ImageFault[]): (content: Uint8Array) => string {
  const declared = dataSets.find((dataSet) => dataSet.record === 1 && dataSet.number === 90);
  if (declared === undefined) {
    if (dataSets.some(({ record, number, content }) => record === 2 && number !== 0 && !isUtf8(content))) {
      const message = 'No character set is declared; texts that are not UTF-8 were read as windows-1252 and may be shown wrongly.';
      faults.push({ code: 'iptc-character-set', message, place, lost: false });
    }
    return decodeTagText;
  }
  const sequence = String.fromCharCode(...declared.content.subarray(0, 32));
  // ESC % G and ESC % / G-I: UTF-8. ESC . A or ESC - A: right half of Latin-1.
  if (['%G', '%/G', '%/H', '%/I'].some((final) => sequence.startsWith(`\u001b${final}`))) return decodeTagText;
  if (['.A', '-A'].some((final) => sequence.startsWith(`\u001b${final}`))) {
    const latin1 = new TextDecoder('windows-1252');
    return (content) => latin1.decode(content);
  }
  const shown = revealHidden(sequence);
  const message = `The declared character set ${shown} is not known here; texts may be shown wrongly.`;
  faults.push({ code: 'iptc-character-set', message, place: `${place}, 1:90`, lost: false });
  return decodeTagText;
}
