/**
 * Known material: a made-up seized telephone, laptop and USB stick with the truth about every entry. The
 * same seed gives the same drive, byte for byte, times included.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EngineError } from '../model/error.ts';
import { planDrive } from './drive-plan.ts';
import { DriveWriter } from './drive-writer.ts';
import type { SampleSummary, TruthEntry } from './ground-truth.ts';
import { makePicturePool } from './picture-pool.ts';
import { RandomStream } from './random.ts';

export const defaultItems = 400;
export const defaultSeed = 'sabut';
/** 256 MiB. */
export const defaultSparseSize = 268_435_456;

export interface SampleRequest {
  /** Made by the generator, or empty. The truth goes beside it, into `<name>.truth.jsonl`. */
  directory: string;
  /** Entries that are not directories, about; at least the sixty odd ones are always made. */
  items?: number;
  seed?: string;
  /** Apparent size in bytes of the sparse file; 0 leaves it out. */
  sparseSize?: number;
  /** Called with the number of pictures drawn so far and in all, before the entries (about so many) are written. */
  onPicture?: (drawn: number, count: number, entries: number) => void;
  /** Called now and then with the number of entries written so far and in all. */
  onProgress?: (written: number, total: number) => void;
}

/** Where the truth about a drive stands. */
function truthFileOf(directory: string): string {
  const absolute = resolve(directory);
  return join(dirname(absolute), `${basename(absolute)}.truth.jsonl`);
}

/**
 * Writes the drive and its truth.
 * Throws `conflict` where the directory holds something already: evidence is never written over.
 */
export async function generateSampleDrive(request: SampleRequest): Promise<SampleSummary> {
  const { items = defaultItems, seed = defaultSeed, sparseSize = defaultSparseSize, onPicture, onProgress } = request;
  const directory = resolve(request.directory);
  if (existsSync(directory) && readdirSync(directory).length > 0) {
    throw new EngineError('conflict', `${directory} is not empty; nothing was written. Name a directory that does not exist yet.`, {
      reason: 'folder-not-empty',
      place: directory,
    });
  }
  mkdirSync(directory, { recursive: true });
  const random = new RandomStream(seed);
  const pool = await makePicturePool(random.fork('pictures'), items, (drawn, count) => onPicture?.(drawn, count, items));
  const plan = planDrive(random, pool, items, sparseSize);
  const writer = new DriveWriter(directory);
  let written = 0;
  for (const entry of plan.entries) {
    writer.write(entry);
    written += 1;
    if (written % 50 !== 0) continue;
    onProgress?.(written, plan.total);
    await setImmediate();
  }
  const truth = writer.finish();
  const truthFile = truthFileOf(directory);
  writeFileSync(truthFile, truth.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  onProgress?.(plan.total, plan.total);
  return { directory, truthFile, seed, ...countKinds(truth), leftOut: [...plan.leftOut, ...writer.leftOut] };
}

function countKinds(truth: readonly TruthEntry[]): Pick<SampleSummary, 'files' | 'directories' | 'symlinks' | 'specials' | 'bytes'> {
  const count = (kind: TruthEntry['kind']): number => truth.filter((entry) => entry.kind === kind).length;
  return {
    files: count('file'),
    directories: count('directory'),
    symlinks: count('symlink'),
    specials: count('special'),
    bytes: truth.reduce((sum, entry) => sum + (entry.size ?? 0), 0),
  };
}
