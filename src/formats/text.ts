/** Text of fixed encodings inside binary structures. */

const latin1 = new TextDecoder('windows-1252');
const utf8 = new TextDecoder('utf-8', { ignoreBOM: false });

/** Index of the first zero byte at or after `start`, or `end` where there is none before it. */
export function endOfString(bytes: Uint8Array, start: number, end = bytes.length): number {
  const found = bytes.indexOf(0, start);
  return found < 0 || found > end ? end : found;
}

/** Bytes up to the first zero read as ASCII; other bytes appear as windows-1252 has them. */
export function readAscii(bytes: Uint8Array, start: number, end = bytes.length): string {
  return latin1.decode(bytes.subarray(start, endOfString(bytes, start, Math.min(end, bytes.length))));
}

/** Bytes up to the first zero read as UTF-8; ill-formed bytes become U+FFFD. */
export function readUtf8(bytes: Uint8Array, start: number, end = bytes.length): string {
  return utf8.decode(bytes.subarray(start, endOfString(bytes, start, Math.min(end, bytes.length))));
}

/** UTF-16LE code units from `start` to the first zero unit or to `end`. */
export function readUtf16(bytes: Uint8Array, start: number, end = bytes.length): string {
  const limit = Math.min(end, bytes.length);
  let stop = start;
  while (stop + 1 < limit && (bytes[stop] !== 0 || bytes[stop + 1] !== 0)) stop += 2;
  return decodeUtf16(bytes.subarray(start, Math.min(stop, limit)));
}

/** UTF-16LE as it stands: unpaired surrogates, which Windows allows in names, are kept. An odd last byte is ignored. */
export function decodeUtf16(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf16le');
}

/** Lower-case hexadecimal of bytes. */
export function toHexadecimal(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** A DataView over exactly these bytes: its getters throw a RangeError beyond them. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes as text, one character a byte. */
export function latin1Text(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, Math.max(start, end));
}
