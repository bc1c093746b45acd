/** The way back from names as they are shown to the bytes that the file system holds. */

const shortEscapes: Record<string, string> = { '\\': '\\', n: '\n', r: '\r', t: '\t' };
// The escapes that `escapeForDisplay` writes, and any other use of a backslash last, so that it is refused.
const escapeSequence = /\\(?:([\\nrt])|x([0-9a-f]{2})|u\{([0-9a-f]{3,4})\}|(.?))/gsu;

/**
 * The exact inverse of `escapeForDisplay`.
 * @throws RangeError where the text holds an escape that `escapeForDisplay` never writes.
 */
export function unescapeDisplay(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    escapeSequence,
    (_whole, short: string | undefined, byte: string | undefined, code: string | undefined, other: string | undefined) => {
      if (short !== undefined) return shortEscapes[short] as string;
      if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16));
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      throw new RangeError(`not in display form: \\${other}`);
    },
  );
}

const encoder = new TextEncoder();

/**
 * Raw bytes of a path that is held in display form: those of `pathRaw` where the name is not UTF-8, otherwise the
 * UTF-8 of the unescaped text. A member's bytes are those of its shown path, which no file system holds.
 * @throws RangeError where the path is not in display form, or `pathRaw` is not hexadecimal.
 */
export function rawPathOf(item: { path: string; pathRaw: string | null }): Uint8Array {
  if (item.pathRaw === null) return encoder.encode(unescapeDisplay(item.path));
  if (!/^(?:[0-9a-f]{2})*$/.test(item.pathRaw)) throw new RangeError('pathRaw is not hexadecimal');
  return Uint8Array.from(item.pathRaw.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
