/** The rank of every item in each order that items can be sorted by; made when it is first asked for. */
import { EngineError } from '../../model/error.ts';
import { itemKinds } from '../../model/item.ts';
import { outcomeStatuses } from '../../model/outcome.ts';
import type { Connection } from '../connection.ts';
import type { ColumnCache } from './column-cache.ts';
import { absent, type ItemColumns, type TimeField, timeFields } from './item-columns.ts';
import { type Ranks, ranksOfKeys, ranksOfRareTies, ranksOfTexts, type SortKeys } from './sorting.ts';

/** Fields that items can be sorted by. */
export const sortableFields = [
  'source',
  'path',
  'folder',
  'name',
  'kind',
  'size',
  'extension',
  'mediaType',
  'mediaClass',
  'extensionMismatch',
  'entropy',
  'status',
  'modified',
  'accessed',
  'changed',
  'created',
  'captured',
  'device',
  'hasPosition',
  'tagged',
  'md5',
  'sha1',
  'sha256',
  'id',
] as const;

const sliceLength = 20_000;
const word = 2 ** 32;
const second = 1_000_000_000;

function asWord(keys: Uint32Array): SortKeys {
  let highest = 0;
  for (const key of keys) if (key > highest) highest = key;
  return { keys, highest };
}

/** Orders of which the sorting takes long enough to be kept beside the case. */
const keptFields = new Set(['path', 'name', 'md5', 'sha1', 'sha256', 'id']);

/** Lower case decides; where that is equal, the texts themselves do. Null for none, which comes last. */
export function compareTexts(first: string, second: string): number {
  const [low, high] = [first.toLowerCase(), second.toLowerCase()];
  if (low !== high) return low < high ? -1 : 1;
  return first < second ? -1 : first > second ? 1 : 0;
}

/** Ranks by code of a list of texts by code; null and missing texts have none. */
function ranksOfCodes(texts: readonly (string | null | undefined)[], compare: (first: string, second: string) => number): Ranks {
  const sorted = [...new Set(texts.filter((text) => typeof text === 'string'))].sort(compare);
  const rankOf = new Map(sorted.map((text, rank) => [text, rank]));
  const ranks = new Uint32Array(Math.max(1, texts.length)).fill(sorted.length);
  for (const [code, text] of texts.entries()) if (typeof text === 'string') ranks[code] = rankOf.get(text) as number;
  return { ranks, none: sorted.length };
}

/** Codes that are ranks themselves. */
function ranksInOrder(count: number): Ranks {
  return { ranks: Uint32Array.from({ length: count }, (_, code) => code), none: count };
}

/** The directory that a folder of the tree stands for: itself, or where the file lies of which it holds the members (`a/b.zip/`). */
function directoryOf(folder: string): string {
  const members = `${folder}/`.indexOf('//');
  return members < 0 ? folder : folder.slice(0, Math.max(0, folder.lastIndexOf('/', members - 1)));
}

const statusOrder = [...outcomeStatuses, 'pending'];

export class ItemRanks {
  private readonly connection: Connection;
  private readonly columns: ItemColumns;
  private readonly cache: ColumnCache;
  private readonly stamp: string | null;
  private readonly made = new Map<string, Promise<Ranks>>();

  /** Ranks of the columns as they are now; `stamp` null: nothing is kept. */
  constructor(connection: Connection, columns: ItemColumns, cache: ColumnCache, stamp: string | null) {
    this.connection = connection;
    this.columns = columns;
    this.cache = cache;
    this.stamp = stamp;
  }

  /**
   * Ranks by item number.
   * @throws EngineError `invalid-request` for a field that items cannot be sorted by.
   */
  of(field: string): Promise<Ranks> {
    let ranks = this.made.get(field);
    if (ranks === undefined) {
      ranks = this.make(field);
      // A sorting that failed is tried again.
      ranks.catch(() => this.made.delete(field));
      this.made.set(field, ranks);
    }
    return ranks;
  }

