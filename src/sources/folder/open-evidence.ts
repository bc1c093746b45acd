/**
 * Opens a file of a folder source in the only way in which evidence is ever opened: for reading,
 * without following a link, without blocking on a FIFO and, where the system permits it, without
 * touching the access time.
 */
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readlinkSync } from 'node:fs';
import { joinPath } from './walk.ts';

/** Linux's O_NOATIME; Node.js names it on Linux only. */
const noAccessTime: number = constants.O_NOATIME ?? 0;
const baseFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export interface OpenedEvidence {
  descriptor: number;
  stat: BigIntStats;
  /** Whether reading leaves the access time alone; false where the system refused O_NOATIME. */
  accessTimeKept: boolean;
}

/** Why an item could not be opened; `code` is the operating system's or one of ours. */
export class OpenFault extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'OpenFault';
    this.code = code;
  }
}

function openWithoutAccessTime(path: Buffer): { descriptor: number; accessTimeKept: boolean } {
  if (noAccessTime !== 0) {
    try {
      return { descriptor: openSync(path, baseFlags | noAccessTime), accessTimeKept: true };
    } catch (thrown) {
      // Only the owner of a file (or root) may ask for it; reading is still right, and the run says so.
      if ((thrown as NodeJS.ErrnoException).code !== 'EPERM') throw thrown;
    }
  }
  return { descriptor: openSync(path, baseFlags), accessTimeKept: false };
}

/**
 * Opens `path` below `root` and makes sure that what was opened is a regular file that really lies under the root:
 * O_NOFOLLOW guards only the last component, so on Linux the descriptor's own path is compared.
 * @throws OpenFault with `ELOOP`, `EACCES`, `ENOENT` … of the system, `not-a-regular-file`, or `outside-the-source`.
 */
export function openEvidence(root: Buffer, path: Buffer): OpenedEvidence {
  let opened: { descriptor: number; accessTimeKept: boolean };
  try {
    opened = openWithoutAccessTime(joinPath(root, path));
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    throw new OpenFault(code ?? 'EUNKNOWN', message.replace(/,.*$/s, ''));
  }
  try {
    const stat = fstatSync(opened.descriptor, { bigint: true });
    if (!stat.isFile()) throw new OpenFault('not-a-regular-file', 'is not a regular file any more');
    if (process.platform === 'linux' && !liesUnder(root, readlinkSync(`/proc/self/fd/${opened.descriptor}`, { encoding: 'buffer' }))) {
      throw new OpenFault('outside-the-source', 'a directory on its path became a link that leads out of the source');
    }
    return { descriptor: opened.descriptor, stat, accessTimeKept: opened.accessTimeKept };
  } catch (thrown) {
    closeSync(opened.descriptor);
    throw thrown;
  }
}

function liesUnder(root: Buffer, path: Buffer): boolean {
  if (root.length === 1) return true;
  return path.length > root.length && path[root.length] === 0x2f && path.compare(root, 0, root.length, 0, root.length) === 0;
}
