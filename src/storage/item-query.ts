/**
 * Questions about many items at once: pages of a result set, counts, times, positions, folders. Which items and in what order
 * comes from columns in memory; what is shown of them is read from the database.
 */
import type { Clock } from '../model/clock.ts';
import { EngineError } from '../model/error.ts';
import { ColumnCache, stampOf } from './columns/column-cache.ts';
import { countFacets, type FacetCounts, type ObservedItems, readObservedItems } from './columns/facet-counts.ts';
import { FilterMarks } from './columns/filter-marks.ts';
import { absent, ItemColumns, type TimeField } from './columns/item-columns.ts';
import { ItemOrders } from './columns/item-orders.ts';
import { ItemRanks } from './columns/item-ranks.ts';
import { type SortKeys, sortByKeys } from './columns/sorting.ts';
import { TagMarks } from './columns/tag-marks.ts';
import { histogramOf, type TimeHistogram } from './columns/time-histogram.ts';
import type { Connection } from './connection.ts';
import { type ItemFilter, pathBytes, sourceRow } from './item-filter.ts';
import { sourceId } from './item-reader.ts';
import { type ItemRow, ItemRows } from './item-rows.ts';
import type { ItemWriter } from './item-writer.ts';
import type { ReviewTables } from './review-tables.ts';

/** The contract's sort. */
export interface ItemSort {
  field: string;
  descending: boolean;
}

/** Both ends included; null leaves one open. */
export interface ItemRange {
  least: string | number | null;
  most: string | number | null;
}

export interface FolderCount {
  source: string;
  /** Display form of the path below the source; empty for the source itself. */
  path: string;
  name: string;
  /** Items below it, at whatever depth. */
  items: number;
  hasFolders: boolean;
}

/** Result sets that are remembered, each four bytes an item. */
const rememberedResults = 8;
/** Members and copies that are listed of one item. */
const relativeLimit = 500;
/** While items are still written, columns are brought up to date at most so often, in milliseconds, and for a small part of the time only. */
const refreshInterval = 1000;
const refreshShare = 5;

/** Orders that a table offers at first sight, those that are wanted most first. Each takes up to half a second to make. */
const likelyOrders = ['name', 'size', 'modified', 'captured', 'path', 'mediaType', 'status', 'device', 'sha256'];
/** So long nothing was asked before one is made, in milliseconds: a question that comes meanwhile would have to wait. */
const quietTime = 400;

/** A page that begins no further than this can be had before the columns are there. */
const earlyReach = 20_000;

/** What the questions are answered from beside the database. */
export interface ItemQuerySetting {
  writer: ItemWriter;
  review: ReviewTables;
  clock: Clock;
  cacheDirectory: string | null;
}

/** What is known of the items as they were when the columns were last brought up to date. */
interface Standing {
  columns: ItemColumns;
  filters: FilterMarks;
  ranks: ItemRanks;
  orders: ItemOrders;
  tags: TagMarks;
  results: Map<string, Uint32Array>;
  observed: ObservedItems | null;
  folderSums: Uint32Array | null;
  /** No run is under way that could still change the items. */
  isSettled: boolean;
}

export class ItemQuery {
  private readonly connection: Connection;
  private readonly writer: ItemWriter;
  private readonly review: ReviewTables;
  private readonly clock: Clock;
  private readonly cache: ColumnCache;
  private readonly rows: ItemRows;
  private standing: Standing | undefined;
  private preparing: Promise<Standing> | undefined;
  private nextRefresh = 0;
  private lastAsked = 0;

  /** `cacheDirectory` null: nothing is kept beside the case. `connection` should be one that only reads. */
  constructor(connection: Connection, { writer, review, clock, cacheDirectory }: ItemQuerySetting) {
    this.connection = connection;
    this.writer = writer;
    this.review = review;
    this.clock = clock;
    this.cache = new ColumnCache(cacheDirectory);
    this.rows = new ItemRows(connection);
  }

  /** The items were written to for the last time: the next question is answered from what they are now. */
  settle(): void {
    this.nextRefresh = 0;
  }

  /** Throws away what is kept beside the case and reads all items anew at the next question. */
  startAfresh(): void {
    this.cache.clear();
    this.standing = undefined;
  }

  /** Number of an item in the database, or null. */
  numberOf(id: string): number | null {
    return (
      (this.connection.prepare('SELECT id FROM item WHERE item_id = ?').pluck().get(Buffer.from(id, 'hex')) as number | undefined) ?? null
    );
  }

  /** Rows of items by their numbers, in their order. */
  readRows(numbers: readonly number[]): ItemRow[] {
    return this.rows.read(numbers);
  }

