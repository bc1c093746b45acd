/** Folders that are made on the way to a place, and taken away again where nothing came to stand there. */
import { mkdirSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the folders above a place; gives the topmost that was not there. */
export function makeFoldersAbove(target: string): string | undefined {
  return mkdirSync(dirname(target), { recursive: true });
}

/** Takes away what `makeFoldersAbove` made, unless something stands in it now. */
export function removeFoldersAbove(target: string, topmost: string | undefined): void {
  if (topmost === undefined) return;
  try {
    for (let folder = dirname(target); folder.length >= topmost.length; folder = dirname(folder)) rmdirSync(folder);
  } catch {
    // Somebody put something there meanwhile: then it is wanted.
  }
}
