/** Writes a set of files so that either all of them are there or none: they grow beside their place and move in at the end. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EngineError } from '../../model/error.ts';
import { makeFoldersAbove, removeFoldersAbove } from '../made-folders.ts';

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(descriptor, bytes, offset);
}

/** Writes one file from pieces and flushes it; returns its length in bytes. */
export function writePieces(path: string, pieces: Iterable<string | Uint8Array>): number {
  let length = 0;
  const descriptor = openSync(path, 'wx', 0o600);
  try {
    for (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece;
      writeAll(descriptor, bytes);
      length += bytes.length;
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return length;
}

/** Turns what the file system says of a place to write into the engine's words. */
function outputFault(thrown: unknown, place: string): unknown {
  const code = (thrown as NodeJS.ErrnoException).code;
  if (code === 'ENAMETOOLONG')
    return new EngineError(
      'invalid-request',
      `${place} is a longer name than the file system takes. Choose a shorter one; nothing was written.`,
      { reason: 'name-too-long', place },
      thrown,
    );
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new EngineError(
      'storage-full',
      `The disk that should hold ${place} is full. Nothing was left behind. Free some space or choose another disk.`,
      { reason: 'no-space-at', place },
      thrown,
    );
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return new EngineError(
      'invalid-request',
      `${place} cannot be written. Choose a place where you may write.`,
      { reason: 'place-not-writable', place },
      thrown,
    );
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return new EngineError(
      'invalid-request',
      `${place} lies below something that is not a folder.`,
      { reason: 'place-below-no-folder', place },
      thrown,
    );
  return thrown;
}

/** What is being filled at this moment: taken away even where the process is told to end at once. */
const unfinished = new Set<string>();

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What could not be made cannot be removed either; the fault that is being reported says why.
  }
}

function removeUnfinished(): void {
  for (const path of unfinished) remove(path);
}

function begin(path: string): void {
  if (unfinished.size === 0) process.on('exit', removeUnfinished);
  unfinished.add(path);
}

function settle(path: string): void {
  unfinished.delete(path);
  if (unfinished.size === 0) process.off('exit', removeUnfinished);
}

/** Whether a name is free; even a link that leads nowhere takes it. */
function nothingAt(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) === undefined;
}

/**
 * Fills a directory that does not exist yet or is empty. `fill` writes into a directory beside it, which takes its place at the
 * end; when anything fails it is removed.
 * @throws EngineError `conflict` where the directory holds something, `storage-full`, `invalid-request`.
 */
export async function fillDirectory<Result>(directory: string, fill: (working: string) => Promise<Result>): Promise<Result> {
  const target = resolve(directory);
  let working: string | undefined;
  let madeAbove: string | undefined;
  try {
    refuseFilled(target);
    madeAbove = makeFoldersAbove(target);
    working = join(dirname(target), `.${process.pid}-${target.split(/[\\/]/).at(-1)}.partial`);
    rmSync(working, { recursive: true, force: true });
    begin(working);
    mkdirSync(working, { mode: 0o700 });
    const result = await fill(working);
    if (existsSync(target)) rmdirSync(target);
    renameSync(working, target);
    return result;
  } catch (thrown) {
    if (working !== undefined) remove(working);
    removeFoldersAbove(target, madeAbove);
    throw outputFault(thrown, target);
  } finally {
    if (working !== undefined) settle(working);
  }
}

/** @throws EngineError `conflict` where a directory holds something already, or where something else has its name. */
export function refuseFilled(directory: string): void {
  const target = resolve(directory);
  if (nothingAt(target)) return;
  if (!existsSync(target) || !statSync(target).isDirectory())
    throw new EngineError('conflict', `${target} exists and is not a folder. Choose another place; nothing was written.`, {
      reason: 'not-a-folder',
      place: target,
    });
  try {
    if (readdirSync(target).length === 0) return;
  } catch (thrown) {
    throw outputFault(thrown, target);
  }
  throw new EngineError('conflict', `${target} exists and is not empty. Choose another place; nothing was written.`, {
    reason: 'folder-not-empty',
    place: target,
  });
}

/** Writes one file whole or not at all. @throws EngineError `conflict` where it exists, `storage-full`, `invalid-request`, `cancelled`. */
export async function writeFileWhole(path: string, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  const target = resolve(path);
  const working = join(dirname(target), `.${process.pid}-${target.split(/[\\/]/).at(-1)}.partial`);
  let madeAbove: string | undefined;
  begin(working);
  try {
    if (!nothingAt(target))
      throw new EngineError('conflict', `${target} exists already. Choose another name; nothing was written.`, {
        reason: 'file-exists',
        place: target,
      });
    madeAbove = makeFoldersAbove(target);
    rmSync(working, { force: true });
    const descriptor = openSync(working, 'wx', 0o600);
    try {
      for await (const piece of pieces) writeAll(descriptor, typeof piece === 'string' ? Buffer.from(piece, 'utf8') : piece);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(working, target);
  } catch (thrown) {
    remove(working);
    removeFoldersAbove(target, madeAbove);
    throw outputFault(thrown, target);
  } finally {
    settle(working);
  }
}
