/** What lies behind a JPEG's picture: telephones append films, and people append archives. */
import type { ByteReader } from '../../model/reader.ts';

export type JpegEnd =
  /** The item ends with an end marker. */
  | { kind: 'at-end' }
  /** `length` bytes follow the picture's end marker, from `offset` on. */
  | { kind: 'followed'; offset: number; length: number }
  | { kind: 'missing' }
  /** No end marker in the part that was searched. */
  | { kind: 'not-searched-further'; searched: number };

const step = 1024 * 1024;
const maximumSearch = 256 * step;
const endMarker = Uint8Array.of(0xff, 0xd9);

/**
 * Finds the end marker. Where the item does not end with one, the coded bytes are searched from `scanOffset`
 * on: inside a scan, FF is always followed by 00 or a restart marker (T.81, B.1.1.5), so the first FF D9 is the end.
 */
export async function findJpegEnd(reader: ByteReader, scanOffset: number): Promise<JpegEnd> {
  const last = await reader.read(reader.size - 2, 2);
  if (last[0] === 0xff && last[1] === 0xd9) return { kind: 'at-end' };
  const limit = Math.min(reader.size, scanOffset + maximumSearch);
  for (let offset = scanOffset; offset < limit; offset += step - 1) {
    const bytes = await reader.read(offset, Math.min(step, limit - offset));
    const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(endMarker);
    if (found >= 0) return { kind: 'followed', offset: offset + found + 2, length: reader.size - offset - found - 2 };
  }
  return limit < reader.size ? { kind: 'not-searched-further', searched: limit - scanOffset } : { kind: 'missing' };
}
