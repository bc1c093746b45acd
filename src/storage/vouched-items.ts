/**
 * Goes through all items once and makes their lines again from the rows as they are now, to be compared with what the audit log
 * says of each batch. What no line can hold is checked here: every column is either in a line or follows from what is in one.
 */
import type { Statement } from 'better-sqlite3';
import { displayRawName } from '../model/display.ts';
import { type Outcomes, worstStatus } from '../model/outcome.ts';
import type { Connection } from './connection.ts';
import { sourceId } from './item-reader.ts';
import { kindNumbers } from './item-writer.ts';
import { type ArtefactTexts, LineDigests, listedValues, type Plain, processedValues, recordLine, remarkValues } from './record-lines.ts';
import { parseStored } from './stored-json.ts';

export type BatchKind = 'listed' | 'processed';

export interface VouchedItems {
  items: number;
  /** Of these, what was found inside other items. */
  members: number;
  /** By batch: the digest of its rows and how many there are. */
  batches: Record<BatchKind, Map<number, { digest: string; rows: number }>>;
}

/** Something that is wrong with one row, as a sentence. */
export interface RowFault {
  code: 'rows-without-entry' | 'row-inconsistent';
  message: string;
}

type Row = Record<string, unknown>;

/** What reading gives, with the value of each where nothing was read. */
const unread: Record<string, unknown> = {
  md5: null,
  sha1: null,
  sha256: null,
  sha512: null,
  blake3: null,
  read_modified: null,
  media_type: null,
  media_type_basis: null,
  charset: null,
  extension_mismatch: 0n,
  entropy: null,
  captured: null,
  captured_time: null,
  device_name: null,
  latitude: null,
  longitude: null,
  listed_size: null,
  listed_outcome_set: null,
};

/** Every so many rows the caller gets a turn. */
const breath = 2000;

/**
 * Yields the number of items so far now and then, and returns what all of them come to. Tables are read in the order of their
 * rows, once, and memory grows by 64 bytes an item.
 */
export function* vouchItems(connection: Connection, fault: (fault: RowFault) => void): Generator<number, VouchedItems, undefined> {
  const digests = { listed: new Map<number, LineDigests>(), processed: new Map<number, LineDigests>() };
  const texts = new SharedTexts(connection);
  const artefacts = new Remarks<ArtefactTexts>(
    connection,
    'SELECT item, ordinal, extractor, version, fields, sources FROM artefact ORDER BY item, ordinal',
  );
  const observations = new Remarks<{ ordinal: Plain; step: string; severity: string; code: string; message: string; place: string | null }>(
    connection,
    'SELECT item, ordinal, step, severity, code, message, place FROM observation ORDER BY item, ordinal',
  );
  let items = 0;
  let members = 0;
  try {
    for (const row of connection.prepare('SELECT * FROM item ORDER BY id').safeIntegers().iterate() as IterableIterator<Row>) {
      items += 1;
      if (row['kind'] === BigInt(kindNumbers.member)) members += 1;
      const remarks = remarkValues(artefacts.of(row['id'] as bigint), observations.of(row['id'] as bigint));
      const inconsistent = inconsistencyOf(row);
      if (inconsistent !== null)
        fault({ code: 'row-inconsistent', message: `${nameOf(row)} ${inconsistent}, which Sabut never writes: the row was changed.` });
      if (row['listed_batch'] === null) {
        fault({
          code: 'rows-without-entry',
          message: `${nameOf(row)} is in the database, but no entry of the audit log vouches for it: the row was added.`,
        });
      } else {
        const values = listedLineOf(row, texts);
        if (row['processed_batch'] === null) values.push(...remarks);
        else values.push(...remarkValues([], []));
        put(digests.listed, row['listed_batch'], recordLine(row['item_id'] as Buffer, values));
      }
      if (row['processed_batch'] !== null) {
        const values = processedLineOf(row, texts);
        values.push(...remarks);
        put(digests.processed, row['processed_batch'], recordLine(row['item_id'] as Buffer, values));
      }
      if (items % breath === 0) yield items;
    }
    const orphans = artefacts.left() + observations.left();
    if (orphans > 0)
      fault({ code: 'row-inconsistent', message: `${orphans} artefacts or observations belong to no item: rows were added or removed.` });
    texts.check(fault);
  } finally {
    artefacts.close();
    observations.close();
  }
  return { items, members, batches: { listed: settled(digests.listed), processed: settled(digests.processed) } };
}

function put(batches: Map<number, LineDigests>, batch: unknown, line: string): void {
  const number = Number(batch);
  let digests = batches.get(number);
  if (digests === undefined) {
    digests = new LineDigests();
    batches.set(number, digests);
  }
  digests.add(line);
}

function settled(batches: Map<number, LineDigests>): Map<number, { digest: string; rows: number }> {
  return new Map([...batches].map(([batch, digests]) => [batch, { digest: digests.digest(), rows: digests.count }]));
}

function nameOf(row: Row): string {
  return `${sourceId(row['source'] as bigint)}/${displayRawName(row['path'] as Buffer).text}`;
}

/** What of a row contradicts the rest of it; null where it agrees. */
function inconsistencyOf(row: Row): string | null {
  const processed = row['processed_batch'] !== null;
  const kind = Number(row['kind']);
  if (!processed)
    for (const [column, value] of Object.entries(unread)) if (row[column] !== value) return `was not read, but has a value for ${column}`;
  if (kind === kindNumbers.member && !processed) return 'lies inside another item, but was not processed with it';
  if (row['listed_size'] !== null && (kind !== kindNumbers.file || row['listed_size'] === row['size']))
    return 'has a size of its listing that does not go with it';
  if (processed && (row['listed_outcome_set'] !== null) !== (kind === kindNumbers.directory))
    return 'has outcomes of its listing that do not go with it';
  const state = processed || row['outcome_set'] !== null ? 1 : row['hard_link_of'] !== null ? 2 : 0;
  return Number(row['state']) === state ? null : `is in state ${row['state']} instead of ${state}`;
}

