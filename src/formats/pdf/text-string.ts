/** Text strings and dates: ISO 32000-2, 7.9.2.2 and 7.9.4, annex D.3 (PDFDocEncoding). */
import { fromCalendarText, type TimePrecision, type Timestamp } from '../../model/timestamp.ts';
import { PdfString, type PdfValue } from './values.ts';

const utf16 = new TextDecoder('utf-16be');
const utf16Little = new TextDecoder('utf-16le');
const utf8 = new TextDecoder('utf-8');

/** PDFDocEncoding where it differs from Latin-1: from 0x18, from 0x80, and 0xa0. */
const accents = '˘ˇˆ˙˝˛˚˜';
const specials = '•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž';

function decodeDocumentEncoding(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) {
    if (byte >= 0x18 && byte <= 0x1f) text += accents[byte - 0x18];
    else if (byte >= 0x80 && byte <= 0x9e) text += specials[byte - 0x80];
    else if (byte === 0xa0) text += '€';
    else text += String.fromCharCode(byte);
  }
  return text;
}

/** Unicode text of a text string; null for values that are none. */
export function textOf(value: PdfValue | undefined): string | null {
  if (!(value instanceof PdfString)) return null;
  const { bytes } = value;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return withoutLanguageMarks(utf16.decode(bytes.subarray(2)));
  // Not allowed, but written by some producers.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16Little.decode(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return withoutLanguageMarks(utf8.decode(bytes.subarray(3)));
  return decodeDocumentEncoding(bytes);
}

/** Removes language escapes: text between two U+001B (7.9.2.2). */
function withoutLanguageMarks(text: string): string {
  if (!text.includes('\u001b')) return text;
  return text
    .split('\u001b')
    .filter((_, index) => index % 2 === 0)
    .join('');
}

const datePattern = /^\s*(?:D:)?\s*(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?\s*(?:([Z+-])\s*(\d{2})?'?\s*(\d{2})?'?)?\s*$/;

/**
 * A PDF date such as `D:20240501102030+05'00'`; what does not follow the form, or is no real date,
 * gives `iso: null` with the text kept. Without an offset the zone is unknown.
 */
export function dateOf(text: string): Timestamp {
  const raw = text.slice(0, 128).replace(/\0+$/, '');
  const match = datePattern.exec(raw);
  // Some producers write ISO 8601 here.
  if (match === null) return fromCalendarText(raw);
  const [, year, month, day, hour, minute, second, sign, offsetHour, offsetMinute] = match as unknown as (string | undefined)[];
  const date = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const time = hour === undefined ? '' : ` ${hour}:${minute ?? '00'}${second === undefined ? '' : `:${second}`}`;
  const zone =
    sign === undefined || hour === undefined
      ? ''
      : sign === 'Z'
        ? 'Z'
        : offsetHour === undefined
          ? ''
          : `${sign}${offsetHour}:${offsetMinute ?? '00'}`;
  const parsed = fromCalendarText(date + time + zone);
  const coarse: TimePrecision | null =
    month === undefined ? 'year' : day === undefined ? 'month' : hour !== undefined && minute === undefined ? 'hour' : null;
  return { ...parsed, raw, precision: coarse ?? parsed.precision };
}
