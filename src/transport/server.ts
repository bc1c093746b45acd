/** The engine's end of a channel: turns messages into calls of the dispatcher and sends back answers, progress and events. */
import { type EventName, engineEvents } from '../contract/engine-api.ts';
import type { EngineEventSource } from '../contract/use-cases.ts';
import { EngineError, toErrorRecord } from '../model/error.ts';
import { clientMessage, type ServerChannel, type ServerMessage } from './channel.ts';
import type { Dispatcher } from './dispatcher.ts';

export interface ServedClient {
  /** How many calls of this client are under way. */
  readonly pending: number;
  close(): void;
}

/** A page asks for a few hundred pictures at a time; more than this is a fault of the client. */
const maximumPending = 4096;

/**
 * Serves one client until its channel closes. When it does, queries under way are given up, but commands and jobs go on: a run must
 * survive that the page is loaded again.
 */
export function serveClient(dispatcher: Dispatcher, events: EngineEventSource, channel: ServerChannel): ServedClient {
  const pending = new Map<number, AbortController>();
  const queries = new Set<number>();
  let closed = false;

  function send(message: ServerMessage): void {
    if (!closed) channel.send(message);
  }

  async function answer(id: number, name: string, input: unknown, examiner: string | undefined): Promise<void> {
    const controller = new AbortController();
    pending.set(id, controller);
    if (dispatcher.kindOf(name) === 'query') queries.add(id);
    const result = await dispatcher.dispatch(name, input, {
      signal: controller.signal,
      onProgress: (progress) => send({ type: 'progress', id, progress }),
      ...(examiner === undefined ? {} : { examiner }),
    });
    pending.delete(id);
    queries.delete(id);
    if (!result.ok) {
      send({ type: 'error', id, error: result.error });
      return;
    }
    try {
      send({ type: 'result', id, output: ownBytes(result.output) });
    } catch (thrown) {
      // A use case gave something that cannot be cloned or written.
      send({
        type: 'error',
        id,
        error: toErrorRecord(new EngineError('internal', `The answer of ${name} cannot be sent.`, { call: name }, thrown)),
      });
    }
  }

  channel.onMessage((received) => {
    const { success, data: message } = clientMessage.safeParse(received);
    const known = success && message.type === 'call' && pending.has(message.id);
    if (!success || known || pending.size >= maximumPending) {
      // No client of ours does so: whoever speaks there is not listened to any longer.
      channel.close();
      return;
    }
    if (message.type === 'cancel') pending.get(message.id)?.abort();
    else void answer(message.id, message.name, message.input, message.examiner);
  });

  const stopListening = (Object.keys(engineEvents) as EventName[]).map((name) =>
    events.on(name, (payload) => send({ type: 'event', name, payload })),
  );

  channel.onClose(() => {
    closed = true;
    for (const stop of stopListening) stop();
    for (const id of queries) pending.get(id)?.abort();
  });

  return {
    get pending() {
      return pending.size;
    },
    close: () => channel.close(),
  };
}

/**
 * The same value with every byte string in a buffer of its own. Node's buffers are windows into a shared pool, and cloning a window
 * sends the whole pool along: other evidence's bytes, to a page that did not ask for them.
 */
function ownBytes(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) {
    return value.byteLength === value.buffer.byteLength && value.constructor === Uint8Array ? value : new Uint8Array(value);
  }
  if (Array.isArray(value)) return value.some(isObject) ? value.map(ownBytes) : value;
  const entries = Object.entries(value);
  return entries.some(([, entry]) => isObject(entry)) ? Object.fromEntries(entries.map(([key, entry]) => [key, ownBytes(entry)])) : value;
}

function isObject(value: unknown): boolean {
  return value !== null && typeof value === 'object';
}
