/** Reads what a source's manifest is made of, in the order of the manifest. */

import type { Item } from '../model/item.ts';
import { itemKinds } from '../model/item.ts';
import type { Connection } from './connection.ts';
import { addressOf } from './item-reader.ts';

/** The names of a source by the bytes of their raw paths; only the columns that a manifest line needs. */
export function* manifestItems(
  connection: Connection,
  source: number,
): Generator<Pick<Item, 'address' | 'kind' | 'size' | 'sha256'>, void, undefined> {
  const rows = connection
    .prepare('SELECT path, kind, size, sha256 FROM item WHERE source = ? AND kind <> 4 ORDER BY source, path')
    .iterate(source) as IterableIterator<{
    path: Buffer;
    kind: number;
    size: number | null;
    sha256: Buffer | null;
  }>;
  for (const { path, kind, size, sha256 } of rows) {
    yield {
      address: addressOf(source, path),
      kind: itemKinds[kind] ?? 'special',
      size,
      ...(sha256 === null ? {} : { sha256: sha256.toString('hex') }),
    };
  }
}
