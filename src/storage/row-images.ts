/**
 * Rows of the small tables, as the audit log keeps them: each transaction's entry holds the rows that it wrote or removed, so
 * that the tables can be built again from the log alone and compared. Items have digests instead, see `record-lines.ts`.
 */
import { hash } from 'node:crypto';
import type { Connection } from './connection.ts';

/** The tables and what names their rows, as SQL. A new small table belongs here, and its writer touches its rows. */
export const imagedTables = {
  case_header: 'name',
  source: 'id',
  volume: "source || ' ' || device",
  run: 'id',
  tag: 'id',
  comment: 'item',
  exhibit: 'id',
  note: 'id',
  saved_search: 'id',
  review_history: 'id',
} as const;

/** What names a volume's row: a source has several. */
export function volumeKey(source: number | string, device: string): string {
  return `${source} ${device}`;
}

/** What names the row of an image. */
export function keyOf(table: ImagedTable, image: RowImage): RowKey {
  return table === 'volume' ? volumeKey(String(image['source']), String(image['device'])) : (image[imagedTables[table]] as RowKey);
}

export type ImagedTable = keyof typeof imagedTables;
export type RowKey = string | number;

/** Fields of the header that the log cannot hold, as they speak of the log. */
export const unloggedHeaderFields: readonly string[] = ['signedSizes'];

/** A value as it stands in an image: bytes in hexadecimal, and of what is long only the digest. */
type ImageValue = string | number | { readonly sha256: string };

/** All columns of a row but those that are NULL; a column that a later schema adds comes in by itself. */
export type RowImage = { readonly [column: string]: ImageValue };

/** Something that one transaction did, in the form of an audit entry's details. */
export type RowEffect =
  | { readonly table: string; readonly row: RowImage }
  | { readonly table: string; readonly removed: RowKey }
  /** Items, by their numbers such as `1-5 9`, that got a tag. */
  | { readonly table: 'item_tag'; readonly tag: number; readonly put: string; readonly examiner: string; readonly at: string }
  | { readonly table: 'item_tag'; readonly tag: number; readonly taken: string };

const longestText = 2000;
/** Characters of a list of item numbers that one effect holds. */
const longestList = 200_000;

function imageValue(value: unknown): ImageValue {
  const plain = Buffer.isBuffer(value) ? value.toString('hex') : typeof value === 'bigint' ? bigintValue(value) : value;
  if (typeof plain === 'number' && Number.isSafeInteger(plain)) return plain;
  const text = String(plain);
  return text.length > longestText ? { sha256: hash('sha256', text, 'hex') } : text;
}

function bigintValue(value: bigint): string | number {
  return BigInt.asIntN(53, value) === value ? Number(value) : value.toString();
}

export function imageOf(row: Record<string, unknown>): RowImage {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== null)
      .map(([column, value]) => [column, imageValue(value)]),
  );
}

/** The images of a whole table, by key. */
export function imagesOf(connection: Connection, table: ImagedTable): Map<RowKey, RowImage> {
  const images = new Map<RowKey, RowImage>();
  const rows = connection.prepare(`SELECT * FROM ${table}`).safeIntegers().iterate() as IterableIterator<Record<string, unknown>>;
  for (const row of rows) {
    const image = imageOf(row);
    images.set(keyOf(table, image), image);
  }
  return images;
}

/** All tags on items. */
export function taggings(connection: Connection): IterableIterator<{ item: number; tag: number; examiner: string; at: string }> {
  return connection.prepare('SELECT item, tag, examiner, at FROM item_tag').iterate() as IterableIterator<{
    item: number;
    tag: number;
    examiner: string;
    at: string;
  }>;
}

/** `1-5 9` for 1, 2, 3, 4, 5 and 9, in pieces of bounded length. Numbers must ascend. */
export function rangesOf(numbers: readonly number[]): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (let from = 0; from < numbers.length; ) {
    let to = from;
    while (to + 1 < numbers.length && (numbers[to + 1] as number) === (numbers[to] as number) + 1) to += 1;
    const range = to === from ? `${numbers[from]}` : `${numbers[from]}-${numbers[to]}`;
    if (piece.length + range.length > longestList) {
      pieces.push(piece);
      piece = '';
    }
    piece += piece === '' ? range : ` ${range}`;
    from = to + 1;
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

/** First and last number of each range. Throws a RangeError for a text that is no list of ranges. */
export function* rangesIn(text: string): Generator<[first: number, last: number], void, undefined> {
  for (const range of text.split(' ')) {
    const match = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(range);
    if (match === null) throw new RangeError(`"${range}" is no range of item numbers`);
    yield [Number(match[1]), Number(match[2] ?? match[1])];
  }
}

/** What the transaction under way did to the small tables. The tables' writers say so; the session puts it into the log. */
export class TouchedRows {
  private readonly connection: Connection;
  private readonly touched = new Map<ImagedTable, Set<RowKey>>();
  private taggings: RowEffect[] = [];

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** A row was written or removed; which, is looked up when the transaction ends. */
  touch(table: ImagedTable, key: RowKey): void {
    const keys = this.touched.get(table);
    if (keys === undefined) this.touched.set(table, new Set([key]));
    else keys.add(key);
  }

  /** Items, ascending, got a tag. */
  tagged(tag: number, items: readonly number[], { examiner, at }: { examiner: string; at: string }): void {
    for (const put of rangesOf(items)) this.taggings.push({ table: 'item_tag', tag, put, examiner, at });
  }

  /** Items, ascending, lost a tag. */
  untagged(tag: number, items: readonly number[]): void {
    for (const taken of rangesOf(items)) this.taggings.push({ table: 'item_tag', tag, taken });
  }

  /** Forgets what a transaction did that was rolled back. */
  forget(): void {
    this.touched.clear();
    this.taggings = [];
  }

  /** What was done since the last call, as the rows are now. To be called inside the transaction. */
  take(): RowEffect[] {
    const effects: RowEffect[] = [];
    for (const [table, keys] of this.touched) {
      const find = this.connection.prepare(`SELECT * FROM ${table} WHERE ${imagedTables[table]} = ?`).safeIntegers();
      for (const key of keys) {
        const row = find.get(key) as Record<string, unknown> | undefined;
        effects.push(row === undefined ? { table, removed: key } : { table, row: imageOf(row) });
      }
    }
    effects.push(...this.taggings);
    this.forget();
    return effects;
  }
}
