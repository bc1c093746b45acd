/** What the file system says of every entry of a tree, for comparing it before and after. */
import { createHash } from 'node:crypto';
import { closeSync, constants, lstatSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface TreeEntry {
  /** All that lstat says but the access time. */
  status: string;
  accessed: string;
  kind: 'file' | 'directory' | 'other';
  /** SHA-256 of a file's bytes, or a link's target. */
  content: string;
}

/** Takes the state of a tree without touching access times, as far as the system lets: call twice, and the second call sees what the first one left. */
export function takeTree(root: string): Map<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  const pending = [Buffer.from(root)];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const stat = lstatSync(path, { bigint: true });
    const { dev, ino, mode, nlink, uid, gid, rdev, size, blocks, mtimeNs, ctimeNs, birthtimeNs, atimeNs } = stat;
    entries.set(path.toString('latin1'), {
      status: [dev, ino, mode, nlink, uid, gid, rdev, size, blocks, mtimeNs, ctimeNs, birthtimeNs].join(' '),
      accessed: String(atimeNs),
      kind: stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other',
      content: stat.isFile() ? digestOf(path) : stat.isSymbolicLink() ? readlinkSync(path, { encoding: 'latin1' }) : '',
    });
    if (stat.isDirectory())
      for (const name of readdirSync(path, { encoding: 'buffer' })) pending.push(Buffer.concat([path, Buffer.from('/'), name]));
  }
  return entries;
}

function digestOf(path: Buffer): string {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOATIME ?? 0));
  } catch (thrown) {
    return `cannot be opened: ${(thrown as NodeJS.ErrnoException).code}`;
  }
  try {
    return createHash('sha256').update(readFileSync(descriptor)).digest('hex');
  } finally {
    closeSync(descriptor);
  }
}

/** What differs between two states of a tree, one line an entry. `accessed` tells of which kinds the access time counts. */
export function changesBetween(
  before: Map<string, TreeEntry>,
  after: Map<string, TreeEntry>,
  accessed: readonly TreeEntry['kind'][],
): string[] {
  const changes: string[] = [];
  for (const [path, entry] of before) {
    const now = after.get(path);
    if (now === undefined) changes.push(`${path}: gone`);
    else if (now.status !== entry.status) changes.push(`${path}: ${entry.status} became ${now.status}`);
    else if (now.content !== entry.content) changes.push(`${path}: content changed`);
    else if (accessed.includes(entry.kind) && now.accessed !== entry.accessed) changes.push(`${path}: accessed`);
  }
  for (const path of after.keys()) if (!before.has(path)) changes.push(`${path}: new`);
  return changes;
}
