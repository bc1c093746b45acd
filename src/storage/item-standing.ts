/** What is known of the items in memory, kept up to the case: read when it is first asked for, and again as a run goes on. */
import type { Clock } from '../model/clock.ts';
import { EngineError } from '../model/error.ts';
import { ColumnCache, stampOf } from './columns/column-cache.ts';
import { type FacetCounts, type ObservedItems, readObservedItems } from './columns/facet-counts.ts';
import { FilterMarks } from './columns/filter-marks.ts';
import { ItemColumns } from './columns/item-columns.ts';
import { ItemOrders } from './columns/item-orders.ts';
import { TagMarks } from './columns/tag-marks.ts';
import type { Connection } from './connection.ts';
import type { ItemWriter } from './item-writer.ts';
import type { ReviewTables } from './review-tables.ts';

/** While items are still written, columns are brought up to date at most so often, in milliseconds, and for a small part of the time only. */
const refreshInterval = 1000;
const refreshShare = 5;

/** Orders that a table offers at first sight, those that are wanted most first. Each takes up to half a second to make. */
const likelyOrders = ['name', 'size', 'modified', 'captured', 'path', 'mediaType', 'status', 'device', 'sha256'];
/** So long nothing was asked before one is made, in milliseconds: a question that comes meanwhile would have to wait. */
const quietTime = 250;

/** What the questions are answered from beside the database. */
export interface ItemQuerySetting {
  writer: ItemWriter;
  review: ReviewTables;
  clock: Clock;
  /** Null: nothing is kept beside the case. */
  cacheDirectory: string | null;
}

/** What is known of the items as they were when the columns were last brought up to date. */
export interface Standing {
  columns: ItemColumns;
  filters: FilterMarks;
  orders: ItemOrders;
  tags: TagMarks;
  /** Answers that were given, by their questions. */
  results: Map<string, Uint32Array>;
  facets: Map<string, FacetCounts[]>;
  folderSums: Uint32Array | null;
  observed(): Promise<ObservedItems>;
  /** No run is under way that could still change the items. */
  isSettled: boolean;
}

export class ItemStanding {
  private readonly connection: Connection;
  private readonly writer: ItemWriter;
  private readonly review: ReviewTables;
  private readonly clock: Clock;
  private readonly cache: ColumnCache;
  private standing: Standing | undefined;
  private preparing: Promise<Standing> | undefined;
  private nextRefresh = 0;
  private lastAsked = 0;

  /** `connection` should be one that only reads. */
  constructor(connection: Connection, { writer, review, clock, cacheDirectory }: ItemQuerySetting) {
    this.connection = connection;
    this.writer = writer;
    this.review = review;
    this.clock = clock;
    this.cache = new ColumnCache(cacheDirectory);
  }

  /** Whether the items were read yet. */
  get isThere(): boolean {
    return this.standing !== undefined;
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

  /**
   * Brings columns and tags up to the case.
   * @throws EngineError `cancelled` once the case is closed.
   */
  async get(): Promise<Standing> {
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
      await standing.orders.of(field);
    }
  }

  private async prepare(): Promise<Standing> {
    if (!this.connection.open) throw new EngineError('cancelled', 'The case was closed meanwhile.');
    const began = this.clock.monotonic();
    if (this.standing === undefined) {
      // From here on the writer notes what it changes, so that nothing is missed while the columns are read.
      this.writer.takeRewritten();
      const stamp = stampOf(this.connection);
      let columns = await this.cache.readColumns(stamp);
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
    let observed: Promise<ObservedItems> | undefined;
    let observedNow: ObservedItems | null = null;
    return {
      columns,
      tags,
      filters: new FilterMarks(this.connection, columns, tags, () => observedNow),
      orders: new ItemOrders(this.connection, columns, this.cache, stamp),
      results: new Map(),
      facets: new Map(),
      folderSums: null,
      observed: () => {
        observed ??= this.observedItems(stamp, columns.items).then((items) => {
          observedNow = items;
          return items;
        });
        return observed;
      },
      isSettled: stamp !== null,
    };
  }

  private async observedItems(stamp: string | null, items: number): Promise<ObservedItems> {
    const kept = await this.cache.readObserved(stamp);
    if (kept !== null) return kept;
    const observed = readObservedItems(this.connection);
    this.cache.keepObserved(stamp, items, observed);
    return observed;
  }
}
