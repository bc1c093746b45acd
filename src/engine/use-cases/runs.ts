/** Use cases about processing. */
import type { UseCases } from '../../contract/use-cases.ts';
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import { describeEvidence } from '../case/evidence.ts';
import { placesOfThisUser, refuseOverlap, refuseWritingIntoEvidence } from '../case/evidence-bounds.ts';
import { resumeRun, startRun } from '../processing/start-run.ts';
import type { EngineContext } from './context.ts';
import { RunQueue } from './run-queue.ts';

export function runUseCases(context: EngineContext) {
  const queue = new RunQueue(context);
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
      queue.refuseSecond();
      admit(evidence, crossFileSystems ?? false, []);
      return queue.carryOut(call, (session, follower) =>
        startRun(session, { evidence, profile, workers, crossFileSystems }, context.setting, follower),
      );
    },
    'run.resume': async ({ profile, workers }, call) =>
      queue.carryOut(call, (session, follower) => resumeRun(session, { profile, workers }, context.setting, follower)),
    'run.queue': async ({ evidence, profile, crossFileSystems }, call) => {
      admit(evidence, crossFileSystems ?? false, []);
      return queue.add({ evidence, profile, crossFileSystems: crossFileSystems ?? false }, call.examiner);
    },
    'run.unqueue': async ({ key }, call) => queue.remove(key, call.examiner),
    'run.queued': async () => queue.state(),
    'run.next': async () => {
      queue.next();
      return {};
    },
    'run.cancel': async () => {
      queue.cancel();
      return {};
    },
    'run.pause': async () => {
      if (context.run === null) throw new EngineError('not-found', 'No run is under way.', { reason: 'no-run-under-way' });
      context.run.pause();
      return {};
    },
    'run.state': async () => context.run?.progress() ?? null,
  } satisfies Partial<UseCases>;
}
