/** Describes an open case. */
import type { CaseInfo } from '../../model/case.ts';
import { schemaVersion } from '../../storage/connection.ts';
import { coverageOf, keptTally } from '../../storage/statistics.ts';
import type { CaseSession } from './case-session.ts';

/** Everything about the case as a whole. */
export function describeCase(session: CaseSession): CaseInfo {
  const rows = keptTally(session.connection);
  return {
    directory: session.directory,
    schemaVersion,
    header: session.tables.header(),
    sources: session.tables.sources(rows),
    runs: session.tables.runs(),
    coverage: coverageOf(session.connection, rows),
    audit: session.auditHead(),
  };
}