  /** Members of an item, and other items with the same content; at most 500 of each. */
  relatives(number: number): { children: ItemRow[]; sameContent: ItemRow[] } {
    const children = this.connection
      .prepare('SELECT id FROM item WHERE parent = ? ORDER BY id LIMIT ?')
      .pluck()
      .all(number, relativeLimit) as number[];
    const same = this.connection
      .prepare(
        'SELECT other.id FROM item JOIN item AS other ON other.sha256 = item.sha256 WHERE item.id = ? AND item.size > 0 AND other.id <> item.id ORDER BY other.id LIMIT ?',
      )
      .pluck()
      .all(number, relativeLimit) as number[];
    return { children: this.rows.read(children), sameContent: this.rows.read(same) };
  }

  /**
   * Numbers of the items that all filters select, sorted; items that agree in all sort fields by number, those without a value last.
   * @throws EngineError `invalid-request` naming the field of a filter or sort that cannot be.
   */
  async numbers(filters: readonly ItemFilter[], sort: readonly ItemSort[] = []): Promise<Uint32Array> {
    return this.resultOf(await this.stand(), filters, sort);
  }

  /** One page of the result set. Throws as `numbers` does. */
  async page(
    filters: readonly ItemFilter[],
    sort: readonly ItemSort[],
    offset: number,
    limit: number,
  ): Promise<{ total: number; rows: ItemRow[] }> {
    if (this.standing === undefined && filters.length === 0 && offset <= earlyReach && isOrderOfPaths(sort))
      return this.earlyPage(offset, limit);
    const numbers = await this.numbers(filters, sort);
    return { total: numbers.length, rows: this.rows.read(Array.from(numbers.subarray(offset, offset + limit))) };
  }

  /** The page that a case opens with, from the index of paths, while the columns are still being read. */
  private earlyPage(offset: number, limit: number): { total: number; rows: ItemRow[] } {
    // Once this is answered. Whoever asks next waits for the columns, and learns of a failure.
    setImmediate(() => this.stand().catch(() => undefined));
    const total = this.connection.prepare('SELECT count(*) FROM item').pluck().get() as number;
    const numbers = this.connection
      .prepare('SELECT id FROM item ORDER BY source, path LIMIT ? OFFSET ?')
      .pluck()
      .all(limit, offset) as number[];
    return { total, rows: this.rows.read(numbers) };
  }

  /** Where an item stands in the result set; with a direction, the next item without a tag from there. Null where there is none. */
  async position(
    filters: readonly ItemFilter[],
    sort: readonly ItemSort[],
    id: string,
    step: 'self' | 'next-untagged' | 'previous-untagged',
  ): Promise<{ position: number | null; id: string | null }> {
    const nowhere = { position: null, id: null };
    const number = this.numberOf(id);
    if (number === null) return nowhere;
    const standing = await this.stand();
    const numbers = await this.resultOf(standing, filters, sort);
    const position = numbers.indexOf(number);
    if (step === 'self') return position < 0 ? nowhere : { position, id };
    const direction = step === 'next-untagged' ? 1 : -1;
    // An item that the filters have meanwhile left out stands before the first.
    for (let place = position + direction; place >= 0 && place < numbers.length; place += direction) {
      const item = numbers[place] as number;
      if (!standing.tags.isTagged(item)) return { position: place, id: this.review.itemIds([item])[0] as string };
    }
    return nowhere;
  }

  /** Counts by value for each facet; a facet ignores the filters on its own field. Throws as `numbers` does, and `cancelled`. */
  async facets(filters: readonly ItemFilter[], signal?: AbortSignal): Promise<FacetCounts[]> {
    const standing = await this.stand();
    const { columns, tags } = standing;
    standing.observed ??= readObservedItems(this.connection);
    const known = new Map<string, Uint8Array>();
    const selected = (field: string) => {
      const others = filters.filter((filter) => filter.field !== field);
      const key = others.length === filters.length ? '' : field;
      let marks = known.get(key);
      if (marks === undefined) {
        marks = this.marksOf(standing, others);
        known.set(key, marks);
      }
      return marks;
    };
    return countFacets({ columns, tags, observed: standing.observed, selected, signal });
  }

