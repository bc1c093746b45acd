/** All items in each order that they can be sorted by; made when it is first asked for. */
import { EngineError } from '../../model/error.ts';
import { itemKinds } from '../../model/item.ts';
import { outcomeStatuses } from '../../model/outcome.ts';
import type { Connection } from '../connection.ts';
import type { ColumnCache } from './column-cache.ts';
import { absent, type ItemColumns, type TimeField, timeFields } from './item-columns.ts';
import { type ItemOrder, orderOfAll } from './item-order.ts';
import { remember } from './remember.ts';
import {
  type Codes,
  type SortedItems,
  type SortKeys,
  sortByKeys,
  sortedByBytes,
  sortedByCodes,
  sortedByKeys,
  sortedByRareTies,
  sortedByTexts,
} from './sorting.ts';

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

/** Orders are remembered up to so many bytes in all, those that were asked for last. An order takes five bytes an item. */
const rememberedBytes = 128 * 1024 ** 2;

/** Bytes of what has a length of its own. */
const widths = { md5: 16, sha1: 20, sha256: 32, id: 16 } as const;

function asWord(keys: Uint32Array): SortKeys {
  let highest = 0;
  for (const key of keys) if (key > highest) highest = key;
  return { keys, highest };
}

/** Orders of which the sorting takes long enough to be kept beside the case. */
const keptFields = new Set(['path', 'folder', 'name', 'size', ...timeFields, 'md5', 'sha1', 'sha256', 'id']);

/** Lower case decides; where that is equal, the texts themselves do. Null for none, which comes last. */
export function compareTexts(first: string, second: string): number {
  const [low, high] = [first.toLowerCase(), second.toLowerCase()];
  if (low !== high) return low < high ? -1 : 1;
  return first < second ? -1 : first > second ? 1 : 0;
}

/** Ranks by code. What has no value has the rank `none`, which is above all others. */
interface CodeRanks {
  ranks: Uint32Array;
  none: number;
}

/** Ranks of a list of texts by code; null and missing texts have none. */
function ranksOfCodes(texts: readonly (string | null | undefined)[], compare: (first: string, second: string) => number): CodeRanks {
  const sorted = [...new Set(texts.filter((text) => typeof text === 'string'))].sort(compare);
  const rankOf = new Map(sorted.map((text, rank) => [text, rank]));
  const ranks = new Uint32Array(Math.max(1, texts.length)).fill(sorted.length);
  for (const [code, text] of texts.entries()) if (typeof text === 'string') ranks[code] = rankOf.get(text) as number;
  return { ranks, none: sorted.length };
}

/** Codes that are ranks themselves. */
function ranksInOrder(count: number): CodeRanks {
  return { ranks: Uint32Array.from({ length: count }, (_, code) => code), none: count };
}

/** The directory that a folder of the tree stands for: itself, or where the file lies of which it holds the members (`a/b.zip/`). */
function directoryOf(folder: string): string {
  const members = `${folder}/`.indexOf('//');
  return members < 0 ? folder : folder.slice(0, Math.max(0, folder.lastIndexOf('/', members - 1)));
}

const statusOrder = [...outcomeStatuses, 'pending'];

export class ItemOrders {
  private readonly connection: Connection;
  private readonly columns: ItemColumns;
  private readonly cache: ColumnCache;
  private readonly stamp: string | null;
  private readonly made = new Map<string, Promise<ItemOrder>>();

  /** Orders of the items as the columns hold them now; `stamp` null: nothing is kept beside the case. */
  constructor(connection: Connection, columns: ItemColumns, cache: ColumnCache, stamp: string | null) {
    this.connection = connection;
    this.columns = columns;
    this.cache = cache;
    this.stamp = stamp;
  }

  /**
   * The items in the order of a field, ascending.
   * @throws EngineError `invalid-request` for a field that items cannot be sorted by.
   */
  of(field: string): Promise<ItemOrder> {
    let order = this.made.get(field);
    if (order === undefined) {
      order = this.make(field);
      // A sorting that failed is tried again.
      order.catch(() => this.made.delete(field));
    }
    remember(this.made, field, order, Math.max(1, Math.floor(rememberedBytes / (5 * this.columns.length))));
    return order;
  }

  private async make(field: string): Promise<ItemOrder> {
    if (!keptFields.has(field)) return orderOfAll(this.present(), this.fromColumns(field));
    const kept = await this.cache.readOrder(this.stamp, field, this.columns.items);
    if (kept !== null) return kept;
    const order = orderOfAll(this.present(), await this.sorted(field));
    this.cache.keepOrder(this.stamp, field, order);
    return order;
  }

  private async sorted(field: string): Promise<SortedItems> {
    switch (field) {
      case 'folder':
        return this.byFolder(await this.of('path'));
      case 'name':
        return this.names();
      case 'path':
        return this.paths();
      case 'md5':
      case 'sha1':
      case 'sha256':
      case 'id':
        return this.bytes(field);
      default:
        return this.fromColumns(field);
    }
  }

