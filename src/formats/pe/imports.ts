/** Import and delay-import tables: PE/COFF specification, sections 6.4 and 5.8. */
import { readAscii } from '../text.ts';
import { directory, offsetOf, type PeLayout } from './layout.ts';
import type { SparseImage } from './sparse-image.ts';

export interface PeImport {
  /** Name of the library as written, such as `KERNEL32.dll`. */
  library: string;
  /** Function name; null where it is imported by ordinal. */
  name: string | null;
  ordinal: number | null;
}

export interface PeImports {
  /** Libraries in the order of the table, delay-loaded ones last. */
  libraries: string[];
  /** Functions of the import table proper, in its order: what the import hash is made of. */
  functions: PeImport[];
  /** The table ended before its terminator or held addresses outside the file. */
  broken: boolean;
}

const maximumLibraries = 1024;
const maximumFunctions = 65_536;
/** A symbol longer than this is damage, not a name. */
const maximumName = 512;
const plausibleLibrary = /^[\x20-\x7e]{1,255}$/;

function nameAt(image: SparseImage, layout: PeLayout, address: number): string | null {
  const offset = offsetOf(layout, address);
  if (offset === null) return null;
  const bytes = image.bytesUpTo(offset, maximumName + 1);
  const name = readAscii(bytes, 0);
  return name.length === 0 || name.length > maximumName ? null : name;
}

/** Functions of one library; returns false where the table is broken. */
function readThunks(image: SparseImage, layout: PeLayout, library: string, address: number, found: PeImport[]): boolean {
  const width = layout.isPlus ? 8 : 4;
  for (let index = 0; found.length < maximumFunctions; index += 1) {
    const offset = offsetOf(layout, address + index * width);
    if (offset === null) return false;
    const value = layout.isPlus ? image.u64(offset) : BigInt(image.u32(offset));
    if (value === 0n) return true;
    if (value >> (layout.isPlus ? 63n : 31n) === 1n) {
      found.push({ library, name: null, ordinal: Number(value & 0xffffn) });
      continue;
    }
    const name = nameAt(image, layout, Number(value & 0x7fff_ffffn) + 2);
    if (name === null) return false;
    found.push({ library, name, ordinal: null });
  }
  return false;
}

/** Reads both import tables. */
export function readImports(image: SparseImage, layout: PeLayout): PeImports {
  const imports: PeImports = { libraries: [], functions: [], broken: false };
  const table = layout.directories[directory.import];
  if (table !== undefined && table.address !== 0) readImportTable(image, layout, table.address, imports);
  const delayed = layout.directories[directory.delayImport];
  if (delayed !== undefined && delayed.address !== 0) readDelayImportTable(image, layout, delayed.address, imports);
  return imports;
}

function readImportTable(image: SparseImage, layout: PeLayout, address: number, imports: PeImports): void {
  for (let index = 0; index < maximumLibraries; index += 1) {
    const offset = offsetOf(layout, address + index * 20);
    if (offset === null || offset + 20 > image.size) break;
    const lookupTable = image.u32(offset);
    const nameAddress = image.u32(offset + 12);
    const addressTable = image.u32(offset + 16);
    if (nameAddress === 0 && addressTable === 0) return;
    const library = nameAt(image, layout, nameAddress);
    if (library === null || !plausibleLibrary.test(library)) break;
    imports.libraries.push(library);
    // Old Borland linkers leave the lookup table out: the address table of the file then serves for it.
    const thunks = lookupTable !== 0 && offsetOf(layout, lookupTable) !== null ? lookupTable : addressTable;
    if (!readThunks(image, layout, library, thunks, imports.functions)) imports.broken = true;
  }
  imports.broken = true;
}

function readDelayImportTable(image: SparseImage, layout: PeLayout, address: number, imports: PeImports): void {
  for (let index = 0; index < maximumLibraries; index += 1) {
    const offset = offsetOf(layout, address + index * 32);
    if (offset === null || offset + 32 > image.size) return;
    const nameAddress = image.u32(offset + 4);
    // Attribute bit 0 tells relative addresses; Visual C++ 6 wrote absolute ones, which are of no use here.
    if (nameAddress === 0 || (image.u32(offset) & 1) === 0) return;
    const library = nameAt(image, layout, nameAddress);
    if (library === null || !plausibleLibrary.test(library)) return;
    if (!imports.libraries.includes(library)) imports.libraries.push(library);
  }
}
