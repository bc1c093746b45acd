/** Mach-O and universal files: Apple's `mach-o/loader.h`, `mach-o/fat.h` and `mach-o/nlist.h`. */
import type { ByteReader } from '../../model/reader.ts';
import type { FormatFault } from '../fault.ts';
import { readUtf8, toHexadecimal, viewOf } from '../text.ts';

export interface MachOImage {
  /** Offset of the image in a universal file, else 0. */
  offset: number;
  bits: 32 | 64;
  littleEndian: boolean;
  cpuType: number;
  cpuSubtype: number;
  /** MH_EXECUTE is 2, MH_DYLIB 6, MH_BUNDLE 8, and so on. */
  fileType: number;
  /** Offset from the start of the text segment (LC_MAIN), or the address that LC_UNIXTHREAD starts at; null where neither says. */
  entryPoint: bigint | null;
  /** `__SEGMENT,__section` in order. */
  sectionNames: string[];
  libraries: string[];
  /** LC_ID_DYLIB. */
  installName: string | null;
  runPaths: string[];
  /** LC_LOAD_DYLINKER. */
  interpreter: string | null;
  /** LC_UUID in hexadecimal. */
  uuid: string | null;
  /** Whether a code signature is attached (LC_CODE_SIGNATURE). */
  signed: boolean;
  /** LC_ENCRYPTION_INFO with a non-zero cryptid: encrypted by the App Store. */
  encrypted: boolean;
  importedSymbols: string[];
}

export interface MachOFile {
  universal: boolean;
  /** In the order of the file; at least one unless all are damaged. */
  images: MachOImage[];
  faults: FormatFault[];
}

const command = {
  segment: 0x1,
  symbolTable: 0x2,
  unixThread: 0x5,
  loadLibrary: 0xc,
  libraryId: 0xd,
  loadInterpreter: 0xe,
  loadWeakLibrary: 0x18,
  segment64: 0x19,
  uuid: 0x1b,
  runPath: 0x1c,
  codeSignature: 0x1d,
  reexportLibrary: 0x1f,
  encryption: 0x21,
  encryption64: 0x2c,
  main: 0x28,
} as const;

const maximumCommands = 4096;
const maximumCommandBytes = 4 * 1024 * 1024;
const maximumTable = 8 * 1024 * 1024;
const maximumSymbols = 65_536;
/** Characters of all symbols together: entries may all point at one long name. */
const maximumSymbolText = 8 * 1024 * 1024;
const maximumImages = 16;

/** Decodes a Mach-O or universal file; images that are cut off are left out with a fault. Throws a RangeError on less than a header. */
export async function decodeMachO(reader: ByteReader): Promise<MachOFile> {
  const head = viewOf(await reader.read(0, 4096));
  const magic = head.getUint32(0, false);
  const faults: FormatFault[] = [];
  if (magic !== 0xcafebabe && magic !== 0xcafebabf) return { universal: false, images: [await decodeImage(reader, 0, faults)], faults };
  const images: MachOImage[] = [];
  const wide = magic === 0xcafebabf;
  const width = wide ? 32 : 20;
  const count = head.getUint32(4, false);
  for (let index = 0; index < Math.min(count, maximumImages); index += 1) {
    const at = 8 + index * width;
    try {
      const offset = wide ? Number(head.getBigUint64(at + 8, false)) : head.getUint32(at + 8, false);
      images.push(await decodeImage(reader, offset, faults));
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      faults.push({
        code: 'truncated-image',
        message: `Image ${index + 1} of ${count} does not lie inside the file.`,
        place: `offset ${at}`,
      });
    }
  }
  return { universal: true, images, faults };
}

async function decodeImage(reader: ByteReader, offset: number, faults: FormatFault[]): Promise<MachOImage> {
  if (!Number.isSafeInteger(offset)) throw new RangeError('the image lies outside the file');
  const header = viewOf(await reader.read(offset, 32));
  const magic = header.getUint32(0, true);
  const littleEndian = magic === 0xfeedface || magic === 0xfeedfacf;
  const big = header.getUint32(0, false);
  if (!littleEndian && big !== 0xfeedface && big !== 0xfeedfacf) throw new RangeError('no Mach-O header');
  const wide = (littleEndian ? magic : big) === 0xfeedfacf;
  const image: MachOImage = {
    offset,
    bits: wide ? 64 : 32,
    littleEndian,
    cpuType: header.getUint32(4, littleEndian),
    cpuSubtype: header.getUint32(8, littleEndian) & 0xff_ffff,
    fileType: header.getUint32(12, littleEndian),
    entryPoint: null,
    sectionNames: [],
    libraries: [],
    installName: null,
    runPaths: [],
    interpreter: null,
    uuid: null,
    signed: false,
    encrypted: false,
    importedSymbols: [],
  };
  const count = header.getUint32(16, littleEndian);
  const declared = header.getUint32(20, littleEndian);
  const bytes = await reader.read(offset + (wide ? 32 : 28), Math.min(declared, maximumCommandBytes));
  const view = viewOf(bytes);
  let symbolTable: number | null = null;
  let at = 0;
  let read = 0;
  for (; read < Math.min(count, maximumCommands) && at + 8 <= bytes.length; read += 1) {
    const size = view.getUint32(at + 4, littleEndian);
    if (size < 8 || at + size > bytes.length) break;
    if (view.getUint32(at, littleEndian) === command.symbolTable && size >= 24) symbolTable = at;
    readCommand(image, bytes, view, at, size);
    at += size;
  }
  if (read < count) {
    faults.push({
      code: 'truncated-load-commands',
      message: `Only ${read} of ${count} load commands could be read.`,
      place: `offset ${offset}`,
    });
  }
  if (symbolTable !== null) image.importedSymbols = await readUndefinedSymbols(reader, image, view, symbolTable);
  return image;
}

