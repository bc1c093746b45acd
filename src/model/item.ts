/** Items: anything file-like in the evidence. */
import type { Digests } from './digest.ts';
import type { Artefact } from './field.ts';
import type { Observation, Outcomes } from './outcome.ts';
import type { Timestamp } from './timestamp.ts';

export const itemKinds = ['file', 'directory', 'symlink', 'special', 'member'] as const;

export type ItemKind = (typeof itemKinds)[number];

export interface ItemTimes {
  modified: Timestamp | null;
  accessed: Timestamp | null;
  /** Change of the metadata (POSIX ctime). */
  changed: Timestamp | null;
  /** Birth of the file, where the file system keeps it. */
  created: Timestamp | null;
}

/** An item with everything the case holds about it, in the form in which it is exported. */
export interface Item extends Digests {
  /** 32 hexadecimal digits derived from the address. */
  id: string;
  /** Evidence source id, such as `S1`. */
  source: string;
  /** Canonical address text (see `address.ts`). */
  address: string;
  /** Display form of the path below the source, `/`-separated; a member's follows its container's after `//`. */
  path: string;
  /** Hexadecimal of the path's bytes, only where they are not valid UTF-8. */
  pathRaw: string | null;
  /** Display form of the last part of the path. */
  name: string;
  kind: ItemKind;
  /** The container's item id for a member, else null. */
  parent: string | null;
  /** Bytes of content; null for directories and special files. */
  size: number | null;
  mediaType: string | null;
  /** What the type was decided from: `signature`, `magic`, `text`, `empty`, `none`. */
  mediaTypeBasis: string | null;
  /** Charset of a text item, such as `utf-8`. */
  charset: string | null;
  /** Lower-case extension of the name, without the dot; null where there is none. */
  extension: string | null;
  /** True where the content's type is known and does not go with the extension. */
  extensionMismatch: boolean;
  /** Shannon entropy in bits a byte (0 to 8) with four decimals; null where nothing was read. */
  entropy: number | null;
  /** POSIX mode bits, owner and group, inode and number of hard links; null where the source has none. */
  mode: number | null;
  uid: number | null;
  gid: number | null;
  inode: string | null;
  links: number | null;
  /** Display form of a symbolic link's target. */
  linkTarget: string | null;
  times: ItemTimes;
  artefacts: Artefact[];
  observations: Observation[];
  outcomes: Outcomes;
}
