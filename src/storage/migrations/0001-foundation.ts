/** First schema: case header, sources, runs, items, artefacts, observations, outcomes, audit outbox. */
export const foundation = `
CREATE TABLE case_header (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('folder')),
  path BLOB NOT NULL UNIQUE,
  label TEXT NOT NULL,
  added_at TEXT NOT NULL,
  device TEXT NOT NULL, inode TEXT NOT NULL,
  file_system TEXT, mounted_read_only INTEGER,
  cross_file_systems INTEGER NOT NULL,
  listed INTEGER NOT NULL DEFAULT 0,
  manifest_sha256 TEXT
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  profile TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'cancelled', 'complete', 'interrupted')),
  started_at TEXT NOT NULL, ended_at TEXT,
  workers INTEGER NOT NULL, isolation TEXT NOT NULL, tools TEXT NOT NULL, sources TEXT NOT NULL
) STRICT;

CREATE TABLE media_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- Items share a few dozen combinations of outcomes; each is kept once and whole, so that no step is ever without one.
CREATE TABLE outcome_set (id INTEGER PRIMARY KEY, outcomes TEXT NOT NULL UNIQUE, status TEXT NOT NULL) STRICT;

CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  item_id BLOB NOT NULL UNIQUE,              -- 16 bytes derived from the address
  source INTEGER NOT NULL REFERENCES source (id),
  parent INTEGER REFERENCES item (id),
  path BLOB NOT NULL,                        -- raw bytes below the source; a member's follow its container's after //
  address TEXT,                              -- only where it does not follow from source and path
  name TEXT NOT NULL,                        -- display form
  kind INTEGER NOT NULL,                     -- 0 file, 1 directory, 2 symlink, 3 special, 4 member
  size INTEGER,
  mode INTEGER, uid INTEGER, gid INTEGER, device INTEGER, inode INTEGER, links INTEGER,
  modified INTEGER, accessed INTEGER, changed INTEGER, created INTEGER, -- nanoseconds since 1970, UTC
  link_target BLOB,
  extension TEXT,
  priority INTEGER NOT NULL,
  state INTEGER NOT NULL,                    -- 0 pending, 1 processed, 2 waits for the first name of its hard link
  hard_link_of INTEGER REFERENCES item (id),
  listed_batch INTEGER, processed_batch INTEGER,
  md5 BLOB, sha1 BLOB, sha256 BLOB, sha512 BLOB, blake3 BLOB,
  media_type INTEGER REFERENCES media_type (id), media_type_basis TEXT, charset TEXT,
  extension_mismatch INTEGER NOT NULL DEFAULT 0,
  entropy INTEGER,                           -- bits a byte, times 10 000
  outcome_set INTEGER REFERENCES outcome_set (id),
  captured INTEGER, captured_time TEXT, device_name TEXT, latitude REAL, longitude REAL
) STRICT;
-- Listing goes through folders in order, so that this index grows almost only at its end.
CREATE UNIQUE INDEX item_path ON item (source, path);
CREATE INDEX item_pending ON item (priority, id) WHERE state = 0;
CREATE INDEX item_hard_link ON item (device, inode) WHERE links > 1 AND hard_link_of IS NULL;

CREATE TABLE artefact (
  item INTEGER NOT NULL REFERENCES item (id), ordinal INTEGER NOT NULL,
  extractor TEXT NOT NULL, version TEXT NOT NULL, fields TEXT NOT NULL, sources TEXT NOT NULL,
  PRIMARY KEY (item, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE observation (
  item INTEGER NOT NULL REFERENCES item (id), ordinal INTEGER NOT NULL,
  step TEXT NOT NULL, severity TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, place TEXT,
  PRIMARY KEY (item, ordinal)
) STRICT, WITHOUT ROWID;

-- Audit entries wait here from the transaction that they describe until the log file has them on disk.
CREATE TABLE audit_outbox (sequence INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT;
CREATE TABLE audit_state (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
`;