  private fromColumns(field: string): SortedItems {
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
        return sortedByKeys(
          this.present((item) => arrays.entropy[item] !== -1),
          [{ keys: Uint32Array.from(arrays.entropy.subarray(0, columns.length), (value) => Math.max(0, value)), highest: 80_000 }],
        );
    }
    if ((timeFields as readonly string[]).includes(field)) return this.byTime(field as TimeField);
    throw new EngineError('invalid-request', `Items cannot be sorted by ${field}. Choose one of ${sortableFields.join(', ')}.`, {
      reason: 'sort-unknown',
      field,
    });
  }

  private byCode(codes: Codes, { ranks, none }: CodeRanks): SortedItems {
    return sortedByCodes(this.present(), codes, ranks, none);
  }

  /** Numbers of the items that are there and fulfil a condition, ascending. */
  private present(also?: (item: number) => boolean): Uint32Array {
    const { arrays, length, items } = this.columns;
    const { kind } = arrays;
    const numbers = new Uint32Array(items);
    let count = 0;
    for (let item = 1; item < length; item += 1) {
      if (kind[item] === absent || (also !== undefined && !also(item))) continue;
      numbers[count] = item;
      count += 1;
    }
    return numbers.subarray(0, count);
  }

  /** Folder by folder, in each by path. What a file holds stands beside the file, in the folder that it lies in. */
  private byFolder(paths: ItemOrder): SortedItems {
    const { folders, arrays, length } = this.columns;
    const keys = folders.paths.map((path, number) => `${String(folders.sources[number]).padStart(5, '0')} ${directoryOf(path)}`);
    const rankOf = new Map([...new Set(keys)].sort().map((key, rank) => [key, rank]));
    const folderRanks = Uint32Array.from(keys, (key) => rankOf.get(key) as number);
    const ranks = Uint32Array.from({ length }, (_, item) => folderRanks[arrays.folder[item] as number] ?? 0);
    // No two items have the same path.
    return { items: sortByKeys(paths.items, [asWord(ranks)]), opens: new Uint8Array(paths.items.length).fill(1) };
  }

  private bySize(): SortedItems {
    const { length } = this.columns;
    const { size } = this.columns.arrays;
    const low = new Uint32Array(length);
    const high = new Uint32Array(length);
    for (let item = 0; item < length; item += 1) {
      const bytes = size[item] as number;
      high[item] = bytes / word;
      low[item] = bytes % word;
    }
    return sortedByKeys(
      this.present((item) => !Number.isNaN(size[item])),
      [asWord(low), asWord(high)],
    );
  }

  private byTime(field: TimeField): SortedItems {
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
      return sortedByRareTies(numbers, { keys: parts, highest: 2 * second }, { keys: moments, highest: last - first });
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
    return sortedByKeys(numbers, [asWord(parts), asWord(low), asWord(high)]);
  }

  private names(): SortedItems {
    const { names } = this.columns;
    return sortedByTexts(this.present(), names.bytes, names.starts, names.ends);
  }

  /** Paths are ordered by source, then by their bytes, as in every export: the order of an index. */
  private async paths(): Promise<SortedItems> {
    const { length, items: count } = this.columns;
    const items = new Uint32Array(count);
    const slice = this.connection.prepare('SELECT id FROM item WHERE (source, path) > (?, ?) ORDER BY source, path LIMIT ?').pluck();
    const place = this.connection.prepare('SELECT source, path FROM item WHERE id = ?').raw();
    let after: unknown[] = [-1, Buffer.alloc(0)];
    for (let next = 0; ; ) {
      const numbers = slice.all(...after, sliceLength) as number[];
      for (const item of numbers) {
        // What was listed since the columns were read is not in them.
        if (item >= length) continue;
        items[next] = item;
        next += 1;
      }
      // No two items have the same path.
      if (numbers.length < sliceLength) return { items: items.subarray(0, next), opens: new Uint8Array(next).fill(1) };
      after = place.get(numbers.at(-1)) as unknown[];
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Digests and ids: read as one text a slice, as every value that crosses from SQLite costs time, and sorted as numbers. */
  private async bytes(field: keyof typeof widths): Promise<SortedItems> {
    const { length, items: count } = this.columns;
    const column = field === 'id' ? 'item_id' : field;
    const width = widths[field];
    const numbers = new Uint32Array(count);
    const rows = Buffer.alloc(count * width);
    const slice = this.connection
      .prepare(
        `SELECT json_group_array(id ORDER BY id), group_concat(hex(${column}), '' ORDER BY id) FROM item
         WHERE id > ? AND id <= ? AND length(${column}) = ${width}`,
      )
      .raw();
    let next = 0;
    for (let from = 0; from < length - 1; from += sliceLength) {
      const [ids, texts] = slice.get(from, Math.min(length - 1, from + sliceLength)) as [string, string | null];
      rows.write(texts ?? '', next * width, 'hex');
      for (const item of JSON.parse(ids) as number[]) {
        numbers[next] = item;
        next += 1;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    return sortedByBytes(numbers.subarray(0, next), rows, width);
  }
}
