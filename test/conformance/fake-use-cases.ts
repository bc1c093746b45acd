/** Use cases that answer from nothing, to show what channels and dispatcher do by themselves. */
import type { EventName, EventPayload } from '../../src/contract/engine-api.ts';
import type { Progress } from '../../src/contract/schemas.ts';
import type { EngineEventSource, UseCases } from '../../src/contract/use-cases.ts';
import { EngineError } from '../../src/model/error.ts';

export const progressAt = (items: number): Progress => ({
  phase: 'processing',
  items,
  totalItems: 10,
  bytes: items * 1000,
  totalBytes: null,
  rate: 12.5,
  remaining: null,
  path: 'تصاویر/\u202Egpj.exe',
  failures: 0,
  state: 'running',
});

export const run = (workers: number) => ({
  id: 1,
  profile: 'quick' as const,
  state: 'complete' as const,
  startedAt: '2024-05-01T00:00:00.000Z',
  endedAt: null,
  workers,
  isolation: 'none',
  tools: {},
  sources: [],
});

export interface FakeEngine extends EngineEventSource {
  useCases: UseCases;
  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void;
  /** What happened, in order: `notes.save by Ayesha`, `run.start aborted`. */
  readonly log: string[];
  /** Lets a `run.start` that waits go on. */
  release(): void;
  listeners(): number;
}

/** A pooled buffer: a window into memory that holds other things. */
export function pooledBytes(length: number): Uint8Array<ArrayBuffer> {
  const pool = new Uint8Array(length + 64).fill(0xee);
  const window = pool.subarray(32, 32 + length);
  for (let index = 0; index < length; index += 1) window[index] = index % 251;
  return window;
}

export function createFakeEngine(): FakeEngine {
  const log: string[] = [];
  const listeners = new Map<string, Set<(payload: never) => void>>();
  let notes = '';
  let settings: Record<string, string> = {};
  let release = Promise.withResolvers<void>();

  const useCases: Partial<UseCases> = {
    'notes.get': async () => ({ text: notes }),
    'notes.save': async ({ text }, { examiner }) => {
      log.push(`notes.save by ${examiner}`);
      notes = text;
      return {};
    },
    'settings.get': async () => ({ settings }),
    'settings.save': async (input) => {
      ({ settings } = input);
      return {};
    },
    'items.bytes': async ({ offset, length }) => ({ bytes: pooledBytes(length), size: offset + length, changed: false }),
    'items.text': async ({ length }) => ({ text: 'ث'.repeat(length), charset: 'utf-8', size: length, next: null }),
    'items.find': (_input, { signal }) =>
      new Promise((resolve) => {
        log.push('items.find began');
        // Never looks at its signal before it is done: the dispatcher must give it up.
        setTimeout(() => resolve({ offset: 7 }), 3000).unref();
        signal.addEventListener('abort', () => log.push('items.find aborted'));
      }),
    'items.digest': async () => {
      throw new EngineError('source-changed', 'The evidence is no longer as it was hashed.', { item: 'abc', offset: 12, again: true });
    },
    'case.current': async () => {
      throw new TypeError('unforeseen');
    },
    'tags.list': async () => ({ tags: 'not a list' }) as never,
    'searches.list': async () => ({ searches: [], when: new Date(0) }) as never,
    'run.start': async ({ workers = 1, evidence }, { onProgress, signal }) => {
      for (let items = 1; items <= 3; items += 1) onProgress(progressAt(items));
      if (evidence[0] !== 'wait') return run(workers);
      log.push('run.start waits');
      const aborted = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => aborted.resolve());
      await Promise.race([release.promise, aborted.promise]);
      log.push(signal.aborted ? 'run.start aborted' : 'run.start done');
      signal.throwIfAborted();
      return run(workers);
    },
  };

  return {
    log,
    useCases: new Proxy(useCases as UseCases, {
      get: (known, name: keyof UseCases) =>
        known[name] ??
        (() => {
          throw new EngineError('unsupported', `The fake engine has no ${name}.`);
        }),
    }),
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as (payload: never) => void);
      return () => set.delete(listener as (payload: never) => void);
    },
    emit(name, payload) {
      for (const listener of listeners.get(name) ?? []) listener(payload as never);
    },
    release() {
      release.resolve();
      release = Promise.withResolvers<void>();
    },
    listeners: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
  };
}
