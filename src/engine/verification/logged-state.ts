/** What the audit log says that the case must hold: read from its entries alone. */
import { join } from 'node:path';
import { type ImagedTable, imagedTables, keyOf, type RowEffect, type RowImage, type RowKey, rangesIn } from '../../storage/row-images.ts';
import { readLogLines } from '../audit/log-lines.ts';
import { entryRows } from '../case/entry-rows.ts';
import { LoggedTags } from './logged-tags.ts';

export interface LoggedBatch {
  digest: string;
  rows: number;
}

export interface LoggedState {
  listed: Map<number, LoggedBatch>;
  processed: Map<number, LoggedBatch>;
  /** Versions of the lines that batches were recorded with. */
  lineVersions: Set<number>;
  /** Rows of the small tables, by table and key. */
  images: Map<string, Map<RowKey, RowImage>>;
  tags: LoggedTags;
  /** Digest of all outcomes by step at the end of the last run. */
  coverage: string | null;
  /** Entries whose rows could not be understood. */
  unreadable: number;
  /** Numbers of the entries that the outbox holds otherwise than the log does. */
  contradicted: number[];
}

/** What of the log is kept elsewhere than in its file. */
export interface KeptLines {
  /** Lines that the file still lacks. */
  waiting: readonly string[];
  /** The database's copies of the last lines, which the next change to the case does away with. */
  outbox: readonly { sequence: number; line: string }[];
}

/** Reads the whole log, and the lines that wait for it. `highestItem` bounds what tags are kept of. */
export async function readLoggedState(directory: string, { waiting, outbox }: KeptLines, highestItem: number): Promise<LoggedState> {
  const state: LoggedState = {
    listed: new Map(),
    processed: new Map(),
    lineVersions: new Set(),
    images: new Map(Object.keys(imagedTables).map((table) => [table, new Map()])),
    tags: new LoggedTags(highestItem),
    coverage: null,
    unreadable: 0,
    contradicted: [],
  };
  const copies = new Map(outbox.map(({ sequence, line }) => [sequence, line]));
  let sequence = 0;
  const read = (line: string) => {
    sequence += 1;
    const copy = copies.get(sequence);
    if (copy !== undefined && copy === line) copies.delete(sequence);
    take(line, state);
  };
  for await (const lines of readLogLines(join(directory, 'audit.ndjson')))
    for (const line of lines) read(line.toString('utf8').replace(/\n$/, ''));
  for (const line of waiting) read(line);
  state.contradicted = [...copies.keys()];
  return state;
}

function take(line: string, state: LoggedState): void {
  let entry: { action?: string; details?: Record<string, unknown> };
  try {
    entry = JSON.parse(line) as typeof entry;
  } catch {
    // The log's own verification reports the line.
    return;
  }
  const details = entry.details ?? {};
  if (entry.action === 'items-recorded') takeBatch(details, state);
  if (typeof details['coverageSha256'] === 'string') state.coverage = details['coverageSha256'];
  const rows = details[entryRows];
  if (!Array.isArray(rows)) return;
  try {
    for (const effect of rows as RowEffect[]) apply(effect, state);
  } catch {
    state.unreadable += 1;
  }
}

/** What else an entry counts that has a line of the same kind. */
const beside = { listed: 'members', processed: 'unlistable' } as const;

function takeBatch(details: Record<string, unknown>, state: LoggedState): void {
  const batch = Number(details['batch']);
  state.lineVersions.add(Number(details['lineVersion'] ?? 1));
  for (const kind of ['listed', 'processed'] as const) {
    const digest = details[`${kind}Sha256`];
    if (typeof digest === 'string') state[kind].set(batch, { digest, rows: Number(details[kind]) + Number(details[beside[kind]]) });
  }
}

/** Throws for an effect that is none. */
function apply(effect: RowEffect, state: LoggedState): void {
  if ('put' in effect) state.tags.put(effect.tag, [...rangesIn(effect.put)], effect.examiner, effect.at);
  else if ('taken' in effect) state.tags.take(effect.tag, [...rangesIn(effect.taken)]);
  else {
    const images = state.images.get(effect.table) as Map<RowKey, RowImage>;
    if ('removed' in effect) images.delete(effect.removed);
    else images.set(keyOf(effect.table as ImagedTable, effect.row), effect.row);
  }
}
