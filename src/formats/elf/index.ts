/** ELF headers: System V ABI, chapters 4 and 5 (object files, dynamic linking). */
import type { ByteReader } from '../../model/reader.ts';
import type { FormatFault } from '../fault.ts';
import { readUtf8, toHexadecimal, viewOf } from '../text.ts';

export interface ElfFile {
  bits: 32 | 64;
  littleEndian: boolean;
  /** e_ident[EI_OSABI]. */
  osAbi: number;
  /** e_type: 1 relocatable, 2 executable, 3 shared object, 4 core. */
  type: number;
  machine: number;
  entryPoint: bigint;
  /** Section names in the order of the table; those of stripped-out tables are absent. */
  sectionNames: string[];
  declaredSections: number;
  interpreter: string | null;
  /** DT_NEEDED, in order. */
  libraries: string[];
  /** DT_SONAME. */
  sharedName: string | null;
  /** DT_RUNPATH, else DT_RPATH. */
  runPath: string | null;
  /** Whether a dynamic segment exists. */
  dynamic: boolean;
  /** Hexadecimal of the GNU build id note. */
  buildId: string | null;
  /** Undefined symbols of the dynamic symbol table; empty where section headers do not tell it. */
  importedSymbols: string[];
  faults: FormatFault[];
}

interface Range {
  type: number;
  offset: number;
  size: number;
  address: number;
  link: number;
  name: number;
}

const segment = { load: 1, dynamic: 2, interpreter: 3, note: 4 } as const;
const section = { strings: 3, note: 7, dynamicSymbols: 11 } as const;
const tag = { needed: 1, stringTable: 5, stringSize: 10, sharedName: 14, rpath: 15, runPath: 29 } as const;

const maximumTable = 4 * 1024 * 1024;
const maximumHeaders = 4096;
const maximumSymbols = 65_536;
/** Characters of all symbols together: entries may all point at one long name. */
const maximumSymbolText = 8 * 1024 * 1024;

/** Decodes an ELF file; throws a RangeError where the file header itself is cut off. */
export async function decodeElf(reader: ByteReader): Promise<ElfFile> {
  const head = await reader.read(0, 64);
  const bits = head[4] === 2 ? 64 : 32;
  const littleEndian = head[5] !== 2;
  const decoder = new ElfDecoder(reader, bits, littleEndian);
  return decoder.decode(head);
}

class ElfDecoder {
  private readonly reader: ByteReader;
  private readonly wide: boolean;
  private readonly little: boolean;
  private readonly faults: FormatFault[] = [];

  constructor(reader: ByteReader, bits: 32 | 64, littleEndian: boolean) {
    this.reader = reader;
    this.wide = bits === 64;
    this.little = littleEndian;
  }

  async decode(head: Uint8Array): Promise<ElfFile> {
    const view = viewOf(head);
    const u16 = (offset: number) => view.getUint16(offset, this.little);
    const wide = this.wide;
    const segments = await this.headers(this.word(view, wide ? 32 : 28), u16(wide ? 54 : 42), u16(wide ? 56 : 44), 'program');
    const sections = await this.headers(this.word(view, wide ? 40 : 32), u16(wide ? 58 : 46), u16(wide ? 60 : 48), 'section');
    const named = await this.sectionNames(sections, u16(wide ? 62 : 50));
    const dynamic = await this.dynamicEntries(segments);
    return {
      bits: wide ? 64 : 32,
      littleEndian: this.little,
      osAbi: head[7] as number,
      type: u16(16),
      machine: u16(18),
      entryPoint: wide ? view.getBigUint64(24, this.little) : BigInt(view.getUint32(24, this.little)),
      sectionNames: named,
      declaredSections: u16(wide ? 60 : 48),
      interpreter: await this.interpreter(segments),
      libraries: dynamic.libraries,
      sharedName: dynamic.sharedName,
      runPath: dynamic.runPath,
      dynamic: segments.some((each) => each.type === segment.dynamic),
      buildId: await this.buildId(segments, sections),
      importedSymbols: await this.importedSymbols(sections),
      faults: this.faults,
    };
  }

