/**
 * Worker processes and what each is at. A worker that dies or overstays is replaced; whoever gave it work learns what
 * it was doing, so that the item at fault can be told from its neighbours.
 */
import type { Clock } from '../../model/clock.ts';
import { EngineError } from '../../model/error.ts';
import {
  announcedSize,
  type Configuration,
  type FromWorker,
  type ItemResult,
  type SpawnWorker,
  type Work,
  type WorkerProcess,
  type WorkItem,
} from '../../model/processing.ts';

/** A batch as it was handed to a worker. */
export interface Assignment {
  work: Work;
  /** Items without a result so far, by key. */
  open: Map<number, WorkItem>;
}

/** What a worker left behind when it ended before its work did. */
export interface Casualty {
  reason: 'failed' | 'timed-out';
  /** How the process ended: exit code or signal. */
  description: string;
  assignments: Assignment[];
  /** The step that was under way, where the worker had said so. */
  step: { key: number; step: string; hashed: ItemResult | null } | null;
}

export interface Deadline {
  /** Milliseconds for any item. */
  base: number;
  /** Milliseconds more for each megabyte. */
  perMegabyte: number;
}

export interface PoolEvents {
  onResults(results: ItemResult[]): void;
  onCasualty(casualty: Casualty): void;
  onSourceUnavailable(source: number, key: number, code: string): void;
  /** A worker can take more. */
  onIdle(): void;
  onIsolation(isolation: string): void;
  onFault(error: EngineError): void;
}

/** Batches under way at one worker: one that it works on, one that waits, so that it never stands idle. */
const depth = 2;
/** Milliseconds between two looks at the deadlines. */
const watchInterval = 250;
/** Milliseconds in which a process must have started: that a machine is busy is no parser's fault. */
const startLimit = 60_000;

interface Slot {
  process: WorkerProcess;
  /** How many rounds of failed starts there had been when it was started. */
  round: number;
  ready: boolean;
  assignments: Assignment[];
  step: Casualty['step'];
  /** The item that it said it is at, with its bytes; null while it is at short ones, of which it does not say. */
  current: { key: number; size: number } | null;
  /** Since when it is at that item, or when it last spoke of any, on the monotonic clock. */
  since: number;
  timedOut: boolean;
}

export class WorkerPool {
  private readonly slots: Slot[] = [];
  private readonly spawn: SpawnWorker;
  private readonly configuration: Configuration;
  private readonly clock: Clock;
  private readonly deadline: Deadline;
  private readonly events: PoolEvents;
  private readonly watch: ReturnType<typeof setInterval>;
  private stopped = false;
  private confined = true;
  private failedStarts = 0;
  private round = 0;
  private lastCheck: number;

  constructor(options: {
    count: number;
    spawn: SpawnWorker;
    configuration: Configuration;
    clock: Clock;
    deadline: Deadline;
    events: PoolEvents;
  }) {
    this.spawn = options.spawn;
    this.configuration = options.configuration;
    this.clock = options.clock;
    this.deadline = options.deadline;
    this.events = options.events;
    for (let index = 0; index < options.count; index += 1) this.start();
    this.lastCheck = this.clock.monotonic();
    this.watch = setInterval(() => this.checkDeadlines(), watchInterval);
  }

  private start(): void {
    const slot: Slot = {
      process: this.spawn({ confined: this.confined }),
      round: this.round,
      ready: false,
      assignments: [],
      step: null,
      current: null,
      since: this.clock.monotonic(),
      timedOut: false,
    };
    this.slots.push(slot);
    slot.process.onMessage((message) => this.take(slot, message));
    slot.process.onExit((description) => this.bury(slot, description));
    slot.process.post(this.configuration);
  }

  private take(slot: Slot, message: FromWorker): void {
    if (this.stopped) return;
    switch (message.type) {
      case 'ready':
        slot.ready = true;
        this.renew(slot, null);
        this.failedStarts = 0;
        this.events.onIsolation(slot.process.isolation);
        this.events.onIdle();
        break;
      case 'step':
        slot.step = { key: message.key, step: message.step, hashed: message.hashed };
        // The time is the item's: its further steps have what is left of it.
        if (slot.current?.key !== message.key) this.renew(slot, { key: message.key, size: shortSize(slot, message.key) });
        break;
      case 'opened':
        if (slot.current?.key === message.key) slot.current.size = message.size;
        else this.renew(slot, { key: message.key, size: message.size });
        break;
      case 'results':
        for (const { key } of message.results) settle(slot, key);
        this.renew(slot, null);
        this.events.onResults(message.results);
        break;
      case 'source-unavailable':
        settle(slot, message.key);
        this.renew(slot, null);
        this.events.onSourceUnavailable(message.source, message.key, message.code);
        break;
      case 'batch-done':
        slot.assignments = slot.assignments.filter(({ work }) => work.batch !== message.batch);
        this.renew(slot, null);
        this.events.onIdle();
        break;
    }
  }

