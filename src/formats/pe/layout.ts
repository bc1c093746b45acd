/** Headers of Portable Executables: Microsoft PE/COFF specification, sections 2 to 4. */
import type { ByteReader } from '../../model/reader.ts';
import { readUtf8, viewOf } from '../text.ts';

export interface PeSection {
  name: string;
  virtualAddress: number;
  virtualSize: number;
  /** Offset and size in the file. */
  rawOffset: number;
  rawSize: number;
}

export interface PeLayout {
  /** COFF machine number. */
  machine: number;
  /** PE32+ (64-bit addresses) rather than PE32. */
  isPlus: boolean;
  /** COFF TimeDateStamp as stored. */
  timeDateStamp: number;
  /** COFF characteristics. */
  characteristics: number;
  /** Relative virtual address of the entry point; 0 where there is none. */
  entryPoint: number;
  subsystem: number;
  sizeOfHeaders: number;
  /** Number of sections that the header announces; `sections` may hold fewer where the table is cut off. */
  declaredSections: number;
  sections: PeSection[];
  /** Data directories in their fixed order; absent ones have size and address 0. */
  directories: { address: number; size: number }[];
}

/** Indexes into `PeLayout.directories` (PE/COFF 3.4.3). */
export const directory = {
  export: 0,
  import: 1,
  resource: 2,
  certificate: 4,
  debug: 6,
  delayImport: 13,
  commonLanguageRuntime: 14,
} as const;

const maximumSections = 96;

/**
 * Offset of the new executable header behind the DOS stub and the two letters found there (`PE`, `NE`,
 * `LE`, `LX`); null for a plain DOS program or where the offset points nowhere.
 */
export function newHeader(dosHeader: Uint8Array, head: Uint8Array): { offset: number; signature: string } | null {
  if (dosHeader.length < 64) return null;
  const offset = viewOf(dosHeader).getUint32(0x3c, true);
  if (offset < 4 || offset + 4 > head.length) return null;
  const signature = String.fromCharCode(head[offset] as number, head[offset + 1] as number);
  return ['PE', 'NE', 'LE', 'LX'].includes(signature) ? { offset, signature } : null;
}

/** Reads COFF header, optional header and section table at `offset`; throws a RangeError where even the headers are cut off. */
export async function readPeLayout(reader: ByteReader, offset: number): Promise<PeLayout> {
  const bytes = await reader.read(offset, 24 + 240 + maximumSections * 40 + 65_536);
  const view = viewOf(bytes);
  const optionalSize = view.getUint16(20, true);
  const optional = 24;
  const isPlus = view.getUint16(optional, true) === 0x20b;
  const directoryStart = optional + (isPlus ? 112 : 96);
  const layout: PeLayout = {
    machine: view.getUint16(4, true),
    isPlus,
    timeDateStamp: view.getUint32(8, true),
    characteristics: view.getUint16(22, true),
    entryPoint: view.getUint32(optional + 16, true),
    subsystem: view.getUint16(optional + 68, true),
    sizeOfHeaders: view.getUint32(optional + 60, true),
    declaredSections: view.getUint16(6, true),
    sections: [],
    directories: [],
  };
  const directoryCount = Math.min(16, view.getUint32(directoryStart - 4, true));
  for (let index = 0; index < directoryCount && directoryStart + index * 8 + 8 <= bytes.length; index += 1) {
    const at = directoryStart + index * 8;
    layout.directories.push({ address: view.getUint32(at, true), size: view.getUint32(at + 4, true) });
  }
  const table = optional + optionalSize;
  const fileAlignment = view.getUint32(optional + 36, true);
  for (let index = 0; index < Math.min(layout.declaredSections, maximumSections); index += 1) {
    const at = table + index * 40;
    if (at + 40 > bytes.length) break;
    const pointer = view.getUint32(at + 20, true);
    layout.sections.push({
      name: readUtf8(bytes, at, at + 8),
      virtualSize: view.getUint32(at + 8, true),
      virtualAddress: view.getUint32(at + 12, true),
      rawSize: view.getUint32(at + 16, true),
      // The loader rounds the pointer down to a 512-byte sector, unless the file is aligned more finely.
      rawOffset: fileAlignment < 512 ? pointer : pointer - (pointer % 512),
    });
  }
  return layout;
}

/** File offset of a relative virtual address; null where no section holds it. */
export function offsetOf(layout: PeLayout, address: number): number | null {
  for (const section of layout.sections) {
    const extent = Math.max(section.virtualSize, section.rawSize);
    if (address < section.virtualAddress || address >= section.virtualAddress + extent) continue;
    const within = address - section.virtualAddress;
    return within < section.rawSize ? section.rawOffset + within : null;
  }
  return address < layout.sizeOfHeaders ? address : null;
}
