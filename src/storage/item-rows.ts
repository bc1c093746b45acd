/** Rows of the result set as tables and galleries show them, by the numbers that items have in the database. */
import type { Statement } from 'better-sqlite3';
import { displayRawName } from '../model/display.ts';
import { type ItemKind, itemKinds } from '../model/item.ts';
import type { OutcomeStatus } from '../model/outcome.ts';
import { fromUnixNanoseconds, type Timestamp } from '../model/timestamp.ts';
import type { SystemTimeRule, TimeRules } from '../model/volume.ts';
import type { Connection } from './connection.ts';
import { sourceId } from './item-reader.ts';
import { parseStored } from './stored-json.ts';
import { ItemTimeRules } from './volumes.ts';

/** What is shown of an item without asking for all of it; the shape of the contract's `itemRow`. */
export interface ItemRow {
  id: string;
  source: string;
  path: string;
  name: string;
  kind: ItemKind;
  size: number | null;
  mediaType: string | null;
  extension: string | null;
  extensionMismatch: boolean;
  status: OutcomeStatus | 'pending';
  md5: string | null;
  sha1: string | null;
  sha256: string | null;
  entropy: number | null;
  modified: string | null;
  accessed: string | null;
  changed: string | null;
  created: string | null;
  captured: Timestamp | null;
  device: string | null;
  latitude: number | null;
  longitude: number | null;
  tags: number[];
  comment: string | null;
  exhibit: number | null;
}

interface RowRecord {
  id: bigint;
  item_id: Buffer;
  source: bigint;
  device: bigint | null;
  path: Buffer;
  name: string;
  kind: bigint;
  size: bigint | null;
  media_type: string | null;
  extension: string | null;
  extension_mismatch: bigint;
  status: OutcomeStatus | null;
  md5: Buffer | null;
  sha1: Buffer | null;
  sha256: Buffer | null;
  entropy: bigint | null;
  modified: bigint | null;
  accessed: bigint | null;
  changed: bigint | null;
  created: bigint | null;
  captured_time: string | null;
  device_name: string | null;
  latitude: number | null;
  longitude: number | null;
  comment: string | null;
  exhibit: bigint | null;
}

function isoTime(nanoseconds: bigint | null, rule: SystemTimeRule | null): string | null {
  return nanoseconds === null || rule === null ? null : fromUnixNanoseconds(nanoseconds, rule).iso;
}

function hex(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString('hex');
}

/** Reads rows of items. */
export class ItemRows {
  private readonly wanted: Statement;
  private readonly tags: Statement;
  private readonly timeRules: ItemTimeRules;

  constructor(connection: Connection) {
    this.timeRules = new ItemTimeRules(connection);
    this.wanted = connection
      .prepare(
        `SELECT item.id, item.item_id, item.source, item.device, item.path, item.name, item.kind, item.size, media_type.name AS media_type, item.extension, item.extension_mismatch,
         outcome_set.status, item.md5, item.sha1, item.sha256, item.entropy, item.modified, item.accessed, item.changed, item.created, item.captured_time,
         item.device_name, item.latitude, item.longitude, comment.text AS comment, exhibit.id AS exhibit
         FROM json_each(?) AS wanted JOIN item ON item.id = wanted.value LEFT JOIN media_type ON media_type.id = item.media_type
         LEFT JOIN outcome_set ON outcome_set.id = item.outcome_set LEFT JOIN comment ON comment.item = item.id LEFT JOIN exhibit ON exhibit.item = item.id`,
      )
      .safeIntegers();
    this.tags = connection.prepare(
      'SELECT item_tag.item, item_tag.tag FROM json_each(?) AS wanted JOIN item_tag ON item_tag.item = wanted.value ORDER BY item_tag.tag',
    );
  }

  /** The rows of the items with these numbers, in their order; numbers without an item are left out. */
  read(numbers: readonly number[]): ItemRow[] {
    const list = JSON.stringify(numbers);
    const tags = new Map<number, number[]>();
    for (const { item, tag } of this.tags.all(list) as { item: number; tag: number }[]) {
      const known = tags.get(item);
      if (known === undefined) tags.set(item, [tag]);
      else known.push(tag);
    }
    const rows = new Map<number, ItemRow>();
    for (const record of this.wanted.all(list) as RowRecord[])
      rows.set(Number(record.id), toRow(record, tags.get(Number(record.id)) ?? [], this.timeRules.of(record.source, record.device)));
    return numbers.flatMap((number) => rows.get(number) ?? []);
  }
}

function toRow(record: RowRecord, tags: number[], rules: TimeRules): ItemRow {
  return {
    id: record.item_id.toString('hex'),
    source: sourceId(record.source),
    path: displayRawName(record.path).text,
    name: record.name,
    kind: itemKinds[Number(record.kind)] ?? 'special',
    size: record.size === null ? null : Number(record.size),
    mediaType: record.media_type,
    extension: record.extension,
    extensionMismatch: record.extension_mismatch === 1n,
    status: record.status ?? 'pending',
    md5: hex(record.md5),
    sha1: hex(record.sha1),
    sha256: hex(record.sha256),
    entropy: record.entropy === null ? null : Number(record.entropy) / 10_000,
    modified: isoTime(record.modified, rules.modified),
    accessed: isoTime(record.accessed, rules.accessed),
    changed: isoTime(record.changed, rules.changed),
    created: isoTime(record.created, rules.created),
    captured: record.captured_time === null ? null : parseStored<Timestamp>(record.captured_time),
    device: record.device_name,
    latitude: record.latitude,
    longitude: record.longitude,
    tags,
    comment: record.comment,
    exhibit: record.exhibit === null ? null : Number(record.exhibit),
  };
}
