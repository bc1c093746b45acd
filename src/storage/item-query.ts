/**
 * Questions about many items at once: pages of a result set, counts, times, positions, folders. Which items and in what order
 * comes from columns in memory; what is shown of them is read from the database.
 */
import { countFacets, type FacetCounts, type SelectedItems, turnOfOthers } from './columns/facet-counts.ts';
import { absent, type ItemColumns, type TimeField } from './columns/item-columns.ts';
import { keysOfOrder, selectInOrder } from './columns/item-order.ts';
import { countRanges, type ItemRange } from './columns/range-counts.ts';
import { remember } from './columns/remember.ts';
import { type SortKeys, sortByKeys } from './columns/sorting.ts';
import type { TagMarks } from './columns/tag-marks.ts';
import { histogramOf, type TimeHistogram } from './columns/time-histogram.ts';
import type { Connection } from './connection.ts';
import { type ItemFilter, pathBytes, sourceRow } from './item-filter.ts';
import { sourceId } from './item-reader.ts';
import { type ItemRow, ItemRows } from './item-rows.ts';
import { type ItemQuerySetting, ItemStanding, type Standing } from './item-standing.ts';
import type { ReviewTables } from './review-tables.ts';

/** The contract's sort. */
export interface ItemSort {
  field: string;
  descending: boolean;
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
/** Choices of items whose counts by value are remembered. */
const rememberedFacets = 32;
/** Members and copies that are listed of one item. */
const relativeLimit = 500;

/** A page that begins no further than this can be had before the columns are there. */
const earlyReach = 20_000;

export class ItemQuery {
  private readonly connection: Connection;
  private readonly review: ReviewTables;
  private readonly rows: ItemRows;
  private readonly standing: ItemStanding;

  /** `connection` should be one that only reads. */
  constructor(connection: Connection, setting: ItemQuerySetting) {
    this.connection = connection;
    this.review = setting.review;
    this.rows = new ItemRows(connection);
    this.standing = new ItemStanding(connection, setting);
  }

  /** The items were written to for the last time: the next question is answered from what they are now. */
  settle(): void {
    this.standing.settle();
  }

  /** Throws away what is kept beside the case and reads all items anew at the next question. */
  startAfresh(): void {
    this.standing.startAfresh();
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
    return this.resultOf(await this.standing.get(), filters, sort);
  }

  /** One page of the result set. Throws as `numbers` does. */
  async page(
    filters: readonly ItemFilter[],
    sort: readonly ItemSort[],
    offset: number,
    limit: number,
  ): Promise<{ total: number; rows: ItemRow[] }> {
    if (!this.standing.isThere && filters.length === 0 && offset <= earlyReach && isOrderOfPaths(sort))
      return this.earlyPage(offset, limit);
    const numbers = await this.numbers(filters, sort);
    return { total: numbers.length, rows: this.rows.read(Array.from(numbers.subarray(offset, offset + limit))) };
  }

  /**
   * The pages in which the rows up to `reach` before and after an item lie, the first of them beginning at `offset`; the first page
   * where the item is not among those that the filters select. Throws as `numbers` does, and `cancelled`.
   */
  async around(
    filters: readonly ItemFilter[],
    sort: readonly ItemSort[],
    id: string,
    { pageSize, reach }: { pageSize: number; reach: number },
    signal?: AbortSignal,
  ): Promise<{ total: number; position: number | null; offset: number; rows: ItemRow[] }> {
    // Whoever types on gives up what was asked for before: that is heard first.
    await turnOfOthers(signal);
    const number = this.numberOf(id);
    const numbers = await this.numbers(filters, sort);
    const place = number === null ? -1 : numbers.indexOf(number);
    const first = Math.floor(Math.max(0, place - reach) / pageSize);
    const last = place < 0 ? 0 : Math.floor((place + reach) / pageSize);
    const offset = first * pageSize;
    const rows = this.rows.read(Array.from(numbers.subarray(offset, (last + 1) * pageSize)));
    return { total: numbers.length, position: place < 0 ? null : place, offset, rows };
  }

  /** The page that a case opens with, from the index of paths, while the columns are still being read. */
  private earlyPage(offset: number, limit: number): { total: number; rows: ItemRow[] } {
    // Once this is answered. Whoever asks next waits for the columns, and learns of a failure.
    setImmediate(() => this.standing.get().catch(() => undefined));
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
    const standing = await this.standing.get();
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
    const standing = await this.standing.get();
    const { columns, tags } = standing;
    const key = JSON.stringify([filters, tags.revision]);
    const before = standing.facets.get(key);
    if (before !== undefined) return before;
    const known = new Map<string, SelectedItems>();
    const selected = (field: string) => {
      const others = filters.filter((filter) => filter.field !== field);
      const about = others.length === filters.length ? '' : field;
      let chosen = known.get(about);
      if (chosen === undefined) {
        const marks = this.marksOf(standing, others);
        chosen = { marks, items: selectedNumbers(marks) };
        known.set(about, chosen);
      }
      return chosen;
    };
    const facets = await countFacets({ columns, tags, observed: await standing.observed(), selected, signal });
    remember(standing.facets, key, facets, rememberedFacets);
    return facets;
  }

