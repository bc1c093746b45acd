/**
 * Lists a folder tree without altering it: raw-byte names in a stable order, nothing followed,
 * everything recorded. Sources: POSIX.1-2017 readdir and lstat; on Windows the same calls of Node.js.
 */
import { type BigIntStats, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { win32 } from 'node:path';
import type { ItemKind } from '../../model/item.ts';

/** One name found in the tree. */
export interface WalkEntry {
  /** Bytes of the path below the root, `/`-separated, without a leading slash. */
  path: Buffer;
  kind: Exclude<ItemKind, 'member'>;
  /** Bytes of content; null for directories and special files. */
  size: number | null;
  /** What `lstat` said; null where even that was refused. */
  stat: EntryStat | null;
  /** Bytes of a symbolic link's target. */
  linkTarget: Buffer | null;
  /** Why the entry's content will not be read, as the reason of a `skipped` outcome; null for what is to be read. */
  skip: SkipReason | null;
  /** Error code of the operating system where listing or describing the entry failed, such as `EACCES`. */
  fault: string | null;
}

export type SkipReason = 'directory' | 'symbolic-link' | 'special-file' | 'other-file-system' | 'directory-cycle' | 'virtual-file-system';

export interface EntryStat {
  mode: number;
  uid: number;
  gid: number;
  device: bigint;
  inode: bigint;
  links: number;
  modified: bigint;
  accessed: bigint;
  changed: bigint;
  /** Birth time; null where the file system keeps none. */
  created: bigint | null;
}

export interface WalkOptions {
  /** Whether to descend into other file systems mounted below the root. */
  crossFileSystems: boolean;
}

const slash = Buffer.from('/');
/** Kernel file systems that hold no evidence and may never end: by the major device numbers they cannot be told, so by name below a root of `/`. */
const virtualRoots = new Set(['proc', 'sys']);

/**
 * Joins a root and a path below it as bytes; an empty path gives the root. On Windows the answer is a namespaced path
 * (`\\\\?\\C:\\evidence\\name`): it may be longer than 260 characters, and names such as CON or NUL mean the file, not the device.
 * Node.js makes such paths of strings only.
 */
export function joinPath(root: Buffer, path: Buffer, platform: NodeJS.Platform = process.platform): Buffer {
  if (platform === 'win32') {
    // As latin1, so that no byte of a name changes.
    const joined = path.length === 0 ? root.toString('latin1') : `${root.toString('latin1')}\\${path.toString('latin1')}`;
    return Buffer.from(win32.toNamespacedPath(joined), 'latin1');
  }
  if (path.length === 0) return root;
  return root.length === 1 && root[0] === 0x2f ? Buffer.concat([slash, path]) : Buffer.concat([root, slash, path]);
}

/** Takes from Node's file statistics what the case keeps. */
export function toEntryStat(stat: BigIntStats): EntryStat {
  return {
    mode: Number(stat.mode),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    device: stat.dev,
    inode: stat.ino,
    links: Number(stat.nlink),
    modified: stat.mtimeNs,
    accessed: stat.atimeNs,
    changed: stat.ctimeNs,
    created: stat.birthtimeNs === 0n ? null : stat.birthtimeNs,
  };
}

function kindOf(stat: BigIntStats): WalkEntry['kind'] {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  return stat.isSymbolicLink() ? 'symlink' : 'special';
}

function faultCode(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? 'EUNKNOWN';
}

/** A directory on the way down: its path and the identities of all its ancestors, against cycles of bind mounts. */
interface OpenDirectory {
  path: Buffer;
  ancestors: readonly string[];
}

/**
 * Walks the tree below `root`, yielding every entry once: a directory before what it holds, names of one
 * directory in the order of their bytes. Memory grows with depth and the widest directory only.
 * @throws the operating system's error when the root itself cannot be described or listed.
 */
export function* walkFolder(root: Buffer, options: WalkOptions): Generator<WalkEntry, void, undefined> {
  const rootStat = lstatSync(joinPath(root, Buffer.alloc(0)), { bigint: true });
  const stack: OpenDirectory[] = [{ path: Buffer.alloc(0), ancestors: [`${rootStat.dev}:${rootStat.ino}`] }];
  readdirSync(joinPath(root, Buffer.alloc(0)));
  for (let directory = stack.pop(); directory !== undefined; directory = stack.pop()) {
    let names: Buffer[];
    try {
      names = readdirSync(joinPath(root, directory.path), { encoding: 'buffer' });
    } catch (thrown) {
      yield {
        path: directory.path,
        kind: 'directory',
        size: null,
        stat: null,
        linkTarget: null,
        skip: 'directory',
        fault: faultCode(thrown),
      };
      continue;
    }
    names.sort(Buffer.compare);
    const below: OpenDirectory[] = [];
    for (const name of names) {
      const path = directory.path.length === 0 ? name : Buffer.concat([directory.path, slash, name]);
      const entry = describe(root, path);
      if (entry.kind === 'directory' && entry.stat !== null) {
        const identity = `${entry.stat.device}:${entry.stat.inode}`;
        if (directory.ancestors.includes(identity)) entry.skip = 'directory-cycle';
        else if (root.length === 1 && directory.path.length === 0 && virtualRoots.has(name.toString('latin1')))
          entry.skip = 'virtual-file-system';
        else if (entry.stat.device !== rootStat.dev && !options.crossFileSystems) entry.skip = 'other-file-system';
        else below.push({ path, ancestors: [...directory.ancestors, identity] });
      }
      yield entry;
    }
    for (let index = below.length - 1; index >= 0; index -= 1) stack.push(below[index] as OpenDirectory);
  }
}

/** Describes one name with `lstat`, and `readlink` for a symbolic link; failures are recorded in the entry. */
function describe(root: Buffer, path: Buffer): WalkEntry {
  const absolute = joinPath(root, path);
  try {
    const stat = lstatSync(absolute, { bigint: true });
    const kind = kindOf(stat);
    const linkTarget = kind === 'symlink' ? readlinkSync(absolute, { encoding: 'buffer' }) : null;
    const skip = kind === 'directory' ? 'directory' : kind === 'symlink' ? 'symbolic-link' : kind === 'special' ? 'special-file' : null;
    const size = kind === 'file' ? Number(stat.size) : kind === 'symlink' ? Number(stat.size) : null;
    return { path, kind, size, stat: toEntryStat(stat), linkTarget, skip, fault: null };
  } catch (thrown) {
    return { path, kind: 'file', size: null, stat: null, linkTarget: null, skip: null, fault: faultCode(thrown) };
  }
}
