/** Where the bytes of an item lie, and what they were when the case recorded them. */
import { type ItemKind, itemKinds } from '../model/item.ts';
import type { Connection } from './connection.ts';

export interface ItemLocation {
  id: string;
  kind: ItemKind;
  /** Row of the evidence source. */
  source: number;
  /** Bytes of the path below the source's root; a member's follow its container's after `//`. */
  path: Buffer;
  /** Canonical address; null where it follows from source and path. */
  address: string | null;
  /** The container's item id for a member, else null. */
  parent: string | null;
  name: string;
  /** Bytes of content as recorded; null where nothing was recorded. */
  size: number | null;
  /** When the content that was read was last changed, nanoseconds since 1970, UTC; null where the source keeps no such time. */
  modified: bigint | null;
  sha256: string | null;
  mediaType: string | null;
  charset: string | null;
}

interface LocationRecord {
  kind: number;
  source: number;
  path: Buffer;
  address: string | null;
  parent: Buffer | null;
  name: string;
  size: number | null;
  modified: string | null;
  sha256: Buffer | null;
  media_type: string | null;
  charset: string | null;
}

/** The location of an item, or null where the case has no such item. */
export function locateItem(connection: Connection, id: string): ItemLocation | null {
  const record = connection
    .prepare(
      `SELECT item.kind, item.source, item.path, item.address, (SELECT item_id FROM item AS container WHERE container.id = item.parent) AS parent,
         item.name, item.size, CAST(coalesce(item.read_modified, item.modified) AS TEXT) AS modified, item.sha256, media_type.name AS media_type, item.charset
       FROM item LEFT JOIN media_type ON media_type.id = item.media_type WHERE item.item_id = ?`,
    )
    .get(Buffer.from(id, 'hex')) as LocationRecord | undefined;
  if (record === undefined) return null;
  return {
    id,
    kind: itemKinds[record.kind] ?? 'special',
    source: record.source,
    path: record.path,
    address: record.address,
    parent: record.parent?.toString('hex') ?? null,
    name: record.name,
    size: record.size,
    modified: record.modified === null ? null : BigInt(record.modified),
    sha256: record.sha256?.toString('hex') ?? null,
    mediaType: record.media_type,
    charset: record.charset,
  };
}