  /** An address-sized number; those beyond 2^53 cannot be offsets and become Infinity. */
  private word(view: DataView, offset: number): number {
    if (!this.wide) return view.getUint32(offset, this.little);
    const value = view.getBigUint64(offset, this.little);
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(value);
  }

  private fault(code: string, message: string, offset: number): void {
    this.faults.push({ code, message, place: `offset ${offset}` });
  }

  /** Reads at most 4 MiB of a table; null where it does not lie inside the file. */
  private async table(offset: number, size: number): Promise<Uint8Array | null> {
    if (size === 0 || !Number.isSafeInteger(offset + size) || offset >= this.reader.size) return null;
    return this.reader.read(offset, Math.min(size, maximumTable));
  }

  private async headers(offset: number, entrySize: number, count: number, kind: 'program' | 'section'): Promise<Range[]> {
    if (offset === 0 || count === 0) return [];
    const least = kind === 'program' ? (this.wide ? 56 : 32) : this.wide ? 64 : 40;
    const bytes = entrySize < least ? null : await this.table(offset, entrySize * Math.min(count, maximumHeaders));
    if (bytes === null || bytes.length < entrySize * Math.min(count, maximumHeaders)) {
      this.fault(`truncated-${kind}-headers`, `The table of ${count} ${kind} headers does not lie inside the file.`, offset);
    }
    const view = bytes === null ? null : viewOf(bytes);
    const found: Range[] = [];
    for (let at = 0; view !== null && at + entrySize <= view.byteLength; at += entrySize) {
      found.push(kind === 'program' ? this.programHeader(view, at) : this.sectionHeader(view, at));
    }
    return found;
  }

  private programHeader(view: DataView, at: number): Range {
    const wide = this.wide;
    return {
      type: view.getUint32(at, this.little),
      offset: this.word(view, at + (wide ? 8 : 4)),
      address: this.word(view, at + (wide ? 16 : 8)),
      size: this.word(view, at + (wide ? 32 : 16)),
      link: 0,
      name: 0,
    };
  }

  private sectionHeader(view: DataView, at: number): Range {
    const wide = this.wide;
    return {
      name: view.getUint32(at, this.little),
      type: view.getUint32(at + 4, this.little),
      address: this.word(view, at + (wide ? 16 : 12)),
      offset: this.word(view, at + (wide ? 24 : 16)),
      size: this.word(view, at + (wide ? 32 : 20)),
      link: view.getUint32(at + (wide ? 40 : 24), this.little),
    };
  }

  private async sectionNames(sections: readonly Range[], index: number): Promise<string[]> {
    const strings = sections[index];
    const bytes = strings === undefined || strings.type !== section.strings ? null : await this.table(strings.offset, strings.size);
    if (bytes === null) return [];
    return sections.map((each) => readUtf8(bytes, each.name, each.name + 256)).filter((name) => name !== '');
  }

  private async interpreter(segments: readonly Range[]): Promise<string | null> {
    const found = segments.find((each) => each.type === segment.interpreter);
    const bytes = found === undefined ? null : await this.table(found.offset, Math.min(found.size, 4096));
    return bytes === null ? null : readUtf8(bytes, 0) || null;
  }

