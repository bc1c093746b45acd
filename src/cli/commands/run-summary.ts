/** What the terminal says at the end of a run, and the exit code that goes with it. */
import type { CaseInfo, ProcessingRun } from '../../model/case.ts';
import type { Item } from '../../model/item.ts';
import { exitCodes } from '../exit-codes.ts';
import { humanBytes } from '../human-bytes.ts';
import type { Output } from '../output.ts';
import type { CliSession } from '../session.ts';

const namedLimit = 20;

/** An item of which not every byte, or name, could be read. */
interface Unread {
  id: string;
  source: string;
  path: string;
  outcome: string;
  /** What the system said of it, such as `not-listed, EACCES`. */
  reason: string | null;
}

function* unreadItems(session: CliSession): Generator<Unread, void, undefined> {
  const poor: Iterable<Item> = session.engine.session
    .itemReader()
    .selected([{ field: 'status', operator: 'is', values: ['failed', 'timed-out', 'partial'] }]);
  for (const { id, source, path, outcomes, observations } of poor) {
    const outcome = outcomes['read'] ?? '';
    if (outcome !== 'failed' && outcome !== 'partial' && outcome !== 'timed-out') continue;
    const said = observations.find(({ step }) => step === 'read');
    yield { id, source, path, outcome, reason: said === undefined ? null : [said.code, said.place].filter(Boolean).join(', ') };
  }
}

/** Prints the summary of the open case after a run; exit code 3 where some evidence could not be read. */
export async function summarise(session: CliSession, output: Output, run: ProcessingRun): Promise<number> {
  const info = (await session.call('case.info', {})) as CaseInfo;
  const unread = [...unreadItems(session)];
  output.object({ event: 'done', case: info.directory, run, coverage: info.coverage, audit: info.audit, unread });
  output.line(`Case      ${info.directory}`);
  for (const source of info.sources)
    output.line(
      `Evidence  ${source.id}  ${source.path}  ${source.items} items, ${humanBytes(source.bytes)}  manifest ${source.manifestSha256 ?? 'not made yet'}`,
    );
  output.line(`Examined  ${describeStatuses(info.coverage.byStatus)}`);
  output.line(`Run       ${run.id} ${run.state}, profile ${run.profile}, ${run.workers} workers (${run.isolation})`);
  output.line(`Audit     ${info.audit.entries} entries, head ${info.audit.head}`);
  if (run.state !== 'complete') {
    output.remark(`The run is ${run.state}; what is done is safe. Go on with: sabut ingest ${info.directory} --resume`);
    return exitCodes.failed;
  }
  if (unread.length === 0) return exitCodes.done;
  output.remark(`${unread.length === 1 ? '1 item' : `${unread.length} items`} could not be read in full:`);
  for (const { source, path, outcome, reason } of unread.slice(0, namedLimit))
    output.remark(`  ${source}/${path}: ${outcome}${reason === null ? '' : ` (${reason})`}`);
  if (unread.length > namedLimit)
    output.remark(
      `  and ${unread.length - namedLimit} more: sabut items ${info.directory} --where status=failed, or status=partial, or status=timed-out`,
    );
  return exitCodes.someUnread;
}

function describeStatuses(byStatus: Record<string, number>): string {
  const counts = Object.entries(byStatus).sort(([first], [second]) => (first < second ? -1 : 1));
  return counts.length === 0 ? 'nothing: the evidence is empty' : counts.map(([status, count]) => `${count} ${status}`).join(', ');
}
