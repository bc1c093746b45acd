/** Review: tags, comments, exhibits, notes, saved searches and the history behind undo. */
export const review = `
CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, colour TEXT NOT NULL, key TEXT UNIQUE) STRICT;
CREATE TABLE item_tag (
  item INTEGER NOT NULL REFERENCES item (id), tag INTEGER NOT NULL REFERENCES tag (id), examiner TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (item, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_tag_by_tag ON item_tag (tag, item);
CREATE TABLE comment (item INTEGER PRIMARY KEY REFERENCES item (id), text TEXT NOT NULL, examiner TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE exhibit (
  id INTEGER PRIMARY KEY, item INTEGER NOT NULL UNIQUE REFERENCES item (id),
  position INTEGER NOT NULL, number TEXT NOT NULL, description TEXT NOT NULL, examiner TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE TABLE note (id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT NOT NULL) STRICT;
CREATE TABLE saved_search (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, filters TEXT NOT NULL, sort TEXT NOT NULL) STRICT;
-- One row a change of review; 'done' rows can be undone, 'undone' rows done again until a new change comes.
CREATE TABLE review_history (id INTEGER PRIMARY KEY, state TEXT NOT NULL CHECK (state IN ('done', 'undone')), description TEXT NOT NULL, forward TEXT NOT NULL, backward TEXT NOT NULL) STRICT;
`;
