/** Writes a set of files so that either all of them are there or none: they grow beside their place and move in at the end. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EngineError } from '../../model/error.ts';

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
export function outputFault(thrown: unknown, place: string): unknown {
  const code = (thrown as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new EngineError(
      'storage-full',
      `The disk that should hold ${place} is full. Nothing was left behind. Free some space or choose another disk.`,
      {},
      thrown,
    );
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return new EngineError('invalid-request', `${place} cannot be written. Choose a place where you may write.`, {}, thrown);
  if (code === 'ENOTDIR') return new EngineError('invalid-request', `${place} lies below something that is not a folder.`, {}, thrown);
  return thrown;
}

/**
 * Fills a directory that does not exist yet or is empty. `fill` writes into a directory beside it, which takes its place at the
 * end; when anything fails it is removed.
 * @throws EngineError `conflict` where the directory holds something, `storage-full`, `invalid-request`.
 */
export async function fillDirectory<Result>(directory: string, fill: (working: string) => Promise<Result>): Promise<Result> {
  const target = resolve(directory);
  let working: string | undefined;
  try {
    if (existsSync(target) && readdirSync(target).length > 0)
      throw new EngineError('conflict', `${target} exists and is not empty. Choose another place; nothing was written.`);
    mkdirSync(dirname(target), { recursive: true });
    working = join(dirname(target), `.${process.pid}-${target.split(/[\\/]/).at(-1)}.partial`);
    rmSync(working, { recursive: true, force: true });
    mkdirSync(working, { mode: 0o700 });
    const result = await fill(working);
    if (existsSync(target)) rmdirSync(target);
    renameSync(working, target);
    return result;
  } catch (thrown) {
    if (working !== undefined) rmSync(working, { recursive: true, force: true });
    throw outputFault(thrown, target);
  }
}

/** Writes one file whole or not at all. @throws EngineError `conflict` where it exists. */
export function writeFileWhole(path: string, pieces: Iterable<string | Uint8Array>): number {
  const target = resolve(path);
  const working = join(dirname(target), `.${process.pid}-${target.split(/[\\/]/).at(-1)}.partial`);
  try {
    if (existsSync(target)) throw new EngineError('conflict', `${target} exists already. Choose another name; nothing was written.`);
    mkdirSync(dirname(target), { recursive: true });
    rmSync(working, { force: true });
    const length = writePieces(working, pieces);
    renameSync(working, target);
    return length;
  } catch (thrown) {
    rmSync(working, { force: true });
    throw outputFault(thrown, target);
  }
}
