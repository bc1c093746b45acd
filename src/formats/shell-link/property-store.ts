/** Serialized property storage: [MS-PROPSTORE] 2.2 to 2.4; only text values are kept. */
import { readGuid } from '../guid.ts';
import { readUtf16, viewOf } from '../text.ts';

export interface StoredProperty {
  /** Format id of the property set. */
  set: string;
  /** Numeric id within the set. */
  id: number;
  value: string;
}

const version = 0x53505331;
/** The set whose properties have names instead of numbers. */
const namedSet = 'd5cdd505-2e9c-101b-9397-08002b2cf9ae';
const typeUtf16 = 0x1f;
const maximumProperties = 256;

/** Reads the storages of a property store up to its terminator. */
export function readPropertyStore(bytes: Uint8Array): StoredProperty[] {
  const view = viewOf(bytes);
  const properties: StoredProperty[] = [];
  let at = 0;
  while (at + 24 <= bytes.length && properties.length < maximumProperties) {
    const size = view.getUint32(at, true);
    if (size < 24 || at + size > bytes.length || view.getUint32(at + 4, true) !== version) break;
    readStorage(bytes.subarray(at, at + size), properties);
    at += size;
  }
  return properties;
}

function readStorage(storage: Uint8Array, properties: StoredProperty[]): void {
  const view = viewOf(storage);
  const set = readGuid(storage, 8);
  if (set === namedSet) return;
  let at = 24;
  while (at + 17 <= storage.length && properties.length < maximumProperties) {
    const size = view.getUint32(at, true);
    if (size < 17 || at + size > storage.length) break;
    if (view.getUint16(at + 9, true) === typeUtf16) {
      const characters = view.getUint32(at + 13, true);
      const value = readUtf16(storage, at + 17, Math.min(at + size, at + 17 + characters * 2));
      properties.push({ set, id: view.getUint32(at + 4, true), value });
    }
    at += size;
  }
}