  private renew(slot: Slot, current: Slot['current']): void {
    slot.current = current;
    slot.since = this.clock.monotonic();
  }

  /** Milliseconds that the item has which a worker is at now. */
  private timeFor(slot: Slot): number {
    const { base, perMegabyte } = this.deadline;
    return base + (perMegabyte * (slot.current?.size ?? announcedSize)) / 1_000_000;
  }

  private bury(slot: Slot, description: string): void {
    const index = this.slots.indexOf(slot);
    if (index < 0) return;
    this.slots.splice(index, 1);
    if (this.stopped) return;
    if (!slot.ready && !this.retryStart(slot, description)) return;
    this.start();
    const assignments = slot.assignments.filter(({ open }) => open.size > 0);
    if (assignments.length > 0)
      this.events.onCasualty({ reason: slot.timedOut ? 'timed-out' : 'failed', description, assignments, step: slot.step });
    this.events.onIdle();
  }

  /** A worker that never became ready: confinement may not work here, so it is tried without before giving up. */
  private retryStart(slot: Slot, description: string): boolean {
    // Workers that were started together and are struck together have failed once, not each by itself.
    if (slot.round < this.round) return true;
    this.round += 1;
    this.failedStarts += 1;
    // A signal from outside says nothing of confinement, unless it strikes every start.
    if (this.confined && (description.startsWith('exit') || this.failedStarts >= 3)) {
      this.confined = false;
      this.failedStarts = 0;
      return true;
    }
    if (this.failedStarts < 3) return true;
    this.events.onFault(
      new EngineError(
        'internal',
        `Worker processes cannot be started (${description}). Nothing was lost. Run sabut self-test and report what it prints.`,
        { reason: 'processes-do-not-start' },
      ),
    );
    return false;
  }

  private checkDeadlines(): void {
    const now = this.clock.monotonic();
    // While the engine itself was busy, in a long transaction perhaps, it heard nobody: that time is not the workers'.
    const deaf = now - this.lastCheck - watchInterval;
    this.lastCheck = now;
    if (deaf > watchInterval) for (const slot of this.slots) slot.since += deaf;
    for (const slot of this.slots) {
      if (!slot.ready) {
        if (now - slot.since > startLimit) slot.process.kill();
      } else if (slot.assignments.length > 0 && now - slot.since > this.timeFor(slot)) {
        slot.timedOut = true;
        slot.process.kill();
      }
    }
  }

  /** Whether some worker can take a batch now. */
  hasRoom(): boolean {
    return this.slots.some((slot) => slot.ready && slot.assignments.length < depth);
  }

  /** Hands a batch to the least busy worker; call only where `hasRoom`. */
  assign(work: Work): void {
    let chosen: Slot | undefined;
    for (const slot of this.slots)
      if (slot.ready && slot.assignments.length < depth && (chosen === undefined || slot.assignments.length < chosen.assignments.length))
        chosen = slot;
    if (chosen === undefined) throw new EngineError('internal', 'A batch was assigned although no worker had room.');
    if (chosen.assignments.length === 0) {
      this.renew(chosen, null);
      chosen.step = null;
    }
    chosen.assignments.push({ work, open: new Map(work.items.map((item) => [item.key, item])) });
    chosen.process.post(work);
  }

  /** True while any item is at a worker. */
  isBusy(): boolean {
    return this.slots.some((slot) => slot.assignments.length > 0);
  }

  /** Ends all workers at once; what they were at is forgotten. */
  stop(): void {
    this.stopped = true;
    clearInterval(this.watch);
    for (const slot of this.slots) slot.process.kill();
  }
}

/** Bytes of an item that was not announced as a long one: as listed, unless it has shrunk since. */
function shortSize(slot: Slot, key: number): number {
  for (const { open } of slot.assignments) {
    const item = open.get(key);
    if (item !== undefined) return Math.min(item.listed.size, announcedSize);
  }
  return announcedSize;
}

function settle(slot: Slot, key: number): void {
  for (const assignment of slot.assignments) assignment.open.delete(key);
  if (slot.step?.key === key) slot.step = null;
}
