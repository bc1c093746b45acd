/** Review: tags, comments, exhibits, notes, saved searches and the history behind undo. */
export const review = `
-- Numbers of tags, exhibits and changes are never given twice, as the audit log names them.
CREATE TABLE tag (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE COLLATE NOCASE, colour TEXT NOT NULL, key TEXT UNIQUE) STRICT;
CREATE TABLE item_tag (
  item INTEGER NOT NULL REFERENCES item (id), tag INTEGER NOT NULL REFERENCES tag (id), examiner TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (item, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_tag_by_tag ON item_tag (tag, item);
CREATE TABLE comment (item INTEGER PRIMARY KEY REFERENCES item (id), text TEXT NOT NULL, examiner TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE exhibit (
  id INTEGER PRIMARY KEY AUTOINCREMENT, item INTEGER NOT NULL UNIQUE REFERENCES item (id),
  position INTEGER NOT NULL,                 -- order on the list, from 1, without gaps
  number TEXT NOT NULL UNIQUE COLLATE NOCASE, description TEXT NOT NULL, examiner TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE note (id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT NOT NULL) STRICT;
CREATE TABLE saved_search (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, filters TEXT NOT NULL, sort TEXT NOT NULL) STRICT;
-- One row a change of review; 'done' rows can be undone, 'undone' rows done again until a new change comes.
CREATE TABLE review_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL CHECK (state IN ('done', 'undone')), description TEXT NOT NULL,
  change TEXT NOT NULL,                      -- JSON: what was changed, with what was there before and after
  items BLOB                                 -- rows of the items concerned: 32-bit little-endian numbers, ascending
) STRICT;
`;
