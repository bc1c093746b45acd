/** Starts and resumes runs: adds sources, writes the run's own entries, and closes it with what was reached. */
import { hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Progress } from '../../contract/schemas.ts';
import type { Extractor } from '../../extractors/define-extractor.ts';
import type { ProcessingRun as RunRecord, RunState } from '../../model/case.ts';
import { isoMilliseconds } from '../../model/clock.ts';
import { EngineError } from '../../model/error.ts';
import type { SpawnWorker } from '../../model/processing.ts';
import { type Profile, type ProfileName, profiles } from '../../model/profile.ts';
import { keepsAccessTimes, type Volume } from '../../model/volume.ts';
import { findVolumes } from '../../sources/folder/volumes.ts';
import { buildDeferredIndexes } from '../../storage/deferred-indexes.ts';
import { sourceId } from '../../storage/item-reader.ts';
import { PendingItems } from '../../storage/pending.ts';
import { coverageOf, tally } from '../../storage/statistics.ts';
import { volumesOf } from '../../storage/volumes.ts';
import type { CaseSession } from '../case/case-session.ts';
import { describeEvidence } from '../case/evidence.ts';
import { refuseOverlap, refuseWritingIntoEvidence } from '../case/evidence-bounds.ts';
import { presentSources } from '../case/source-presence.ts';
import { toolVersions } from '../tools.ts';
import { manifestDigest } from './manifest-digest.ts';
import { ProcessingRun } from './run.ts';
import type { Deadline } from './worker-pool.ts';

export interface RunRequest {
  /** Folders to take in; empty to resume. */
  evidence: readonly (string | Buffer)[];
  profile: ProfileName;
  workers?: number | undefined;
  crossFileSystems?: boolean | undefined;
  /** Done in the transaction that records the run's start. */
  alongside?: (() => void) | undefined;
}

export interface RunHost {
  spawnWorker: SpawnWorker;
  deadline: Deadline;
  /** Test extractors: a module that exports `extractors`, as a file URL, and what it exports. */
  registry?: { url: string; extractors: readonly Extractor[] } | undefined;
}

export interface RunFollower {
  examiner: string;
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
  /** Told the run while it is under way, and null when it has ended. */
  onRun: (run: ProcessingRun | null) => void;
}

/** HARDENING, "Parsing": 60 s + 2 s a megabyte for an item. */
export const standardDeadline: Deadline = { base: 60_000, perMegabyte: 2000 };

/** The extractors that a profile runs. They are loaded only then: a quick run starts in half the time without them. */
async function extractorsOf(profile: Profile, host: RunHost): Promise<readonly Extractor[]> {
  if (!profile.extract) return [];
  return host.registry?.extractors ?? (await import('../../extractors/registry.ts')).extractors;
}

/**
 * Adds the evidence and runs until all of the case is processed, or until it is paused or cancelled.
 * @throws EngineError `source-unavailable`, `conflict` for a source that the case has already, `storage-full`, `invalid-request`.
 */
export async function startRun(session: CaseSession, request: RunRequest, host: RunHost, follower: RunFollower): Promise<RunRecord> {
  await session.restoreLog();
  const now = () => isoMilliseconds(session.setting.clock.now());
  const sources = request.evidence.map((path) => describeEvidence(path, now(), request.crossFileSystems ?? false));
  refuseOverlap(sources, session.tables.sourceRecords(), session.directory);
  refuseWritingIntoEvidence([{ what: 'case directory', path: session.directory }], sources);
  const volumes = sources.map(({ path, crossFileSystems }) => findVolumes(path, crossFileSystems));
  const profile = profiles[request.profile];
  refuseAnotherProfile(session, profile);
  const chosen = await extractorsOf(profile, host);
  const workers = request.workers ?? Math.max(1, Math.min(8, availableParallelism()));
  const runId = session.record(
    follower.examiner,
    (id: number) => [
      ...sources.map(({ path, label, fileSystem, volume, capacity, born, mountedReadOnly }, index) => ({
        action: 'source-added',
        details: {
          path: path.toString('utf8'),
          label,
          fileSystem: fileSystem ?? 'unknown',
          volume: volume ?? 'unknown',
          capacity: capacity ?? 'unknown',
          born: born ?? 'unknown',
          mountedReadOnly: mountedReadOnly === null ? 'unknown' : String(mountedReadOnly),
          folderAccessTimes: folderAccessTimes(volumes[index] ?? []),
        },
      })),
      {
        action: 'run-started',
        details: {
          run: id,
          profile: profile.name,
          workers,
          extractors: chosen.map(({ id: extractor, version }) => `${extractor} ${version}`),
        },
      },
    ],
    () => {
      request.alongside?.();
      for (const [index, source] of sources.entries()) session.tables.addVolumes(session.tables.addSource(source), volumes[index] ?? []);
      return session.tables.startRun({
        profile: profile.name,
        startedAt: now(),
        workers,
        isolation: 'starting',
        tools: toolVersions(session.connection, chosen),
        sources: unfinishedSources(session).map(sourceId),
      });
    },
  );
  return follow(session, runId, chosen, request, workers, host, follower);
}

