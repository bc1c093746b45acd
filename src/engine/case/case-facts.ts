/** Describes an open case. */
import type { CaseInfo } from '../../model/case.ts';
import { schemaVersion } from '../../storage/connection.ts';
import { coverageOf, keptTally } from '../../storage/statistics.ts';
import type { CaseSession } from './case-session.ts';

/** Everything about the case as a whole. */
export function describeCase(session: CaseSession): CaseInfo {
  const rows = keptTally(session.connection);
  const coverage = coverageOf(session.connection, rows);
  return {
    directory: session.directory,
    schemaVersion,
    header: session.tables.header(),
    sources: session.tables.sources(rows),
    runs: session.tables
      .runs()
      .map((run) => (run.state === 'running' && run.id !== session.runUnderWay ? { ...run, state: 'interrupted' } : run)),
    coverage,
    unfinished: (coverage.byStatus['pending'] ?? 0) > 0 || session.tables.sourceRecords().some(({ listed }) => !listed),
    audit: session.auditHead(),
  };
}
