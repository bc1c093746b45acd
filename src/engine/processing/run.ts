/**
 * A processing run: lists the sources, hands items to workers, writes what comes back, until every item has an outcome
 * for every step. Listing, reading and writing go on side by side; the case on disk is the only queue, so a run that
 * ends at any point goes on from there.
 */
import type { Progress } from '../../contract/schemas.ts';
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import { keepsInodes } from '../../model/medium.ts';
import { statusOf } from '../../model/outcome.ts';
import type { Configuration, ItemResult, SpawnWorker } from '../../model/processing.ts';
import type { Profile } from '../../model/profile.ts';
import type { SourceRecord } from '../../storage/case-tables.ts';
import { type PendingItem, PendingItems } from '../../storage/pending.ts';
import type { CaseSession } from '../case/case-session.ts';
import { judge, type Repeat } from './casualties.ts';
import { copyHardLinks } from './hard-links.ts';
import { type ListingSlice, SourceListing } from './listing.ts';
import { ProgressMeter } from './progress-meter.ts';
import { Recorder } from './recorder.ts';
import { type PresentSource, SourceWatch } from './source-watch.ts';
import { type Casualty, type Deadline, WorkerPool } from './worker-pool.ts';

export interface RunOptions {
  runId: number;
  profile: Profile;
  /** Extractor ids that run, sorted. */
  extractors: readonly string[];
  workers: number;
  spawnWorker: SpawnWorker;
  deadline: Deadline;
  /** Test extractors in place of the registry. */
  registry?: string | undefined;
  examiner: string;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
  onIsolation: (isolation: string) => void;
}

export type RunEnd = 'complete' | 'paused' | 'cancelled';

/** A batch for a worker ends at so many items or bytes. */
const batchItems = { quick: 64, extracting: 24 };
const batchBytes = 16 * 1024 * 1024;
/** Results are written at the latest after so many or so many milliseconds. */
const writeCount = 500;
const writeInterval = 400;
const listingLimit = 1000;
const listingSlice = 15;
const fetchLimit = 4000;
/** How often the sources are looked at while a run goes on, and how long workers may finish what they have of one that is gone. */
const watchInterval = 1000;
const partingTime = 1500;
const progressInterval = 200;

export class ProcessingRun {
  private readonly session: CaseSession;
  private readonly options: RunOptions;
  private readonly pending: PendingItems;
  private readonly recorder: Recorder;
  private readonly meter = new ProgressMeter();
  private readonly clock: () => number;
  private pool: WorkerPool | undefined;
  private queue: PendingItem[] = [];
  private readonly repeats: Repeat[] = [];
  /** Items at workers or in the queue, by key: the database still calls them pending. */
  private readonly claimed = new Map<number, PendingItem>();
  private results: ItemResult[] = [];
  private slices: ListingSlice[] = [];
  private listedSources: number[] = [];
  private listings: SourceListing[] = [];
  private lastWrite = 0;
  private lastProgress = 0;
  private batchNumber = 0;
  private exhausted = false;
  private pausing = false;
  private fault: unknown;
  private unavailable: EngineError | undefined;
  private unavailableSince = 0;
  private lastWatch = Number.NEGATIVE_INFINITY;
  private readonly watch: SourceWatch;
  private wake: (() => void) | undefined;

  constructor(session: CaseSession, options: RunOptions) {
    this.session = session;
    this.options = options;
    this.pending = new PendingItems(session.connection);
    this.recorder = new Recorder(session, options.runId, options.examiner);
    this.clock = () => session.setting.clock.monotonic();
    this.watch = new SourceWatch(session.tables.sourceRecords(), (source) => this.isLeft(source));
  }

  /** Stops handing out items; what is under way is finished and written. */
  pause(): void {
    this.pausing = true;
    this.meter.state = 'paused';
    this.stir();
  }

  /** The figures of this moment. */
  progress(): Progress {
    return this.meter.read(this.clock());
  }

  /**
   * Runs to the end, to a pause or to a cancellation.
   * @throws EngineError `source-unavailable` (the run can be resumed), `storage-full`, or what else stopped it; all that was reported as done is on disk.
   */
  async execute(): Promise<RunEnd> {
    this.listings = this.watch.present
      .filter(({ source }) => !source.listed)
      .map(({ source, root }) => new SourceListing(source, root, this.options.extractors, this.session.setting.clock.now()));
    const onAbort = () => this.stir();
    this.options.signal.addEventListener('abort', onAbort);
    this.lastWrite = this.clock();
    try {
      this.pool = this.startPool();
      const end = await this.loop();
      if (end !== 'complete') return end;
      this.meter.phase = 'finishing';
      copyHardLinks(this.session, this.pending, this.recorder);
      if (this.watch.missing !== undefined) throw this.watch.missing;
      return 'complete';
    } finally {
      this.options.signal.removeEventListener('abort', onAbort);
      this.pool?.stop();
    }
  }

