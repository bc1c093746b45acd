/** Text of EXIF and IPTC values, whose real encoding is often not the declared one. */
import { isUtf8 } from 'node:buffer';

const utf8 = new TextDecoder('utf-8');
const windows1252 = new TextDecoder('windows-1252');

/**
 * EXIF calls it ASCII, telephones and editors write UTF-8, old cameras a Latin code page: bytes that are
 * well-formed UTF-8 are read as such, others as windows-1252 (which shows what Latin-1 shows, and more).
 */
export function decodeTagText(bytes: Uint8Array): string {
  return isUtf8(bytes) ? utf8.decode(bytes) : windows1252.decode(bytes);
}

/**
 * Text without the zeros and white space behind it. A loop, because a regular expression for it takes time
 * that grows with the square of a long run of blanks: evidence can hold megabytes of them.
 */
export function withoutPadding(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 0 || text.charAt(end - 1).trim() === '')) end -= 1;
  return text.slice(0, end);
}

/** UTF-16 with its byte order mark where it has one; otherwise in the byte order given. Ends at the first zero unit. */
export function decodeUtf16(bytes: Uint8Array, littleEndian: boolean): string {
  const marked = bytes.length >= 2 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  const little = marked ? bytes[0] === 0xff : littleEndian;
  const text = new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/**
 * EXIF UserComment: eight bytes that name the character code, then the text (EXIF 3.0, 4.6.6.6).
 * Code `UNICODE` is UTF-16 in the structure's byte order, though some writers use the other one.
 */
export function decodeUserComment(bytes: Uint8Array, littleEndian: boolean): string {
  const code = windows1252.decode(bytes.subarray(0, 8)).replace(/[\0 ]+$/, '');
  const body = bytes.subarray(8);
  if (code === 'UNICODE') return decodeUtf16(body, guessByteOrder(body, littleEndian));
  if (code === 'JIS') return untilZero(new TextDecoder('iso-2022-jp').decode(body));
  if (code === 'ASCII' || code === '') return untilZero(decodeTagText(body));
  return untilZero(decodeTagText(bytes));
}

function untilZero(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Characters of most scripts share few high bytes: the order in which high bytes vary less is the right one. */
function guessByteOrder(bytes: Uint8Array, littleEndian: boolean): boolean {
  const even = new Set<number>();
  const odd = new Set<number>();
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    even.add(bytes[index] as number);
    odd.add(bytes[index + 1] as number);
  }
  if (even.size === odd.size) return littleEndian;
  return odd.size < even.size;
}
