/** Runs that were asked for: one goes on, the others wait for it. */
import { create } from 'zustand';
import type { CallInput } from '../../../contract/engine-api.ts';
import { toErrorRecord } from '../../../model/error.ts';
import type { EngineLink } from '../../app/engine-link.ts';
import { notifyError } from '../../ui/notices-store.ts';

export type RunWish = Required<Pick<CallInput<'run.start'>, 'evidence' | 'profile' | 'crossFileSystems'>>;

interface RunQueueState {
  waiting: (RunWish & { key: number })[];
  /** Cancels the run that this page started; null when there is none. */
  cancel: (() => void) | null;
}

export const useRunQueue = create<RunQueueState>(() => ({ waiting: [], cancel: null }));

let nextKey = 1;

/** Carries a run through to its end; whoever cancels it does so through the queue's state. */
async function carryOut(link: EngineLink, start: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const abort = new AbortController();
  useRunQueue.setState({ cancel: () => abort.abort() });
  try {
    await start(abort.signal);
  } catch (thrown) {
    const error = toErrorRecord(thrown);
    // A broken connection tells by itself, and the run goes on behind it.
    if (error.code !== 'cancelled' && error.details['reason'] !== 'connection-closed') notifyError(error);
  } finally {
    useRunQueue.setState({ cancel: null });
    void startNext(link);
  }
}

/** Starts the first that waits, unless something is under way or was left unfinished: whoever paused a run does not want the next one. */
export async function startNext(link: EngineLink): Promise<void> {
  if (useRunQueue.getState().cancel !== null) return;
  const [next, ...rest] = useRunQueue.getState().waiting;
  if (next === undefined || (await link.call('run.state', {})) !== null) return;
  if ((await link.call('case.current', {}))?.unfinished === true) return;
  if (useRunQueue.getState().cancel !== null) return;
  useRunQueue.setState({ waiting: rest });
  const { key: _key, ...wish } = next;
  await carryOut(link, (signal) => link.call('run.start', wish, { signal }));
}

/** Puts a run at the end of the queue, and starts it when nothing is under way. */
export function queueRun(link: EngineLink, wish: RunWish): void {
  useRunQueue.setState(({ waiting }) => ({ waiting: [...waiting, { ...wish, key: nextKey++ }] }));
  startNext(link).catch((thrown) => notifyError(toErrorRecord(thrown)));
}

/** Takes a run out of the queue before it began. */
export function unqueueRun(key: number): void {
  useRunQueue.setState(({ waiting }) => ({ waiting: waiting.filter((wish) => wish.key !== key) }));
}

/** Goes on with a run that was paused, cancelled or interrupted. */
export function resumeRun(link: EngineLink): void {
  void carryOut(link, (signal) => link.call('run.resume', {}, { signal }));
}