/** What listing does to the times of last access of folders, which O_NOATIME does not cover. */
function folderAccessTimes(volumes: readonly Pick<Volume, 'options'>[]): 'kept' | 'may-have-been-updated' | 'unknown' {
  const answers = volumes.map((volume) => keepsAccessTimes(volume, 'folders'));
  if (answers.includes(false)) return 'may-have-been-updated';
  return answers.length === 0 || answers.includes(null) ? 'unknown' : 'kept';
}

/** Sources of which something is still to be listed or read, by row number. A run takes in all of them. */
export function unfinishedSources(session: CaseSession): number[] {
  const pending = new PendingItems(session.connection);
  return session.tables
    .sourceRecords()
    .filter(({ id, listed }) => !listed || pending.hasOf(id))
    .map(({ id }) => id);
}

/** What an unfinished run has left would be examined less, or otherwise, than its examiner asked for. */
function refuseAnotherProfile(session: CaseSession, profile: Profile): void {
  const last = session.tables.runs().at(-1);
  if (last === undefined || last.profile === profile.name || unfinishedSources(session).length === 0) return;
  throw new EngineError(
    'conflict',
    `Run ${last.id} of this case is unfinished and has the profile ${last.profile}. Resume it first, or add the evidence with the same profile; nothing was changed.`,
    { reason: 'other-profile-unfinished', run: last.id, profile: last.profile },
  );
}

async function follow(
  session: CaseSession,
  runId: number,
  chosen: readonly Extractor[],
  request: RunRequest,
  workers: number,
  host: RunHost,
  follower: RunFollower,
): Promise<RunRecord> {
  let isolation = 'process';
  const run = new ProcessingRun(session, {
    runId,
    profile: profiles[request.profile],
    extractors: chosen.map(({ id }) => id),
    workers,
    spawnWorker: host.spawnWorker,
    deadline: host.deadline,
    registry: host.registry?.url,
    examiner: follower.examiner,
    signal: follower.signal,
    onProgress: follower.onProgress,
    onIsolation: (found) => {
      isolation = found;
    },
  });
  session.runUnderWay = runId;
  follower.onRun(run);
  let state: RunState = 'paused';
  try {
    state = await run.execute();
    if (state === 'complete') finish(session);
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || (thrown.code !== 'source-unavailable' && thrown.code !== 'storage-full')) state = 'interrupted';
    endQuietly(session, runId, state, isolation, follower.examiner, thrown instanceof EngineError ? thrown.code : 'internal');
    throw thrown;
  } finally {
    session.runUnderWay = null;
    follower.onRun(null);
  }
  end(session, runId, state, isolation, follower.examiner);
  follower.onProgress({ ...run.progress(), remaining: 0 });
  return session.tables.runs().find(({ id }) => id === runId) as RunRecord;
}

/** Indexes and manifests: once all is processed. */
function finish(session: CaseSession): void {
  for (const _ of buildDeferredIndexes(session.connection));
  const manifests = session.tables.sourceRecords().map(({ id }) => {
    const steps = manifestDigest(session.reader, id);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return { id, digest: step.value };
    }
  });
  session.record(
    'engine',
    manifests.map(({ id, digest }) => ({ action: 'manifest-made', details: { source: sourceId(id), sha256: digest } })),
    () => {
      for (const { id, digest } of manifests) session.tables.setManifest(id, digest);
    },
  );
}

