/** What is typed into the hex viewer, and how bytes are shown. */

export type SearchKind = 'text' | 'utf-16' | 'bytes';

const longestPattern = 256;

/** An offset in decimal, in hexadecimal (`0x1f`, `1fh`), or from the end (`-16`); null when it is none within `size`. */
export function parseOffset(text: string, size: number): number | null {
  const typed = text.trim().replaceAll(/[\s_,]/g, '');
  const hexadecimal = /^(?:0x([0-9a-f]+)|([0-9a-f]+)h)$/i.exec(typed);
  let offset: number;
  if (hexadecimal !== null) offset = Number.parseInt((hexadecimal[1] ?? hexadecimal[2]) as string, 16);
  else if (/^-?\d+$/.test(typed)) offset = Number(typed) < 0 ? size + Number(typed) : Number(typed);
  else return null;
  return Number.isSafeInteger(offset) && offset >= 0 && offset < size ? offset : null;
}

/** What is looked for, as hexadecimal digits; null when it is empty, too long or no bytes. */
export function searchPattern(text: string, kind: SearchKind): string | null {
  if (kind === 'bytes') {
    const digits = text.replaceAll(/[\s:,-]|0x/gi, '').toLowerCase();
    return /^(?:[0-9a-f]{2})+$/.test(digits) && digits.length <= 2 * longestPattern ? digits : null;
  }
  const bytes = kind === 'text' ? [...new TextEncoder().encode(text)] : units(text);
  if (bytes.length === 0 || bytes.length > longestPattern) return null;
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** UTF-16 code units, little-endian. */
function units(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index)).flatMap((unit) => [unit & 0xff, unit >> 8]);
}

/** Printable ASCII as itself, everything else as a dot. */
export function shownByte(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
}
