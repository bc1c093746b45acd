/** What use cases share: the open case, the run of this process, and a voice to tell listeners. */
import type { EventName, EventPayload } from '../../contract/engine-api.ts';
import { EngineError } from '../../model/error.ts';
import type { CaseSession, SessionSetting } from '../case/case-session.ts';
import type { ProcessingRun } from '../processing/run.ts';
import type { RunHost } from '../processing/start-run.ts';

/** What a host hands to the engine. */
export interface EngineSetting extends SessionSetting, RunHost {
  /** How workers of this host are confined when all goes well: `bubblewrap`, `process`, `electron-utility`. */
  isolation: string;
  /** Gives 32 random hexadecimal digits. */
  randomId: () => string;
  /** Where settings and the list of recent cases are kept; absent: nothing is remembered. */
  settingsDirectory?: string | undefined;
  /** Roots below which `folders.list` may look; absent: everything this user can see. */
  folderRoots?: readonly string[] | undefined;
}

export type Tell = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;

export class EngineContext {
  readonly setting: EngineSetting;
  readonly tell: Tell;
  run: ProcessingRun | null = null;
  private current: CaseSession | null = null;
  private lastExaminer = 'engine';

  constructor(setting: EngineSetting, tell: Tell) {
    this.setting = setting;
    this.tell = tell;
  }

  /** The open case. @throws EngineError `not-found` where none is open. */
  get session(): CaseSession {
    if (this.current === null) throw new EngineError('not-found', 'No case is open. Open or create one first.');
    return this.current;
  }

  get hasCase(): boolean {
    return this.current !== null;
  }

  /** Makes a session the open one, after closing what was open. */
  adopt(session: CaseSession): void {
    this.current = session;
    this.tell('changed', { topics: ['case', 'items', 'tags', 'exhibits', 'audit', 'notes', 'searches', 'run'] });
  }

  /** Who is to sign when the session ends. */
  remember(examiner: string): void {
    if (examiner !== '') this.lastExaminer = examiner;
  }

  /** @throws EngineError `conflict` while a run is under way. */
  refuseDuringRun(what: string): void {
    if (this.run !== null) throw new EngineError('conflict', `${what} is not possible while a run is under way. Pause or finish it first.`);
  }

  /** Closes the open case, if any. */
  closeCase(): void {
    const session = this.current;
    this.current = null;
    session?.close(this.lastExaminer);
  }
}
