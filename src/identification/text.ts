/**
 * Tells text from other content and names its charset and, where the first lines leave no doubt, its kind.
 * libmagic does the same, but takes milliseconds for a text; half of a seized drive is text.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { splitIntoWords } from '../model/words.ts';

export interface TextFinding {
  mediaType: string;
  /** IANA name, or `unknown-8bit` where the bytes are text of an unknown legacy charset. */
  charset: string;
}

/** Bytes looked at; what follows is assumed to go on alike. */
const window = 65_536;

/** Control bytes that do not occur in text: C0 without BEL, BS, TAB, LF, VT, FF, CR, ESC; and DEL. */
const forbidden = new Uint8Array(256);
for (let byte = 0; byte < 32; byte += 1) if (byte < 7 || (byte > 13 && byte !== 27)) forbidden[byte] = 1;
forbidden[127] = 1;

function hasForbidden(bytes: Uint8Array): boolean {
  const table = forbidden;
  const { before, words, after } = splitIntoWords(bytes);
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as number;
    if (table[word & 255] || table[(word >>> 8) & 255] || table[(word >>> 16) & 255] || table[word >>> 24]) return true;
  }
  return before.some((byte) => table[byte] === 1) || after.some((byte) => table[byte] === 1);
}

/** Drops a multi-byte sequence that the window cut in two, so that it is not taken for a fault. */
function withoutCutSequence(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
    if (byte < 0x80) break;
  }
  return bytes;
}

/**
 * Looks at an item's first bytes (`whole` tells whether that is all of it).
 * Returns null where they are not text. Legacy 8-bit text comes as `unknown-8bit`.
 */
export function findText(head: Uint8Array, whole: boolean): TextFinding | null {
  const bytes = head.length > window ? head.subarray(0, window) : head;
  const marked = byByteOrderMark(bytes);
  if (marked !== null) return marked;
  const unmarked = byUnmarkedUtf16(bytes);
  if (unmarked !== null) return unmarked;
  if (hasForbidden(bytes)) return null;
  if (isAscii(bytes)) return { mediaType: textKind(latin1(bytes), whole && bytes === head), charset: 'us-ascii' };
  if (isUtf8(whole && bytes === head ? bytes : withoutCutSequence(bytes)))
    return { mediaType: textKind(new TextDecoder().decode(bytes), whole && bytes === head), charset: 'utf-8' };
  if (!looksLikeLegacyText(bytes)) return null;
  return { mediaType: textKind(latin1(bytes), false), charset: looksLikeWindows1256(bytes) ? 'windows-1256' : 'unknown-8bit' };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function byByteOrderMark(bytes: Uint8Array): TextFinding | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return isUtf8(withoutCutSequence(bytes)) && !hasForbidden(bytes)
      ? { mediaType: textKind(new TextDecoder().decode(bytes), false), charset: 'utf-8' }
      : null;
  }
  const little = bytes[0] === 0xff && bytes[1] === 0xfe;
  const big = bytes[0] === 0xfe && bytes[1] === 0xff;
  if ((little || big) && bytes.length >= 4) {
    if (little && bytes[2] === 0 && bytes[3] === 0) return { mediaType: 'text/plain', charset: 'utf-32le' };
    const text = new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes.subarray(2, bytes.length & ~1));
    return isReadable(text) ? { mediaType: textKind(text, false), charset: little ? 'utf-16le' : 'utf-16be' } : null;
  }
  return null;
}

function isReadable(text: string): boolean {
  let bad = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 256 ? forbidden[code] === 1 : code === 0xfffd || (code >= 0xe000 && code <= 0xf8ff)) bad += 1;
  }
  return bad * 100 <= text.length;
}

/** UTF-16 without a mark: nearly every other byte is NUL, as in Latin-script text. */
function byUnmarkedUtf16(bytes: Uint8Array): TextFinding | null {
  if (bytes.length < 16 || bytes.length % 2 !== 0) return null;
  const sample = bytes.subarray(0, 1024);
  let even = 0;
  let odd = 0;
  for (let index = 0; index + 1 < sample.length; index += 2) {
    if (sample[index] === 0) even += 1;
    if (sample[index + 1] === 0) odd += 1;
  }
  const pairs = sample.length >> 1;
  const little = odd > pairs * 0.9 && even === 0;
  const big = even > pairs * 0.9 && odd === 0;
  if (!little && !big) return null;
  const text = new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes);
  return isReadable(text) ? { mediaType: textKind(text, false), charset: little ? 'utf-16le' : 'utf-16be' } : null;
}

/** Single-byte text has words: mostly letters and spaces, line breaks now and then, few bytes from 0x80 to 0x9F. */
function looksLikeLegacyText(bytes: Uint8Array): boolean {
  let letters = 0;
  let spaces = 0;
  for (const byte of bytes) {
    if (byte === 32 || byte === 10 || byte === 13 || byte === 9) spaces += 1;
    else if ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte >= 0x80) letters += 1;
  }
  return spaces * 40 >= bytes.length && (letters + spaces) * 10 >= bytes.length * 6;
}

const arabicSigns = /[\u0600-\u06ff\u200c\u200d]/;
let arabicBytes: Uint8Array | null = null;

/** Bytes from 0x80 on that are Arabic script in windows-1256. */
function arabicOf1256(): Uint8Array {
  const decoder = new TextDecoder('windows-1256');
  arabicBytes ??= Uint8Array.from({ length: 256 }, (_, byte) =>
    byte >= 0x80 && arabicSigns.test(decoder.decode(Uint8Array.of(byte))) ? 1 : 0,
  );
  return arabicBytes;
}

/**
 * Urdu and Arabic as they were typed before Unicode: nearly all bytes beyond ASCII are letters of windows-1256, and they stand in
 * words. Accented letters of western languages stand alone among ASCII, and half of the Cyrillic or Chinese bytes are no such letters.
 */
