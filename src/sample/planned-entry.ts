/** What is to be written: families of contents plan entries, the drive writer writes them. */
import type { TruthFields } from './ground-truth.ts';
import type { Moment } from './moment.ts';
import type { PicturePool } from './picture-pool.ts';
import type { RandomStream } from './random.ts';

/** A path below the drive's directory, `/`-separated: text where it is UTF-8, else bytes. */
export type EntryPath = string | Uint8Array;

export interface PlannedFile {
  kind: 'file';
  path: EntryPath;
  content: Uint8Array;
  mediaType: string | null;
  charset?: string;
  extensionMismatch?: boolean;
  modifiedAt: Moment;
  /** POSIX mode bits where they differ from 0644. */
  mode?: number;
  fields?: TruthFields;
  /** A JPEG thumbnail inside, if any. */
  thumbnail?: Uint8Array | null;
}

/** A file of zeros with one block of other bytes at its end. */
export interface PlannedSparseFile {
  kind: 'sparse';
  path: EntryPath;
  size: number;
  lastBlock: Uint8Array;
  modifiedAt: Moment;
}

export interface PlannedSymlink {
  kind: 'symlink';
  path: EntryPath;
  /** Written as it stands, whether it leads anywhere or not. */
  target: string;
  modifiedAt: Moment;
}

/** A second name for a file that was planned before. */
export interface PlannedHardLink {
  kind: 'hard-link';
  path: EntryPath;
  existing: EntryPath;
}

export interface PlannedPipe {
  kind: 'pipe';
  path: EntryPath;
  modifiedAt: Moment;
}

/** A directory that holds nothing; all others come into being with what they hold. */
export interface PlannedDirectory {
  kind: 'directory';
  path: EntryPath;
  modifiedAt: Moment;
}

export type PlannedEntry = PlannedFile | PlannedSparseFile | PlannedSymlink | PlannedHardLink | PlannedPipe | PlannedDirectory;

/** What a family of contents is given for one file. */
export interface FileRequest {
  /** The file's own stream. */
  random: RandomStream;
  /** Which one of the family's `count` files this is, from 0. */
  index: number;
  count: number;
  pool: PicturePool;
}

/** Plans one file. */
export type FileFamily = (request: FileRequest) => PlannedFile;
