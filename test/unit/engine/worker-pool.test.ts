/** The deadline is the item's: 60 s and 2 s a megabyte, whatever else lies in its batch. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { standardDeadline } from '../../../src/engine/processing/start-run.ts';
import { type Casualty, type PoolEvents, WorkerPool } from '../../../src/engine/processing/worker-pool.ts';
import type { FromWorker, ItemResult, Work, WorkItem } from '../../../src/model/processing.ts';

const megabyte = 1_000_000;

/** A worker that says what the test makes it say. */
class Puppet {
  readonly pid = 1;
  readonly isolation = 'process';
  killed = false;
  private listener: (message: FromWorker) => void = () => undefined;
  private exit: (description: string) => void = () => undefined;

  post(): void {
    // It is told what to do by the test alone.
  }
  onMessage(listener: (message: FromWorker) => void): void {
    this.listener = listener;
  }
  onExit(listener: (description: string) => void): void {
    this.exit = listener;
  }
  kill(): void {
    this.killed = true;
    this.exit('SIGKILL');
  }
  say(message: FromWorker): void {
    this.listener(message);
  }
  end(description: string): void {
    this.exit(description);
  }
}

function item(key: number, size: number): WorkItem {
  return { key, source: 1, path: `${key}`, name: `${key}`, extension: null, listed: { size, modified: null, changed: null, inode: null } };
}

function batch(number: number, ...items: WorkItem[]): Work {
  return { type: 'work', batch: number, items, alone: false };
}

const result = (key: number) => ({ key, outcomes: { read: 'done' } }) as unknown as ItemResult;

/** A pool of puppets, with each that it started and whether it was to be confined. */
function poolOf(count: number, heard: Partial<PoolEvents>) {
  const spawned: { puppet: Puppet; confined: boolean }[] = [];
  const pool = new WorkerPool({
    count,
    spawn: ({ confined }) => {
      const puppet = new Puppet();
      spawned.push({ puppet, confined });
      return puppet;
    },
    configuration: { type: 'configure', digests: [], extractors: [], thorough: false, roots: {} },
    clock: { now: () => Date.now(), monotonic: () => Date.now() },
    deadline: standardDeadline,
    events: {
      onResults: () => undefined,
      onCasualty: () => undefined,
      onSourceUnavailable: () => undefined,
      onIdle: () => undefined,
      onIsolation: () => undefined,
      onFault: (error) => {
        throw error;
      },
      ...heard,
    },
  });
  return { pool, spawned };
}

describe('a pool whose workers die before they are ready', () => {
  let faults: string[];
  const onFault: PoolEvents['onFault'] = ({ details }) => faults.push(String(details['reason']));
  beforeEach(() => {
    faults = [];
  });

  it('starts them again where all were struck at one moment, by whatever ending each tells of it', () => {
    const { pool, spawned } = poolOf(8, { onFault });
    const struck = [...spawned];
    for (const [index, { puppet }] of struck.entries()) puppet.end(index % 2 === 0 ? 'exit code 137' : 'SIGKILL');
    expect(faults).toEqual([]);
    expect(spawned).toHaveLength(16);
    for (const { puppet } of spawned.slice(8)) puppet.say({ type: 'ready' });
    expect(pool.hasRoom()).toBe(true);
    pool.stop();
  });

  it('tries without confinement, and gives up once every round of starts has failed', () => {
    const { pool, spawned } = poolOf(4, { onFault });
    for (let next = 0; next < spawned.length && next < 200; next += 1) (spawned[next] as { puppet: Puppet }).puppet.end('exit code 1');
    expect(faults[0]).toBe('processes-do-not-start');
    expect(spawned.length).toBeLessThan(40);
    expect(spawned.map(({ confined }) => confined)).toContain(false);
    pool.stop();
  });
});

describe('WorkerPool', () => {
  let spawned: { puppet: Puppet; confined: boolean }[];
  let casualties: Casualty[];
  let pool: WorkerPool;

  beforeEach(() => {
    vi.useFakeTimers();
    casualties = [];
    ({ pool, spawned } = poolOf(1, { onCasualty: (casualty) => casualties.push(casualty) }));
    first().say({ type: 'ready' });
  });
  afterEach(() => {
    pool.stop();
    vi.useRealTimers();
  });

  const first = () => spawned[0]?.puppet as Puppet;
  const seconds = (count: number) => vi.advanceTimersByTime(count * 1000);

  it('gives a small item no time for the large ones of its batch', () => {
    pool.assign(batch(1, item(1, 100), item(2, 15 * megabyte)));
    seconds(61);
    expect(first().killed).toBe(false);
    seconds(2);
    expect(first().killed).toBe(true);
    expect(casualties).toMatchObject([{ reason: 'timed-out' }]);
    expect([...(casualties[0]?.assignments[0]?.open.keys() ?? [])]).toEqual([1, 2]);
  });

  it('gives a large item its own time from when it is opened, by the size that it has then', () => {
    pool.assign(batch(1, item(1, 100), item(2, 2 * megabyte)));
    seconds(50);
    first().say({ type: 'results', results: [result(1)] });
    first().say({ type: 'opened', key: 2, size: 20 * megabyte });
    seconds(99);
    expect(first().killed).toBe(false);
    seconds(2);
    expect(first().killed).toBe(true);
    expect([...(casualties[0]?.assignments[0]?.open.keys() ?? [])]).toEqual([2]);
  });

  it('gives the next item its time anew, and what comes after a large one no more than its own', () => {
    pool.assign(batch(1, item(1, 20 * megabyte), item(2, 100)));
    first().say({ type: 'opened', key: 1, size: 20 * megabyte });
    seconds(90);
    first().say({ type: 'results', results: [result(1)] });
    seconds(61);
    expect(first().killed).toBe(false);
    seconds(2);
    expect(first().killed).toBe(true);
  });

  it('gives a small item its own time, not that of a megabyte, from when it is named', () => {
    pool.assign(batch(1, item(1, 100)));
    first().say({ type: 'step', key: 1, step: 'image/exif', hashed: null });
    seconds(59.9);
    expect(first().killed).toBe(false);
    seconds(0.6);
    expect(first().killed).toBe(true);
  });

  it('gives the steps of one item no more than the item has', () => {
    pool.assign({ ...batch(1, item(1, 100)), alone: true });
    first().say({ type: 'step', key: 1, step: 'read', hashed: null });
    seconds(40);
    first().say({ type: 'step', key: 1, step: 'identify', hashed: null });
    seconds(23);
    expect(first().killed).toBe(true);
    expect(casualties[0]?.step).toMatchObject({ key: 1, step: 'identify' });
  });

  it('never ends a worker that has nothing to do, and counts a waiting batch from its turn', () => {
    seconds(600);
    pool.assign(batch(1, item(1, 100)));
    pool.assign(batch(2, item(2, 100)));
    seconds(50);
    first().say({ type: 'results', results: [result(1)] });
    first().say({ type: 'batch-done', batch: 1 });
    seconds(50);
    expect(first().killed).toBe(false);
    first().say({ type: 'results', results: [result(2)] });
    first().say({ type: 'batch-done', batch: 2 });
    seconds(600);
    expect(first().killed).toBe(false);
  });
});
