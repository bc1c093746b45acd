/** Reads and writes what examiners add to a case: tags, comments, exhibits, notes, saved searches, and the history behind undo. */
import type { Connection } from './connection.ts';
import { TouchedRows } from './row-images.ts';

export interface TagRecord {
  id: number;
  name: string;
  /** `#rrggbb`. */
  colour: string;
  /** A single digit, or null. */
  key: string | null;
}

export interface ExhibitRecord {
  id: number;
  /** Number of the item in the database. */
  item: number;
  position: number;
  number: string;
  description: string;
  examiner: string;
  at: string;
}

export interface CommentRecord {
  text: string;
  examiner: string;
  at: string;
}

export interface SavedSearchRecord {
  id: number;
  name: string;
  /** JSON of the contract's filters and sort. */
  filters: string;
  sort: string;
}

/** A change of review as the history keeps it. */
export interface HistoryRecord {
  id: number;
  description: string;
  /** JSON. */
  change: string;
  items: number[];
}

/** Who changes something, and when (ISO 8601 UTC). */
export interface Author {
  examiner: string;
  at: string;
}

/** Items that got a tag or lost it. */
export interface TagChange {
  tag: number;
  items: readonly number[];
  on: boolean;
}

/** The history keeps so many changes; older ones can no longer be taken back. */
const historyLimit = 500;

function toBlob(items: readonly number[]): Buffer {
  const blob = Buffer.allocUnsafe(items.length * 4);
  for (const [index, item] of items.entries()) blob.writeUInt32LE(item, index * 4);
  return blob;
}

function fromBlob(blob: Buffer | null): number[] {
  return blob === null ? [] : Array.from({ length: blob.length / 4 }, (_, index) => blob.readUInt32LE(index * 4));
}

/** Whether an ascending list of numbers has one, by bisection: lists of a million are looked into at every item that is shown. */
function holds(blob: Buffer, item: number): boolean {
  let low = 0;
  let high = blob.length / 4;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = blob.readUInt32LE(middle * 4);
    if (found === item) return true;
    if (found < item) low = middle + 1;
    else high = middle;
  }
  return false;
}

/** Methods that write are only called inside a transaction. */
export class ReviewTables {
  private readonly connection: Connection;
  private readonly touched: TouchedRows;
  /** Changes of tags since they were last taken; null where all tags are to be read anew. */
  private tagChanges: TagChange[] | null = null;

  /** `touched` is told of each row that is written, so that the audit log can hold it. */
  constructor(connection: Connection, touched: TouchedRows = new TouchedRows(connection)) {
    this.connection = connection;
    this.touched = touched;
  }

  /** What became of tags since the last call; null where it is not known. Whoever counts by tags need not read them all again. */
  takeTagChanges(): readonly TagChange[] | null {
    const changes = this.tagChanges;
    this.tagChanges = [];
    return changes;
  }

  /** To be called when a transaction was rolled back: what was noted may not be so. */
  forgetTagChanges(): void {
    this.tagChanges = null;
  }

  tags(): (TagRecord & { items: number })[] {
    return this.connection
      .prepare(
        'SELECT id, name, colour, key, (SELECT count(*) FROM item_tag WHERE item_tag.tag = tag.id) AS items FROM tag ORDER BY key IS NULL, (key + 9) % 10, name',
      )
      .all() as (TagRecord & { items: number })[];
  }

  tag(id: number): (TagRecord & { items: number }) | null {
    return this.tags().find((tag) => tag.id === id) ?? null;
  }

  /** Writes a tag over the one with its id, or as a new one where that is null; returns its id. */
  putTag({ id, name, colour, key }: Omit<TagRecord, 'id'> & { id: number | null }): number {
    const saved = this.connection
      .prepare(
        'INSERT INTO tag (id, name, colour, key) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, colour = excluded.colour, key = excluded.key RETURNING id',
      )
      .pluck()
      .get(id, name, colour, key) as number;
    this.touched.touch('tag', saved);
    return saved;
  }