  /**
   * How many items lie in each of the ranges of a field, as filters that hold it between these values would select them; filters on
   * the field itself are ignored. Throws as `numbers` does, and `cancelled`.
   */
  async ranges(filters: readonly ItemFilter[], field: string, ranges: readonly ItemRange[], signal?: AbortSignal): Promise<number[]> {
    const standing = await this.stand();
    const others = this.marksOf(
      standing,
      filters.filter((filter) => filter.field !== field),
    );
    const counts: number[] = [];
    for (const { least, most } of ranges) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) throw new EngineError('cancelled', 'The counts are no longer wanted.');
      const bounds = [
        ...(least === null ? [] : [standing.filters.of({ field, operator: 'at-least', values: [least] })]),
        ...(most === null ? [] : [standing.filters.of({ field, operator: 'at-most', values: [most] })]),
      ];
      counts.push(countMarked([others, ...bounds]));
    }
    return counts;
  }

  /** Child folders of a folder; the sources themselves where `source` is null. */
  async folders(source: string | null, path: string): Promise<FolderCount[]> {
    const standing = await this.stand();
    const { folders, arrays, length } = standing.columns;
    if (standing.folderSums === null) {
      const direct = new Uint32Array(folders.size);
      for (let item = 1; item < length; item += 1) {
        if (arrays.kind[item] === absent) continue;
        const folder = arrays.folder[item] as number;
        direct[folder] = (direct[folder] as number) + 1;
      }
      standing.folderSums = folders.sumUp(direct);
    }
    const sums = standing.folderSums;
    const describe = (folder: number): FolderCount => ({
      source: sourceId(folders.sources[folder] as number),
      path: folders.displayPath(folder),
      name: folders.displayName(folder),
      items: sums[folder] as number,
      hasFolders: folders.directoriesIn(folder).length > 0,
    });
    if (source === null) {
      const labels = this.connection.prepare('SELECT id, label FROM source ORDER BY id').all() as { id: number; label: string }[];
      return labels.map(({ id, label }) => {
        const folder = folders.find(id, '');
        return folder === null
          ? { source: sourceId(id), path: '', name: label, items: 0, hasFolders: false }
          : { ...describe(folder), name: label };
      });
    }
    const row = sourceRow('source', source);
    const parent = pathBytes(path)
      .map((bytes) => folders.find(row, bytes.toString('latin1')))
      .find((folder) => folder !== null);
    return parent === undefined || parent === null ? [] : folders.directoriesIn(parent).map(describe);
  }

  /** Counts by time. Throws as `numbers` does. */
  async histogram(filters: readonly ItemFilter[], field: TimeField, buckets: number): Promise<TimeHistogram> {
    const standing = await this.stand();
    return histogramOf(standing.columns, this.marksOf(standing, filters), field, buckets);
  }

  /** Positions of the selected items that have one, by item number; `total` counts them all. */
  async positions(
    filters: readonly ItemFilter[],
    limit: number,
  ): Promise<{ points: { id: string; latitude: number; longitude: number }[]; total: number }> {
    const standing = await this.stand();
    const { hasPosition } = standing.columns.arrays;
    const numbers = (await this.resultOf(standing, filters, [])).filter((item) => hasPosition[item] === 1);
    const points = this.connection
      .prepare(
        'SELECT item.item_id, item.latitude, item.longitude FROM json_each(?) AS wanted JOIN item ON item.id = wanted.value WHERE item.latitude IS NOT NULL',
      )
      .raw()
      .all(JSON.stringify(Array.from(numbers.subarray(0, limit)))) as [Buffer, number, number][];
    return { points: points.map(([id, latitude, longitude]) => ({ id: id.toString('hex'), latitude, longitude })), total: numbers.length };
  }

  /** Brings columns and tags up to the case. */
  private async stand(): Promise<Standing> {
    this.lastAsked = this.clock.monotonic();
    this.preparing ??= this.prepare().finally(() => {
      this.preparing = undefined;
    });
    const before = this.standing;
    const standing = await this.preparing;
    if (standing !== before && standing.isSettled) this.makeOrdersReady(standing).catch(() => undefined);
    standing.tags.refresh(standing.columns.length);
    return standing;
  }

  /** Makes, while nobody asks for anything, what whoever looks at the items is likely to ask for next. What fails here is told to who asks for it. */
  private async makeOrdersReady(standing: Standing): Promise<void> {
    for (const field of likelyOrders) {
      do {
        // A process that has nothing else to do need not stay for it.
        await new Promise((resolve) => setTimeout(resolve, quietTime).unref());
        if (this.standing !== standing || !this.connection.open) return;
      } while (this.clock.monotonic() - this.lastAsked < quietTime);
      await standing.ranks.of(field);
    }
  }

  private async prepare(): Promise<Standing> {
    if (!this.connection.open) throw new EngineError('cancelled', 'The case was closed meanwhile.');
    const began = this.clock.monotonic();
    if (this.standing === undefined) {
      // From here on the writer notes what it changes, so that nothing is missed while the columns are read.
      this.writer.takeRewritten();
      const stamp = stampOf(this.connection);
      let columns = this.cache.readColumns(stamp);
      if (columns === null) {
        columns = new ItemColumns();
        await columns.readNew(this.connection);
        this.cache.keepColumns(stamp, columns);
      }
      columns.readDictionaries(this.connection);
      this.standing = this.standingOf(columns, stamp);
    } else {
      if (began < this.nextRefresh) return this.standing;
      const { columns } = this.standing;
      const rewritten = this.writer.takeRewritten();
      columns.readAgain(this.connection, rewritten);
      const isNew = await columns.readNew(this.connection);
      if (rewritten.length === 0 && !isNew) return this.standing;
      columns.readDictionaries(this.connection);
      const stamp = stampOf(this.connection);
      this.cache.keepColumns(stamp, columns);
      this.standing = this.standingOf(columns, stamp);
    }
    const ended = this.clock.monotonic();
    this.nextRefresh = ended + Math.max(refreshInterval, (ended - began) * refreshShare);
    return this.standing;
  }

  private standingOf(columns: ItemColumns, stamp: string | null): Standing {
    const tags = this.standing?.tags ?? new TagMarks(this.connection, this.review);
    const ranks = new ItemRanks(this.connection, columns, this.cache, stamp);
    return {
      columns,
      tags,
      filters: new FilterMarks(this.connection, columns, tags),
      ranks,
      orders: new ItemOrders(ranks),
      results: new Map(),
      observed: null,
      folderSums: null,
      isSettled: stamp !== null,
    };
  }

  /** 1 for each item that all filters select, by item number. */
  private marksOf({ columns, filters: known }: Standing, filters: readonly ItemFilter[]): Uint8Array {
    const { length, arrays } = columns;
    const all = filters.map((filter) => known.of(filter));
    if (all.length === 1) return all[0] as Uint8Array;
    const { kind } = arrays;
    const marks = new Uint8Array(length);
    for (let item = 1; item < length; item += 1) marks[item] = kind[item] === absent ? 0 : 1;
    for (const list of all) for (let item = 1; item < length; item += 1) marks[item] = (marks[item] as number) & (list[item] as number);
    return marks;
  }

  private async resultOf(standing: Standing, filters: readonly ItemFilter[], sort: readonly ItemSort[]): Promise<Uint32Array> {
    const byTag = filters.some(({ field }) => field === 'tag' || field === 'tagged') || sort.some(({ field }) => field === 'tagged');
    const key = JSON.stringify([filters, sort, byTag ? standing.tags.revision : null]);
    let numbers = standing.results.get(key);
    if (numbers === undefined) {
      numbers = await this.sorted(standing, this.marksOf(standing, filters), sort);
    }
    standing.results.delete(key);
    standing.results.set(key, numbers);
    for (const oldest of standing.results.keys()) {
      if (standing.results.size <= rememberedResults) break;
      standing.results.delete(oldest);
    }
    return numbers;
  }

  private async sorted(standing: Standing, marks: Uint8Array, sort: readonly ItemSort[]): Promise<Uint32Array> {
    const [first, ...others] = sort;
    // By far the most frequent.
    if (first !== undefined && others.length === 0 && first.field !== 'tagged')
      return standing.orders.select(first.field, first.descending, marks);
    const keys: SortKeys[] = [];
    for (const { field, descending } of sort.toReversed()) keys.push(await this.keysOf(standing, field, descending));
    return sortByKeys(selectedNumbers(marks), keys);
  }

  /** What has no value comes last, whichever way the others are sorted. */
  private async keysOf({ ranks: all, tags, columns }: Standing, field: string, descending: boolean): Promise<SortKeys> {
    if (field === 'tagged') return tagged(tags, columns.length, descending);
    const { ranks, none } = await all.of(field);
    if (!descending) return { keys: ranks, highest: none };
    const keys = new Uint32Array(ranks.length);
    for (let item = 0; item < keys.length; item += 1) {
      const rank = ranks[item] as number;
      keys[item] = rank === none ? none : none - 1 - rank;
    }
    return { keys, highest: none };
  }
}

function tagged(tags: TagMarks, length: number, descending: boolean): SortKeys {
  const keys = new Uint32Array(length);
  for (let item = 1; item < length; item += 1) keys[item] = tags.isTagged(item) === descending ? 0 : 1;
  return { keys, highest: 1 };
}

function isOrderOfPaths(sort: readonly ItemSort[]): boolean {
  const [first] = sort;
  return sort.length === 1 && first?.field === 'path' && !first.descending;
}

function selectedNumbers(marks: Uint8Array): Uint32Array {
  let count = 0;
  for (const mark of marks) count += mark;
  const numbers = new Uint32Array(count);
  let place = 0;
  for (let item = 1; item < marks.length; item += 1) {
    if (marks[item] === 0) continue;
    numbers[place] = item;
    place += 1;
  }
  return numbers;
}

/** Items that all lists mark. */
function countMarked(lists: readonly Uint8Array[]): number {
  const [first = new Uint8Array(0), second = first, third = first] = lists;
  const { length } = first;
  let count = 0;
  for (let item = 1; item < length; item += 1) count += (first[item] as number) & (second[item] as number) & (third[item] as number);
  return count;
}
