/** Work that takes long: started once, shown in the status bar wherever the examiner goes, and cancelled from there. */
import { create } from 'zustand';
import type { CallInput, CallOutput, CallsOfKind } from '../../contract/engine-api.ts';
import type { Progress } from '../../contract/schemas.ts';
import { type ErrorRecord, toErrorRecord } from '../../model/error.ts';
import { notifyError } from '../ui/notices-store.ts';
import type { EngineLink } from './engine-link.ts';

export type JobName = Exclude<CallsOfKind<'job'>, 'run.start' | 'run.resume'>;

interface JobOf<Name extends JobName> {
  id: number;
  name: Name;
  state: 'running' | 'done' | 'failed' | 'cancelled';
  progress: Progress | null;
  result: CallOutput<Name> | null;
  error: ErrorRecord | null;
  cancel(): void;
}

export type Job = { [Name in JobName]: JobOf<Name> }[JobName];

export const useJobs = create<{ jobs: Job[] }>(() => ({ jobs: [] }));

let nextId = 1;

function update(id: number, change: Partial<Job>): void {
  useJobs.setState(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? ({ ...job, ...change } as Job) : job)) }));
}

/** Starts a job. A newer job of the same name takes the place of an older one that has ended. */
export async function startJob<Name extends JobName>(
  link: EngineLink,
  name: Name,
  input: CallInput<Name>,
): Promise<CallOutput<Name> | undefined> {
  const id = nextId++;
  const abort = new AbortController();
  const job = { id, name, state: 'running', progress: null, result: null, error: null, cancel: () => abort.abort() } as unknown as Job;
  useJobs.setState(({ jobs }) => ({ jobs: [...jobs.filter((other) => other.name !== name || other.state === 'running'), job] }));
  try {
    const result = await link.call(name, input, { signal: abort.signal, onProgress: (progress) => update(id, { progress }) });
    update(id, { state: 'done', result } as Partial<Job>);
    return result;
  } catch (thrown) {
    const error = toErrorRecord(thrown);
    update(id, { state: error.code === 'cancelled' ? 'cancelled' : 'failed', error });
    if (error.code !== 'cancelled') notifyError(error);
    return undefined;
  }
}

/** The newest job of a name, or undefined. */
export function useJob<Name extends JobName>(name: Name): JobOf<Name> | undefined {
  return useJobs((state) => state.jobs.findLast((job) => job.name === name)) as JobOf<Name> | undefined;
}

/** Forgets the jobs of a case that was closed. */
export function forgetJobs(): void {
  useJobs.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.state === 'running') }));
}
