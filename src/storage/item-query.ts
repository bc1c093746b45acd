/** Questions about many items at once: pages of a result set, counts, times and positions. */

import { EngineError } from '../model/error.ts';
import type { Connection } from './connection.ts';
import { type ItemFilter, toWhere } from './item-filter.ts';
import { type ItemRow, ItemRows } from './item-rows.ts';

/** The contract's sort. */
export interface ItemSort {
  field: string;
  descending: boolean;
}

export interface FacetCounts {
  field: string;
  values: { value: string | number | boolean; count: number }[];
  /** Values that are not listed. */
  more: number;
}

const sortColumns: Record<string, string> = {
  source: 'item.source',
  path: 'item.path',
  folder: 'item.path',
  name: 'item.name COLLATE NOCASE',
  kind: 'item.kind',
  size: 'item.size',
  extension: 'item.extension',
  mediaType: '(SELECT name FROM media_type WHERE id = item.media_type)',
  mediaClass: '(SELECT name FROM media_type WHERE id = item.media_type)',
  extensionMismatch: 'item.extension_mismatch',
  entropy: 'item.entropy',
  status: '(SELECT status FROM outcome_set WHERE id = item.outcome_set)',
  modified: 'item.modified',
  accessed: 'item.accessed',
  changed: 'item.changed',
  created: 'item.created',
  captured: 'item.captured',
  device: 'item.device_name',
  md5: 'item.md5',
  sha1: 'item.sha1',
  sha256: 'item.sha256',
};

export class ItemQuery {
  private readonly connection: Connection;
  private readonly rows: ItemRows;

  constructor(connection: Connection) {
    this.connection = connection;
    this.rows = new ItemRows(connection);
  }

  numberOf(id: string): number | null {
    return (
      (this.connection.prepare('SELECT id FROM item WHERE item_id = ?').pluck().get(Buffer.from(id, 'hex')) as number | undefined) ?? null
    );
  }

  readRows(numbers: readonly number[]): ItemRow[] {
    return this.rows.read(numbers);
  }

  /** Members of an item, and other items with the same content; at most 500 of each. */
  relatives(number: number): { children: ItemRow[]; sameContent: ItemRow[] } {
    const children = this.connection.prepare('SELECT id FROM item WHERE parent = ? ORDER BY id LIMIT 500').pluck().all(number) as number[];
    const same = this.connection
      .prepare(
        'SELECT other.id FROM item JOIN item AS other ON other.sha256 = item.sha256 WHERE item.id = ? AND item.size > 0 AND other.id <> item.id ORDER BY other.id LIMIT 500',
      )
      .pluck()
      .all(number) as number[];
    return { children: this.rows.read(children), sameContent: this.rows.read(same) };
  }

  async numbers(filters: readonly ItemFilter[], sort: readonly ItemSort[] = []): Promise<number[]> {
    const { sql, bound } = toWhere(filters);
    const order = sort.map(({ field, descending }) => {
      const column = sortColumns[field];
      if (column === undefined) throw new EngineError('invalid-request', `Items cannot be sorted by ${field}.`, { field });
      return `${column} IS NULL, ${column} ${descending ? 'DESC' : 'ASC'}`;
    });
    return this.connection
      .prepare(`SELECT item.id FROM item WHERE ${sql} ORDER BY ${[...order, 'item.id'].join(', ')}`)
      .pluck()
      .all(...bound) as number[];
  }

  async page(
    filters: readonly ItemFilter[],
    sort: readonly ItemSort[],
    offset: number,
    limit: number,
  ): Promise<{ total: number; rows: ItemRow[] }> {
    const numbers = await this.numbers(filters, sort);
    return { total: numbers.length, rows: this.rows.read(numbers.slice(offset, offset + limit)) };
  }

  async facets(filters: readonly ItemFilter[]): Promise<FacetCounts[]> {
    const columns: Record<string, string> = {
      kind: `CASE item.kind WHEN 0 THEN 'file' WHEN 1 THEN 'directory' WHEN 2 THEN 'symlink' WHEN 3 THEN 'special' ELSE 'member' END`,
      mediaType: '(SELECT name FROM media_type WHERE id = item.media_type)',
      extension: 'item.extension',
      status: `coalesce((SELECT status FROM outcome_set WHERE id = item.outcome_set), 'pending')`,
      device: 'item.device_name',
    };
    return Object.entries(columns).map(([field, column]) => {
      const { sql, bound } = toWhere(filters.filter((filter) => filter.field !== field));
      const counted = this.connection
        .prepare(
          `SELECT ${column} AS value, count(*) AS count FROM item WHERE ${sql} GROUP BY 1 HAVING value IS NOT NULL ORDER BY count DESC`,
        )
        .all(...bound) as { value: string; count: number }[];
      return { field, values: counted.slice(0, 200), more: Math.max(0, counted.length - 200) };
    });
  }
}
