/** `sabut triage` and `sabut ingest`: evidence in, a case out, or more in a case that is there. */
import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { caseDirectoryOf } from '../../engine/case/case-directory.ts';
import { refuseFilled } from '../../engine/reporting/output-directory.ts';
import type { CaseInfo } from '../../model/case.ts';
import { EngineError } from '../../model/error.ts';
import type { ProfileName } from '../../model/profile.ts';
import type { Output } from '../output.ts';
import { answering, type CliSession, withEngine } from '../session.ts';
import { summarise } from './run-summary.ts';

export interface TriageOptions {
  case?: string;
  caseNumber?: string;
  examiner?: string;
  askPassphrase?: boolean;
  profile: ProfileName;
  report?: string;
  workers?: number;
  crossFileSystems?: boolean;
}

/** A place that is free, beside where the user stands, named after the evidence: `card.sabut`, else `card-2.sabut`. */
function freePlace(evidence: string, ending: string): string {
  const name = basename(resolve(evidence)).replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-') || 'case';
  for (let count = 1; ; count += 1) {
    const path = resolve(`${name}${count === 1 ? '' : `-${count}`}${ending}`);
    if (!existsSync(path)) return path;
  }
}

/** Refuses now what the report would be refused for at the end of a long run. */
function checkReportPlace(report: string, caseDirectory: string): void {
  const place = resolve(report);
  if (caseDirectory === place || caseDirectory.startsWith(place + sep))
    throw new EngineError(
      'conflict',
      `The report directory ${place} would hold the case as well. Choose another place for one of them; nothing was written.`,
    );
  refuseFilled(place);
  let existing = dirname(place);
  while (!existsSync(existing)) existing = dirname(existing);
  try {
    accessSync(existing, constants.W_OK);
  } catch (thrown) {
    throw new EngineError(
      'conflict',
      `The report cannot be written to ${place}. Choose a place where you may write; nothing was written.`,
      {},
      thrown,
    );
  }
}

/** Makes a case of evidence; of a sample drive, with a report on it, where none is named. */
export async function triage(output: Output, given: readonly string[], options: TriageOptions): Promise<number> {
  let evidence = [...given];
  let { report } = options;
  if (evidence.length === 0) {
    const code = await answering(output, async (signal) => {
      const { provideSample } = await import('./sample.ts');
      evidence = [await provideSample(output, signal)];
      return 0;
    });
    if (evidence.length === 0) return code;
    report ??= freePlace(evidence[0] as string, '-report');
  }
  return withEngine(output, { examiner: options.examiner, signs: true, askPassphrase: options.askPassphrase }, async (session) => {
    const { examiner, caseNumber, crossFileSystems = false } = options;
    const directory = caseDirectoryOf(options.case ?? freePlace(evidence[0] as string, '.sabut'));
    const places = [{ what: 'case directory', path: directory }];
    if (report !== undefined) {
      checkReportPlace(report, directory);
      places.push({ what: 'report directory', path: report });
    }
    await session.call('evidence.check', { evidence, places, crossFileSystems });
    remarkOnCases(output, evidence);
    await session.call('case.create', {
      directory,
      header: { ...(examiner === undefined ? {} : { examiner }), ...(caseNumber === undefined ? {} : { caseNumber }) },
    });
    const run = await startOrLeaveNothing(session, directory, {
      evidence,
      profile: options.profile,
      crossFileSystems,
      ...(options.workers === undefined ? {} : { workers: options.workers }),
    });
    const code = await summarise(session, output, run);
    if (report === undefined) output.line(`Report    none yet; to write it: sabut report ${directory} --output DIRECTORY`);
    else if (run.state === 'complete') {
      const written = await session.call('report.write', { directory: report });
      output.object({ event: 'report', ...written, directory: resolve(written.directory) });
      output.line(`Report    ${resolve(written.directory)}/index.html (${written.files} files)`);
    }
    return code;
  });
}

/** Starts the run; where it did not come to that, the case that was just made for it goes again. */
async function startOrLeaveNothing(
  session: CliSession,
  directory: string,
  input: { evidence: string[]; profile: ProfileName; crossFileSystems: boolean; workers?: number },
) {
  try {
    return await session.call('run.start', input);
  } catch (thrown) {
    const info = (await session.call('case.info', {})) as CaseInfo;
    if (info.sources.length === 0 && info.runs.length === 0) {
      await session.call('case.close', {});
      rmSync(directory, { recursive: true, force: true });
      if ((thrown as EngineError).code === 'cancelled')
        throw new EngineError('cancelled', 'Stopped before anything was processed; nothing was left behind.');
    }
    throw thrown;
  }
}

/** A case as evidence is taken as the files that it is made of. */
function remarkOnCases(output: Output, evidence: readonly string[]): void {
  for (const path of evidence)
    if (existsSync(join(path, 'case.db')) && existsSync(join(path, 'audit.ndjson')))
      output.remark(`${path} is a case of Sabut itself. Its files are examined as files; to open it, use: sabut case info ${path}`);
}

export interface IngestOptions {
  resume?: boolean;
  crossFileSystems?: boolean;
  examiner?: string;
  askPassphrase?: boolean;
  /** Absent: that of the run that is gone on with, or `standard`. */
  profile?: ProfileName;
  workers?: number;
}

/** Adds evidence to a case, or goes on with its last run. */
export function ingest(output: Output, directory: string, evidence: string[], options: IngestOptions): Promise<number> {
  return withEngine(output, { examiner: options.examiner, signs: true, askPassphrase: options.askPassphrase }, async (session) => {
    await session.call('case.open', { directory });
    const { profile, workers } = options;
    const chosen = { ...(profile === undefined ? {} : { profile }), ...(workers === undefined ? {} : { workers }) };
    if (options.resume !== true) remarkOnCases(output, evidence);
    const run =
      options.resume === true
        ? await session.call('run.resume', chosen)
        : await session.call('run.start', {
            profile: 'standard',
            ...chosen,
            evidence,
            crossFileSystems: options.crossFileSystems === true,
          });
    return summarise(session, output, run);
  });
}
