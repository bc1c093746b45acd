/** Headers of Windows, Linux and Apple programs. */
import { createHash } from 'node:crypto';
import { decodeElf, type ElfFile } from '../../../formats/elf/index.ts';
import { elfMachineName, elfTypeName } from '../../../formats/elf/names.ts';
import { decodeMachO, type MachOImage } from '../../../formats/mach-o/index.ts';
import { machOTypeName, processorName } from '../../../formats/mach-o/names.ts';
import type { ByteReader } from '../../../model/reader.ts';
import { ArtefactDraft } from '../../artefact-draft.ts';
import { defineExtractor, type Emission } from '../../define-extractor.ts';
import { fields } from './fields.ts';
import { packerHint } from './packers.ts';
import { readPortableExecutable } from './portable-executable.ts';

type Draft = ArtefactDraft<typeof fields>;
type Step = Emission<typeof fields>;

export const executableHeaders = defineExtractor({
  id: 'executable/headers',
  version: '1',
  accepts: [
    'application/x-msdownload',
    'application/vnd.microsoft.portable-executable',
    'application/x-dosexec',
    'application/x-elf',
    'application/x-executable',
    'application/x-pie-executable',
    'application/x-sharedlib',
    'application/x-object',
    'application/x-coredump',
    'application/x-mach-binary',
  ],
  produces: fields,
  description:
    'Reads the headers of PE, ELF and Mach-O programs: architecture, compile time, imports, version strings, signatures (present or not).',
  references: [
    'Microsoft PE/COFF specification, sections 2 to 6',
    'System V ABI, chapters 4 and 5',
    'Apple mach-o/loader.h, mach-o/fat.h, mach-o/nlist.h',
  ],
  limits: {},
  async *run({ reader }) {
    const draft: Draft = new ArtefactDraft();
    try {
      yield* readByMagic(reader, draft);
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown;
      yield { kind: 'observation', severity: 'warning', code: 'truncated-header', message: 'The headers do not lie inside the file.' };
      yield { kind: 'incomplete' };
    }
    yield* draft.emissions();
  },
});

async function* readByMagic(reader: ByteReader, draft: Draft): AsyncGenerator<Step> {
  const head = await reader.read(0, 4);
  if (head.length < 4) return;
  const magic = new DataView(head.buffer, head.byteOffset, 4).getUint32(0, false);
  if (magic >>> 16 === 0x4d5a) yield* readPortableExecutable(reader, draft);
  else if (magic === 0x7f454c46) yield* readElf(reader, draft);
  else if (machOMagics.includes(magic)) yield* readMachO(reader, draft);
}

const machOMagics = [0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe, 0xcafebabf];

async function* readElf(reader: ByteReader, draft: Draft): AsyncGenerator<Step> {
  const file = await decodeElf(reader);
  for (const fault of file.faults) yield { kind: 'observation', severity: 'warning', ...fault };
  if (file.faults.length > 0) yield { kind: 'incomplete' };
  draft.set('format', 'ELF', 'ELF e_ident');
  draft.set('architecture', `${elfMachineName(file.machine)}${file.littleEndian ? '' : ' (big-endian)'}`, 'ELF e_machine');
  draft.set('bits', file.bits, 'ELF EI_CLASS');
  draft.set('objectType', elfKind(file), 'ELF e_type');
  draft.set('isDll', file.type === 3 && file.interpreter === null, 'ELF e_type and PT_INTERP');
  draft.set('entryPoint', file.entryPoint === 0n ? null : `0x${file.entryPoint.toString(16)}`, 'ELF e_entry');
  draft.set('sectionCount', file.declaredSections, 'ELF e_shnum');
  draft.set('sectionNames', file.sectionNames, 'ELF section table');
  draft.set('packerHint', packerHint(file.sectionNames), 'ELF section table');
  draft.set('linkage', file.type === 2 || file.type === 3 ? (file.dynamic ? 'dynamic' : 'static') : null, 'ELF PT_DYNAMIC');
  draft.set('interpreter', file.interpreter, 'ELF PT_INTERP');
  draft.set('buildId', file.buildId, 'ELF NT_GNU_BUILD_ID');
  draft.set('libraryName', file.sharedName, 'ELF DT_SONAME');
  draft.set('runPath', file.runPath, 'ELF DT_RUNPATH or DT_RPATH');
  draft.set('importedLibraries', file.libraries, 'ELF DT_NEEDED');
  draft.set('importsHash', hashOfSorted(file.libraries, file.importedSymbols), 'ELF DT_NEEDED and .dynsym');
}

/** A shared object that names an interpreter is a position-independent program. */
function elfKind(file: ElfFile): string {
  return file.type === 3 && file.interpreter !== null ? 'executable' : elfTypeName(file.type);
}

async function* readMachO(reader: ByteReader, draft: Draft): AsyncGenerator<Step> {
  const file = await decodeMachO(reader);
  for (const fault of file.faults) yield { kind: 'observation', severity: 'warning', ...fault };
  if (file.faults.length > 0) yield { kind: 'incomplete' };
  draft.set('format', file.universal ? 'Mach-O universal' : 'Mach-O', 'Mach-O magic');
  const architectures = file.images.map((image) => processorName(image.cpuType));
  if (file.universal) draft.set('architectures', architectures, 'Mach-O fat_arch');
  // The images of a universal file are builds of one program: the first one speaks for it.
  const image = file.images[0];
  if (image !== undefined) setMachOFields(image, draft);
}

function setMachOFields(image: MachOImage, draft: Draft): void {
  draft.set('architecture', processorName(image.cpuType), 'Mach-O cputype');
  draft.set('bits', image.bits, 'Mach-O magic');
  draft.set('objectType', machOTypeName(image.fileType), 'Mach-O filetype');
  draft.set('isDll', image.fileType === 6, 'Mach-O filetype');
  draft.set('entryPoint', image.entryPoint === null ? null : `0x${image.entryPoint.toString(16)}`, 'Mach-O LC_MAIN or LC_UNIXTHREAD');
  draft.set('sectionCount', image.sectionNames.length, 'Mach-O nsects');
  draft.set('sectionNames', image.sectionNames, 'Mach-O sections');
  draft.set('signed', image.signed, 'Mach-O LC_CODE_SIGNATURE');
  draft.set('linkage', image.fileType === 2 ? (image.interpreter === null ? 'static' : 'dynamic') : null, 'Mach-O LC_LOAD_DYLINKER');
  draft.set('interpreter', image.interpreter, 'Mach-O LC_LOAD_DYLINKER');
  draft.set('buildId', image.uuid, 'Mach-O LC_UUID');
  draft.set('libraryName', image.installName, 'Mach-O LC_ID_DYLIB');
  draft.set('runPath', image.runPaths.join(':'), 'Mach-O LC_RPATH');
  draft.set('importedLibraries', image.libraries, 'Mach-O LC_LOAD_DYLIB');
  draft.set('importsHash', hashOfSorted(image.libraries, image.importedSymbols), 'Mach-O LC_LOAD_DYLIB and symbol table');
}

/** MD5 of libraries and symbols, each sorted by code unit, joined by commas; null where nothing is imported. */
function hashOfSorted(libraries: readonly string[], symbols: readonly string[]): string | null {
  if (libraries.length + symbols.length === 0) return null;
  return createHash('md5')
    .update(
      [...libraries]
        .sort()
        .concat([...symbols].sort())
        .join(','),
    )
    .digest('hex');
}
