/** Times of EXIF: date texts with their fractions and offsets (EXIF 3.0, 4.6.5.2 and 4.6.6.7), and the receiver's UTC. */
import { revealHidden } from '../../../model/display.ts';
import { fromCalendarText, type Timestamp } from '../../../model/timestamp.ts';
import type { ArtefactDraft } from '../../artefact-draft.ts';
import type { DirectoryName, ExifDirectories, FoundTag } from './directories.ts';
import type { ExifFields } from './fields.ts';

type Draft = ArtefactDraft<ExifFields>;

interface TimeTags {
  field: 'capturedAt' | 'digitizedAt' | 'modifiedAt';
  directory: DirectoryName;
  tag: number;
  name: string;
  fractionTag: number;
  fractionName: string;
  offsetTag: number;
  offsetName: string;
}

const timeTags: readonly TimeTags[] = [
  {
    field: 'capturedAt',
    directory: 'ExifIFD',
    tag: 0x9003,
    name: 'DateTimeOriginal',
    fractionTag: 0x9291,
    fractionName: 'SubSecTimeOriginal',
    offsetTag: 0x9011,
    offsetName: 'OffsetTimeOriginal',
  },
  {
    field: 'digitizedAt',
    directory: 'ExifIFD',
    tag: 0x9004,
    name: 'DateTimeDigitized',
    fractionTag: 0x9292,
    fractionName: 'SubSecTimeDigitized',
    offsetTag: 0x9012,
    offsetName: 'OffsetTimeDigitized',
  },
  {
    field: 'modifiedAt',
    directory: 'IFD0',
    tag: 0x0132,
    name: 'DateTime',
    fractionTag: 0x9290,
    fractionName: 'SubSecTime',
    offsetTag: 0x9010,
    offsetName: 'OffsetTime',
  },
];

/** Sets capturedAt, digitizedAt and modifiedAt; `raw` is the date tag's text as it is recorded. */
export async function readTimes(exif: ExifDirectories, draft: Draft): Promise<void> {
  for (const tags of timeTags) {
    const found = exif.find(tags.directory, tags.tag, tags.name);
    const text = found === null ? null : await exif.shortText(found);
    if (found === null || text === null || text === '') continue;
    const fraction = await companion(exif, tags.fractionTag, tags.fractionName, /^\d{1,9}$/);
    const offset = await companion(exif, tags.offsetTag, tags.offsetName, /^(Z|[+-]\d{2}:?\d{2})$/);
    const hasSeconds = /\d{2}:\d{2}:\d{2}\s*$/.test(text);
    const complete = fraction !== null && hasSeconds ? `${text.trimEnd()}.${fraction.text}` : text;
    const time: Timestamp = { ...fromCalendarText(complete, offset?.text), raw: text };
    if (time.iso === null) {
      // EXIF 3.0 lets a writer fill an unknown time with blanks, keeping the colons.
      const blank = /^[ :]*$/.test(text);
      const message = blank ? 'The time was left blank.' : `The text is not a time that exists: ${revealHidden(text.slice(0, 100))}`;
      exif.fault(found, blank ? 'blank-time' : 'invalid-time', message);
    }
    const used = [
      found.source,
      ...(time.iso === null ? [] : [hasSeconds ? fraction : null, offset].flatMap((tag) => tag?.found.source ?? [])),
    ];
    draft.set(tags.field, time, used.join(' + '));
  }
}

/** A tag that completes a time; null where it is absent or its text has not the expected form. */
async function companion(
  exif: ExifDirectories,
  tag: number,
  name: string,
  form: RegExp,
): Promise<{ text: string; found: FoundTag } | null> {
  const found = exif.find('ExifIFD', tag, name);
  const text = found === null ? null : ((await exif.shortText(found)) ?? '').trim();
  return found !== null && text !== null && form.test(text) ? { text, found } : null;
}

/** Sets gpsTime from the receiver's date and time of day, which are UTC (EXIF 3.0, 4.6.7.1). */
export async function readGpsTime(exif: ExifDirectories, draft: Draft): Promise<void> {
  const dateTag = exif.find('GPS', 0x001d, 'GPSDateStamp');
  const timeTag = exif.find('GPS', 0x0007, 'GPSTimeStamp');
  if (timeTag === null) return;
  const parts = await exif.numbers(timeTag, 3);
  if (parts === null) return;
  if (parts.length < 3 || parts.some((part) => !Number.isFinite(part))) {
    exif.fault(timeTag, 'invalid-time', 'The receiver’s time of day has no usable hours, minutes and seconds.');
    return;
  }
  const clock = clockText(parts as [number, number, number]);
  const date = dateTag === null ? null : await exif.shortText(dateTag);
  if (dateTag === null || date === null || date.trim() === '') {
    exif.fault(timeTag, 'gps-time-without-date', `The receiver’s time of day ${clock} UTC is recorded without a date.`);
    return;
  }
  // Some writers put the time of day behind the date as well; only the date counts.
  const day = date.trim().slice(0, 10);
  const raw = `${day} ${clock}`;
  const time: Timestamp = { ...fromCalendarText(raw, 'Z'), raw, basis: 'utc' };
  if (time.iso === null) exif.fault(dateTag, 'invalid-time', `The receiver’s time does not exist: ${revealHidden(raw)}`);
  draft.set('gpsTime', time, `${dateTag.source} + ${timeTag.source}`);
}

/** `hh:mm:ss` or `hh:mm:ss.fff`; a fraction of a part belongs to the next smaller one. */
function clockText([hours, minutes, seconds]: [number, number, number]): string {
  if (Number.isInteger(hours) && Number.isInteger(minutes)) return `${padded(hours)}:${padded(minutes)}:${secondsText(seconds)}`;
  const total = hours * 3600 + minutes * 60 + seconds;
  const wholeMinutes = Math.floor(total / 60);
  return `${padded(Math.floor(wholeMinutes / 60))}:${padded(wholeMinutes % 60)}:${secondsText(total - wholeMinutes * 60)}`;
}

function secondsText(seconds: number): string {
  if (Number.isInteger(seconds)) return padded(seconds);
  const [whole, fraction] = (Math.floor(seconds * 1000) / 1000).toFixed(3).split('.') as [string, string];
  return `${whole.padStart(2, '0')}.${fraction}`;
}

function padded(number: number): string {
  return String(number).padStart(2, '0');
}
