/**
 * Which items a reader of the report should look at first, by rules simple enough to be explained in
 * court: each code has a label and a one-sentence reason in the report's texts (`notable.<code>`).
 * They point at items; they judge nothing.
 */
import type { Item } from '../model/item.ts';
import { type Outcome, statusOf } from '../model/outcome.ts';

/** In the order of the report: first what was not examined in full, then what was found. */
export const notableCodes = [
  'failed',
  'changed-while-reading',
  'changed-since-listing',
  'incomplete',
  'encrypted',
  'extension-mismatch',
  'executable-outside-system',
  'hidden-characters',
  'high-entropy',
  'position',
  'archive',
  'database',
  'large',
] as const;

export type NotableCode = (typeof notableCodes)[number];

/** A step and how it ended. */
export interface NotableStep {
  step: string;
  outcome: Outcome;
}

export interface NotableFinding {
  code: NotableCode;
  /** What makes the item notable; null where the code says it all, or `steps` do. */
  detail: string | null;
  /** The steps that make it notable, with their outcomes. */
  steps?: readonly NotableStep[];
}

/** From this size on an item is `large`: 1 GiB. */
const largeSize = 1_073_741_824;
/** Content at or above this many bits a byte looks compressed or encrypted. */
const highEntropy = 7.9;
/** Shorter content cannot be told apart by its entropy. */
const entropyMinimumSize = 4096;

const executableTypes = new Set([
  'application/x-msdownload',
  'application/x-dosexec',
  'application/vnd.microsoft.portable-executable',
  'application/x-executable',
  'application/x-pie-executable',
  'application/x-sharedlib',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-msi',
  'application/x-apple-diskimage',
  'application/vnd.android.package-archive',
  'application/x-sh',
  'application/x-shellscript',
  'text/x-shellscript',
  'text/x-msdos-batch',
]);

const archiveTypes = new Set([
  'application/zip',
  'application/x-7z-compressed',
  'application/x-rar-compressed',
  'application/vnd.rar',
  'application/x-rar',
  'application/x-tar',
  'application/gzip',
  'application/x-bzip2',
  'application/x-xz',
  'application/x-lzip',
  'application/lzip',
  'application/x-lzma',
  'application/x-lz4',
  'application/zstd',
  'application/x-compress',
  'application/x-cpio',
  'application/x-iso9660-image',
  'application/vnd.ms-cab-compressed',
  'application/x-ace-compressed',
  'application/x-arj',
  'application/x-lzh-compressed',
]);

const databaseTypes = new Set([
  'application/x-sqlite3',
  'application/vnd.sqlite3',
  'application/x-msaccess',
  'application/vnd.ms-outlook-pst',
  'application/x-esedb',
  'application/x-dbf',
]);

const encryptedTypes = new Set([
  'application/pgp-encrypted',
  // Office packages with a password.
  'application/encrypted',
  'application/x-luks',
  'application/x-keepass',
  'application/x-age-encryption',
]);

/** First folders of a path below which an operating system or its programs keep executables, in lower case. */
const systemFolders = new Set([
  'windows',
  'program files',
  'program files (x86)',
  'programdata',
  'usr',
  'bin',
  'sbin',
  'lib',
  'lib32',
  'lib64',
  'opt',
  'snap',
  'system',
  'applications',
  'library',
]);
/** A folder source may be a drive's own folder or hold a few drives: this many first folders of a path are looked at. */
const systemFolderDepth = 3;

function isBelowSystemFolder(path: string): boolean {
  return path
    .toLowerCase()
    .split('/')
    .slice(0, -1)
    .slice(0, systemFolderDepth)
    .some((folder) => systemFolders.has(folder));
}

function stepsWithStatus(item: Item, statuses: readonly string[]): NotableStep[] {
  return Object.entries(item.outcomes)
    .filter(([, outcome]) => statuses.includes(statusOf(outcome)))
    .map(([step, outcome]) => ({ step, outcome }));
}

function encryption(item: Item): string | null {
  const observation = item.observations.find(({ code }) => /(?:^|-)(?:encrypted|password-protected)(?:-|$)/.test(code));
  if (observation !== undefined) return observation.step;
  const artefact = item.artefacts.find(({ fields }) => fields.encrypted === true);
  if (artefact !== undefined) return artefact.extractor;
  return item.mediaType !== null && encryptedTypes.has(item.mediaType) ? item.mediaType : null;
}

function position(item: Item): string | null {
  for (const { fields } of item.artefacts) {
    const { latitude, longitude } = fields;
    if (typeof latitude === 'number' && typeof longitude === 'number') return `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
  }
  return null;
}

/** Whether a name in display form had anything escaped in it other than backslashes. */
function hidesCharacters(name: string): boolean {
  return name.replaceAll('\\\\', '').includes('\\');
}

/** The groups that an item belongs to, each at most once, in the order of `notableCodes`. */
export function notableFindings(item: Item): NotableFinding[] {
  const findings: NotableFinding[] = [];
  const add = (code: NotableCode, detail: string | null = null) => findings.push({ code, detail });
  const addSteps = (code: NotableCode, steps: readonly NotableStep[]) => {
    if (steps.length > 0) findings.push({ code, detail: null, steps });
  };
  const { size, entropy, mediaType } = item;

  addSteps('failed', stepsWithStatus(item, ['failed', 'timed-out']));
  for (const change of ['changed-while-reading', 'changed-since-listing'] as const)
    if (item.observations.some(({ code }) => code === change)) add(change);
  addSteps('incomplete', stepsWithStatus(item, ['partial']));
  const encrypted = encryption(item);
  if (encrypted !== null) add('encrypted', encrypted);
  if (item.extensionMismatch) add('extension-mismatch', `.${item.extension ?? ''}`);
  if (mediaType !== null && executableTypes.has(mediaType) && !isBelowSystemFolder(item.path)) add('executable-outside-system');
  if (hidesCharacters(item.name)) add('hidden-characters');
  const unknownType = mediaType === null || mediaType === 'application/octet-stream';
  if (unknownType && entropy !== null && entropy >= highEntropy && size !== null && size >= entropyMinimumSize) {
    add('high-entropy', entropy.toFixed(4));
  }
  const found = position(item);
  if (found !== null) add('position', found);
  if (mediaType !== null && archiveTypes.has(mediaType)) add('archive');
  if (mediaType !== null && databaseTypes.has(mediaType)) add('database');
  if (size !== null && size >= largeSize) add('large');
  return findings;
}
