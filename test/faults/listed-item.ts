/** An item as a listing would find it, for tests that write items without a file system. */
import { hash } from 'node:crypto';
import { itemIdOf } from '../../src/model/address.ts';
import { addressOf } from '../../src/storage/item-reader.ts';
import type { ListedItem } from '../../src/storage/item-writer.ts';

/** A pending file named `name` at the root of a source, but for what `given` says. */
export function listedItem(source: number, name: string, given: Partial<ListedItem> = {}): ListedItem {
  const path = Buffer.from(name);
  const itemId = Buffer.from(
    itemIdOf(addressOf(source, path), (text) => hash('sha256', text, 'hex')),
    'hex',
  );
  return {
    itemId,
    source,
    path,
    name,
    kind: 'file',
    size: 3,
    mode: 33_188,
    uid: 0,
    gid: 0,
    device: 1n,
    inode: 1n,
    links: 1,
    modified: 1n,
    accessed: 2n,
    changed: 3n,
    created: null,
    linkTarget: null,
    extension: null,
    priority: 0,
    outcomes: null,
    observations: [],
    ...given,
  };
}
