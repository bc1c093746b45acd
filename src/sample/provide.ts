/** Provides the sample drive at a place: as it was made earlier, or made anew and whole. What is interrupted leaves nothing. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { EngineError } from '../model/error.ts';
import { generateSampleDrive } from './generate.ts';
import type { SampleSummary } from './ground-truth.ts';

export interface ProvideRequest {
  /** Where the drive is to be; absolute. Its truth goes beside it. */
  path: string;
  signal: AbortSignal;
  /** Called with what was made so far and in all: pictures, then entries. */
  onProgress?: (done: number, total: number) => void;
  /** What to do instead where the place is taken or cannot be written, as a sentence. */
  remedy: string;
}

/** Where the truth about a drive stands. */
export function truthOf(drive: string): string {
  return `${drive}.truth.jsonl`;
}

/**
 * Gives the drive's summary when it was made now, null when it was there.
 * @throws EngineError `conflict` where something else has its name, `cancelled`, `storage-full`, `unsupported` where nothing can be written.
 */
export async function provideSampleDrive({ path, signal, onProgress, remedy }: ProvideRequest): Promise<SampleSummary | null> {
  if (existsSync(path)) {
    if (!existsSync(truthOf(path)))
      throw new EngineError('conflict', `${path} is not a sample drive of Sabut, as its truth file is not beside it. ${remedy}`, {
        reason: 'sample-place-taken',
        place: path,
      });
    return null;
  }
  const working = join(dirname(path), `.${process.pid}-${basename(path)}.partial`);
  const goOn = (): void => {
    if (signal.aborted) throw new EngineError('cancelled', 'Stopped; nothing was left behind.');
  };
  let pictures = 0;
  try {
    mkdirSync(dirname(path), { recursive: true });
    removeAbandoned(path);
    const summary = await generateSampleDrive({
      directory: working,
      onPicture: (drawn, count, entries) => {
        goOn();
        pictures = count;
        onProgress?.(drawn, count + entries);
      },
      onProgress: (written, total) => {
        goOn();
        onProgress?.(pictures + written, pictures + total);
      },
    });
    // The truth first: a drive without it is taken for somebody else's.
    renameSync(summary.truthFile, truthOf(path));
    renameSync(working, path);
    return { ...summary, directory: path, truthFile: truthOf(path) };
  } catch (thrown) {
    for (const left of [working, truthOf(working), truthOf(path)]) rmSync(left, { recursive: true, force: true });
    if (thrown instanceof EngineError) throw thrown;
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOSPC')
      throw new EngineError(
        'storage-full',
        `The disk is full, so the sample drive was not made at ${path}. Free some space first.`,
        { reason: 'no-space-at', place: path },
        thrown,
      );
    throw new EngineError(
      'unsupported',
      `The sample drive cannot be made at ${path} (${code ?? (thrown as Error).message}). ${remedy}`,
      { reason: 'sample-not-made', place: path },
      thrown,
    );
  }
}

/** Removes what processes left behind that were killed while they made this drive. */
function removeAbandoned(path: string): void {
  for (const name of readdirSync(dirname(path))) {
    const maker = /^\.(\d+)-(.+)\.partial(?:\.truth\.jsonl)?$/.exec(name);
    if (maker === null || maker[2] !== basename(path) || isAlive(Number(maker[1]))) continue;
    rmSync(join(dirname(path), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
