/** OLE property sets: [MS-OLEPS], as in the SummaryInformation streams of compound files. */
import { decodeCodePage } from '../code-page.ts';
import { readGuid } from '../guid.ts';
import { decodeUtf16, viewOf } from '../text.ts';

/** A FILETIME, kept apart from plain numbers. */
export interface FileTimeValue {
  fileTime: bigint;
}

export type PropertyValue = string | number | boolean | FileTimeValue;

export interface PropertySet {
  /** FMTID. */
  formatId: string;
  codePage: number;
  /** By property identifier. */
  properties: Map<number, PropertyValue>;
  /** Names of a user-defined set's properties. */
  names: Map<number, string>;
}

export const summaryFormat = 'f29f85e0-4ff9-1068-ab91-08002b27b3d9';
export const documentSummaryFormat = 'd5cdd502-2e9c-101b-9397-08002b2cf9ae';
export const userDefinedFormat = 'd5cdd505-2e9c-101b-9397-08002b2cf9ae';

const maximumProperties = 1024;
const maximumText = 65_536;
const codePageProperty = 1;
const type = { i2: 2, i4: 3, r4: 4, r8: 5, boolean: 11, ui2: 18, ui4: 19, i8: 20, ui8: 21, text: 30, wideText: 31, fileTime: 64 } as const;

/** Decodes the sets of a stream (2.21); properties of other types or outside the stream are left out. Throws a RangeError without a whole header. */
export function readPropertySets(stream: Uint8Array): PropertySet[] {
  const view = viewOf(stream);
  if (view.getUint16(0, true) !== 0xfffe) return [];
  const count = Math.min(view.getUint32(24, true), 2);
  const sets: PropertySet[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = 28 + index * 20;
    if (at + 20 > stream.length) break;
    const set = readSet(stream, readGuid(stream, at), view.getUint32(at + 16, true));
    if (set !== null) sets.push(set);
  }
  return sets;
}

function readSet(stream: Uint8Array, formatId: string, start: number): PropertySet | null {
  if (start + 8 > stream.length) return null;
  const bytes = stream.subarray(start);
  const view = viewOf(bytes);
  const count = Math.min(view.getUint32(4, true), maximumProperties);
  const offsets: [number, number][] = [];
  for (let index = 0; index < count && 16 + index * 8 <= bytes.length; index += 1) {
    offsets.push([view.getUint32(8 + index * 8, true), view.getUint32(12 + index * 8, true)]);
  }
  const set: PropertySet = { formatId, codePage: 1252, properties: new Map(), names: new Map() };
  const codePage = offsets.find(([id]) => id === codePageProperty);
  if (codePage !== undefined && codePage[1] + 6 <= bytes.length) set.codePage = view.getUint16(codePage[1] + 4, true);
  for (const [id, offset] of offsets) {
    if (id === 0) readNames(bytes, offset, set);
    else if (id !== codePageProperty && !set.properties.has(id)) {
      const value = readValue(bytes, offset, set.codePage);
      if (value !== null) set.properties.set(id, value);
    }
  }
  return set;
}

/** TypedPropertyValue (2.15); null for other types and for values outside the set. */
function readValue(bytes: Uint8Array, offset: number, codePage: number): PropertyValue | null {
  const view = viewOf(bytes);
  const at = offset + 4;
  if (at + 4 > bytes.length) return null;
  const wide = at + 8 <= bytes.length;
  switch (view.getUint16(offset, true)) {
    case type.i2:
      return view.getInt16(at, true);
    case type.ui2:
      return view.getUint16(at, true);
    case type.i4:
      return view.getInt32(at, true);
    case type.ui4:
      return view.getUint32(at, true);
    case type.r4:
      return view.getFloat32(at, true);
    case type.r8:
      return wide ? view.getFloat64(at, true) : null;
    case type.boolean:
      return view.getUint16(at, true) !== 0;
    case type.i8:
      return wide ? Number(view.getBigInt64(at, true)) : null;
    case type.ui8:
      return wide ? Number(view.getBigUint64(at, true)) : null;
    case type.text:
      return textOf(bytes, at + 4, view.getUint32(at, true), codePage);
    case type.wideText:
      return untilZero(decodeUtf16(bytes.subarray(at + 4, at + 4 + Math.min(view.getUint32(at, true), maximumText) * 2)));
    case type.fileTime:
      return wide ? { fileTime: view.getBigUint64(at, true) } : null;
    default:
      return null;
  }
}

/** CodePageString (2.5): its length counts bytes, with code page 1200 too. */
function textOf(bytes: Uint8Array, start: number, length: number, codePage: number): string {
  return untilZero(decodeCodePage(bytes.subarray(start, start + Math.min(length, maximumText)), codePage));
}

function untilZero(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Dictionary (2.17). */
function readNames(bytes: Uint8Array, offset: number, set: PropertySet): void {
  if (offset + 4 > bytes.length) return;
  const view = viewOf(bytes);
  const count = Math.min(view.getUint32(offset, true), maximumProperties);
  const wide = set.codePage === 1200;
  let at = offset + 4;
  for (let index = 0; index < count && at + 8 <= bytes.length; index += 1) {
    const id = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    const size = wide ? (length * 2 + 3) & ~3 : length;
    if (length > 1024 || at + 8 + size > bytes.length) return;
    set.names.set(id, textOf(bytes, at + 8, wide ? length * 2 : length, set.codePage));
    at += 8 + size;
  }
}