  private async dynamicEntries(segments: readonly Range[]): Promise<Pick<ElfFile, 'libraries' | 'sharedName' | 'runPath'>> {
    const found = segments.find((each) => each.type === segment.dynamic);
    const bytes = found === undefined ? null : await this.table(found.offset, Math.min(found.size, 65_536));
    const result: Pick<ElfFile, 'libraries' | 'sharedName' | 'runPath'> = { libraries: [], sharedName: null, runPath: null };
    if (bytes === null) return result;
    const entries: [number, number][] = [];
    const view = viewOf(bytes);
    const width = this.wide ? 16 : 8;
    for (let at = 0; at + width <= bytes.length; at += width) {
      const key = this.word(view, at);
      if (key === 0) break;
      entries.push([key, this.word(view, at + width / 2)]);
    }
    const entryValue = (wanted: number) => entries.find(([key]) => key === wanted)?.[1];
    const address = entryValue(tag.stringTable);
    const offset = address === undefined ? null : offsetOfAddress(segments, address);
    const strings = offset === null ? null : await this.table(offset, entryValue(tag.stringSize) ?? 65_536);
    if (strings === null) {
      if (entries.length > 0)
        this.fault('dynamic-strings-missing', 'The string table of the dynamic segment does not lie inside the file.', 0);
      return result;
    }
    const text = (at: number | undefined) => (at === undefined || at >= strings.length ? null : readUtf8(strings, at, at + 4096) || null);
    for (const [key, value] of entries) {
      const library = key === tag.needed ? text(value) : null;
      if (library !== null) result.libraries.push(library);
    }
    result.sharedName = text(entryValue(tag.sharedName));
    result.runPath = text(entryValue(tag.runPath) ?? entryValue(tag.rpath));
    return result;
  }

  /** Note of owner `GNU` and type 3 (NT_GNU_BUILD_ID), in a note segment or, for relocatable files, section. */
  private async buildId(segments: readonly Range[], sections: readonly Range[]): Promise<string | null> {
    const notes = [...segments.filter((each) => each.type === segment.note), ...sections.filter((each) => each.type === section.note)];
    for (const note of notes.slice(0, 32)) {
      const bytes = await this.table(note.offset, Math.min(note.size, 65_536));
      const id = bytes === null ? null : this.buildIdIn(bytes);
      if (id !== null) return id;
    }
    return null;
  }

  private buildIdIn(bytes: Uint8Array): string | null {
    const view = viewOf(bytes);
    for (let at = 0; at + 12 <= bytes.length; ) {
      const nameSize = view.getUint32(at, this.little);
      const descriptionSize = view.getUint32(at + 4, this.little);
      const description = at + 12 + ((nameSize + 3) & ~3);
      if (nameSize > 256 || descriptionSize > 65_536 || description + descriptionSize > bytes.length) return null;
      if (view.getUint32(at + 8, this.little) === 3 && readUtf8(bytes, at + 12, at + 12 + nameSize) === 'GNU') {
        return toHexadecimal(bytes.subarray(description, description + descriptionSize));
      }
      at = description + ((descriptionSize + 3) & ~3);
    }
    return null;
  }

  private async importedSymbols(sections: readonly Range[]): Promise<string[]> {
    const table = sections.find((each) => each.type === section.dynamicSymbols);
    const strings = table === undefined ? undefined : sections[table.link];
    if (table === undefined || strings === undefined) return [];
    const width = this.wide ? 24 : 16;
    const symbols = await this.table(table.offset, table.size);
    const names = await this.table(strings.offset, strings.size);
    if (symbols === null || names === null) return [];
    const view = viewOf(symbols);
    const found: string[] = [];
    let characters = 0;
    for (let at = width; at + width <= symbols.length && found.length < maximumSymbols && characters < maximumSymbolText; at += width) {
      const undefinedSection = view.getUint16(at + (this.wide ? 6 : 14), this.little) === 0;
      const name = undefinedSection ? readUtf8(names, view.getUint32(at, this.little), view.getUint32(at, this.little) + 4096) : '';
      characters += name.length;
      if (name !== '') found.push(name);
    }
    return found;
  }
}

/** File offset of a virtual address by the load segments; null where none holds it. */
function offsetOfAddress(segments: readonly Range[], address: number): number | null {
  for (const each of segments) {
    if (each.type === segment.load && address >= each.address && address < each.address + each.size) {
      return each.offset + (address - each.address);
    }
  }
  return null;
}
