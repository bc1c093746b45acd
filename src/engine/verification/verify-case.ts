/**
 * Verifies a case: the database against itself, its rows against what the audit log vouches for, the log against its chain
 * and its checkpoints, and, where asked, the evidence against the case.
 */
import { join } from 'node:path';
import { EngineError } from '../../model/error.ts';
import { verifyAuditLog } from '../audit/verify-log.ts';
import type { CaseSession } from '../case/case-session.ts';
import { checkItems, checkSums, knowsLines } from './check-items.ts';
import { checkSignedSizes, checkTables } from './check-tables.ts';
import type { Fault, Finding, VerifyRequest } from './finding.ts';
import { type KeptLines, readLoggedState } from './logged-state.ts';
import { rehashEvidence } from './rehash-evidence.ts';

export interface CaseVerification {
  ok: boolean;
  findings: Finding[];
  /** All items of the case, those inside other items included. */
  itemsChecked: number;
  /** Of these, what was found inside other items. */
  membersChecked: number;
  /** Rows that were compared with the audit log, by table. */
  rowsChecked: Record<string, number>;
  evidenceChecked: number;
}

/** Checks everything that can be checked without leaving the machine. Faults are findings; it throws only where it could not look. */
export async function verifyCase(session: CaseSession, request: VerifyRequest): Promise<CaseVerification> {
  const findings: Finding[] = [];
  const fault: Fault = (code, message) => findings.push({ severity: 'fault', code, message });
  const result: CaseVerification = { ok: false, findings, itemsChecked: 0, membersChecked: 0, rowsChecked: {}, evidenceChecked: 0 };
  const part = (work: () => Promise<void> | void) => unlessDamaged(fault, work);
  await part(() => checkDatabase(session, fault));
  await part(() => checkLog(session, request, findings));
  await part(() => checkSignedSizes(session, join(session.directory, 'checkpoints'), fault));
  let highest = 0;
  let outbox: KeptLines['outbox'] = [];
  await part(() => {
    highest = session.reader.prepare('SELECT coalesce(max(id), 0) FROM item').pluck().get() as number;
    outbox = session.tables.outbox();
  });
  const logged = await readLoggedState(session.directory, { waiting: session.waitingLines, outbox }, highest);
  for (const sequence of logged.contradicted)
    fault('outbox-changed', `The database holds another entry ${sequence} of the audit log than the log does.`);
  if (logged.unreadable > 0)
    fault('entries-unreadable', `${logged.unreadable} entries of the audit log hold rows that cannot be understood.`);
  if (knowsLines(logged, fault)) {
    await part(() => {
      result.rowsChecked = checkTables(session, logged, fault);
    });
    await part(async () => {
      const { items, members } = await checkItems(session, logged, request, fault);
      result.itemsChecked = items;
      result.membersChecked = members;
    });
    await part(async () => {
      result.rowsChecked['manifest'] = await checkSums(session, logged, request, fault);
    });
  }
  if (request.evidence)
    await part(async () => {
      const rehash = await rehashEvidence(session, request);
      result.evidenceChecked = rehash.checked;
      findings.push(...rehash.findings);
    });
  result.ok = !findings.some(({ severity }) => severity === 'fault');
  return result;
}

/** Damage that comes to light on the way is a finding, and the other parts are looked at all the same. */
async function unlessDamaged(fault: Fault, work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.code !== 'case-corrupt') throw thrown;
    fault('database-damaged', thrown.message);
  }
}

function checkDatabase(session: CaseSession, fault: Fault): void {
  const integrity = session.connection.pragma('integrity_check(5)') as { integrity_check: string }[];
  for (const { integrity_check } of integrity)
    if (integrity_check !== 'ok')
      fault('database-damaged', `SQLite's integrity check says: ${integrity_check.replaceAll(/\s*\n\s*/g, ' ').replace(/\.$/, '')}.`);
  for (const _ of session.connection.pragma('foreign_key_check') as unknown[]) {
    fault('database-inconsistent', 'A row of the database refers to one that is not there.');
    break;
  }
}

async function checkLog(session: CaseSession, request: VerifyRequest, findings: Finding[]): Promise<void> {
  const known = session.tables.auditHead();
  const log = await verifyAuditLog({
    directory: session.directory,
    caseId: session.tables.header().caseId,
    databaseHead: session.databaseHead,
    ...(request.printedHead === undefined ? {} : { anchor: { head: request.printedHead } }),
  });
  const last = session.databaseHead.sequence + session.waitingLines.length;
  if (known?.sequence !== last || (session.waitingLines.length === 0 && known.hash !== session.databaseHead.hash))
    findings.push({
      severity: 'fault',
      code: 'audit-state-changed',
      message: 'The database has another entry as the last one of the audit log than it had when the case was opened.',
    });
  for (const { severity, code, message } of log.findings)
    findings.push({ severity: severity === 'fault' ? 'fault' : 'note', code, message });
  for (const message of log.limits) findings.push({ severity: 'note', code: 'limit', message });
  if (session.waitingLines.length > 0)
    findings.push({
      severity: 'note',
      code: 'entries-waiting',
      message: `The case was not closed in order: ${session.waitingLines.length} entries of its log are in the database only, and were taken from there. They go into the log when the case is opened where it can be written.`,
    });
}
