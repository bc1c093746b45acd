/** What identifies the medium of a source, and what of an item was read where that is not what was listed. */
export const medium = `
-- Two media may have been connected at the same place, one after the other: a path is not unique any more.
CREATE TABLE source_of_version_3 (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('folder')),
  path BLOB NOT NULL,
  label TEXT NOT NULL,
  added_at TEXT NOT NULL,
  device TEXT NOT NULL, inode TEXT NOT NULL, -- device number of the connection in which it was added
  file_system TEXT,
  volume TEXT,                               -- UUID or serial number of the file system
  capacity TEXT,                             -- bytes that the file system spans
  born TEXT,                                 -- birth time of the folder, nanoseconds since 1970
  mounted_read_only INTEGER,
  cross_file_systems INTEGER NOT NULL,
  listed INTEGER NOT NULL DEFAULT 0,
  manifest_sha256 TEXT
) STRICT;
INSERT INTO source_of_version_3 (id, kind, path, label, added_at, device, inode, file_system, mounted_read_only, cross_file_systems, listed, manifest_sha256)
  SELECT id, kind, path, label, added_at, device, inode, file_system, mounted_read_only, cross_file_systems, listed, manifest_sha256 FROM source;
DROP TABLE source;
ALTER TABLE source_of_version_3 RENAME TO source;

-- Nanoseconds since 1970: when the content that was read was last changed, where that is not what was listed.
ALTER TABLE item ADD COLUMN read_modified INTEGER;
`;
