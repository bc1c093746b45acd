/** Reads items back in the form in which they are shown and exported. */
import type { Statement } from 'better-sqlite3';
import { extendAddress, serialiseAddress } from '../model/address.ts';
import { displayRawName } from '../model/display.ts';
import type { Artefact } from '../model/field.ts';
import { type Item, itemKinds } from '../model/item.ts';
import type { Observation, Outcomes } from '../model/outcome.ts';
import { fromUnixNanoseconds, type Timestamp } from '../model/timestamp.ts';
import type { SystemTimeRule } from '../model/volume.ts';
import type { Connection } from './connection.ts';
import { type ItemFilter, toWhere } from './item-filter.ts';
import { parseStored } from './stored-json.ts';
import { ItemTimeRules } from './volumes.ts';

/** The item row as SQLite gives it with `safeIntegers` on. */
interface ItemRecord {
  id: bigint;
  item_id: Buffer;
  source: bigint;
  parent: Buffer | null;
  path: Buffer;
  address: string | null;
  name: string;
  kind: bigint;
  size: bigint | null;
  mode: bigint | null;
  uid: bigint | null;
  gid: bigint | null;
  device: bigint | null;
  inode: bigint | null;
  links: bigint | null;
  modified: bigint | null;
  accessed: bigint | null;
  changed: bigint | null;
  created: bigint | null;
  link_target: Buffer | null;
  extension: string | null;
  state: bigint;
  md5: Buffer | null;
  sha1: Buffer | null;
  sha256: Buffer | null;
  sha512: Buffer | null;
  blake3: Buffer | null;
  media_type: string | null;
  media_type_basis: string | null;
  charset: string | null;
  extension_mismatch: bigint;
  entropy: bigint | null;
  outcomes: string | null;
}

const columns = `item.id, item.item_id, item.source, (SELECT item_id FROM item AS container WHERE container.id = item.parent) AS parent, item.path, item.address, item.name, item.kind, item.size,
  item.mode, item.uid, item.gid, item.device, item.inode, item.links, item.modified, item.accessed, item.changed, item.created, item.link_target, item.extension, item.state,
  item.md5, item.sha1, item.sha256, item.sha512, item.blake3, media_type.name AS media_type, item.media_type_basis, item.charset, item.extension_mismatch, item.entropy, outcome_set.outcomes
  FROM item LEFT JOIN media_type ON media_type.id = item.media_type LEFT JOIN outcome_set ON outcome_set.id = item.outcome_set`;

/** Public id of an evidence source from its row: 1 gives `S1`. */
export function sourceId(row: number | bigint): string {
  return `S${row}`;
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex');
}

function plainNumber(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

function time(value: bigint | null, rule: SystemTimeRule | null): Timestamp | null {
  return value === null || rule === null ? null : fromUnixNanoseconds(value, rule);
}

export class ItemReader {
  private readonly artefacts: Statement;
  private readonly observations: Statement;
  private readonly one: Statement;
  private readonly all: Statement;

  private readonly connection: Connection;
  private readonly timeRules: ItemTimeRules;

  /** `connection` should be one that only reads, as `every` keeps a statement open on it. */
  constructor(connection: Connection) {
    this.connection = connection;
    this.timeRules = new ItemTimeRules(connection);
    this.artefacts = connection.prepare('SELECT extractor, version, fields, sources FROM artefact WHERE item = ? ORDER BY ordinal');
    this.observations = connection.prepare('SELECT step, severity, code, message, place FROM observation WHERE item = ? ORDER BY ordinal');
    this.one = connection.prepare(`SELECT ${columns} WHERE item.item_id = ?`).safeIntegers();
    this.all = connection.prepare(`SELECT ${columns} ORDER BY item.source, item.path`).safeIntegers();
  }

  /** One item by its id, or null. */
  get(id: string): Item | null {
    const record = this.one.get(Buffer.from(id, 'hex')) as ItemRecord | undefined;
    return record === undefined ? null : this.toItem(record);
  }

  /** The items that the filters select, in the order of exports. */
  *selected(filters: readonly ItemFilter[]): Generator<Item, void, undefined> {
    const { sql, bound } = toWhere(filters);
    const statement = this.connection.prepare(`SELECT ${columns} WHERE ${sql} ORDER BY item.source, item.path`).safeIntegers();
    for (const record of statement.iterate(...bound) as IterableIterator<ItemRecord>) yield this.toItem(record);
  }

  /** Every item in the order of exports: by source, then by the bytes of the path. */
  *every(): Generator<Item, void, undefined> {
    for (const record of this.all.iterate() as IterableIterator<ItemRecord>) yield this.toItem(record);
  }

  private toItem(record: ItemRecord): Item {
    const source = sourceId(record.source);
    const { text, raw } = displayRawName(record.path);
    const rules = this.timeRules.of(record.source, record.device);
    const digests: Record<string, string> = {};
    for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512', 'blake3'] as const) {
      const digest = record[algorithm];
      if (digest !== null) digests[algorithm] = hex(digest);
    }
    return {
      id: hex(record.item_id),
      source,
      address: record.address ?? addressOf(record.source, record.path),
      path: text,
      pathRaw: raw,
      name: record.name,
      kind: itemKinds[Number(record.kind)] ?? 'special',
      parent: record.parent === null ? null : hex(record.parent),
      size: plainNumber(record.size),
      ...digests,
      mediaType: record.media_type,
      mediaTypeBasis: record.media_type_basis,
      charset: record.charset,
      extension: record.extension,
      extensionMismatch: record.extension_mismatch === 1n,
      entropy: record.entropy === null ? null : Number(record.entropy) / 10_000,
      mode: plainNumber(record.mode),
      uid: plainNumber(record.uid),
      gid: plainNumber(record.gid),
      inode: record.inode === null ? null : BigInt.asUintN(64, record.inode).toString(),
      links: plainNumber(record.links),
      linkTarget: record.link_target === null ? null : displayRawName(record.link_target).text,
      times: {
        modified: time(record.modified, rules.modified),
        accessed: time(record.accessed, rules.accessed),
        changed: time(record.changed, rules.changed),
        created: time(record.created, rules.created),
      },
      artefacts: this.artefactsOf(record.id),
      observations: this.observationsOf(record.id),
      outcomes: record.outcomes === null ? {} : parseStored<Outcomes>(record.outcomes),
    };
  }

  private artefactsOf(row: bigint): Artefact[] {
    const rows = this.artefacts.all(row) as { extractor: string; version: string; fields: string; sources: string }[];
    return rows.map(({ extractor, version, fields, sources }) => ({
      extractor,
      version,
      fields: parseStored<Artefact['fields']>(fields),
      sources: parseStored<Record<string, string>>(sources),
    }));
  }

  private observationsOf(row: bigint): Observation[] {
    const rows = this.observations.all(row) as (Omit<Observation, 'place'> & { place: string | null })[];
    return rows.map(({ severity, code, message, step, place }) => ({
      severity,
      code,
      message,
      step,
      ...(place === null ? {} : { place }),
    }));
  }
}

/** Canonical address of an item that lies directly in a folder source. */
export function addressOf(source: number | bigint, path: Uint8Array): string {
  return serialiseAddress([
    { kind: 'folder', source: sourceId(source) },
    { kind: 'path', path },
  ]);
}

/** Canonical address of what an extractor took out of an item. */
export function memberAddressOf(container: string, extractor: string, name: Uint8Array): string {
  return extendAddress(container, { kind: 'member', extractor, name });
}
