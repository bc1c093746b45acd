/** Compares the small tables of a case with what the audit log's entries make of them. */
import { displayRawName } from '../../model/display.ts';
import { sourceId } from '../../storage/item-reader.ts';
import {
  type ImagedTable,
  imagedTables,
  imagesOf,
  type RowImage,
  type RowKey,
  taggings,
  unloggedHeaderFields,
} from '../../storage/row-images.ts';
import { schemaFaults } from '../../storage/schema-check.ts';
import { checkpointSizes } from '../audit/checkpoint.ts';
import type { CaseSession } from '../case/case-session.ts';
import type { Fault } from './finding.ts';
import type { LoggedState } from './logged-state.ts';

/** What rows of a table are called in a sentence, and the code of a fault in them. */
const words: Record<ImagedTable, { code: string; name: (key: RowKey) => string }> = {
  case_header: { code: 'header-changed', name: (key) => `The field ${key} of the case header` },
  source: { code: 'source-changed', name: (key) => sourceId(Number(key)) },
  volume: { code: 'source-changed', name: (key) => `Volume ${String(key).replace(/^(\d+) /, 'S$1, device ')}` },
  run: { code: 'run-changed', name: (key) => `Run ${key}` },
  tag: { code: 'tag-changed', name: (key) => `Tag ${key}` },
  comment: { code: 'comment-changed', name: (key) => `The comment on item number ${key}` },
  exhibit: { code: 'exhibit-changed', name: (key) => `Exhibit ${key}` },
  note: { code: 'notes-changed', name: () => 'The text of the notes' },
  saved_search: { code: 'search-changed', name: (key) => `Saved search ${key}` },
  review_history: { code: 'history-changed', name: (key) => `Change ${key} of the review history` },
};

/** Compares all small tables, and gives the number of rows by table. */
export function checkTables(session: CaseSession, logged: LoggedState, fault: Fault): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const phrase of schemaFaults(session.connection))
    fault('schema-changed', `The database is not built as Sabut builds it: ${phrase}.`);
  for (const table of Object.keys(imagedTables) as ImagedTable[]) {
    const found = imagesOf(session.reader, table);
    if (table === 'case_header') for (const field of unloggedHeaderFields) found.delete(field);
    counts[table] = found.size;
    compare(table, found, logged.images.get(table) ?? new Map(), fault);
  }
  counts['item_tag'] = compareTaggings(session, logged, fault);
  return counts;
}

function compare(table: ImagedTable, found: Map<RowKey, RowImage>, due: ReadonlyMap<RowKey, RowImage>, fault: Fault): void {
  const { code, name } = words[table];
  for (const [key, image] of found) {
    const logged = due.get(key);
    if (logged === undefined) {
      fault(code, `${name(key)} is in the database, but the audit log says nothing of it: the row was added.`);
      continue;
    }
    for (const column of new Set([...Object.keys(image), ...Object.keys(logged)])) {
      const [is, was] = [shown(table, column, image[column]), shown(table, column, logged[column])];
      if (is === was) continue;
      if (table === 'case_header') fault(code, `The case header says ${is} for ${key}; the audit log says ${was}.`);
      else if (column === 'manifest_sha256')
        fault('manifest-changed', `The manifest digest of ${name(key)} is ${is} in the database; the audit log says ${was}.`);
      else fault(code, `${name(key)} has ${is} as its ${column.replaceAll('_', ' ')} in the database; the audit log says ${was}.`);
    }
  }
  for (const key of due.keys())
    if (!found.has(key)) fault(code, `${name(key)} stands in the audit log, but is not in the database any more.`);
}

function shown(table: ImagedTable, column: string, value: RowImage[string] | undefined): string {
  if (value === undefined) return 'empty';
  if (typeof value === 'object') return `a text with SHA-256 ${value.sha256}`;
  if (table === 'source' && column === 'path') return `"${displayRawName(Buffer.from(String(value), 'hex')).text}"`;
  return typeof value === 'number' ? String(value) : `"${value}"`;
}

function compareTaggings(session: CaseSession, logged: LoggedState, fault: Fault): number {
  let rows = 0;
  const unknown = new Map<number, number>();
  const others = new Map<number, number>();
  const add = (counts: Map<number, number>, tag: number) => counts.set(tag, (counts.get(tag) ?? 0) + 1);
  for (const { item, tag, examiner, at } of taggings(session.reader)) {
    rows += 1;
    const verdict = logged.tags.tick(tag, item, examiner, at);
    if (verdict === 'unknown') add(unknown, tag);
    else if (verdict === 'other-stamp') add(others, tag);
  }
  for (const [tag, items] of unknown)
    fault('tags-changed', `Tag ${tag} is on ${items} items of which the audit log does not say that they have it.`);
  for (const [tag, items] of others)
    fault('tags-changed', `Tag ${tag} is on ${items} items with another examiner or time than the audit log says.`);
  for (const [tag, items] of logged.tags.missing())
    fault('tags-changed', `Tag ${tag} is missing on ${items} items that have it by the audit log.`);
  return rows;
}

/** Compares the list of signed checkpoints with the checkpoints that are there. */
export function checkSignedSizes(session: CaseSession, checkpointsDirectory: string, fault: Fault): void {
  const signed = session.tables.signedSizes();
  const present = checkpointSizes(checkpointsDirectory);
  if (signed.some((size, index) => !Number.isSafeInteger(size) || size <= (signed[index - 1] ?? 0))) {
    fault('header-changed', 'The list of signed checkpoints in the database is not one that Sabut wrote.');
    return;
  }
  for (const size of signed)
    if (!present.includes(size))
      fault('checkpoint-missing', `The checkpoint over entries 1 to ${size} was signed, but is not in the case any more.`);
  // One beyond the last was written, but the process ended before it could note it down; nothing followed it then.
  const last = signed.at(-1) ?? 0;
  for (const size of present)
    if (size < last && !signed.includes(size))
      fault(
        'header-changed',
        `The checkpoint over entries 1 to ${size} is in the case, but the database does not know that it was signed.`,
      );
  if (last === 0 && session.databaseHead.sequence > 0 && present.length > 1)
    fault('header-changed', 'The list of signed checkpoints was removed from the database.');
}
