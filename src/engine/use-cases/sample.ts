/** The sample case: a made-up drive, made once in this user's own folder, and the case that is made of it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { UseCases } from '../../contract/use-cases.ts';
import { EngineError } from '../../model/error.ts';
import { isCaseDirectory } from '../case/case-directory.ts';
import { AllowedRoots } from '../folders/allowed-roots.ts';
import { usualCasesFolder } from '../folders/cases-folder.ts';
import { jobProgress } from '../job-progress.ts';
import type { EngineContext } from './context.ts';

type Calls = Pick<UseCases, 'case.create' | 'case.open' | 'run.queue' | 'run.queued' | 'case.info'>;

/** All of it in one folder, which may be thrown away as one. */
const folderName = 'Sample';
const driveName = 'Sample drive';
const caseName = 'Sample case.sabut';

export function sampleUseCases(context: EngineContext, calls: () => Calls) {
  const allowed = new AllowedRoots(context.setting.folderRoots);
  let underWay = false;
  return {
    'sample.open': async ({ name, language }, call) => {
      context.refuseDuringRun('Opening the sample case');
      if (underWay)
        throw new EngineError('conflict', 'The sample is being made already. Wait for it; nothing was changed.', {
          reason: 'sample-under-way',
        });
      const folder = join(usualCasesFolder(allowed), folderName);
      const drive = join(folder, driveName);
      const directory = join(folder, caseName);
      underWay = true;
      try {
        if (!isCaseDirectory(directory)) {
          // What makes the drive is loaded once in a lifetime.
          const { provideSampleDrive } = await import('../../sample/provide.ts');
          await provideSampleDrive({
            path: drive,
            signal: call.signal,
            onProgress: (done, total) => call.onProgress(jobProgress('writing', done, total)),
            remedy: `Move ${folder} away, or see that you may write there.`,
          });
        }
      } finally {
        underWay = false;
      }
      const opened = isCaseDirectory(directory)
        ? await calls()['case.open']({ directory }, call)
        : await calls()['case.create']({ directory, header: name === undefined ? {} : { name }, language }, call);
      const { waiting } = await calls()['run.queued']({}, call);
      // Also where the making was cut short between the case and its first run.
      if (opened.sources.length > 0 || waiting.length > 0 || !existsSync(drive)) return opened;
      await calls()['run.queue']({ evidence: [drive], profile: 'standard' }, call);
      return calls()['case.info']({}, call);
    },
  } satisfies Partial<UseCases>;
}