  private startPool(): WorkerPool {
    const { profile, extractors, registry, workers, spawnWorker, deadline } = this.options;
    const configuration: Configuration = {
      type: 'configure',
      digests: profile.digests,
      extractors,
      thorough: profile.extract,
      ...(registry === undefined ? {} : { registry }),
      roots: this.watch.roots(),
    };
    return new WorkerPool({
      count: workers,
      spawn: spawnWorker,
      configuration,
      clock: this.session.setting.clock,
      deadline,
      events: {
        onResults: (results) => this.take(results),
        onCasualty: (casualty) => this.bury(casualty),
        onSourceUnavailable: (source, key, code) => this.lose(source, key, code),
        onIdle: () => this.stir(),
        onIsolation: this.options.onIsolation,
        onFault: (error) => this.fail(error),
      },
    });
  }

  /** `complete` once nothing is left to do of the sources that are here. */
  private async loop(): Promise<RunEnd> {
    for (;;) {
      if (this.fault !== undefined) throw this.fault;
      if (this.options.signal.aborted) {
        this.write();
        return 'cancelled';
      }
      this.watchSources();
      const stopping = this.pausing || this.unavailable !== undefined;
      if (!stopping) this.list();
      if (this.writeIsDue()) this.write();
      if (!stopping) this.feed();
      this.report();
      if (!(this.pool as WorkerPool).isBusy() || this.isPartingOver()) {
        if (stopping) {
          this.write();
          if (this.unavailable === undefined) return 'paused';
          if (!this.isAllRead()) throw this.unavailable;
          // What workers had in their hands was the last of it.
          return 'complete';
        }
        if (this.listings.length === 0 && this.repeats.length === 0 && this.queue.length === 0) {
          this.write();
          this.fetch();
          if (this.queue.length === 0 && this.unavailable === undefined) return 'complete';
          continue;
        }
      }
      await this.rest();
    }
  }

  private list(): void {
    const listing = this.listings[0];
    if (listing === undefined) return;
    try {
      const slice = listing.next(listingLimit, this.clock, this.clock() + listingSlice);
      if (slice.items.length + slice.faults.length > 0) this.slices.push(slice);
      this.exhausted = false;
      if (!slice.done) return;
      this.listedSources.push(listing.source.id);
      this.listings.shift();
      if (this.listings.length === 0) this.write();
    } catch (thrown) {
      if (!(thrown instanceof EngineError) || thrown.code !== 'source-unavailable') throw thrown;
      this.miss(thrown);
    }
  }

  /** Notices a source that was pulled out while workers are busy with what they have in memory, or with a long read. */
  private watchSources(): void {
    const now = this.clock();
    if (this.unavailable !== undefined || now - this.lastWatch < watchInterval) return;
    this.lastWatch = now;
    for (const { source } of this.watch.present) {
      const fault = this.watch.faultOf(source.id);
      if (fault === null) continue;
      // One of which all has been read may be put back into its bag.
      if (this.isNeeded(source.id)) this.miss(fault);
      else this.watch.forget(source.id);
    }
  }

  private isNeeded(id: number): boolean {
    const unlisted = this.listings.some(({ source }) => source.id === id) || this.listedSources.includes(id);
    return unlisted || this.slices.some(({ source }) => source === id) || this.pending.hasOf(id);
  }

  /** Whether something of a source is still to be done, by what the case holds. */
  private isLeft({ id, listed }: SourceRecord): boolean {
    return !listed || this.pending.hasOf(id);
  }

  /** Whether nothing is left to do of the sources that were here. */
  private isAllRead(): boolean {
    const here = new Set(this.watch.present.map(({ source }) => source.id));
    return !this.session.tables.sourceRecords().some((source) => here.has(source.id) && this.isLeft(source));
  }

  /** Whether a source is what it was at the start, looked at thoroughly; the run stops where it is not. */
  private isHere(source: number): boolean {
    const fault = this.watch.faultOf(source);
    if (fault !== null) this.miss(fault);
    return fault === null;
  }

  private miss(unavailable: EngineError): void {
    if (this.unavailable !== undefined) return;
    this.unavailable = unavailable;
    this.unavailableSince = this.clock();
    this.meter.state = 'waiting-for-source';
  }

  /** What workers still hold of a source that is gone stays pending; nobody waits for a parser's deadline with a cable in hand. */
  private isPartingOver(): boolean {
    return this.unavailable !== undefined && this.clock() - this.unavailableSince > partingTime;
  }

  private writeIsDue(): boolean {
    const listed = this.slices.reduce((sum, slice) => sum + slice.items.length, 0);
    if (listed >= listingLimit || this.results.length >= writeCount) return true;
    // Workers must not wait for the first slice of a listing to fill up.
    if (listed > 0 && this.queue.length === 0 && (this.pool as WorkerPool).hasRoom()) return true;
    return (listed > 0 || this.results.length > 0) && this.clock() - this.lastWrite > writeInterval;
  }