function hex(value: unknown): string | null {
  return value === null ? null : (value as Buffer).toString('hex');
}

function listedLineOf(row: Row, texts: SharedTexts): Plain[] {
  const plain = (column: string) => row[column] as Plain;
  const processed = row['processed_batch'] !== null;
  return listedValues({
    row: plain('id'),
    source: plain('source'),
    parent: plain('parent'),
    path: hex(row['path']) as string,
    address: row['address'] as string | null,
    name: row['name'] as string,
    kind: plain('kind'),
    size: Number(row['kind']) === kindNumbers.member ? null : processed ? ((row['listed_size'] ?? row['size']) as Plain) : plain('size'),
    mode: plain('mode'),
    uid: plain('uid'),
    gid: plain('gid'),
    device: plain('device'),
    inode: plain('inode'),
    links: plain('links'),
    modified: plain('modified'),
    accessed: plain('accessed'),
    changed: plain('changed'),
    created: plain('created'),
    linkTarget: hex(row['link_target']),
    extension: row['extension'] as string | null,
    priority: plain('priority'),
    hardLinkOf: plain('hard_link_of'),
    outcomes: texts.outcomes(processed ? row['listed_outcome_set'] : row['outcome_set']),
  });
}

function processedLineOf(row: Row, texts: SharedTexts): Plain[] {
  const plain = (column: string) => row[column] as Plain;
  return processedValues({
    md5: hex(row['md5']),
    sha1: hex(row['sha1']),
    sha256: hex(row['sha256']),
    sha512: hex(row['sha512']),
    blake3: hex(row['blake3']),
    size: plain('size'),
    readModified: plain('read_modified'),
    mediaType: texts.mediaType(row['media_type']),
    basis: row['media_type_basis'] as string | null,
    charset: row['charset'] as string | null,
    mismatch: plain('extension_mismatch'),
    entropy: plain('entropy'),
    outcomes: texts.outcomes(row['outcome_set']) ?? '',
    captured: plain('captured'),
    capturedTime: row['captured_time'] as string | null,
    deviceName: row['device_name'] as string | null,
    latitude: plain('latitude'),
    longitude: plain('longitude'),
  });
}

/** Media types and combinations of outcomes, with a note of which of them items have. */
class SharedTexts {
  private readonly mediaTypes: Map<bigint, string>;
  private readonly outcomeSets: Map<bigint, { outcomes: string; status: string }>;
  private readonly unused: Set<string>;

  constructor(connection: Connection) {
    const types = connection.prepare('SELECT id, name FROM media_type').safeIntegers().all() as { id: bigint; name: string }[];
    const sets = connection.prepare('SELECT id, outcomes, status FROM outcome_set').safeIntegers().all() as {
      id: bigint;
      outcomes: string;
      status: string;
    }[];
    this.mediaTypes = new Map(types.map(({ id, name }) => [id, name]));
    this.outcomeSets = new Map(sets.map((set) => [set.id, set]));
    this.unused = new Set([...types.map(({ id }) => `media type ${id}`), ...sets.map(({ id }) => `combination of outcomes ${id}`)]);
  }

  mediaType(id: unknown): string | null {
    if (id === null) return null;
    this.unused.delete(`media type ${id}`);
    return this.mediaTypes.get(id as bigint) ?? '';
  }

  outcomes(id: unknown): string | null {
    if (id === null) return null;
    this.unused.delete(`combination of outcomes ${id}`);
    return this.outcomeSets.get(id as bigint)?.outcomes ?? '';
  }

  /** To be called when all items were seen. */
  check(fault: (fault: RowFault) => void): void {
    for (const name of this.unused)
      fault({ code: 'row-inconsistent', message: `The ${name} belongs to no item, which Sabut never writes: the row was added.` });
    for (const [id, { outcomes, status }] of this.outcomeSets) {
      const due = worstStatus(parseStored<Outcomes>(outcomes));
      if (status !== due)
        fault({
          code: 'row-inconsistent',
          message: `The combination of outcomes ${id} is called "${status}", but the worst of its outcomes is "${due}": the row was changed.`,
        });
    }
  }
}

/** Rows that belong to items, read beside these in the same order. Nothing is read before it is asked for, and then it must be closed. */
class Remarks<Remark> {
  private readonly statement: Statement;
  private rows: IterableIterator<{ item: bigint } & Remark> | undefined;
  private current: IteratorResult<{ item: bigint } & Remark> | undefined;
  private strays = 0;

  constructor(connection: Connection, sql: string) {
    this.statement = connection.prepare(sql).safeIntegers();
  }

  /** The rows of an item; items must be asked for in ascending order. */
  of(item: bigint): Remark[] {
    const found: Remark[] = [];
    for (let next = this.current ?? this.next(); next.done !== true && next.value.item <= item; next = this.next()) {
      if (next.value.item === item) found.push(next.value);
      else this.strays += 1;
    }
    return found;
  }

  /** How many rows belong to none of the items; nothing can be asked for afterwards. */
  left(): number {
    for (let next = this.current ?? this.next(); next.done !== true; next = this.next()) this.strays += 1;
    return this.strays;
  }

  close(): void {
    this.rows?.return?.();
  }

  private next(): IteratorResult<{ item: bigint } & Remark> {
    this.rows ??= this.statement.iterate() as IterableIterator<{ item: bigint } & Remark>;
    this.current = this.rows.next();
    return this.current;
  }
}
