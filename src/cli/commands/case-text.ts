/** `sabut case info` for people. */
import type { CaseInfo } from '../../model/case.ts';
import { humanBytes } from '../human-bytes.ts';

/** Describes a case in lines of text. */
export function describeCaseText(info: CaseInfo): string {
  const lines: string[] = [];
  const put = (label: string, value: string | null) => {
    if (value !== null && value !== '') lines.push(`${label.padEnd(12)} ${value}`);
  };
  const { header, coverage, audit } = info;
  put('Case', header.name);
  put('Directory', info.directory);
  put('Number', header.caseNumber);
  put('Examiner', header.examiner);
  put('Agency', [header.agency, header.circle].filter((part) => part !== null).join(', '));
  put('Authority', header.authority);
  put('Sections', header.sections);
  put('Made', `${header.createdAt} (times are shown in ${header.timeZone})`);
  for (const source of info.sources) {
    const mount =
      source.mountedReadOnly === null ? 'mount not known' : source.mountedReadOnly ? 'mounted read-only' : 'NOT mounted read-only';
    put(
      source.id,
      `${source.path}  ${source.items} items, ${humanBytes(source.bytes)}, ${source.fileSystem ?? 'unknown file system'}, ${mount}`,
    );
    put('', `manifest ${source.manifestSha256 ?? 'not made yet'}`);
  }
  for (const run of info.runs)
    put(
      `Run ${run.id}`,
      `${run.state}, ${run.profile}, ${run.workers} workers (${run.isolation}), ${run.startedAt} to ${run.endedAt ?? 'now'}`,
    );
  put(
    'Items',
    `${coverage.items}, ${humanBytes(coverage.bytes)}: ${Object.entries(coverage.byStatus)
      .map(([status, count]) => `${count} ${status}`)
      .join(', ')}`,
  );
  if (info.unfinished) put('Unfinished', `go on with: sabut ingest ${info.directory} --resume`);
  for (const { step, outcomes } of coverage.steps)
    put(
      `  ${step}`,
      Object.entries(outcomes)
        .map(([outcome, count]) => `${count} ${outcome}`)
        .join(', '),
    );
  put('Audit log', `${audit.entries} entries, head ${audit.head}`);
  put('Key', audit.keyFingerprint);
  return lines.join('\n');
}
