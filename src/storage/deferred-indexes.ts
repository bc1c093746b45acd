/**
 * Indexes that only questions need. They are built when a run ends: kept during it, they would cost more than the
 * hashing of small files. Without them every answer is the same, only slower.
 */
import type { Connection } from './connection.ts';

const statements = [
  // Counts: one pass in this order gives every facet and the coverage.
  'CREATE INDEX IF NOT EXISTS item_tally ON item (source, kind, media_type, extension_mismatch, outcome_set, size)',
  // Each sort order with the columns that filters ask for, so that a page is cut from the index alone.
  'CREATE INDEX IF NOT EXISTS item_by_size ON item (size, id, kind, media_type, extension_mismatch, outcome_set, source)',
  'CREATE INDEX IF NOT EXISTS item_by_modified ON item (modified, id, kind, media_type, extension_mismatch, outcome_set, source)',
  'CREATE INDEX IF NOT EXISTS item_by_name ON item (name, id, kind, media_type, extension_mismatch, outcome_set, source)',
  'CREATE INDEX IF NOT EXISTS item_by_path ON item (source, path, id, kind, media_type, extension_mismatch, outcome_set)',
  'CREATE INDEX IF NOT EXISTS item_by_extension ON item (extension, id, kind, media_type, extension_mismatch, outcome_set, source)',
  'CREATE INDEX IF NOT EXISTS item_by_captured ON item (captured, id) WHERE captured IS NOT NULL',
  'CREATE INDEX IF NOT EXISTS item_by_device ON item (device_name, id) WHERE device_name IS NOT NULL',
  'CREATE INDEX IF NOT EXISTS item_by_position ON item (id, latitude, longitude) WHERE latitude IS NOT NULL',
  'CREATE INDEX IF NOT EXISTS item_by_sha256 ON item (sha256) WHERE sha256 IS NOT NULL',
  'CREATE INDEX IF NOT EXISTS item_by_md5 ON item (md5) WHERE md5 IS NOT NULL',
  'CREATE INDEX IF NOT EXISTS item_by_parent ON item (parent) WHERE parent IS NOT NULL',
];

/** Builds what is missing, one index a step, so that the caller can tell progress. */
export function* buildDeferredIndexes(connection: Connection): Generator<number, void, undefined> {
  let done = 0;
  for (const statement of statements) {
    connection.exec(statement);
    done += 1;
    yield done / statements.length;
  }
  connection.exec('PRAGMA optimize');
}
