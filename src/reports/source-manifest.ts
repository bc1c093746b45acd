/** The manifest of one evidence source as a file; docs/verify.md tells how its digest is compared. */
import type { Item } from '../model/item.ts';
import { manifestLine, manifestPath } from '../model/manifest.ts';
import { inBlocks } from './blocks.ts';

/**
 * All manifest lines of the source `source` (such as `S1`), sorted byte by byte by their encoded path, in pieces.
 * The order differs from that of exports, so every line is held in memory: about 200 bytes an item.
 */
export function writeManifest(items: Iterable<Item>, source: string): Iterable<string> {
  const lines: { path: string; line: string }[] = [];
  for (const item of items) {
    const path = manifestPath(item);
    const line = manifestLine(item);
    if (item.source === source && path !== null && line !== null) lines.push({ path, line });
  }
  // Encoded paths are ASCII: the order of code units is that of bytes.
  lines.sort((first, second) => (first.path < second.path ? -1 : first.path > second.path ? 1 : 0));
  return inBlocks(lines.map(({ line }) => line));
}
