/** What the terminal says at the end of a run, and the exit code that goes with it. */
import type { CaseInfo, ProcessingRun } from '../../model/case.ts';
import { humanBytes, type Output } from '../output.ts';
import type { CliSession } from '../session.ts';
import { exitCodes } from '../session.ts';

const namedLimit = 20;

/** Prints the summary of the open case after a run; exit code 3 where some evidence could not be read. */
export async function summarise(session: CliSession, output: Output, run: ProcessingRun): Promise<number> {
  const info = (await session.call('case.info', {})) as CaseInfo;
  const unread = [
    ...session.engine.session.itemReader().selected([{ field: 'status', operator: 'is', values: ['failed', 'timed-out', 'partial'] }]),
  ];
  const readFaults = unread.filter(
    ({ outcomes }) => outcomes['read'] === 'failed' || outcomes['read'] === 'partial' || outcomes['read'] === 'timed-out',
  );
  output.object({
    event: 'done',
    case: info.directory,
    run,
    coverage: info.coverage,
    audit: info.audit,
    unread: readFaults.map(({ id, source, path }) => ({ id, source, path })),
  });
  const { byStatus } = info.coverage;
  output.line(`Case      ${info.directory}`);
  for (const source of info.sources)
    output.line(
      `Evidence  ${source.id}  ${source.path}  ${source.items} items, ${humanBytes(source.bytes)}  manifest ${source.manifestSha256 ?? 'not made yet'}`,
    );
  output.line(`Examined  ${describeStatuses(byStatus)}`);
  output.line(`Run       ${run.id} ${run.state}, profile ${run.profile}, ${run.workers} workers (${run.isolation})`);
  output.line(`Audit     ${info.audit.entries} entries, head ${info.audit.head}`);
  if (run.state !== 'complete') {
    output.line(`The run is ${run.state}. Go on with: sabut ingest ${info.directory} --resume`);
    return exitCodes.failed;
  }
  if (readFaults.length === 0) return exitCodes.done;
  output.remark(`${readFaults.length} items could not be read in full:`);
  for (const { source, path, outcomes, observations } of readFaults.slice(0, namedLimit)) {
    output.remark(
      `  ${source}/${path}: ${outcomes['read']}${observations.length > 0 ? ` (${observations[0]?.code}${observations[0]?.place === undefined ? '' : `, ${observations[0].place}`})` : ''}`,
    );
  }
  if (readFaults.length > namedLimit)
    output.remark(`  and ${readFaults.length - namedLimit} more: sabut items ${info.directory} --where status=failed`);
  return exitCodes.someUnread;
}

function describeStatuses(byStatus: Record<string, number>): string {
  return Object.entries(byStatus)
    .sort(([first], [second]) => (first < second ? -1 : 1))
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
}