  /** Removes a tag and takes it off all items; gives the items that had it. */
  removeTag(id: number): number[] {
    const items = this.connection.prepare('DELETE FROM item_tag WHERE tag = ? RETURNING item').pluck().all(id) as number[];
    this.connection.prepare('DELETE FROM tag WHERE id = ?').run(id);
    this.tagChanges?.push({ tag: id, items, on: false });
    items.sort((first, second) => first - second);
    this.touched.touch('tag', id);
    this.touched.untagged(id, items);
    return items;
  }

  /** Puts a tag on items; gives those that did not have it, ascending. */
  addTag(tag: number, items: readonly number[], { examiner, at }: Author): number[] {
    const added = this.connection
      .prepare(
        'INSERT INTO item_tag (item, tag, examiner, at) SELECT value, ?, ?, ? FROM json_each(?) WHERE TRUE ON CONFLICT DO NOTHING RETURNING item',
      )
      .pluck()
      .all(tag, examiner, at, JSON.stringify(items)) as number[];
    this.tagChanges?.push({ tag, items: added, on: true });
    added.sort((first, second) => first - second);
    this.touched.tagged(tag, added, { examiner, at });
    return added;
  }

  /** Takes a tag off items; gives those that had it, ascending. */
  takeTag(tag: number, items: readonly number[]): number[] {
    const taken = this.connection
      .prepare('DELETE FROM item_tag WHERE tag = ? AND item IN (SELECT value FROM json_each(?)) RETURNING item')
      .pluck()
      .all(tag, JSON.stringify(items)) as number[];
    this.tagChanges?.push({ tag, items: taken, on: false });
    taken.sort((first, second) => first - second);
    this.touched.untagged(tag, taken);
    return taken;
  }

  comment(item: number): CommentRecord | null {
    return (
      (this.connection.prepare('SELECT text, examiner, at FROM comment WHERE item = ?').get(item) as CommentRecord | undefined) ?? null
    );
  }

  /** Sets the comment on an item; null removes it. */
  setComment(item: number, comment: CommentRecord | null): void {
    this.touched.touch('comment', item);
    if (comment === null) this.connection.prepare('DELETE FROM comment WHERE item = ?').run(item);
    else
      this.connection
        .prepare(
          'INSERT INTO comment (item, text, examiner, at) VALUES (?, ?, ?, ?) ON CONFLICT (item) DO UPDATE SET text = excluded.text, examiner = excluded.examiner, at = excluded.at',
        )
        .run(item, comment.text, comment.examiner, comment.at);
  }

  exhibits(): ExhibitRecord[] {
    return this.connection
      .prepare('SELECT id, item, position, number, description, examiner, at FROM exhibit ORDER BY position')
      .all() as ExhibitRecord[];
  }

