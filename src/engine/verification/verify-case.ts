/**
 * Verifies a case: the database against itself, its rows against the digests in the audit log, the log against its chain
 * and its checkpoints, and, where asked, the evidence against the case.
 */
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import { batchDigests } from '../../storage/batch-digests.ts';
import { sourceId } from '../../storage/item-reader.ts';
import { coverageOf, tally } from '../../storage/statistics.ts';
import { readCheckpoints } from '../audit/checkpoint.ts';
import { readLogLines } from '../audit/log-lines.ts';
import { verifyAuditLog } from '../audit/verify-log.ts';
import type { CaseSession } from '../case/case-session.ts';
import { coverageText } from '../processing/start-run.ts';
import type { Finding, VerifyRequest } from './finding.ts';
import { rehashEvidence } from './rehash-evidence.ts';

export interface CaseVerification {
  ok: boolean;
  findings: Finding[];
  itemsChecked: number;
  evidenceChecked: number;
}

/** What the log says of batches, manifests and runs. */
interface LoggedDigests {
  listed: Map<number, string>;
  processed: Map<number, string>;
  manifests: Map<string, string>;
  header: Map<string, string>;
  /** What was said of each source when it was added, in that order. */
  sources: Record<string, unknown>[];
  coverage: string | null;
}

/** Checks everything that can be checked without leaving the machine. Faults are findings; it throws only where it could not look. */
export async function verifyCase(session: CaseSession, request: VerifyRequest): Promise<CaseVerification> {
  const findings: Finding[] = [];
  const fault = (code: string, message: string) => findings.push({ severity: 'fault', code, message });
  const integrity = session.connection.pragma('integrity_check(5)') as { integrity_check: string }[];
  for (const { integrity_check } of integrity)
    if (integrity_check !== 'ok') fault('database-damaged', `SQLite's integrity check says: ${integrity_check}.`);
  for (const _ of session.connection.pragma('foreign_key_check') as unknown[]) {
    fault('database-inconsistent', 'A row of the database refers to one that is not there.');
    break;
  }
  const log = await verifyAuditLog({
    directory: session.directory,
    caseId: session.tables.header().caseId,
    databaseHead: session.databaseHead,
    ...(request.printedHead === undefined ? {} : { anchor: { head: request.printedHead } }),
  });
  for (const { severity, code, message } of log.findings)
    findings.push({ severity: severity === 'fault' ? 'fault' : 'note', code, message });
  for (const message of log.limits) findings.push({ severity: 'note', code: 'limit', message });
  const present = new Set(
    readCheckpoints(join(session.directory, 'checkpoints')).map(({ name, note }) => (note === null ? Number.NaN : Number(name))),
  );
  for (const size of session.tables.signedSizes())
    if (!present.has(size))
      fault('checkpoint-missing', `The checkpoint over entries 1 to ${size} was signed, but is not in the case any more.`);
  const itemsChecked = await checkRows(session, request, fault);
  let evidenceChecked = 0;
  if (request.evidence) {
    const rehash = await rehashEvidence(session, request);
    evidenceChecked = rehash.checked;
    findings.push(...rehash.findings);
  }
  return { ok: !findings.some(({ severity }) => severity === 'fault'), findings, itemsChecked, evidenceChecked };
}

