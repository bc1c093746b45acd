/** What use cases share: the open case, the run of this process, and a voice to tell listeners. */
import { availableParallelism } from 'node:os';
import type { EventName, EventPayload } from '../../contract/engine-api.ts';
import { EngineError } from '../../model/error.ts';
import type { SpawnViewer } from '../../model/viewing.ts';
import type { CaseSession, SessionSetting } from '../case/case-session.ts';
import type { ProcessingRun } from '../processing/run.ts';
import type { RunHost } from '../processing/start-run.ts';
import { Viewing } from '../viewing/viewing.ts';

/** What a host hands to the engine. */
export interface EngineSetting extends SessionSetting, RunHost {
  /** Starts processes that make pictures and take members out of items; absent: there are no pictures. */
  spawnViewer?: SpawnViewer | undefined;
  /** How workers of this host are confined when all goes well: `bubblewrap`, `process`, `electron-utility`. */
  isolation: string;
  /** Gives 32 random hexadecimal digits. */
  randomId: () => string;
  /** Where settings and the list of recent cases are kept; absent: nothing is remembered. */
  settingsDirectory?: string | undefined;
  /** Roots below which `folders.list` may look; absent: everything this user can see. */
  folderRoots?: readonly string[] | undefined;
  /** Whether what waits in the open case is started by itself once a run is through; not by a host of one command. */
  followsQueue?: boolean | undefined;
}

/** Processes that make pictures; one leaves a core for the interface. */
const mostViewers = Math.max(2, Math.min(6, availableParallelism()));
/** Milliseconds for one picture: whoever looks waits. */
const viewingDeadline = 30_000;

export type Tell = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;

export class EngineContext {
  readonly setting: EngineSetting;
  readonly tell: Tell;
  run: ProcessingRun | null = null;
  /** Whether a run is being started, goes on or is being ended. */
  busy = false;
  /** Set once the engine is being closed: nothing is started any more. */
  closing = false;
  /** Told of a case that is about to be closed. */
  beforeClose: ((session: CaseSession) => void) | undefined;
  private current: CaseSession | null = null;
  private currentViewing: Viewing | null = null;
  private lastExaminer = 'engine';

  constructor(setting: EngineSetting, tell: Tell) {
    this.setting = setting;
    this.tell = tell;
  }

  /** The open case. @throws EngineError `not-found` where none is open. */
  get session(): CaseSession {
    if (this.current === null) throw new EngineError('not-found', 'No case is open. Open or create one first.', { reason: 'no-case' });
    return this.current;
  }

  /** Makes pictures of the open case. @throws EngineError `not-found` where none is open, `unsupported` where the host has no processes for it. */
  get viewing(): Viewing {
    const { spawnViewer } = this.setting;
    if (spawnViewer === undefined)
      throw new EngineError('unsupported', 'This host makes no pictures and takes nothing out of items.', { reason: 'no-pictures-here' });
    this.currentViewing ??= new Viewing(this.session, { spawn: spawnViewer, count: mostViewers, deadline: viewingDeadline });
    return this.currentViewing;
  }

  get hasCase(): boolean {
    return this.current !== null;
  }

  /** Makes a session the open one, after closing what was open. */
  adopt(session: CaseSession): void {
    this.currentViewing?.stop();
    this.currentViewing = null;
    this.current = session;
    this.tell('changed', { topics: ['case', 'items', 'tags', 'exhibits', 'audit', 'notes', 'searches', 'run'] });
  }

  /** Who is to sign when the session ends. */
  remember(examiner: string): void {
    if (examiner !== '') this.lastExaminer = examiner;
  }

  /** @throws EngineError `conflict` while a run is under way. */
  refuseDuringRun(what: string): void {
    if (this.busy)
      throw new EngineError('conflict', `${what} is not possible while a run is under way. Pause or finish it first.`, {
        reason: 'run-under-way',
      });
  }

  /** Closes the open case, if any. */
  closeCase(): void {
    const session = this.current;
    this.current = null;
    this.currentViewing?.stop();
    this.currentViewing = null;
    if (session === null) return;
    this.beforeClose?.(session);
    session.close(this.lastExaminer);
  }
}