function readCommand(image: MachOImage, bytes: Uint8Array, view: DataView, at: number, size: number): void {
  const little = image.littleEndian;
  // The high bit only says that the dynamic linker must understand the command.
  const kind = view.getUint32(at, little) & 0x7fff_ffff;
  /** Text whose offset within the command stands at byte 8 (lc_str). */
  const text = (): string => (size < 12 ? '' : readUtf8(bytes, at + Math.min(size, view.getUint32(at + 8, little)), at + size));
  switch (kind) {
    case command.segment:
    case command.segment64:
      readSections(image, bytes, view, at, size, kind === command.segment64);
      break;
    case command.loadLibrary:
    case command.loadWeakLibrary:
    case command.reexportLibrary:
      image.libraries.push(text());
      break;
    case command.libraryId:
      image.installName = text() || null;
      break;
    case command.loadInterpreter:
      image.interpreter = text() || null;
      break;
    case command.runPath:
      image.runPaths.push(text());
      break;
    case command.uuid:
      if (size >= 24) image.uuid = toHexadecimal(bytes.subarray(at + 8, at + 24));
      break;
    case command.codeSignature:
      image.signed = true;
      break;
    case command.encryption:
    case command.encryption64:
      if (size >= 20) image.encrypted = view.getUint32(at + 16, little) !== 0;
      break;
    case command.main:
      if (size >= 16) image.entryPoint = view.getBigUint64(at + 8, little);
      break;
    case command.unixThread:
      image.entryPoint = threadEntry(image, view, at, size);
      break;
  }
}

function readSections(image: MachOImage, bytes: Uint8Array, view: DataView, at: number, size: number, wide: boolean): void {
  const first = wide ? 72 : 56;
  const width = wide ? 80 : 68;
  if (size < first) return;
  const count = view.getUint32(at + (wide ? 64 : 48), image.littleEndian);
  for (let index = 0; index < count && first + (index + 1) * width <= size; index += 1) {
    const section = at + first + index * width;
    image.sectionNames.push(`${readUtf8(bytes, section + 16, section + 32)},${readUtf8(bytes, section, section + 16)}`);
  }
}

/** The program counter in the initial thread state, for the processors of which Mach-O programs exist. */
function threadEntry(image: MachOImage, view: DataView, at: number, size: number): bigint | null {
  const registers = at + 16;
  // Register index by cpu type: eip on i386, rip on x86-64, srr0 on PowerPC, pc on ARM and ARM64.
  const index = { 7: 10, 16777223: 16, 18: 0, 16777234: 0, 12: 15, 16777228: 32 }[image.cpuType];
  if (index === undefined) return null;
  const wide = image.cpuType >= 0x1000000;
  const width = wide ? 8 : 4;
  if (16 + (index + 1) * width > size) return null;
  const offset = registers + index * width;
  return wide ? view.getBigUint64(offset, image.littleEndian) : BigInt(view.getUint32(offset, image.littleEndian));
}

/** External symbols that are undefined in the image, in the order of its table. */
async function readUndefinedSymbols(reader: ByteReader, image: MachOImage, commands: DataView, at: number): Promise<string[]> {
  const little = image.littleEndian;
  const width = image.bits === 64 ? 16 : 12;
  const count = commands.getUint32(at + 12, little);
  const symbols = await reader.read(image.offset + commands.getUint32(at + 8, little), Math.min(count * width, maximumTable));
  const strings = await reader.read(
    image.offset + commands.getUint32(at + 16, little),
    Math.min(commands.getUint32(at + 20, little), maximumTable),
  );
  const view = viewOf(symbols);
  const found: string[] = [];
  let characters = 0;
  for (let entry = 0; entry + width <= symbols.length && found.length < maximumSymbols && characters < maximumSymbolText; entry += width) {
    const type = symbols[entry + 4] as number;
    const debugging = (type & 0xe0) !== 0;
    const undefinedExternal = (type & 0x0e) === 0 && (type & 1) === 1;
    if (debugging || !undefinedExternal) continue;
    const start = view.getUint32(entry, little);
    const name = start < strings.length ? readUtf8(strings, start, start + 4096) : '';
    characters += name.length;
    if (name !== '') found.push(name);
  }
  return found;
}