  private write(): void {
    this.lastWrite = this.clock();
    if (this.slices.length === 0 && this.results.length === 0 && this.listedSources.length === 0) return;
    const results = this.results;
    this.results = [];
    // What was listed of a medium that is another one by now is no evidence of this source; it is listed again when the right one is back.
    const listed = new Set([...this.slices.map(({ source }) => source), ...this.listedSources].filter((source) => this.isHere(source)));
    this.recorder.record(
      this.slices.filter(({ source }) => listed.has(source)),
      this.listedSources.filter((source) => listed.has(source)),
      results,
    );
    this.slices = [];
    this.listedSources = [];
    for (const { key } of results) this.claimed.delete(key);
    if (this.listings.length === 0 && this.meter.totalItems === null) {
      // What was counted as done is in the rows by now, so that nothing is counted twice.
      const left = this.pending.totalsLeft();
      this.meter.totalItems = this.meter.items + left.items;
      this.meter.totalBytes = this.meter.bytes + left.bytes;
      this.meter.phase = 'processing';
    }
  }

  private feed(): void {
    const pool = this.pool as WorkerPool;
    while (pool.hasRoom()) {
      const repeat = this.repeats.shift();
      if (repeat !== undefined) {
        this.batchNumber += 1;
        pool.assign({
          type: 'work',
          batch: this.batchNumber,
          items: [repeat.item],
          alone: true,
          ...(repeat.give === undefined ? {} : { give: repeat.give }),
        });
        continue;
      }
      if (this.queue.length === 0) this.fetch();
      const items = this.nextBatch();
      if (items.length === 0) return;
      this.batchNumber += 1;
      this.meter.path = displayRawName(Buffer.from((items[0] as PendingItem).path, 'latin1')).text;
      pool.assign({ type: 'work', batch: this.batchNumber, items, alone: false });
    }
  }

  /** Takes the next items from the case; called when the queue is empty. */
  private fetch(): void {
    if (this.exhausted) return;
    const rows = this.pending.next(
      this.watch.present.map(({ source }) => source.id),
      fetchLimit,
    );
    for (const row of rows) {
      if (this.claimed.has(row.key)) continue;
      const { found } = this.watch.get(row.source) as PresentSource;
      const item = keepsInodes(found.fileSystem) ? row : { ...row, listed: { ...row.listed, inode: null } };
      this.claimed.set(row.key, item);
      this.queue.push(item);
    }
    if (this.queue.length === 0 && this.listings.length === 0 && this.results.length === 0 && rows.length < fetchLimit)
      this.exhausted = true;
  }

  private nextBatch(): PendingItem[] {
    const limit = this.options.extractors.length > 0 ? batchItems.extracting : batchItems.quick;
    let bytes = 0;
    let count = 0;
    for (const { listed } of this.queue) {
      bytes += listed.size;
      if (count === limit || (count > 0 && bytes > batchBytes)) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  private take(results: ItemResult[]): void {
    for (const result of results) {
      const source = this.claimed.get(result.key)?.source;
      if (source !== undefined && isSuspect(result) && !this.isHere(source)) {
        // It says nothing of the evidence, and stays to be read.
        this.claimed.delete(result.key);
        continue;
      }
      this.results.push(result);
      this.meter.items += 1;
      this.meter.bytes += result.size;
      if (Object.values(result.outcomes).some((outcome) => ['failed', 'timed-out'].includes(statusOf(outcome)))) this.meter.failures += 1;
    }
    if (this.results.length >= writeCount) this.stir();
  }

  private bury(casualty: Casualty): void {
    const { innocent, repeats, results } = judge(casualty, this.options.extractors);
    this.queue.unshift(...innocent.flatMap(({ key }) => this.claimed.get(key) ?? []));
    this.repeats.push(...repeats);
    this.take(results);
    this.stir();
  }

  private lose(source: number, key: number, code: string): void {
    this.claimed.delete(key);
    this.miss(this.watch.faultOf(source, code) as EngineError);
    this.stir();
  }

  private fail(error: unknown): void {
    this.fault ??= error;
    this.stir();
  }

  private report(): void {
    const now = this.clock();
    if (now - this.lastProgress < progressInterval) return;
    this.lastProgress = now;
    this.options.onProgress(this.meter.read(now));
  }

  private stir(): void {
    this.wake?.();
  }

  /** Waits for something to do: at once while listing goes on, else until a worker speaks or a write falls due. */
  private rest(): Promise<void> {
    return new Promise((resolve) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const go = () => {
        this.wake = undefined;
        clearTimeout(timer);
        resolve();
      };
      this.wake = go;
      if (this.listings.length > 0 && !this.pausing && this.unavailable === undefined) setImmediate(go);
      else timer = setTimeout(go, Math.min(writeInterval, progressInterval));
    });
  }
}

/** Whether a result may be that of another medium at the same path: it does not fit what was listed. */
function isSuspect({ outcomes, observations }: ItemResult): boolean {
  return outcomes['read'] === 'failed' || observations.some(({ code }) => code === 'changed-since-listing');
}
