/**
 * Keeps apart what is evidence and what is written: nothing of ours may come to lie inside a source, whichever way its
 * path leads there, and no file may be in a case twice.
 */
import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import { type FolderIdentity, isSameMedium } from '../../model/medium.ts';
import type { SourceRecord } from '../../storage/case-tables.ts';
import { sourceId } from '../../storage/item-reader.ts';
import { presentSources } from './source-presence.ts';

/** What must be known of a source to tell whether something lies inside it. */
export interface EvidenceBounds {
  /** Resolved: no part of it is a symbolic link. */
  path: Buffer;
  /** Of its folder now; null where its medium is not connected: then its place alone tells. */
  device: string | null;
  inode: string | null;
  crossFileSystems: boolean;
}

/** A place that is going to be written. */
export interface WrittenPlace {
  /** What will be there, as the sentence names it: `case directory`. */
  what: string;
  path: string;
  /** What to do instead, where that is not to choose another place. */
  remedy?: string;
}

const separator = Buffer.from(sep);

/** Whether `inner` is `outer` or lies below it, both resolved. */
function isBelow(inner: Buffer, outer: Buffer): boolean {
  if (inner.equals(outer)) return true;
  const folder = outer.subarray(-1).equals(separator) ? outer : Buffer.concat([outer, separator]);
  return inner.length > folder.length && inner.subarray(0, folder.length).equals(folder);
}

/** Where a path that may not exist yet really leads: its nearest ancestor that is there, resolved, and the rest. */
function whereabouts(path: string): { anchor: Buffer; real: Buffer } {
  const missing: string[] = [];
  for (let existing = resolve(path); ; existing = dirname(existing)) {
    try {
      const anchor = realpathSync.native(existing, { encoding: 'buffer' });
      return { anchor, real: missing.reduceRight((above, name) => Buffer.concat([above, separator, Buffer.from(name)]), anchor) };
    } catch (thrown) {
      if (dirname(existing) === existing) throw thrown;
      missing.push(basename(existing));
    }
  }
}

function identityAt(path: Buffer | string): { device: string; inode: string } | null {
  try {
    const { dev, ino } = lstatSync(path, { bigint: true });
    return { device: dev.toString(), inode: ino.toString() };
  } catch {
    return null;
  }
}

/** Whether one of a folder's ancestors, or the folder itself, is the source by device and inode: bind mounts, letter case. */
function hasAncestor(folder: Buffer, source: EvidenceBounds): boolean {
  // Inodes cannot be asked for along a path whose bytes a string would alter, so names are cut off as bytes.
  for (let path = folder; path.length > 0; path = path.subarray(0, path.lastIndexOf(separator))) {
    const identity = identityAt(path);
    if (identity !== null && identity.device === source.device && identity.inode === source.inode) return true;
    if (path.lastIndexOf(separator) < 0) break;
  }
  return false;
}

/** Whether something on `device` below the source is part of it: the walk stops where another file system begins. */
function reaches(source: EvidenceBounds, device: string | undefined): boolean {
  return source.crossFileSystems || device === undefined || source.device === null || device === source.device;
}

function shown(path: Buffer): string {
  return displayRawName(path).text;
}

/** The bounds of a case's sources as they are connected now. */
export function boundsOf(sources: readonly SourceRecord[]): EvidenceBounds[] {
  const present = new Map(presentSources(sources).map((source) => [source.id, source]));
  return sources.map((source) => present.get(source.id) ?? { ...source, device: null, inode: null });
}

/**
 * Refuses to write where evidence lies, or lay: what is connected at its place may be put in question, never be altered.
 * @throws EngineError `conflict` for the first place inside a source; nothing has been written then.
 */
