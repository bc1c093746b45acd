/** What of a run is still to be done. */
import type { Statement } from 'better-sqlite3';
import type { WorkItem } from '../model/processing.ts';
import type { Connection } from './connection.ts';

export interface PendingItem extends WorkItem {
  size: number;
  priority: number;
}

export class PendingItems {
  private readonly page: Statement;
  private readonly totals: Statement;
  private readonly waiting: Statement;
  private readonly ofSource: Statement;

  constructor(connection: Connection) {
    this.page = connection.prepare(
      'SELECT id AS key, source, path, name, extension, coalesce(size, 0) AS size, priority FROM item WHERE state = 0 AND (priority, id) > (?, ?) ORDER BY priority, id LIMIT ?',
    );
    this.totals = connection.prepare('SELECT count(*) AS items, coalesce(sum(size), 0) AS bytes FROM item WHERE state = 0');
    this.waiting = connection.prepare('SELECT id, item_id, name, extension, hard_link_of FROM item WHERE state = 2 ORDER BY id LIMIT ?');
    this.ofSource = connection.prepare('SELECT 1 FROM item WHERE state = 0 AND source = ? LIMIT 1');
  }

  /** Whether anything of a source is still to be read. */
  hasOf(source: number): boolean {
    return this.ofSource.get(source) !== undefined;
  }

  /** Items to be read, likely places first, after a position in that order. */
  after(position: { priority: number; key: number }, limit: number): PendingItem[] {
    const rows = this.page.all(position.priority, position.key, limit) as (Omit<PendingItem, 'path'> & { path: Buffer })[];
    return rows.map((row) => ({ ...row, path: row.path.toString('latin1') }));
  }

  totalsLeft(): { items: number; bytes: number } {
    return this.totals.get() as { items: number; bytes: number };
  }

  /** Further names of hard-linked files whose content comes from the first name. */
  waitingHardLinks(limit: number): { id: number; item_id: Buffer; name: string; extension: string | null; hard_link_of: number }[] {
    return this.waiting.all(limit) as { id: number; item_id: Buffer; name: string; extension: string | null; hard_link_of: number }[];
  }
}
