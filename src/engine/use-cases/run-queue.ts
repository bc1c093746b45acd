/**
 * The run of this process and those that wait for it. What waits is kept in the case, so that neither a page that is loaded
 * again nor an engine that ended forgets it. The next one starts after a complete run alone: whoever paused or cancelled one, or
 * whose medium went away, has it resumed first.
 */
import type { RunQueueRecord, WaitingRun } from '../../contract/schemas.ts';
import type { CallContext } from '../../contract/use-cases.ts';
import type { ProcessingRun as RunRecord } from '../../model/case.ts';
import { EngineError, type ErrorCode, type ErrorRecord, toErrorRecord } from '../../model/error.ts';
import { parseStored } from '../../storage/stored-json.ts';
import type { CaseSession } from '../case/case-session.ts';
import type { ProcessingRun } from '../processing/run.ts';
import { type RunFollower, startRun, unfinishedSources } from '../processing/start-run.ts';
import type { EngineContext } from './context.ts';

type Asker = Pick<CallContext, 'examiner' | 'signal' | 'onProgress'>;

/** More than anyone has media on the table; each is listed on one screen. */
const mostWaiting = 100;

/** Errors that say that nothing was begun: whoever asked is told, and nobody else. */
const refusals: readonly ErrorCode[] = ['cancelled', 'conflict', 'invalid-request', 'not-found'];

export class RunQueue {
  private readonly context: EngineContext;
  private cancelling: AbortController | null = null;
  /** What stopped the last run of a case, or kept the next one from starting. */
  private fault: { session: CaseSession; error: ErrorRecord } | null = null;

  constructor(context: EngineContext) {
    this.context = context;
  }

  state(): RunQueueRecord {
    const { session } = this.context;
    return { waiting: waitingIn(session), fault: this.fault?.session === session ? this.fault.error : null };
  }

  /** @throws EngineError `conflict` while a run is under way. */
  refuseSecond(): void {
    if (this.context.busy)
      throw new EngineError('conflict', 'A run is under way already. Wait for it, or pause it first.', { reason: 'run-under-way' });
  }

  /** Puts a run at the end. */
  add(wish: Omit<WaitingRun, 'key' | 'examiner'>, examiner: string): RunQueueRecord {
    const { session } = this.context;
    const waiting = waitingIn(session);
    if (waiting.length >= mostWaiting)
      throw new EngineError('conflict', `${mostWaiting} runs wait already. Let some of them go through first; nothing was changed.`, {
        reason: 'queue-full',
        count: mostWaiting,
      });
    // Each takes an entry of the log, whose number no other one has.
    this.keep([...waiting, { ...wish, key: session.databaseHead.sequence + 1, examiner }], examiner, {
      action: 'run-queued',
      details: { evidence: wish.evidence, profile: wish.profile, crossFileSystems: String(wish.crossFileSystems) },
    });
    this.follow();
    return this.state();
  }

  /** Takes a run out before it began. @throws EngineError `not-found`. */
  remove(key: number, examiner: string): RunQueueRecord {
    const { session } = this.context;
    const waiting = waitingIn(session);
    const wish = waiting.find((one) => one.key === key);
    if (wish === undefined)
      throw new EngineError('not-found', 'That run does not wait any more: it has begun, or was taken out already.', {
        reason: 'run-not-waiting',
      });
    this.keep(
      waiting.filter((one) => one !== wish),
      examiner,
      { action: 'run-unqueued', details: { evidence: wish.evidence, profile: wish.profile } },
    );
    if (wish === waiting[0] && unfinishedSources(session).length === 0) this.fault = null;
    this.follow();
    return this.state();
  }

  /** Starts the first that waits, whatever kept it from starting before. @throws EngineError `not-found`, `conflict`. */
  next(): void {
    const { session } = this.context;
    this.refuseSecond();
    if (waitingIn(session).length === 0) throw new EngineError('not-found', 'No run waits.', { reason: 'no-run-waits' });
    if (unfinishedSources(session).length > 0)
      throw new EngineError('conflict', 'A run of this case is unfinished. Resume it first; what waits starts when it is through.', {
        reason: 'run-unfinished',
      });
    this.startNext(session);
  }

  /** @throws EngineError `not-found` where no run is under way. */
  cancel(): void {
    if (this.cancelling === null) throw new EngineError('not-found', 'No run is under way.', { reason: 'no-run-under-way' });
    this.cancelling.abort();
  }

  /** Carries a run out, tells of it, and goes on with what waits when it is complete. */
  async carryOut(asker: Asker, work: (session: CaseSession, follower: RunFollower) => Promise<RunRecord>, own = true): Promise<RunRecord> {
    this.refuseSecond();
    const { context } = this;
    const { session } = context;
    context.remember(asker.examiner);
    const cancelling = new AbortController();
    this.cancelling = cancelling;
    context.busy = true;
    this.fault = null;
    let complete = false;
    try {
      const run = await work(session, {
        examiner: asker.examiner,
        signal: AbortSignal.any([asker.signal, cancelling.signal]),
        onProgress: (progress) => {
          asker.onProgress(progress);
          context.tell('progress', progress);
        },
        onRun: (of) => this.tellRun(of),
      });
      complete = run.state === 'complete' && !cancelling.signal.aborted;
      return run;
    } catch (thrown) {
      const error = toErrorRecord(thrown);
      if (!own || !refusals.includes(error.code)) this.fault = { session, error };
      throw thrown;
    } finally {
      this.cancelling = null;
      context.busy = false;
      context.tell('changed', { topics: ['run'] });
      if (complete) this.follow();
    }
  }

  private tellRun(run: ProcessingRun | null): void {
    const { context } = this;
    context.run = run;
    if (run === null && context.hasCase) context.session.items.settle();
    context.tell('changed', { topics: run === null ? ['run', 'case', 'items', 'audit'] : ['run'] });
  }

  private follow(): void {
    const { context } = this;
    if (context.setting.followsQueue !== true || context.busy || context.closing || !context.hasCase) return;
    const { session } = context;
    if (this.fault?.session === session || waitingIn(session).length === 0 || unfinishedSources(session).length > 0) return;
    this.startNext(session);
  }

  private startNext(session: CaseSession): void {
    const [wish, ...rest] = waitingIn(session);
    if (wish === undefined) return;
    const { evidence, profile, crossFileSystems, examiner } = wish;
    const asker = { examiner, signal: new AbortController().signal, onProgress: () => {} };
    this.carryOut(
      asker,
      (_session, follower) =>
        startRun(
          session,
          // It leaves the queue in the very transaction in which it begins: it is never in neither, and never in both.
          { evidence, profile, crossFileSystems, alongside: () => session.tables.setHeader({ runQueue: written(rest) }) },
          this.context.setting,
          follower,
        ),
      false,
    ).catch(() => {
      // Kept as the queue's fault, which every page shows.
    });
  }

  private keep(
    waiting: readonly WaitingRun[],
    examiner: string,
    entry: { action: string; details: Record<string, string | readonly string[]> },
  ): void {
    const { session } = this.context;
    session.record(examiner, [entry], () => session.tables.setHeader({ runQueue: written(waiting) }));
    this.context.remember(examiner);
    this.context.tell('changed', { topics: ['run', 'audit'] });
  }
}

function written(waiting: readonly WaitingRun[]): string {
  return waiting.length === 0 ? '' : JSON.stringify(waiting);
}

/** What waits in a case, first in front. */
function waitingIn(session: CaseSession): WaitingRun[] {
  const text = session.tables.runQueue();
  return text === '' ? [] : parseStored<WaitingRun[]>(text);
}
