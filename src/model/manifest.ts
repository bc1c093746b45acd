/**
 * The manifest of an evidence source: one line for each name that the source holds, from which a single
 * digest is made. Its form is described for outsiders in docs/verify.md and must never change silently.
 */
import type { Item } from './item.ts';

const noDigest = '-'.repeat(64);
/** The address of a name in a folder: `folder:S1>path:DCIM/IMG%200001.jpg`; `>` is always encoded within a layer. */
const namedAddress = /^folder:[^>]*>path:([^>]*)$/;

/**
 * The item's line, newline included: `<sha256, or 64 dashes>  <bytes, or ->  <kind>  <path>`, two spaces
 * between, the path's raw bytes percent-encoded but for RFC 3986's unreserved set and `/`. Null for what
 * is not a name in the source: members, alternate streams, and the source's own root.
 * A manifest holds its lines in the order of the paths' raw bytes; its digest is the SHA-256 over all of them.
 */
export function manifestLine(item: Pick<Item, 'address' | 'kind' | 'size' | 'sha256'>): string | null {
  const path = item.kind === 'member' ? null : namedAddress.exec(item.address)?.[1];
  return path ? `${item.sha256 ?? noDigest}  ${item.size ?? '-'}  ${item.kind}  ${path}\n` : null;
}
