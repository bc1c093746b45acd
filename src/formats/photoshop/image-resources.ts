/** Photoshop image resource blocks (Adobe Photoshop File Formats, "Image Resources Section"). */
import { viewOf } from '../text.ts';

export interface ImageResource {
  /** Such as 0x0404 for IPTC-IIM. */
  id: number;
  /** Offset of the block's signature. */
  offset: number;
  content: Uint8Array;
  /** Whether the declared length runs past the end. */
  truncated: boolean;
}

export const iptcResource = 0x0404;

/** Signatures that Adobe's products are known to write. */
const signatures = new Set(['8BIM', 'MeSa', 'AgHg', 'PHUT', 'DCSR']);

/** The blocks in order; ends at the first bytes that are no block. */
export function* imageResources(bytes: Uint8Array): Generator<ImageResource> {
  const view = viewOf(bytes);
  let position = 0;
  while (position + 12 <= bytes.length) {
    if (!signatures.has(String.fromCharCode(...bytes.subarray(position, position + 4)))) return;
    // A Pascal string, its length byte included, and the content are each padded to an even length.
    const nameLength = bytes[position + 6] as number;
    const sizePosition = position + 6 + ((nameLength + 2) & ~1);
    if (sizePosition + 4 > bytes.length) return;
    const size = view.getUint32(sizePosition);
    const start = sizePosition + 4;
    const end = Math.min(start + size, bytes.length);
    yield {
      id: view.getUint16(position + 4),
      offset: position,
      content: bytes.subarray(start, end),
      truncated: start + size > bytes.length,
    };
    position = start + size + (size & 1);
  }
}
