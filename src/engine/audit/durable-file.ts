/** Small files that either are there whole after a power cut, or are not there. */
import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { EngineError } from '../../model/error.ts';

/** Makes the creation or renaming of a directory's entries durable. Windows has no such call and needs none. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes all bytes at the descriptor's position; `writeSync` alone may write fewer. */
export function writeFully(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written, bytes.length - written);
}

/**
 * Writes a file under a temporary name, flushes it, and gives it its name. With `replace: false` a file
 * that has the name already is left alone, and the call throws its EEXIST.
 */
export function writeDurably(path: string, bytes: Uint8Array, { mode, replace }: { mode: number; replace: boolean }): void {
  const temporary = `${path}.${process.pid}.partial`;
  try {
    rmSync(temporary, { force: true });
    const descriptor = openSync(temporary, 'wx', mode);
    try {
      writeFully(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (replace) renameSync(temporary, path);
    else claimName(temporary, path);
    syncDirectory(dirname(path));
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Gives a file its name unless it is taken. exFAT and FAT have no hard links: there the name is claimed first. */
function claimName(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EEXIST') throw thrown;
    closeSync(openSync(path, 'wx', 0o600));
    renameSync(temporary, path);
  }
}

/** The error of the machine that a failed write of `what`, at `place`, is; anything else comes back as it was thrown. */
export function toWriteError(thrown: unknown, what: string, place: string): unknown {
  const code = (thrown as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new EngineError(
      'storage-full',
      `There is no space left to write ${what}. Free some space and resume; nothing acknowledged is lost.`,
      { reason: 'no-space-to-write', place },
      thrown,
    );
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new EngineError(
      'invalid-request',
      `Sabut is not allowed to write ${what}. Make its folder writable and try again.`,
      { reason: 'not-allowed-to-write', place },
      thrown,
    );
  return thrown;
}