  /**
   * How many items lie in each of the ranges of a field, as filters that hold it between these values would select them; filters on
   * the field itself are ignored. Throws as `numbers` does, and `cancelled`.
   */
  async ranges(filters: readonly ItemFilter[], field: string, ranges: readonly ItemRange[], signal?: AbortSignal): Promise<number[]> {
    const standing = await this.standing.get();
    const others = this.marksOf(
      standing,
      filters.filter((filter) => filter.field !== field),
    );
    await turnOfOthers(signal);
    const inOnePass = countRanges(standing.columns, selectedNumbers(others), field, ranges);
    if (inOnePass !== null) return inOnePass;
    const counts: number[] = [];
    for (const { least, most } of ranges) {
      await turnOfOthers(signal);
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
    const standing = await this.standing.get();
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
    const standing = await this.standing.get();
    return histogramOf(standing.columns, this.marksOf(standing, filters), field, buckets);
  }

  /** Positions of the selected items that have one, by item number; `total` counts them all. */
  async positions(
    filters: readonly ItemFilter[],
    limit: number,
  ): Promise<{ points: { id: string; latitude: number; longitude: number }[]; total: number }> {
    const standing = await this.standing.get();
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

  /** 1 for each item that all filters select, by item number. */
  private marksOf({ columns, filters: known }: Standing, filters: readonly ItemFilter[]): Uint8Array {
    const [first, ...others] = filters.map((filter) => known.of(filter));
    if (first === undefined) return marksOfAll(columns);
    if (others.length === 0) return first;
    const marks = first.slice();
    for (const list of others)
      for (let item = 1; item < marks.length; item += 1) marks[item] = (marks[item] as number) & (list[item] as number);
    return marks;
  }

  private async resultOf(standing: Standing, filters: readonly ItemFilter[], sort: readonly ItemSort[]): Promise<Uint32Array> {
    const byTag = filters.some(({ field }) => field === 'tag' || field === 'tagged') || sort.some(({ field }) => field === 'tagged');
    const key = JSON.stringify([filters, sort, byTag ? standing.tags.revision : null]);
    const numbers = standing.results.get(key) ?? (await this.sorted(standing, filters, sort));
    remember(standing.results, key, numbers, rememberedResults);
    return numbers;
  }

  private async sorted(standing: Standing, filters: readonly ItemFilter[], sort: readonly ItemSort[]): Promise<Uint32Array> {
    const [first, ...others] = sort;
    // By far the most frequent.
    if (first !== undefined && others.length === 0 && first.field !== 'tagged') {
      const order = await standing.orders.of(first.field);
      return filters.length === 0 && !first.descending
        ? order.items
        : selectInOrder(order, first.descending, this.marksOf(standing, filters));
    }
    const keys: SortKeys[] = [];
    for (const { field, descending } of sort.toReversed()) keys.push(await this.keysOf(standing, field, descending));
    return sortByKeys(selectedNumbers(this.marksOf(standing, filters)), keys);
  }

  /** What has no value comes last, whichever way the others are sorted. */
  private async keysOf({ orders, tags, columns }: Standing, field: string, descending: boolean): Promise<SortKeys> {
    if (field === 'tagged') return tagged(tags, columns.length, descending);
    return keysOfOrder(await orders.of(field), descending, columns.length);
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

function marksOfAll({ arrays, length }: ItemColumns): Uint8Array {
  const { kind } = arrays;
  const marks = new Uint8Array(length);
  for (let item = 1; item < length; item += 1) marks[item] = kind[item] === absent ? 0 : 1;
  return marks;
}

/** Numbers of the marked items, ascending. */
function selectedNumbers(marks: Uint8Array): Uint32Array {
  const numbers = new Uint32Array(marks.length);
  let place = 0;
  // Written always and kept only if marked: a processor that must guess which items are marked guesses wrongly too often.
  for (let item = 1; item < marks.length; item += 1) {
    numbers[place] = item;
    place += marks[item] as number;
  }
  return numbers.slice(0, place);
}

/** Items that all lists mark. */
function countMarked(lists: readonly Uint8Array[]): number {
  const [first = new Uint8Array(0), second = first, third = first] = lists;
  const { length } = first;
  let count = 0;
  for (let item = 1; item < length; item += 1) count += (first[item] as number) & (second[item] as number) & (third[item] as number);
  return count;
}
