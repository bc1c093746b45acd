/** The engine: every use case of the contract over one open case. It knows nothing of Electron, React or HTTP. */
import type { EventName, EventPayload } from '../contract/engine-api.ts';
import type { EngineEventSource, UseCases } from '../contract/use-cases.ts';
import type { CaseSession } from './case/case-session.ts';
import { applicationUseCases } from './use-cases/application.ts';
import { auditUseCases } from './use-cases/audit.ts';
import { caseUseCases } from './use-cases/cases.ts';
import { EngineContext, type EngineSetting } from './use-cases/context.ts';
import { evidenceUseCases } from './use-cases/evidence.ts';
import { exhibitUseCases } from './use-cases/exhibits.ts';
import { folderUseCases } from './use-cases/folders.ts';
import { itemUseCases } from './use-cases/items.ts';
import { pictureUseCases } from './use-cases/pictures.ts';
import { reportUseCases } from './use-cases/reports.ts';
import { reviewUseCases } from './use-cases/review.ts';
import { runUseCases } from './use-cases/runs.ts';
import { sampleUseCases } from './use-cases/sample.ts';

export type { EngineSetting } from './use-cases/context.ts';

export interface Engine extends EngineEventSource {
  /** One function for every call of the contract; hosts put a dispatcher before them. */
  useCases: UseCases;
  /** The open case, for hosts that stream whole lists; throws `not-found` where none is open. */
  readonly session: CaseSession;
  /** Whether a run is under way: hosts ask before they quit. */
  isRunning(): boolean;
  /** Pauses what runs, waits until it is on disk, and closes the case. */
  close(): Promise<void>;
}

const closeInterval = 50;

/** Makes an engine for a host. */
export function createEngine(setting: EngineSetting): Engine {
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const tell = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => {
    for (const listener of listeners.get(name) ?? []) (listener as (payload: EventPayload<Name>) => void)(payload);
  };
  const context = new EngineContext(setting, tell);
  const useCases: UseCases = {
    ...applicationUseCases(context),
    ...caseUseCases(context, setting.randomId),
    ...folderUseCases(context),
    ...runUseCases(context),
    ...itemUseCases(context),
    ...evidenceUseCases(context),
    ...pictureUseCases(context),
    ...reviewUseCases(context),
    ...auditUseCases(context),
    ...exhibitUseCases(context),
    ...reportUseCases(context, () => useCases),
    ...sampleUseCases(context, () => useCases),
  };
  return {
    useCases,
    get session() {
      return context.session;
    },
    isRunning: () => context.busy,
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as (payload: never) => void);
      return () => void set.delete(listener as (payload: never) => void);
    },
    async close() {
      context.closing = true;
      while (context.busy) {
        context.run?.pause();
        await new Promise((resolve) => setTimeout(resolve, closeInterval));
      }
      context.closeCase();
    },
  };
}
