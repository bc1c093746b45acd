/** One lasting link to the engine over connections that may be lost: reconnects by itself and tells how it stands. */
import type { CallInput, CallName, CallOptions, CallOutput, EngineClient, EventName, EventPayload } from '../../contract/engine-api.ts';
import type { EngineConnection, HostApi } from '../../contract/host-api.ts';
import { type ErrorRecord, toErrorRecord } from '../../model/error.ts';

export type LinkState =
  | { status: 'connecting' }
  | { status: 'connected' }
  /** The connection broke; another is being made. */
  | { status: 'lost' }
  /** The host refuses this page for good. */
  | { status: 'refused'; error: ErrorRecord };

export interface EngineLink extends EngineClient {
  readonly state: LinkState;
  /** Is told whenever `state` changes. Returns how to stop listening. */
  subscribe(listener: () => void): () => void;
  /** Is told after a connection was made anew: what is shown may be out of date. */
  onReconnect(listener: () => void): () => void;
  /** Names the examiner who answers for the commands from now on. */
  setExaminer(name: string | null): void;
}

const longestPause = 4000;

/** Connects to the host's engine and stays connected. */
export function createEngineLink(host: HostApi): EngineLink {
  let state: LinkState = { status: 'connecting' };
  let examiner: string | null = null;
  let connection: Promise<EngineConnection>;
  /** While it holds. */
  let made: EngineConnection | null = null;
  let connectedBefore = false;
  const stateListeners = new Set<() => void>();
  const reconnectListeners = new Set<() => void>();
  const eventListeners = new Map<EventName, Set<(payload: never) => void>>();

  function enter(next: LinkState): void {
    state = next;
    for (const listener of [...stateListeners]) listener();
  }

  function attach(fresh: EngineConnection): void {
    made = fresh;
    for (const [name, listeners] of eventListeners) for (const listener of listeners) fresh.on(name, listener as never);
    fresh.onClose(() => {
      made = null;
      enter({ status: 'lost' });
      connection = connect();
      connection.catch(() => {});
    });
    enter({ status: 'connected' });
    if (connectedBefore) for (const listener of [...reconnectListeners]) listener();
    connectedBefore = true;
  }

  async function connect(): Promise<EngineConnection> {
    for (let pause = 250; ; pause = Math.min(pause * 2, longestPause)) {
      try {
        const fresh = await host.connect();
        attach(fresh);
        return fresh;
      } catch (thrown) {
        const error = toErrorRecord(thrown);
        if (error.code === 'unsupported') {
          enter({ status: 'refused', error });
          throw thrown;
        }
        enter({ status: 'lost' });
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  connection = connect();
  connection.catch(() => {});

  return {
    get state() {
      return state;
    },
    subscribe(listener) {
      stateListeners.add(listener);
      return () => stateListeners.delete(listener);
    },
    onReconnect(listener) {
      reconnectListeners.add(listener);
      return () => reconnectListeners.delete(listener);
    },
    setExaminer(name) {
      examiner = name;
    },
    async call<Name extends CallName>(name: Name, input: CallInput<Name>, options: CallOptions = {}): Promise<CallOutput<Name>> {
      // At once where there is a connection: the engine is at work while the page is still drawing what was clicked.
      return (made ?? (await connection)).call(name, input, examiner === null ? options : { examiner, ...options });
    },
    on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void {
      const listeners = eventListeners.get(name) ?? new Set();
      eventListeners.set(name, listeners);
      listeners.add(listener as never);
      let stopped = false;
      let detach: (() => void) | undefined;
      if (state.status === 'connected')
        void connection.then((current) => {
          if (!stopped) detach = current.on(name, listener);
        });
      return () => {
        stopped = true;
        listeners.delete(listener as never);
        detach?.();
      };
    },
  };
}
