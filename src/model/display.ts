/**
 * Names as they may safely be shown. Evidence chooses its own file names: control characters, line
 * breaks and direction marks could forge what a reader sees, so they are made visible.
 */

// C0, DEL, C1; zero-width and bidi marks; line and paragraph separators; bidi embeddings, overrides
// and isolates; BOM and the interlinear anchors; lone surrogates.
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is this module's purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function hexPair(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function visible(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x0a) return '\\n';
  if (code === 0x0d) return '\\r';
  if (code === 0x09) return '\\t';
  return code < 0x100 ? `\\x${hexPair(code)}` : `\\u{${code.toString(16)}}`;
}

/** Escapes what could mislead a reader; backslashes are doubled so that the form is unambiguous. */
export function escapeForDisplay(text: string): string {
  return text.replaceAll('\\', '\\\\').replace(unsafe, visible);
}

/** Like `escapeForDisplay`, but leaves backslashes, line breaks and tabs alone: for field values and messages. */
export function revealHidden(text: string): string {
  return text.replace(unsafe, (character) => (character === '\n' || character === '\t' ? character : visible(character)));
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Display form of a raw name or path. Bytes that are not UTF-8 appear as `\xNN`.
 * `raw` is the hexadecimal of the bytes where they are not valid UTF-8, else null.
 */
export function displayRawName(bytes: Uint8Array): { text: string; raw: string | null } {
  try {
    return { text: escapeForDisplay(strictDecoder.decode(bytes)), raw: null };
  } catch {
    return { text: escapeInvalid(bytes), raw: Array.from(bytes, hexPair).join('') };
  }
}

function escapeInvalid(bytes: Uint8Array): string {
  let text = '';
  let position = 0;
  while (position < bytes.length) {
    const length = sequenceLength(bytes, position);
    if (length === 0) {
      text += `\\x${hexPair(bytes[position] as number)}`;
      position += 1;
    } else {
      text += escapeForDisplay(strictDecoder.decode(bytes.subarray(position, position + length)));
      position += length;
    }
  }
  return text;
}

/** Length of the well-formed UTF-8 sequence at `position`, or 0 (Unicode 15, table 3-7). */
function sequenceLength(bytes: Uint8Array, position: number): number {
  const first = bytes[position] as number;
  const expected =
    first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (expected === 0 || position + expected > bytes.length) return 0;
  try {
    strictDecoder.decode(bytes.subarray(position, position + expected));
    return expected;
  } catch {
    return 0;
  }
}
