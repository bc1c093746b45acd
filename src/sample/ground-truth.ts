/** What the generator knows to be true of everything that it wrote: one object an entry, in `truth.jsonl`. */
import type { FieldValues } from '../model/field.ts';

export type TruthKind = 'file' | 'directory' | 'symlink' | 'special';

/** Values by extractor id and field name, exactly as written into the file. */
export type TruthFields = Record<string, FieldValues>;

export interface TruthMember {
  /** The extractor that takes it out. */
  extractor: string;
  size: number;
  sha256: string;
}

export interface TruthEntry {
  /** Display form of the path below the drive's directory. */
  path: string;
  /** Hexadecimal of the path's bytes, only where they are not UTF-8. */
  pathRaw: string | null;
  kind: TruthKind;
  /** Bytes of content; null for everything but files. */
  size: number | null;
  md5: string | null;
  sha1: string | null;
  sha256: string | null;
  /** What the content is, whatever the name says; `inode/x-empty` for an empty file, null for everything but files. */
  mediaType: string | null;
  /** For text only: `us-ascii`, `utf-8`, `utf-16le`, `windows-1256`. */
  charset: string | null;
  /** Lower case, without the dot; null where what follows the last dot is not a word of letters and digits, or all digits. */
  extension: string | null;
  /** True where the name claims another type than the content has. */
  extensionMismatch: boolean;
  /** Display form of a symbolic link's target. */
  linkTarget: string | null;
  /** Nanoseconds since the Unix epoch, read back from the file system after setting. */
  mtime: string;
  /** The same text for every name of one file with several names. */
  hardLinkGroup: string | null;
  /** Path of the first entry, in order of path bytes, with the same content; null for that first one and for empty files. */
  duplicateOf: string | null;
  /** True for the file whose mode forbids reading; the superuser reads it all the same. */
  unreadable: boolean;
  fields: TruthFields;
  /** Content that extractors find inside: embedded thumbnails. */
  members: TruthMember[];
}

/** What was made. */
export interface SampleSummary {
  directory: string;
  truthFile: string;
  seed: string;
  files: number;
  directories: number;
  symlinks: number;
  specials: number;
  /** Sum of the sizes of all files; the sparse file counts with its apparent size. */
  bytes: number;
  /** Kinds of entries that this platform or file system cannot hold, each with the reason. */
  leftOut: string[];
}
