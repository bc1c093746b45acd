/** The file systems of each source, with how they were mounted: what their times and access times are worth. */
export const volume = `
CREATE TABLE volume (
  source INTEGER NOT NULL REFERENCES source (id),
  device TEXT NOT NULL,                       -- st_dev, decimal
  file_system TEXT,
  options TEXT,                               -- of the mount, comma-separated
  local_clock INTEGER NOT NULL,               -- whether the machine keeps its clock in local time
  access_times_not_kept INTEGER NOT NULL,     -- files that could not be read without touching the time of last access
  PRIMARY KEY (source, device)
) STRICT, WITHOUT ROWID;
INSERT INTO volume (source, device, file_system, options, local_clock, access_times_not_kept)
  SELECT id, device, file_system, CASE mounted_read_only WHEN 1 THEN 'ro' WHEN 0 THEN 'rw' END, 0, 0 FROM source;
`;
