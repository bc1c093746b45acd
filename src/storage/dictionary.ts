/** Texts that many rows share, kept once: media types and combinations of outcomes. */
import type { Connection } from './connection.ts';

/** Gives texts small numbers, in one table of id and text. */
export class Dictionary {
  private readonly byText = new Map<string, number>();
  private readonly byId = new Map<number, string>();
  private readonly insert;
  private readonly extra: ((text: string) => string) | undefined;

  /** `extra` gives the value of a second column from the text. */
  constructor(connection: Connection, table: 'media_type' | 'outcome_set', textColumn: string, extra?: (text: string) => string) {
    this.extra = extra;
    const rows = connection.prepare(`SELECT id, ${textColumn} AS text FROM ${table}`).all() as { id: number; text: string }[];
    for (const { id, text } of rows) this.remember(id, text);
    this.insert = connection.prepare(
      extra === undefined
        ? `INSERT INTO ${table} (${textColumn}) VALUES (?)`
        : `INSERT INTO ${table} (${textColumn}, status) VALUES (?, ?)`,
    );
  }

  private remember(id: number, text: string): void {
    this.byText.set(text, id);
    this.byId.set(id, text);
  }

  /** The text's number; a new text gets one in the transaction under way. */
  idOf(text: string): number {
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const result = this.extra === undefined ? this.insert.run(text) : this.insert.run(text, this.extra(text));
    const id = Number(result.lastInsertRowid);
    this.remember(id, text);
    return id;
  }

  textOf(id: number | null): string | null {
    return id === null ? null : (this.byId.get(id) ?? null);
  }

  /** The number of a text that may not be there. */
  find(text: string): number | null {
    return this.byText.get(text) ?? null;
  }

  /** All texts with their numbers. */
  entries(): IterableIterator<[string, number]> {
    return this.byText.entries();
  }

  /** Forgets what a rolled-back transaction had added. */
  reload(connection: Connection, table: string, textColumn: string): void {
    this.byText.clear();
    this.byId.clear();
    for (const { id, text } of connection.prepare(`SELECT id, ${textColumn} AS text FROM ${table}`).all() as { id: number; text: string }[])
      this.remember(id, text);
  }
}