  private async make(field: string): Promise<Ranks> {
    if (field === 'folder') return this.byFolder(await this.of('path'));
    if (!keptFields.has(field)) return this.fromColumns(field);
    const { length } = this.columns;
    const kept = this.cache.readRanks(this.stamp, field, length);
    if (kept !== null) return kept;
    const ranks = field === 'name' ? this.names() : field === 'path' ? await this.paths() : await this.bytes(field);
    this.cache.keepRanks(this.stamp, field, ranks);
    return ranks;
  }

  private fromColumns(field: string): Ranks {
    const { columns } = this;
    const { arrays } = columns;
    switch (field) {
      case 'source':
        return this.byCode(arrays.source, ranksInOrder(65_536));
      case 'kind':
        return this.byCode(arrays.kind, ranksInOrder(itemKinds.length));
      case 'size':
        return this.bySize();
      case 'extension':
        return this.byCode(arrays.extension, ranksOfCodes(columns.extensions.texts, compareTexts));
      case 'device':
        return this.byCode(arrays.device, ranksOfCodes(columns.devices.texts, compareTexts));
      case 'mediaType':
        return this.byCode(arrays.mediaType, ranksOfCodes(columns.mediaTypes, compareTexts));
      case 'mediaClass':
        return this.byCode(
          arrays.mediaType,
          ranksOfCodes(
            columns.mediaTypes.map((type) => type?.split('/')[0]),
            compareTexts,
          ),
        );
      case 'status':
        return this.byCode(
          arrays.outcomeSet,
          ranksOfCodes(columns.statuses, (first, second) => statusOrder.indexOf(first) - statusOrder.indexOf(second)),
        );
      case 'extensionMismatch':
        return this.byCode(arrays.mismatch, ranksInOrder(2));
      case 'hasPosition':
        return this.byCode(arrays.hasPosition, ranksInOrder(2));
      case 'entropy':
        return this.byKeys(
          (item) => arrays.entropy[item] !== -1,
          [{ keys: Uint32Array.from(arrays.entropy.subarray(0, columns.length), (value) => Math.max(0, value)), highest: 80_000 }],
        );
    }
    if ((timeFields as readonly string[]).includes(field)) return this.byTime(field as TimeField);
    throw new EngineError('invalid-request', `Items cannot be sorted by ${field}. Choose one of ${sortableFields.join(', ')}.`, {
      reason: 'sort-unknown',
      field,
    });
  }

  private byCode(codes: Uint8Array | Uint16Array | Uint32Array, { ranks: rankOf, none }: Ranks): Ranks {
    const { length } = this.columns;
    const ranks = new Uint32Array(length);
    for (let item = 0; item < length; item += 1) ranks[item] = rankOf[codes[item] as number] ?? none;
    return { ranks, none };
  }

  private present(also: (item: number) => boolean): Uint32Array {
    const { arrays, length, items } = this.columns;
    const numbers = new Uint32Array(items);
    let count = 0;
    for (let item = 1; item < length; item += 1) {
      if (arrays.kind[item] === absent || !also(item)) continue;
      numbers[count] = item;
      count += 1;
    }
    return numbers.subarray(0, count);
  }

  private byKeys(hasValue: (item: number) => boolean, words: readonly SortKeys[]): Ranks {
    return ranksOfKeys(this.columns.length, this.present(hasValue), words);
  }

  /** Folder by folder, in each by path. What a file holds stands beside the file, in the folder that it lies in. */
  private byFolder(paths: Ranks): Ranks {
    const { folders, arrays, length } = this.columns;
    const keys = folders.paths.map((path, number) => `${String(folders.sources[number]).padStart(5, '0')} ${directoryOf(path)}`);
    const rankOf = new Map([...new Set(keys)].sort().map((key, rank) => [key, rank]));
    const folderRanks = Uint32Array.from(keys, (key) => rankOf.get(key) as number);
    const ranks = Uint32Array.from({ length }, (_, item) => folderRanks[arrays.folder[item] as number] ?? 0);
    return this.byKeys(() => true, [asWord(paths.ranks), asWord(ranks)]);
  }

