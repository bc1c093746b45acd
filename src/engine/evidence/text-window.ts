/** A window of text out of bytes: cut at characters, decoded in a charset, with what is hidden made visible. */
import { TextDecoder } from 'node:util';
import { revealHidden } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import type { ByteReader } from '../../model/reader.ts';

export interface TextWindow {
  text: string;
  /** Name of the charset in the Encoding Standard (WHATWG), such as `windows-1256`. */
  charset: string;
  size: number;
  /** Where the next window begins; null at the end. */
  next: number | null;
}

/** Bytes of the longest character in any charset of the Encoding Standard. */
const longestCharacter = 4;

function decoderOf(charset: string, ignoreBOM = true): TextDecoder | null {
  try {
    return new TextDecoder(charset, { ignoreBOM });
  } catch {
    return null;
  }
}

/** The charset asked for, the recorded one, or what a byte order mark or nothing at all leaves. */
async function charsetOf(reader: ByteReader, asked: string | null, recorded: string | null): Promise<string> {
  if (asked !== null) {
    const decoder = decoderOf(asked);
    if (decoder === null) {
      throw new EngineError(
        'invalid-request',
        `"${asked}" is not a charset that can be decoded. Use a name such as utf-8 or windows-1256.`,
        { reason: 'charset-unknown', name: asked, field: 'charset' },
      );
    }
    return decoder.encoding;
  }
  // ASCII was concluded from the first bytes alone; UTF-8 reads the same, and what may follow.
  if (recorded === 'us-ascii') return 'utf-8';
  if (recorded !== null) return decoderOf(recorded)?.encoding ?? 'windows-1252';
  const [first, second] = await reader.read(0, 2);
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Bytes to leave out at the start of a window that was asked for in the middle of a character. */
function startOf(bytes: Uint8Array, charset: string): number {
  if (charset === 'utf-8') {
    let start = 0;
    while (start < longestCharacter - 1 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
    return start;
  }
  if (!charset.startsWith('utf-16')) return 0;
  const high = bytes[charset === 'utf-16be' ? 0 : 1] ?? 0;
  return high >= 0xdc && high <= 0xdf ? 2 : 0;
}

/** Bytes at the end that are no whole character: those without which the rest decodes to just what a decoder gives that waits for more. */
function unfinished(bytes: Uint8Array, text: string, decode: (bytes: Uint8Array) => string): number {
  for (let count = 0; count < Math.min(longestCharacter, bytes.length); count += 1)
    if (decode(bytes.subarray(0, bytes.length - count)) === text) return count;
  return 0;
}

/**
 * The text of about `length` bytes from `offset` on. Line breaks of two characters are shown as one.
 * @throws EngineError `invalid-request` for a charset that does not exist.
 */
export async function textWindow(
  reader: ByteReader,
  request: { charset: string | null; recorded: string | null; offset: number; length: number },
): Promise<TextWindow> {
  const charset = await charsetOf(reader, request.charset, request.recorded);
  const { size } = reader;
  const wide = charset.startsWith('utf-16');
  const from = wide ? request.offset - (request.offset % 2) : request.offset;
  const read = await reader.read(from, Math.max(request.length, 2 * longestCharacter));
  const end = from + read.length;
  const skipped = from === 0 ? 0 : startOf(read, charset);
  let bytes = read.subarray(skipped);
  const last = end >= size;
  // Only the mark at the very beginning is no text.
  const fresh = () => decoderOf(charset, from > 0) as TextDecoder;
  let text = fresh().decode(bytes, { stream: !last });
  if (!last) {
    bytes = bytes.subarray(0, bytes.length - unfinished(bytes, text, (part) => fresh().decode(part)));
    if (text.endsWith('\r') && text.length > 1) {
      bytes = bytes.subarray(0, bytes.length - (wide ? 2 : 1));
      text = text.slice(0, -1);
    }
  }
  const next = last ? null : from + skipped + bytes.length;
  return { text: revealHidden(text.replaceAll('\r\n', '\n')), charset, size, next };
}
