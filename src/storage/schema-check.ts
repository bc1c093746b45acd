/** Compares a case's schema with the one that Sabut makes: a trigger or a view could change what is shown without a row being touched. */
import Database from 'better-sqlite3';
import type { Connection } from './connection.ts';
import { deferredIndexes } from './deferred-indexes.ts';
import { migrations } from './migrations/index.ts';

/** SQLite's own tables (statistics, sequences) are made by itself. */
const listing = `SELECT type || ' ' || name AS name, coalesce(sql, '') AS sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'`;

function schemaOf(connection: Connection): Map<string, string> {
  const rows = connection.prepare(listing).all() as { name: string; sql: string }[];
  return new Map(rows.map(({ name, sql }) => [name, sql.replace(/\s+/g, ' ').trim()]));
}

/** What differs, one phrase each. */
export function schemaFaults(connection: Connection): string[] {
  const sound = new Database(':memory:');
  try {
    for (const statement of migrations) sound.exec(statement);
    const required = schemaOf(sound);
    for (const statement of deferredIndexes) sound.exec(statement);
    const known = schemaOf(sound);
    const found = schemaOf(connection);
    return [
      ...[...required.keys()].filter((name) => !found.has(name)).map((name) => `the ${name} is missing`),
      ...[...found].filter(([name]) => !known.has(name)).map(([name]) => `the ${name} was added`),
      ...[...found].filter(([name, sql]) => known.has(name) && known.get(name) !== sql).map(([name]) => `the ${name} was changed`),
    ];
  } finally {
    sound.close();
  }
}
