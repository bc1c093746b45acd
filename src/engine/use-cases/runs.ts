/** Use cases about processing. */
import type { CallContext, UseCases } from '../../contract/use-cases.ts';
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import { describeEvidence } from '../case/evidence.ts';
import { placesOfThisUser, refuseOverlap, refuseWritingIntoEvidence } from '../case/evidence-bounds.ts';
import type { ProcessingRun } from '../processing/run.ts';
import { resumeRun, startRun } from '../processing/start-run.ts';
import type { EngineContext } from './context.ts';

export function runUseCases(context: EngineContext) {
  const followerOf = (call: CallContext) => ({
    examiner: call.examiner,
    signal: call.signal,
    onProgress: (progress: Parameters<CallContext['onProgress']>[0]) => {
      call.onProgress(progress);
      context.tell('progress', progress);
    },
    onRun: (run: ProcessingRun | null) => {
      context.run = run;
      if (run === null && context.hasCase) context.session.items.settle();
      context.tell('changed', { topics: run === null ? ['run', 'case', 'items', 'audit'] : ['run'] });
    },
  });
  const refuseSecond = () => {
    if (context.run !== null) throw new EngineError('conflict', 'A run is under way already. Wait for it, or pause it first.');
  };
  /** Looks at folders that are to become sources; refuses what overlaps, and evidence in which this engine would write. */
  const admit = (evidence: readonly string[], crossFileSystems: boolean, places: readonly { what: string; path: string }[]) => {
    const { setting } = context;
    const sources = evidence.map((path) => describeEvidence(path, '', crossFileSystems));
    refuseOverlap(
      sources,
      context.hasCase ? context.session.tables.sourceRecords() : [],
      context.hasCase ? context.session.directory : null,
    );
    const written = context.hasCase ? [{ what: 'case directory', path: context.session.directory }, ...places] : places;
    refuseWritingIntoEvidence([...written, ...placesOfThisUser(setting.keyStore, setting.settingsDirectory)], sources);
    return sources;
  };
  return {
    'evidence.check': async ({ evidence, places, crossFileSystems }) => ({
      sources: admit(evidence, crossFileSystems ?? false, places ?? []).map(({ path, label, fileSystem, mountedReadOnly }) => ({
        path: displayRawName(path).text,
        label,
        fileSystem,
        mountedReadOnly,
      })),
    }),
    'run.start': async ({ evidence, profile, workers, crossFileSystems }, call) => {
      refuseSecond();
      admit(evidence, crossFileSystems ?? false, []);
      context.remember(call.examiner);
      return startRun(context.session, { evidence, profile, workers, crossFileSystems }, context.setting, followerOf(call));
    },
    'run.resume': async ({ profile, workers }, call) => {
      refuseSecond();
      context.remember(call.examiner);
      return resumeRun(context.session, { profile, workers }, context.setting, followerOf(call));
    },
    'run.pause': async () => {
      if (context.run === null) throw new EngineError('not-found', 'No run is under way.');
      context.run.pause();
      return {};
    },
    'run.state': async () => context.run?.progress() ?? null,
  } satisfies Partial<UseCases>;
}
