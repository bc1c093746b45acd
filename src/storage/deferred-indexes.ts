/**
 * Indexes that only questions need. They are built when a run ends: kept during it, they would cost more than the
 * hashing of small files. Without them every answer is the same, only slower. Most questions about many items need none
 * of them: they are answered from columns in memory (see `columns/`).
 */
import type { Connection } from './connection.ts';

export const deferredIndexes: readonly string[] = [
  // Counts: one pass in this order gives the coverage.
  'CREATE INDEX IF NOT EXISTS item_tally ON item (source, kind, media_type, extension_mismatch, outcome_set, size)',
  // Digests, by which copies and known content are found.
  'CREATE INDEX IF NOT EXISTS item_by_sha256 ON item (sha256) WHERE sha256 IS NOT NULL',
  'CREATE INDEX IF NOT EXISTS item_by_sha1 ON item (sha1) WHERE sha1 IS NOT NULL',
  'CREATE INDEX IF NOT EXISTS item_by_md5 ON item (md5) WHERE md5 IS NOT NULL',
  'CREATE INDEX IF NOT EXISTS item_by_parent ON item (parent) WHERE parent IS NOT NULL',
  'CREATE INDEX IF NOT EXISTS observation_by_code ON observation (code, item)',
];

/** Builds what is missing, one index a step, so that the caller can tell progress. */
export function* buildDeferredIndexes(connection: Connection): Generator<number, void, undefined> {
  let done = 0;
  for (const statement of deferredIndexes) {
    connection.exec(statement);
    done += 1;
    yield done / deferredIndexes.length;
  }
  connection.exec('PRAGMA optimize');
}