  private bySize(): Ranks {
    const { length } = this.columns;
    const { size } = this.columns.arrays;
    const low = new Uint32Array(length);
    const high = new Uint32Array(length);
    for (let item = 0; item < length; item += 1) {
      const bytes = size[item] as number;
      high[item] = bytes / word;
      low[item] = bytes % word;
    }
    return this.byKeys((item) => !Number.isNaN(size[item]), [asWord(low), asWord(high)]);
  }

  private byTime(field: TimeField): Ranks {
    const { length } = this.columns;
    const { seconds, rest } = this.columns.time(field);
    const numbers = this.present((item) => !Number.isNaN(seconds[item]));
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for (const item of numbers) {
      const moment = seconds[item] as number;
      if (moment < first) first = moment;
      if (moment > last) last = moment;
    }
    if (last - first < word) {
      const moments = new Uint32Array(length);
      const parts = new Uint32Array(length);
      for (const item of numbers) {
        moments[item] = (seconds[item] as number) - first;
        parts[item] = (rest[item] as number) + second;
      }
      return ranksOfRareTies(length, numbers, { keys: parts, highest: 2 * second }, { keys: moments, highest: last - first });
    }
    // Times more than 136 years apart. 64-bit nanoseconds are less than 2^34 seconds away from 1970: shifted by that, none is negative.
    const shift = 2 ** 34;
    const parts = new Uint32Array(length);
    const low = new Uint32Array(length);
    const high = new Uint32Array(length);
    for (let item = 0; item < length; item += 1) {
      const moment = (seconds[item] as number) + shift;
      parts[item] = (rest[item] as number) + second;
      high[item] = moment / word;
      low[item] = moment % word;
    }
    return ranksOfKeys(length, numbers, [asWord(parts), asWord(low), asWord(high)]);
  }

  private names(): Ranks {
    const { names, length } = this.columns;
    return ranksOfTexts(
      length,
      this.present(() => true),
      names.bytes,
      names.starts,
      names.ends,
    );
  }

  /** Paths are ordered by source, then by their bytes, as in every export: the order of an index. */
  private async paths(): Promise<Ranks> {
    const { length, items: none } = this.columns;
    const ranks = new Uint32Array(length).fill(none);
    const slice = this.connection.prepare('SELECT id FROM item WHERE (source, path) > (?, ?) ORDER BY source, path LIMIT ?').pluck();
    const place = this.connection.prepare('SELECT source, path FROM item WHERE id = ?').raw();
    let after: unknown[] = [-1, Buffer.alloc(0)];
    for (let rank = 0; ; ) {
      const items = slice.all(...after, sliceLength) as number[];
      for (const item of items) {
        if (item < length) ranks[item] = rank;
        rank += 1;
      }
      if (items.length < sliceLength) return { ranks, none };
      after = place.get(items.at(-1)) as unknown[];
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Digests and ids, by an index where there is one. */
  private async bytes(field: string): Promise<Ranks> {
    const { length, items: none } = this.columns;
    const column = field === 'id' ? 'item_id' : field;
    const ranks = new Uint32Array(length).fill(none);
    const slice = this.connection
      .prepare(
        `SELECT id, ${column} IS coalesce(lag(${column}) OVER (ORDER BY ${column}, id), ?) FROM
         (SELECT id, ${column} FROM item WHERE (${column}, id) > (?, ?) AND ${column} IS NOT NULL ORDER BY ${column}, id LIMIT ?)`,
      )
      .raw();
    const place = this.connection.prepare(`SELECT ${column} FROM item WHERE id = ?`).pluck();
    let last: Buffer = Buffer.alloc(0);
    let lastItem = 0;
    for (let rank = -1; ; ) {
      const rows = slice.all(last, last, lastItem, sliceLength) as [item: number, same: number][];
      for (const [item, same] of rows) {
        if (same === 0) rank += 1;
        if (item < length) ranks[item] = rank;
      }
      if (rows.length < sliceLength) return { ranks, none };
      lastItem = (rows.at(-1) as [number, number])[0];
      last = place.get(lastItem) as Buffer;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