  /** A number that no exhibit had so far, removed ones included. */
  nextExhibitId(): number {
    return (
      ((this.connection.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'exhibit'`).pluck().get() as number | undefined) ?? 0) + 1
    );
  }

  /** Writes the whole list in place of the one that is there; positions are those of the list. */
  replaceExhibits(list: readonly ExhibitRecord[]): void {
    const before = new Map(this.exhibits().map((exhibit) => [exhibit.id, JSON.stringify(exhibit)]));
    for (const [index, { id, item, number, description, examiner, at }] of list.entries()) {
      const after: ExhibitRecord = { id, item, position: index + 1, number, description, examiner, at };
      if (before.get(id) !== JSON.stringify(after)) this.touched.touch('exhibit', id);
      before.delete(id);
    }
    for (const id of before.keys()) this.touched.touch('exhibit', id);
    this.connection.prepare('DELETE FROM exhibit').run();
    const insert = this.connection.prepare(
      'INSERT INTO exhibit (id, item, position, number, description, examiner, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    for (const [index, { id, item, number, description, examiner, at }] of list.entries())
      insert.run(id, item, index + 1, number, description, examiner, at);
  }

  note(): string {
    return (this.connection.prepare('SELECT text FROM note WHERE id = 1').pluck().get() as string | undefined) ?? '';
  }

  setNote(text: string): void {
    this.touched.touch('note', 1);
    this.connection.prepare('INSERT INTO note (id, text) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET text = excluded.text').run(text);
  }

  searches(): SavedSearchRecord[] {
    return this.connection
      .prepare('SELECT id, name, filters, sort FROM saved_search ORDER BY name COLLATE NOCASE')
      .all() as SavedSearchRecord[];
  }

  /** Saves a search; one of the same name is replaced. Returns its id. */
  putSearch({ name, filters, sort }: Omit<SavedSearchRecord, 'id'>): number {
    const id = this.connection
      .prepare(
        'INSERT INTO saved_search (name, filters, sort) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET name = excluded.name, filters = excluded.filters, sort = excluded.sort RETURNING id',
      )
      .pluck()
      .get(name, filters, sort) as number;
    this.touched.touch('saved_search', id);
    return id;
  }

  removeSearch(id: number): void {
    this.touched.touch('saved_search', id);
    this.connection.prepare('DELETE FROM saved_search WHERE id = ?').run(id);
  }

  /** Adds a change to the history; what was undone before it can no longer be done again. Returns its id. */
  addHistory(description: string, change: unknown, items: readonly number[] | null): number {
    this.touchHistory(this.connection.prepare(`DELETE FROM review_history WHERE state = 'undone' RETURNING id`).pluck().all() as number[]);
    const result = this.connection
      .prepare(`INSERT INTO review_history (state, description, change, items) VALUES ('done', ?, ?, ?)`)
      .run(description, JSON.stringify(change), items === null ? null : toBlob(items));
    const id = Number(result.lastInsertRowid);
    const forgotten = this.connection.prepare('DELETE FROM review_history WHERE id <= ? RETURNING id').pluck();
    this.touchHistory([id, ...(forgotten.all(id - historyLimit) as number[])]);
    return id;
  }

  /**
   * Ids of the changes in the history that concern an item together with more than `beyond` items in all: those are the ones
   * that the audit log names by a digest alone.
   */
  bulkChangesOf(item: number, beyond: number): number[] {
    const rows = this.connection
      .prepare('SELECT id, items FROM review_history WHERE length(items) > ? ORDER BY id')
      .iterate(beyond * 4) as IterableIterator<{ id: number; items: Buffer }>;
    const ids: number[] = [];
    for (const { id, items } of rows) if (holds(items, item)) ids.push(id);
    return ids;
  }

  private touchHistory(ids: readonly number[]): void {
    for (const id of ids) this.touched.touch('review_history', id);
  }

  /** The change that undo would take back. */
  lastDone(): HistoryRecord | null {
    return this.historyRow(`SELECT id, description, change, items FROM review_history WHERE state = 'done' ORDER BY id DESC LIMIT 1`);
  }

  /** The change that redo would do again. */
  firstUndone(): HistoryRecord | null {
    return this.historyRow(`SELECT id, description, change, items FROM review_history WHERE state = 'undone' ORDER BY id LIMIT 1`);
  }

  setHistory(id: number, state: 'done' | 'undone'): void {
    this.touchHistory([id]);
    this.connection.prepare('UPDATE review_history SET state = ? WHERE id = ?').run(state, id);
  }

  private historyRow(sql: string): HistoryRecord | null {
    const row = this.connection.prepare(sql).get() as (Omit<HistoryRecord, 'items'> & { items: Buffer | null }) | undefined;
    return row === undefined ? null : { ...row, items: fromBlob(row.items) };
  }

  /** Numbers of the items with these public ids, in their order; unknown ids are left out. */
  itemNumbers(ids: readonly string[]): number[] {
    const find = this.connection.prepare('SELECT id FROM item WHERE item_id = ?').pluck();
    return ids.flatMap((id) => (find.get(Buffer.from(id, 'hex')) as number | undefined) ?? []);
  }

  /** Public ids of items, in their order. */
  itemIds(numbers: readonly number[]): string[] {
    const find = this.connection.prepare('SELECT item_id FROM item WHERE id = ?').pluck();
    return numbers.map((number) => (find.get(number) as Buffer).toString('hex'));
  }
}
