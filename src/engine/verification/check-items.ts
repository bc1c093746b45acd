/** Compares items, manifests and outcomes with the digests in the audit log. */
import { hash } from 'node:crypto';
import { EngineError } from '../../model/error.ts';
import { sourceId } from '../../storage/item-reader.ts';
import { recordLineVersion } from '../../storage/record-lines.ts';
import { coverageOf, tally } from '../../storage/statistics.ts';
import { type RowFault, vouchItems } from '../../storage/vouched-items.ts';
import type { CaseSession } from '../case/case-session.ts';
import { jobProgress } from '../job-progress.ts';
import { manifestDigest } from '../processing/manifest-digest.ts';
import { coverageText } from '../processing/start-run.ts';
import type { Fault, VerifyRequest } from './finding.ts';
import type { LoggedState } from './logged-state.ts';

/** Rows that are named one by one; the rest is counted. */
const namedLimit = 50;

/** Whether this Sabut can make the lines again with which the items were recorded; that it cannot is a fault, as nothing can be said then. */
export function knowsLines(logged: LoggedState, fault: Fault): boolean {
  const others = [...logged.lineVersions].filter((version) => version !== recordLineVersion);
  for (const version of others)
    fault(
      'lines-of-other-version',
      `Items were recorded with lines of version ${version}, which this Sabut cannot make again (it knows ${recordLineVersion}), so the rows were not checked. Verify with the version that made the case, or make the case again from the evidence.`,
    );
  return others.length === 0;
}

/** Goes through all items; gives how many there are, and how many of them are members. */
export async function checkItems(
  session: CaseSession,
  logged: LoggedState,
  request: VerifyRequest,
  fault: Fault,
): Promise<{ items: number; members: number }> {
  const naming = new RowFaults(fault);
  const total = session.reader.prepare('SELECT count(*) FROM item').pluck().get() as number;
  const vouched = await followed(
    vouchItems(session.reader, (one) => naming.add(one)),
    (items) => {
      tell(request, items, total);
      return breathe(request);
    },
  );
  naming.end();
  const { items, members, batches } = vouched;
  for (const kind of ['listed', 'processed'] as const) {
    const due = new Map(logged[kind]);
    for (const [batch, { digest, rows }] of batches[kind]) {
      const entry = due.get(batch);
      due.delete(batch);
      if (entry === undefined)
        fault('rows-without-entry', `Batch ${batch} of ${kind} items is in the database, but no entry of the audit log vouches for it.`);
      else if (entry.digest !== digest || entry.rows !== rows)
        fault(
          'rows-changed',
          `Batch ${batch} of ${kind} items (${rows} items) is not as the audit log recorded it: rows were changed, added or removed.`,
        );
    }
    for (const batch of due.keys())
      fault('rows-missing', `Batch ${batch} of ${kind} items stands in the audit log, but its rows are not in the database.`);
  }
  tell(request, items, total);
  return { items, members };
}

/** Makes the manifests again from the rows, and counts outcomes again. */
export async function checkSums(session: CaseSession, logged: LoggedState, request: VerifyRequest, fault: Fault): Promise<number> {
  let manifests = 0;
  for (const [source, image] of logged.images.get('source') ?? []) {
    const due = image['manifest_sha256'];
    if (due === undefined) continue;
    const digest = await followed(manifestDigest(session.reader, Number(source)), () => breathe(request));
    manifests += 1;
    if (digest !== due)
      fault('manifest-changed', `The manifest of ${sourceId(Number(source))}, made again from its rows, is not the one in the audit log.`);
  }
  const last = session.tables.runs().at(-1);
  if (last?.state === 'complete' && logged.coverage !== null) {
    const coverage = hash('sha256', coverageText(coverageOf(session.reader, tally(session.reader)).steps), 'hex');
    if (coverage !== logged.coverage)
      fault('outcomes-changed', 'The outcomes of items are not those that the last run recorded in the audit log.');
  }
  return manifests;
}

class RowFaults {
  private readonly fault: Fault;
  private count = 0;

  constructor(fault: Fault) {
    this.fault = fault;
  }

  add({ code, message }: RowFault): void {
    this.count += 1;
    if (this.count <= namedLimit) this.fault(code, message);
  }

  end(): void {
    if (this.count > namedLimit) this.fault('more-rows', `${this.count - namedLimit} more rows are at fault and not named here.`);
  }
}

/** Takes all steps with a pause after each. Where a pause throws, the steps are ended, so that no list of the database stays open. */
async function followed<Step, Result>(steps: Generator<Step, Result, undefined>, pause: (step: Step) => Promise<void>): Promise<Result> {
  try {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      await pause(step.value);
    }
  } finally {
    steps.return(undefined as never);
  }
}

async function breathe(request: VerifyRequest): Promise<void> {
  if (request.signal.aborted) throw new EngineError('cancelled', 'The verification was cancelled. Nothing was changed.');
  await new Promise((resolve) => setImmediate(resolve));
}

function tell(request: VerifyRequest, items: number, total: number): void {
  request.onProgress(jobProgress('verifying', items, total));
}
