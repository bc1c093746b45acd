/** The manifest of evidence sources as a file; docs/verify.md tells how its digest is compared. */
import type { Item } from '../model/item.ts';
import { manifestLine } from '../model/manifest.ts';
import { inBlocks } from './blocks.ts';

function* lines(items: Iterable<Item>, source: string): Generator<string, void, undefined> {
  for (const item of items) {
    const line = item.source === source ? manifestLine(item) : null;
    if (line !== null) yield line;
  }
}

/** All manifest lines of the source `source` (such as `S1`), in pieces; `items` come in the order of exports, which is that of the manifest. */
export function writeManifest(items: Iterable<Item>, source: string): Iterable<string> {
  return inBlocks(lines(items, source));
}