export function refuseWritingIntoEvidence(places: readonly WrittenPlace[], sources: readonly EvidenceBounds[]): void {
  for (const { what, path, remedy } of places) {
    const { anchor, real } = whereabouts(path);
    const source = sources.find((one) => (isBelow(real, one.path) || hasAncestor(anchor, one)) && reaches(one, identityAt(anchor)?.device));
    if (source !== undefined)
      throw new EngineError(
        'conflict',
        `The ${what} ${resolve(path)} lies inside the evidence ${shown(source.path)}, which must not be changed. ${remedy ?? 'Choose a place outside of it'}; nothing was written.`,
        { reason: 'inside-evidence', evidence: shown(source.path), place: resolve(path) },
      );
  }
}

/** A folder that is to become a source. */
export type AddedFolder = FolderIdentity & Pick<EvidenceBounds, 'path' | 'crossFileSystems'>;

/**
 * Refuses sources that overlap with each other, with sources of the case, or with the case directory itself. A source of the
 * case stands in the way of its own medium only: another card in the same reader is another source, whatever its number.
 * @throws EngineError `conflict`.
 */
export function refuseOverlap(
  added: readonly AddedFolder[],
  known: readonly SourceRecord[],
  caseDirectory: string | null,
  connected: (sources: readonly SourceRecord[]) => SourceRecord[] = presentSources,
): void {
  const caseReal = caseDirectory === null ? null : whereabouts(caseDirectory).real;
  const earlier: (AddedFolder & { id?: number })[] = connected(known);
  for (const source of added) {
    if (caseReal !== null && isBelow(source.path, caseReal))
      throw new EngineError(
        'conflict',
        `${shown(source.path)} lies inside the case directory ${caseDirectory}, so it is no evidence. Name a folder elsewhere; nothing was changed.`,
        { reason: 'evidence-inside-case', evidence: shown(source.path) },
      );
    for (const other of earlier) refuseTogether(source, other);
    const moved = known.find((one) => isSameMedium(one, source));
    if (moved !== undefined)
      throw new EngineError(
        'conflict',
        `${shown(source.path)} is the evidence that the case has already, as ${sourceId(moved.id)}, taken in at ${shown(moved.path)}. Connect it there and use ingest --resume; nothing was changed.`,
        { reason: 'evidence-known-elsewhere', evidence: shown(source.path), source: sourceId(moved.id), place: shown(moved.path) },
      );
    earlier.push(source);
  }
}

function refuseTogether(source: AddedFolder, other: AddedFolder & { id?: number }): void {
  const name = other.id === undefined ? shown(other.path) : `${shown(other.path)}, which the case has as ${sourceId(other.id)}`;
  if (source.path.equals(other.path) || (source.device === other.device && source.inode === other.inode))
    throw other.id === undefined
      ? new EngineError('conflict', `${shown(source.path)} was named twice. Name it once; nothing was changed.`, {
          reason: 'evidence-named-twice',
          evidence: shown(source.path),
        })
      : new EngineError(
          'conflict',
          `The case has ${shown(source.path)} already, as ${sourceId(other.id)}. To go on with it, use ingest --resume; nothing was changed.`,
          { reason: 'evidence-known', evidence: shown(source.path), source: sourceId(other.id) },
        );
  const inside = isBelow(source.path, other.path) && reaches(other, source.device);
  const around = isBelow(other.path, source.path) && reaches(source, other.device);
  if (inside || around)
    throw new EngineError(
      'conflict',
      `${shown(source.path)} ${inside ? 'lies inside' : 'contains'} ${name}, and a file must not be in a case twice. Name one of them only, or make a case of its own; nothing was changed.`,
      { reason: 'evidence-overlaps', evidence: shown(source.path), other: shown(other.path) },
    );
}

/** What this engine itself writes outside of cases: an examiner's keys and the list of recent cases. */
export function placesOfThisUser(keyStore: string, settingsDirectory: string | undefined): WrittenPlace[] {
  const remedy = 'Set SABUT_KEY_STORE to a folder outside of it';
  const places: WrittenPlace[] = [{ what: 'key store', path: keyStore, remedy }];
  if (settingsDirectory !== undefined)
    places.push({ what: 'list of recent cases', path: join(settingsDirectory, 'recent-cases.json'), remedy });
  return places;
}
