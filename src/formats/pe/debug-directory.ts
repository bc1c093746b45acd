/** Debug directory: PE/COFF specification, section 5.1. */
import { readGuid } from '../guid.ts';
import { readUtf8 } from '../text.ts';
import { directory, offsetOf, type PeLayout } from './layout.ts';
import type { SparseImage } from './sparse-image.ts';

export interface PeDebug {
  /** Path of the symbol file at build time, which often names the author's folders. */
  symbolPath: string | null;
  /** CodeView signature and age as symbol servers write them, such as `3f2504e0-4f89-11d3-9a0c-0305e82c3301-1`. */
  symbolId: string | null;
  /** The linker made a reproducible build: TimeDateStamp is a hash, not a time. */
  reproducible: boolean;
}

const typeCodeView = 2;
const typeReproducible = 16;

/** Reads the debug directory; all members are empty where there is none. */
export function readDebugDirectory(image: SparseImage, layout: PeLayout): PeDebug {
  const debug: PeDebug = { symbolPath: null, symbolId: null, reproducible: false };
  const entry = layout.directories[directory.debug];
  const table = entry === undefined || entry.address === 0 ? null : offsetOf(layout, entry.address);
  if (entry === undefined || table === null) return debug;
  for (let index = 0; index < Math.min(32, Math.floor(entry.size / 28)); index += 1) {
    const at = table + index * 28;
    if (at + 28 > image.size) break;
    const type = image.u32(at + 12);
    if (type === typeReproducible) debug.reproducible = true;
    if (type === typeCodeView && debug.symbolPath === null) readCodeView(image, image.u32(at + 24), image.u32(at + 16), debug);
  }
  return debug;
}

/** The `RSDS` record: signature, GUID, age, path. */
function readCodeView(image: SparseImage, offset: number, size: number, debug: PeDebug): void {
  if (size < 25 || offset === 0 || offset + 25 > image.size || image.u32(offset) !== 0x53445352) return;
  const bytes = image.bytesUpTo(offset, Math.min(size, 4096));
  if (bytes.length < 25) return;
  debug.symbolId = `${readGuid(bytes, 4)}-${image.u32(offset + 20)}`;
  debug.symbolPath = readUtf8(bytes, 24) || null;
}
