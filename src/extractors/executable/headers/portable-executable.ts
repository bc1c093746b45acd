/** Fields of PE files, and of the DOS and 16-bit Windows programs that share their first header. */
import { createHash } from 'node:crypto';
import { type PeDebug, readDebugDirectory } from '../../../formats/pe/debug-directory.ts';
import { importHashText } from '../../../formats/pe/import-hash.ts';
import { type PeImports, readImports } from '../../../formats/pe/imports.ts';
import { directory, newHeader, type PeLayout, readPeLayout } from '../../../formats/pe/layout.ts';
import { machineName, subsystemName } from '../../../formats/pe/names.ts';
import { SparseImage } from '../../../formats/pe/sparse-image.ts';
import { readVersionStrings } from '../../../formats/pe/version-resource.ts';
import { revealHidden } from '../../../model/display.ts';
import type { ByteReader } from '../../../model/reader.ts';
import { fromUnixSeconds } from '../../../model/timestamp.ts';
import type { ArtefactDraft } from '../../artefact-draft.ts';
import type { Emission } from '../../define-extractor.ts';
import type { fields } from './fields.ts';
import { packerHint } from './packers.ts';

type Draft = ArtefactDraft<typeof fields>;
type Step = Emission<typeof fields>;

const dosNames: Record<string, string> = { NE: 'NE (16-bit Windows or OS/2)', LE: 'LE (Windows VxD or DOS extender)', LX: 'LX (OS/2)' };
const characteristicDll = 0x2000;
const headSize = 65_536;

/** Reads what stands behind an `MZ` signature. */
export async function* readPortableExecutable(reader: ByteReader, draft: Draft): AsyncGenerator<Step> {
  const head = await reader.read(0, headSize);
  const header = newHeader(head.subarray(0, 64), head);
  if (header === null || header.signature !== 'PE') {
    draft.set(
      'format',
      header === null ? 'MZ (DOS)' : dosNames[header.signature],
      header === null ? 'DOS header' : 'new executable header',
    );
    return;
  }
  const layout = await readPeLayout(reader, header.offset);
  setHeaderFields(layout, draft);
  if (layout.sections.length < layout.declaredSections) {
    yield {
      kind: 'observation',
      severity: 'warning',
      code: 'truncated-section-table',
      message: `Only ${layout.sections.length} of ${layout.declaredSections} section headers could be read.`,
    };
    yield { kind: 'incomplete' };
  }
  const extents = layout.sections.map((section) => ({ start: section.rawOffset, end: section.rawOffset + section.rawSize }));
  const image = new SparseImage(reader, extents);
  const debug = yield* attempt(image, 'debug directory', () => readDebugDirectory(image, layout));
  yield* setBuildFields(layout, debug, draft);
  const imports = yield* attempt(image, 'import table', () => readImports(image, layout));
  if (imports !== null) yield* setImportFields(imports, draft);
  const strings = yield* attempt(image, 'version resource', () => readVersionStrings(image, layout));
  for (const [key, field] of versionFields) draft.set(field, strings?.get(key), `PE version resource ${key}`);
}

const versionFields = [
  ['CompanyName', 'companyName'],
  ['ProductName', 'productName'],
  ['ProductVersion', 'productVersion'],
  ['FileDescription', 'fileDescription'],
  ['FileVersion', 'fileVersion'],
  ['OriginalFilename', 'originalFilename'],
  ['InternalName', 'internalName'],
  ['LegalCopyright', 'legalCopyright'],
] as const;

function setHeaderFields(layout: PeLayout, draft: Draft): void {
  const present = (index: number) => (layout.directories[index]?.size ?? 0) > 0;
  const isDll = (layout.characteristics & characteristicDll) !== 0;
  const names = layout.sections.map((section) => section.name);
  draft.set('format', layout.isPlus ? 'PE32+' : 'PE32', 'PE optional header magic');
  draft.set('architecture', machineName(layout.machine), 'PE Machine');
  draft.set('bits', layout.isPlus ? 64 : 32, 'PE optional header magic');
  draft.set('objectType', isDll ? 'shared library' : 'executable', 'PE Characteristics');
  draft.set('isDll', isDll, 'PE Characteristics IMAGE_FILE_DLL');
  draft.set('entryPoint', layout.entryPoint === 0 ? null : `0x${layout.entryPoint.toString(16)}`, 'PE AddressOfEntryPoint');
  draft.set('subsystem', subsystemName(layout.subsystem), 'PE Subsystem');
  draft.set('sectionCount', layout.declaredSections, 'PE NumberOfSections');
  draft.set('sectionNames', names, 'PE section table');
  draft.set('packerHint', packerHint(names), 'PE section table');
  draft.set('signed', present(directory.certificate), 'PE certificate table');
  draft.set('isManaged', present(directory.commonLanguageRuntime), 'PE common language runtime directory');
}

function* setBuildFields(layout: PeLayout, debug: PeDebug | null, draft: Draft): Generator<Step> {
  draft.set('buildId', debug?.symbolId, 'PE CodeView record');
  draft.set('symbolPath', debug?.symbolPath, 'PE CodeView record');
  if (layout.timeDateStamp === 0) {
    yield {
      kind: 'observation',
      severity: 'note',
      code: 'no-compile-time',
      message: 'The compile time in the PE header is zero.',
      place: 'TimeDateStamp',
    };
    return;
  }
  const time = fromUnixSeconds(layout.timeDateStamp);
  draft.set('compiledAt', debug?.reproducible === true ? { ...time, iso: null } : time, 'PE TimeDateStamp');
  if (debug?.reproducible === true) {
    yield {
      kind: 'observation',
      severity: 'note',
      code: 'reproducible-build',
      message: 'The linker marked a reproducible build: the field of the compile time holds a hash, not a time.',
      place: 'TimeDateStamp',
    };
  }
}

function* setImportFields(imports: PeImports, draft: Draft): Generator<Step> {
  const text = importHashText(imports.functions);
  draft.set('importedLibraries', imports.libraries, 'PE import tables');
  draft.set('importsHash', text === null ? null : createHash('md5').update(text).digest('hex'), 'PE import table');
  if (!imports.broken) return;
  yield {
    kind: 'observation',
    severity: 'warning',
    code: 'broken-import-table',
    message: 'The import table ends before its terminator or points outside the file; the hash of imports covers what could be read.',
  };
  yield { kind: 'incomplete' };
}

/** Decodes one part of the image; where it lies outside the file, says so and gives null. */
async function* attempt<Result>(image: SparseImage, part: string, decoder: () => Result): AsyncGenerator<Step, Result | null> {
  try {
    return await image.decode(decoder);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    yield {
      kind: 'observation',
      severity: 'warning',
      code: 'outside-the-file',
      message: `The ${part} could not be read: ${revealHidden(thrown.message)}.`,
    };
    yield { kind: 'incomplete' };
    return null;
  }
}