/** Compares the rows of every batch with the digest that the log holds of it, and the coverage with that of the last run. */
async function checkRows(session: CaseSession, request: VerifyRequest, fault: (code: string, message: string) => void): Promise<number> {
  const logged = await readLoggedDigests(session.directory);
  let items = 0;
  for (const { kind, batch, digest, rows } of batchDigests(session.reader)) {
    if (request.signal.aborted) throw new EngineError('cancelled', 'The verification was cancelled. Nothing was changed.');
    const expected = logged[kind].get(batch);
    logged[kind].delete(batch);
    if (kind === 'listed') items += rows;
    if (expected === undefined)
      fault('rows-without-entry', `Batch ${batch} of ${kind} items is in the database, but no entry of the audit log vouches for it.`);
    else if (expected !== digest)
      fault(
        'rows-changed',
        `Batch ${batch} of ${kind} items (${rows} items) is not as the audit log recorded it: rows were changed, added or removed.`,
      );
    request.onProgress({
      phase: 'verifying',
      items,
      totalItems: null,
      bytes: 0,
      totalBytes: null,
      rate: 0,
      remaining: null,
      path: null,
      failures: 0,
      state: 'running',
    });
  }
  for (const kind of ['listed', 'processed'] as const)
    for (const batch of logged[kind].keys())
      fault('rows-missing', `Batch ${batch} of ${kind} items stands in the audit log, but its rows are not in the database.`);
  for (const { id, manifest_sha256 } of session.connection
    .prepare('SELECT id, manifest_sha256 FROM source WHERE manifest_sha256 IS NOT NULL')
    .all() as { id: number; manifest_sha256: string }[]) {
    if (logged.manifests.get(sourceId(id)) !== manifest_sha256)
      fault('manifest-changed', `The manifest digest of ${sourceId(id)} is not the one in the audit log.`);
  }
  for (const [name, value] of Object.entries(session.tables.header())) {
    if ((value ?? '') !== (logged.header.get(name) ?? ''))
      fault('header-changed', `The case header says "${value ?? ''}" for ${name}; the audit log says "${logged.header.get(name) ?? ''}".`);
  }
  const sources = session.tables.sourceRecords();
  for (const { id, path, ...identity } of sources) {
    const entry = logged.sources[id - 1];
    if (entry?.['path'] !== path.toString('utf8'))
      fault(
        'source-changed',
        `${sourceId(id)} is ${displayRawName(path).text} in the database; the audit log says ${entry?.['path'] ?? 'nothing of it'}.`,
      );
    // Entries from before a source's medium was recorded do not name it, and those of the sources have none then.
    else
      for (const trait of ['volume', 'capacity', 'born'] as const)
        if ((entry[trait] ?? 'unknown') !== (identity[trait] ?? 'unknown'))
          fault(
            'source-changed',
            `The ${trait} of the medium of ${sourceId(id)} is ${identity[trait] ?? 'unknown'} in the database; the audit log says ${entry[trait] ?? 'unknown'}.`,
          );
  }
  if (sources.length < logged.sources.length)
    fault('source-missing', `The audit log names ${logged.sources.length} sources; the database holds ${sources.length}.`);
  const coverage = hash('sha256', coverageText(coverageOf(session.connection, tally(session.connection)).steps), 'hex');
  const last = session.tables.runs().at(-1);
  if (last?.state === 'complete' && logged.coverage !== null && coverage !== logged.coverage)
    fault('outcomes-changed', 'The outcomes of items are not those that the last run recorded in the audit log.');
  return items;
}

async function readLoggedDigests(directory: string): Promise<LoggedDigests> {
  const logged: LoggedDigests = {
    listed: new Map(),
    processed: new Map(),
    manifests: new Map(),
    header: new Map(),
    sources: [],
    coverage: null,
  };
  for await (const lines of readLogLines(join(directory, 'audit.ndjson'))) for (const line of lines) take(line, logged);
  return logged;
}

function take(line: Buffer, logged: LoggedDigests): void {
  let entry: { action?: string; details?: Record<string, unknown> };
  try {
    entry = JSON.parse(line.toString('utf8')) as typeof entry;
  } catch {
    // The log's own verification has reported the line already.
    return;
  }
  const details = entry.details ?? {};
  if (entry.action === 'items-recorded') {
    if (typeof details['listedSha256'] === 'string') logged.listed.set(Number(details['batch']), details['listedSha256']);
    if (typeof details['processedSha256'] === 'string') logged.processed.set(Number(details['batch']), details['processedSha256']);
  } else if (entry.action === 'case-created' || entry.action === 'case-described') {
    for (const [name, value] of Object.entries(details)) logged.header.set(name, String(value));
  } else if (entry.action === 'source-added') logged.sources.push(details);
  else if (entry.action === 'manifest-made') logged.manifests.set(String(details['source']), String(details['sha256']));
  else if (typeof details['coverageSha256'] === 'string') logged.coverage = details['coverageSha256'];
}
