/** Version resource: PE/COFF specification, section 6.9, and the VS_VERSIONINFO structure of the Windows SDK. */
import { readUtf16 } from '../text.ts';
import { directory, offsetOf, type PeLayout } from './layout.ts';
import type { SparseImage } from './sparse-image.ts';

const versionResourceType = 16;
const maximumResource = 65_536;
const maximumStrings = 256;

/** The strings of the first string table, by their key such as `CompanyName`; empty where there is no version resource. */
export function readVersionStrings(image: SparseImage, layout: PeLayout): Map<string, string> {
  const strings = new Map<string, string>();
  const entry = layout.directories[directory.resource];
  const root = entry === undefined || entry.address === 0 ? null : offsetOf(layout, entry.address);
  if (root === null) return strings;
  // Three levels: type, name, language; the first name and language will do.
  const byName = subdirectory(image, root, root, versionResourceType);
  const byLanguage = byName === null ? null : subdirectory(image, root, byName, null);
  const leaf = byLanguage === null ? null : firstEntry(image, byLanguage, null);
  if (leaf === null || leaf >>> 31 === 1) return strings;
  const offset = offsetOf(layout, image.u32(root + leaf));
  const size = image.u32(root + leaf + 4);
  if (offset === null) return strings;
  const bytes = image.bytesUpTo(offset, Math.min(size, maximumResource));
  readStructures(bytes, 0, bytes.length, 0, strings);
  return strings;
}

/** Value of the first entry with this numeric id, or of the first entry where `id` is null; null where there is none. */
function firstEntry(image: SparseImage, offset: number, id: number | null): number | null {
  const count = Math.min(4096, image.u16(offset + 12) + image.u16(offset + 14));
  for (let index = 0; index < count; index += 1) {
    const at = offset + 16 + index * 8;
    if (id === null || image.u32(at) === id) return image.u32(at + 4);
  }
  return null;
}

function subdirectory(image: SparseImage, root: number, offset: number, id: number | null): number | null {
  const value = firstEntry(image, offset, id);
  return value === null || value >>> 31 === 0 ? null : root + (value & 0x7fff_ffff);
}

const aligned = (offset: number): number => (offset + 3) & ~3;

/**
 * Every node is length, value length, type, UTF-16 key, padding, value, padding, children. Depth 0 is
 * VS_VERSION_INFO, 1 StringFileInfo, 2 a string table, 3 a string.
 */
function readStructures(bytes: Uint8Array, from: number, to: number, depth: number, strings: Map<string, string>): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = from;
  while (at + 6 <= to && strings.size < maximumStrings) {
    const length = view.getUint16(at, true);
    if (length < 6) return;
    const end = Math.min(at + length, to);
    const valueLength = view.getUint16(at + 2, true);
    const key = readUtf16(bytes, at + 6, end);
    const value = aligned(at + 6 + key.length * 2 + 2);
    if (depth === 3) {
      // The value's length counts code units, yet some linkers count bytes: the terminator decides.
      const text = value < end ? readUtf16(bytes, value, end).trim() : '';
      if (text !== '' && !strings.has(key)) strings.set(key, text);
    } else if (depth !== 1 || key === 'StringFileInfo') {
      readStructures(bytes, depth === 0 ? aligned(value + valueLength) : value, end, depth + 1, strings);
    }
    at = aligned(at + length);
    if (depth === 0) return;
  }
}
