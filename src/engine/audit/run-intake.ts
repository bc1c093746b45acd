/** What each processing run took in, added up from the entries of the audit log that vouch for its batches. */
import { join } from 'node:path';
import type { RunIntake } from '../../reports/snapshot.ts';
import type { AuditEntry } from './chain.ts';
import { readLogLines } from './log-lines.ts';

const recorded = Buffer.from('{"action":"items-recorded",');

/** Runs in the order of their numbers; one that took nothing in is left out. Lines that cannot be decoded are a finding of the verification. */
export async function intakeOfRuns(directory: string): Promise<RunIntake[]> {
  const intake = new Map<number, RunIntake>();
  for await (const lines of readLogLines(join(directory, 'audit.ndjson'))) {
    for (const line of lines) {
      if (!line.subarray(0, recorded.length).equals(recorded)) continue;
      let details: AuditEntry['details'];
      try {
        details = (JSON.parse(line.toString('utf8')) as AuditEntry).details;
      } catch {
        continue;
      }
      const { run, listed, processed } = details;
      if (typeof run !== 'number') continue;
      const sum = intake.get(run) ?? { run, listed: 0, processed: 0 };
      intake.set(run, sum);
      sum.listed += Number(listed);
      sum.processed += Number(processed);
    }
  }
  return [...intake.values()].sort((first, second) => first.run - second.run);
}
