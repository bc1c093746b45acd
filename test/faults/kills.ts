/** Kills that strike the product while it works: when, and what is asserted after each. */
import { existsSync, rmSync } from 'node:fs';
import type { RandomStream } from '../../src/sample/random.ts';
import { type Answer, acknowledged, descendantsOf, isAlive, type Workbench, waitFor } from './workbench.ts';

/** A moment of a run: so many milliseconds after its start, or after the log has grown by so many entries. */
export interface Moment {
  entries: number;
  milliseconds: number;
}

/** Moments over the whole of a run: its start-up, its listing, each of its commits, and its end. `length` is how long one takes. */
export function drawMoment(random: RandomStream, length: number, entries: number): Moment {
  return random.chance(0.4)
    ? { entries: 0, milliseconds: random.integer(0, Math.round(length)) }
    : { entries: random.integer(1, entries), milliseconds: random.integer(0, 60) };
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}

/** How a run that was to be killed came out. */
export interface Struck extends Answer {
  killed: boolean;
  /** Processes of the run that were still there two seconds after the kill. */
  survivors: number[];
}

/** Starts the command line and kills it at a moment, unless it ends before. */
export async function strikeEngine(
  bench: Workbench,
  directory: string,
  words: readonly string[],
  moment: Moment,
  zone: string,
): Promise<Struck> {
  const before = countLines(acknowledged(directory));
  const { child, ended } = bench.start(words, { TZ: zone });
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const engine = child.pid as number;
  if (moment.entries > 0) await waitFor(() => over || countLines(acknowledged(directory)) >= before + moment.entries, 60_000);
  await new Promise((resolve) => setTimeout(resolve, moment.milliseconds));
  const family = descendantsOf(engine);
  child.kill('SIGKILL');
  const answer = await ended;
  const killed = answer.signal === 'SIGKILL';
  await waitFor(() => !family.some(isAlive), 2000);
  return { ...answer, killed, survivors: family.filter(isAlive) };
}

/** What to run next on a case whose run was killed, as its examiner would: resume it, or begin anew where nothing was begun. */
export function nextWords(bench: Workbench, directory: string, drive: string, workers: number): string[] {
  const log = acknowledged(directory);
  const options = ['--quiet', '--workers', String(workers)];
  if (log.includes('"action":"run-started"')) return ['ingest', directory, '--resume', ...options];
  if (log !== '') return ['ingest', directory, drive, ...options];
  // Killed while the case was being made. It must say so, or open as the empty case that it is.
  if (existsSync(directory)) {
    const { status, errors } = bench.sabut(['case', 'info', directory]);
    if (status === 0) return ['ingest', directory, drive, ...options];
    if (status !== 1 || !/cut short|is not a case directory/.test(errors)) throw new Error(`A half-made case says: ${errors}`);
    rmSync(directory, { recursive: true });
  }
  return ['triage', drive, '--case', directory, ...options];
}
