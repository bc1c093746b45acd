/** Whether the evidence that was taken in is at its place now, and what it is there under: other media come and go at the same path. */
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import { type Difference, differenceOf, type FolderIdentity, type RootIdentity } from '../../model/medium.ts';
import { identityOf, isSameRoot } from '../../sources/folder/medium.ts';
import type { SourceRecord } from '../../storage/case-tables.ts';
import { sourceId } from '../../storage/item-reader.ts';

/** `here` with its present device number; `another` folder stands at its path; `away` with the system's error code. */
export type Presence =
  | { state: 'here'; found: FolderIdentity }
  | { state: 'another'; difference: Difference }
  | { state: 'away'; code: string };

/** What is at a source's path now. */
export function presenceOf(source: SourceRecord, identify: (path: Buffer) => FolderIdentity = identityOf): Presence {
  let found: FolderIdentity;
  try {
    found = identify(source.path);
  } catch (thrown) {
    return { state: 'away', code: (thrown as NodeJS.ErrnoException).code ?? 'EUNKNOWN' };
  }
  const difference = differenceOf(source, found);
  return difference === null ? { state: 'here', found } : { state: 'another', difference };
}

/** The sources whose own medium is at its path, with the device number that it has now. */
export function presentSources(sources: readonly SourceRecord[]): SourceRecord[] {
  return sources.flatMap((source) => {
    const presence = presenceOf(source);
    return presence.state === 'here' ? { ...source, ...presence.found } : [];
  });
}

/** Whether a source is still where it was at the session's start. */
export function isStillThere(path: Buffer, root: RootIdentity): boolean {
  try {
    return isSameRoot(path, root);
  } catch {
    return false;
  }
}

const differences: Record<Difference, string> = {
  volume: 'its file system has another identifier',
  capacity: 'its file system has another size',
  inode: 'the folder has another inode number',
  born: 'the folder was made at another time',
  device: 'it lies on another device, and nothing else tells that it is the same',
};

/** What is wrong with a source that is not here, as the end of a sentence. */
export function reasonOf(presence: Exclude<Presence, { state: 'here' }>): string {
  return presence.state === 'away' ? presence.code : `another medium or folder stands there now: ${differences[presence.difference]}`;
}

/** The error for a source that a run needs and that is not here. */
export function sourceUnavailable(source: SourceRecord, presence: Exclude<Presence, { state: 'here' }>): EngineError {
  const path = displayRawName(source.path).text;
  const details = { path, source: sourceId(source.id) };
  if (presence.state === 'away') return notAnswering(source, presence.code);
  return new EngineError(
    'source-unavailable',
    `The evidence ${details.source} is not at ${path}: ${reasonOf(presence)}. Nothing of that was taken for the evidence, and what was done is safe. Connect the evidence itself at the same place and resume.`,
    { reason: 'another-medium', ...details, code: `another-${presence.difference}` },
  );
}

/** The error for a source that gave an error of the system. */
export function notAnswering(source: SourceRecord, code: string): EngineError {
  const path = displayRawName(source.path).text;
  return new EngineError(
    'source-unavailable',
    `The evidence at ${path} no longer answers (${code}). Nothing was marked as bad, and what was done is safe. Connect it again at the same place and resume.`,
    { reason: 'evidence-silent', path, source: sourceId(source.id), code },
  );
}