function end(session: CaseSession, run: number, state: RunState, isolation: string, examiner: string, reason?: string): void {
  const coverage = coverageOf(session.connection, tally(session.connection));
  session.record(
    examiner,
    [
      {
        action: state === 'complete' ? 'run-completed' : `run-${state}`,
        details: {
          run,
          isolation,
          items: coverage.items,
          bytes: coverage.bytes,
          coverageSha256: hash('sha256', coverageText(coverage.steps), 'hex'),
          byStatus: coverage.byStatus,
          accessTimesNotKept: session.tables
            .sourceRecords()
            .flatMap(({ id }) => volumesOf(session.connection, id))
            .reduce((sum, volume) => sum + volume.accessTimesNotKept, 0),
          ...(reason === undefined ? {} : { reason }),
        },
      },
    ],
    () => session.tables.setRun(run, { state, endedAt: isoMilliseconds(session.setting.clock.now()), isolation }),
  );
  session.checkpoint(examiner);
}

/** One text of all counts by step and outcome, in a fixed order. */
export function coverageText(steps: readonly { step: string; outcomes: Record<string, number> }[]): string {
  return [...steps]
    .sort((first, second) => (first.step < second.step ? -1 : 1))
    .flatMap(({ step, outcomes }) =>
      Object.keys(outcomes)
        .sort()
        .map((outcome) => `${step} ${outcome} ${outcomes[outcome]}\n`),
    )
    .join('');
}

/** Ends a run that stopped for a fault; if even that cannot be written, the next opening of the case finds it interrupted. */
function endQuietly(session: CaseSession, run: number, state: RunState, isolation: string, examiner: string, reason: string): void {
  try {
    end(session, run, state, isolation, examiner, reason);
  } catch {
    // The fault that is being reported already says what happened.
  }
}

/**
 * Goes on with the last run that did not complete.
 * @throws EngineError `not-found` where there is nothing to resume.
 */
export async function resumeRun(
  session: CaseSession,
  change: { profile?: ProfileName | undefined; workers?: number | undefined },
  host: RunHost,
  follower: RunFollower,
): Promise<RunRecord> {
  await session.restoreLog();
  const last = session.tables.runs().at(-1);
  if (last === undefined)
    throw new EngineError('not-found', 'The case has no run to resume. Name the evidence to take in.', { reason: 'no-run-to-resume' });
  const unlisted = session.tables.sourceRecords().some(({ listed }) => !listed);
  const waiting = session.connection.prepare('SELECT 1 FROM item WHERE state <> 1 LIMIT 1').get() !== undefined;
  if (!unlisted && !waiting && last.state === 'complete')
    throw new EngineError('not-found', 'Every run of the case is complete; there is nothing to resume. Nothing was changed.', {
      reason: 'runs-complete',
    });
  const profile = change.profile ?? last.profile;
  if (profile !== last.profile)
    throw new EngineError(
      'invalid-request',
      `The run was started with the profile ${last.profile}; it can only be resumed with the same.`,
      { reason: 'resumed-with-other-profile', field: 'profile' },
    );
  const chosen = await extractorsOf(profiles[profile], host);
  const workers = change.workers ?? last.workers;
  // The same medium under another device number: the log says that it was found again.
  const records = session.tables.sourceRecords();
  const reconnected = presentSources(records).filter(({ id, device }) => records.some((one) => one.id === id && one.device !== device));
  const details = { run: last.id, workers, ...(reconnected.length > 0 ? { reconnected: reconnected.map(({ id }) => sourceId(id)) } : {}) };
  session.record(follower.examiner, [{ action: 'run-resumed', details }], () => {
    if (last.state === 'running') session.tables.setRun(last.id, { state: 'interrupted' });
    session.tables.setRun(last.id, { state: 'running' });
    // What is mounted below may have other device numbers than when the source was added.
    for (const { id, path, listed, crossFileSystems } of records)
      if (crossFileSystems && !listed) session.tables.addVolumes(id, findVolumes(path, crossFileSystems));
  });
  return follow(session, last.id, chosen, { evidence: [], profile, workers }, workers, host, follower);
}
