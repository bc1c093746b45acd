/** Recomputes the digests of recorded batches from the rows as they are now. */
import type { Connection } from './connection.ts';
import { listedValues, observationValues, processedValues } from './item-writer.ts';
import { digestLines, type Plain, recordLine } from './record-lines.ts';

export interface BatchDigest {
  kind: 'listed' | 'processed';
  batch: number;
  digest: string;
  rows: number;
}

function hex(value: unknown): string | null {
  return value === null ? null : (value as Buffer).toString('hex');
}

/** Every batch with the digest of its rows, listed ones first. Memory grows with one batch only. */
export function* batchDigests(connection: Connection): Generator<BatchDigest, void, undefined> {
  yield* grouped(
    connection,
    'listed',
    'SELECT * FROM item WHERE listed_batch IS NOT NULL ORDER BY listed_batch',
    'listed_batch',
    listedLine,
  );
  const artefacts = connection.prepare('SELECT extractor, version, fields, sources FROM artefact WHERE item = ? ORDER BY ordinal');
  const observations = connection.prepare('SELECT step, severity, code, message, place FROM observation WHERE item = ? ORDER BY ordinal');
  yield* grouped(
    connection,
    'processed',
    `SELECT item.*, media_type.name AS media_type_name, outcome_set.outcomes FROM item LEFT JOIN media_type ON media_type.id = item.media_type
     LEFT JOIN outcome_set ON outcome_set.id = item.outcome_set WHERE processed_batch IS NOT NULL ORDER BY processed_batch`,
    'processed_batch',
    (row) => {
      const values: Plain[] = processedValues({
        md5: hex(row['md5']),
        sha1: hex(row['sha1']),
        sha256: hex(row['sha256']),
        sha512: hex(row['sha512']),
        blake3: hex(row['blake3']),
        size: row['size'] as Plain,
        readModified: row['read_modified'] as Plain,
        mediaType: row['media_type_name'] as string | null,
        basis: row['media_type_basis'] as string | null,
        charset: row['charset'] as string | null,
        mismatch: Number(row['extension_mismatch']),
        entropy: row['entropy'] as Plain,
        outcomes: String(row['outcomes']),
      });
      for (const artefact of artefacts.all(row['id']) as { extractor: string; version: string; fields: string; sources: string }[])
        values.push(artefact.extractor, artefact.version, artefact.fields, artefact.sources);
      for (const observation of observations.all(row['id']) as {
        step: string;
        severity: string;
        code: string;
        message: string;
        place: string | null;
      }[])
        values.push(...observationValues(observation));
      return recordLine(row['item_id'] as Buffer, values);
    },
  );
}

type Row = Record<string, unknown>;

function listedLine(row: Row): string {
  const plain = (name: string) => row[name] as Plain;
  return recordLine(
    row['item_id'] as Buffer,
    listedValues({
      source: Number(row['source']),
      path: hex(row['path']) as string,
      kind: Number(row['kind']),
      size: null,
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
    }),
  );
}

function* grouped(
  connection: Connection,
  kind: BatchDigest['kind'],
  sql: string,
  column: string,
  toLine: (row: Row) => string,
): Generator<BatchDigest, void, undefined> {
  let batch = -1;
  let lines: string[] = [];
  for (const row of connection.prepare(sql).safeIntegers().iterate() as IterableIterator<Row>) {
    const number = Number(row[column]);
    if (number !== batch && lines.length > 0) {
      yield { kind, batch, digest: digestLines(lines), rows: lines.length };
      lines = [];
    }
    batch = number;
    lines.push(toLine(row));
  }
  if (lines.length > 0) yield { kind, batch, digest: digestLines(lines), rows: lines.length };
}