function looksLikeWindows1256(bytes: Uint8Array): boolean {
  const arabic = arabicOf1256();
  let high = 0;
  let letters = 0;
  let joined = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] as number;
    if (byte < 0x80) continue;
    high += 1;
    letters += arabic[byte] as number;
    if ((bytes[index - 1] ?? 0) >= 0x80 || (bytes[index + 1] ?? 0) >= 0x80) joined += 1;
  }
  return high >= 8 && letters * 10 >= high * 9 && joined * 10 >= high * 8;
}

const headerLine =
  /^(?:received|return-path|delivered-to|message-id|date|from|to|cc|subject|mime-version|content-type|reply-to|x-[a-z0-9-]+|dkim-signature|sender|envelope-to|authentication-results|importance):[ \t]?/i;

/** Names the kind of a text by its first lines. */
function textKind(text: string, whole: boolean): string {
  const trimmed = text.trimStart();
  const start = trimmed.slice(0, 512);
  if (start.startsWith('<')) return markupKind(trimmed);
  if (/^\[ZoneTransfer\]\r?\n/i.test(start)) return 'text/x-zone-identifier';
  if (start.startsWith('{\\rtf')) return 'application/rtf';
  if (start.startsWith('%PDF-')) return 'application/pdf';
  if (start.startsWith('%!PS')) return 'application/postscript';
  if (text.startsWith('!<arch>\n')) return 'application/x-unix-archive';
  if (start.startsWith('#!')) return scriptKind(start);
  if (/^BEGIN:VCALENDAR\r?\n/i.test(start)) return 'text/calendar';
  if (/^BEGIN:VCARD\r?\n/i.test(start)) return 'text/vcard';
  if (/^-----BEGIN PGP (?:MESSAGE|SIGNED MESSAGE)-----/.test(start)) return 'application/pgp-encrypted';
  if (/^-----BEGIN PGP PUBLIC KEY BLOCK-----/.test(start)) return 'application/pgp-keys';
  if (/^From \S.*\d{4}\r?\n/.test(start) && headerLine.test(start.slice(start.indexOf('\n') + 1))) return 'application/mbox';
  if (isMessage(trimmed)) return 'message/rfc822';
  if ((start.startsWith('{') || start.startsWith('[')) && isJson(text, whole)) return 'application/json';
  if (start.startsWith('{') && isJsonLines(text, whole)) return 'application/x-ndjson';
  return isCommaSeparated(text) ? 'text/csv' : 'text/plain';
}

function markupKind(text: string): string {
  const start = text.slice(0, 2048).replace(/<!--[\s\S]*?-->/g, '');
  if (/^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE\s+html|<html[\s>])/i.test(start)) return 'text/html';
  if (/^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!DOCTYPE\s+svg[^>[]*(?:\[[^\]]*\]\s*)?>\s*)?<svg[\s>]/i.test(start)) return 'image/svg+xml';
  if (/^\s*<\?xml/.test(start)) return 'application/xml';
  if (/^\s*<(?:head|body|title|table|div|script|meta|p|h1|style|font|a\s+href)[\s>]/i.test(start)) return 'text/html';
  return /^\s*<\?php/.test(start) ? 'text/x-php' : 'text/plain';
}

function scriptKind(start: string): string {
  const line = start.slice(2, start.indexOf('\n') < 0 ? undefined : start.indexOf('\n'));
  if (/\b(?:ba|da|k|z|a)?sh\b/.test(line)) return 'text/x-shellscript';
  if (/python/.test(line)) return 'text/x-script.python';
  if (/perl/.test(line)) return 'text/x-perl';
  if (/ruby/.test(line)) return 'text/x-ruby';
  return /node/.test(line) ? 'application/javascript' : 'text/plain';
}

/** An RFC 5322 message begins with header fields; two well-known ones in the first lines, or one that only mail systems write. */
function isMessage(text: string): boolean {
  let known = 0;
  let seen = 0;
  for (const line of text.slice(0, 4096).split(/\r?\n/, 12)) {
    if (line === '') break;
    if (/^[ \t]/.test(line) && seen > 0) continue;
    if (!/^[!-9;-~]+:/.test(line)) return false;
    seen += 1;
    if (headerLine.test(line)) known += 1;
  }
  return known >= 2 || (known === 1 && /^(?:received|return-path|delivered-to|message-id|mime-version):/i.test(text));
}

function isJson(text: string, whole: boolean): boolean {
  if (whole) {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }
  return /^\s*(?:\{\s*"(?:[^"\\]|\\.)*"\s*:|\[\s*(?:\{\s*"|\[|"|-?\d|\]))/.test(text);
}

/** At least two lines, each a JSON object; the last one counts only where it is known to be whole. */
function isJsonLines(text: string, whole: boolean): boolean {
  const lines = text.slice(0, 8192).split(/\r?\n/, 12);
  if (!whole || text.length > 8192 || lines.length === 12) lines.pop();
  const objects = lines.filter((line) => line !== '');
  return objects.length >= 2 && objects.every(isJsonObject);
}

function isJsonObject(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** At least three lines with the same number of commas outside quotes, and at least one. */
function isCommaSeparated(text: string): boolean {
  const lines = text.slice(0, 8192).split(/\r?\n/, 12);
  if (text.length > 8192 || lines.length === 12 || lines.at(-1) === '') lines.pop();
  if (lines.length < 3) return false;
  let expected = -1;
  for (const line of lines) {
    const commas = line.replace(/"(?:[^"]|"")*"/g, '').split(',').length - 1;
    if (commas === 0 || (expected >= 0 && commas !== expected)) return false;
    expected = commas;
  }
  return true;
}
