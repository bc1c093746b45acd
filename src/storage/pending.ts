/** What of a run is still to be done. */
import type { Statement } from 'better-sqlite3';
import type { WorkItem } from '../model/processing.ts';
import type { Connection } from './connection.ts';

export type PendingItem = WorkItem;

interface PendingRecord extends Omit<PendingItem, 'path' | 'listed'> {
  path: Buffer;
  size: number;
  modified: string | null;
  changed: string | null;
  inode: string | null;
}

export class PendingItems {
  private readonly page: Statement;
  private readonly totals: Statement;
  private readonly waiting: Statement;
  private readonly ofSource: Statement;

  constructor(connection: Connection) {
    // The plus keeps the query on the index of what is pending, in its order.
    this.page = connection.prepare(
      `SELECT id AS key, source, path, name, extension, coalesce(size, 0) AS size, CAST(modified AS TEXT) AS modified, CAST(changed AS TEXT) AS changed,
         -- Of another file system below the source it is not known whether it keeps its inodes.
         CASE WHEN CAST(device AS TEXT) = (SELECT source.device FROM source WHERE source.id = item.source) THEN CAST(inode AS TEXT) END AS inode
       FROM item WHERE state = 0 AND +source IN (SELECT value FROM json_each(?)) ORDER BY priority, id LIMIT ?`,
    );
    this.totals = connection.prepare('SELECT count(*) AS items, coalesce(sum(size), 0) AS bytes FROM item WHERE state = 0');
    this.waiting = connection.prepare(
      `SELECT id, extension, hard_link_of FROM item
       WHERE state = 2 AND (SELECT first.state FROM item AS first WHERE first.id = item.hard_link_of) = 1 ORDER BY id LIMIT ?`,
    );
    this.ofSource = connection.prepare('SELECT 1 FROM item WHERE state = 0 AND source = ? LIMIT 1');
  }

  /** Whether anything of a source is still to be read. */
  hasOf(source: number): boolean {
    return this.ofSource.get(source) !== undefined;
  }

  /** The next items of these sources to be read, likely places first. */
  next(sources: readonly number[], limit: number): PendingItem[] {
    const rows = this.page.all(JSON.stringify(sources), limit) as PendingRecord[];
    return rows.map(({ path, size, modified, changed, inode, ...row }) => ({
      ...row,
      path: path.toString('latin1'),
      listed: { size, modified, changed, inode: inode === null ? null : BigInt.asUintN(64, BigInt(inode)).toString() },
    }));
  }

  totalsLeft(): { items: number; bytes: number } {
    return this.totals.get() as { items: number; bytes: number };
  }

  /** Further names of hard-linked files whose first name, from which their content comes, has been read. */
  waitingHardLinks(limit: number): { id: number; extension: string | null; hard_link_of: number }[] {
    return this.waiting.all(limit) as { id: number; extension: string | null; hard_link_of: number }[];
  }
}
