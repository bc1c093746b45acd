/** Counts over all items, from one pass over the narrow index that the end of a run builds. */
import type { Coverage } from '../model/case.ts';
import { itemKinds } from '../model/item.ts';
import type { Outcomes } from '../model/outcome.ts';
import type { Connection } from './connection.ts';
import { parseStored } from './stored-json.ts';

/** Items that agree in source, kind, type, mismatch and outcomes. */
export interface TallyRow {
  source: number;
  kind: (typeof itemKinds)[number];
  mediaType: string | null;
  extensionMismatch: boolean;
  /** Null while the items wait to be processed. */
  outcomes: Outcomes | null;
  status: string;
  items: number;
  bytes: number;
}

const kept = new WeakMap<Connection, { stamp: string; rows: readonly TallyRow[] }>();

/** Changes with everything that is written to the database, by this connection or another one. */
function stampOf(connection: Connection): string {
  return `${connection.prepare('SELECT total_changes()').pluck().get()} ${connection.pragma('data_version', { simple: true })}`;
}

/** The tally as it was when something was last written through SQLite; whoever verifies the database counts anew. */
export function keptTally(connection: Connection): readonly TallyRow[] {
  const stamp = stampOf(connection);
  let known = kept.get(connection);
  if (known?.stamp !== stamp) {
    known = { stamp, rows: tally(connection) };
    kept.set(connection, known);
  }
  return known.rows;
}

/** Counts every item of the case once. */
export function tally(connection: Connection): TallyRow[] {
  const rows = connection
    .prepare(
      `SELECT counted.source, counted.kind, media_type.name AS mediaType, counted.extension_mismatch AS mismatch, outcome_set.outcomes, outcome_set.status, counted.items, counted.bytes
       FROM (SELECT source, kind, media_type, extension_mismatch, outcome_set, count(*) AS items, coalesce(sum(size), 0) AS bytes FROM item
             GROUP BY source, kind, media_type, extension_mismatch, outcome_set) AS counted
       LEFT JOIN media_type ON media_type.id = counted.media_type LEFT JOIN outcome_set ON outcome_set.id = counted.outcome_set`,
    )
    .all() as {
    source: number;
    kind: number;
    mediaType: string | null;
    mismatch: number;
    outcomes: string | null;
    status: string | null;
    items: number;
    bytes: number;
  }[];
  return rows.map((row) => ({
    source: row.source,
    kind: itemKinds[row.kind] ?? 'special',
    mediaType: row.mediaType,
    extensionMismatch: row.mismatch === 1,
    outcomes: row.outcomes === null ? null : parseStored<Outcomes>(row.outcomes),
    status: row.status ?? 'pending',
    items: row.items,
    bytes: row.bytes,
  }));
}

/** What was examined and what was not, from a tally. */
export function coverageOf(connection: Connection, rows: readonly TallyRow[]): Coverage {
  const coverage: Coverage = { items: 0, bytes: 0, byStatus: {}, steps: [], observations: {} };
  const steps = new Map<string, Record<string, number>>();
  for (const row of rows) {
    coverage.items += row.items;
    if (row.kind === 'file') coverage.bytes += row.bytes;
    coverage.byStatus[row.status] = (coverage.byStatus[row.status] ?? 0) + row.items;
    for (const [step, outcome] of Object.entries(row.outcomes ?? {})) {
      const counts = steps.get(step) ?? {};
      counts[outcome] = (counts[outcome] ?? 0) + row.items;
      steps.set(step, counts);
    }
  }
  coverage.steps = [...steps].map(([step, outcomes]) => ({ step, outcomes }));
  const observations = connection.prepare('SELECT code, count(*) AS count FROM observation GROUP BY code ORDER BY code').all() as {
    code: string;
    count: number;
  }[];
  for (const { code, count } of observations) coverage.observations[code] = count;
  return coverage;
}
