/** The client's end of a channel: turns calls into messages and answers into promises. Runs in browsers and in Node alike. */
import type { CallName, CallOptions, CallOutput, EventName, EventPayload } from '../contract/engine-api.ts';
import type { EngineConnection } from '../contract/host-api.ts';
import type { Progress } from '../contract/schemas.ts';
import { EngineError, fromErrorRecord } from '../model/error.ts';
import type { ClientChannel, ServerMessage } from './channel.ts';

interface PendingCall {
  resolve(output: unknown): void;
  reject(error: EngineError): void;
  onProgress: CallOptions['onProgress'];
}

/** The error of every call that was pending when its channel closed, and of every call after that. */
function connectionClosed(): EngineError {
  return new EngineError(
    'internal',
    'The connection to the engine was lost before it answered. What the case holds is safe; connect again and look whether the last change was made.',
    { reason: 'connection-closed' },
  );
}

/**
 * An engine client over a channel.
 * @param examiner who answers for commands when a call names nobody; without it the host's examiner does
 */
export function createClient(channel: ClientChannel, examiner?: string): EngineConnection {
  const pending = new Map<number, PendingCall>();
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const closeListeners = new Set<() => void>();
  let nextId = 1;
  let closed = false;

  function receive(message: ServerMessage): void {
    if (message.type === 'event') {
      for (const listener of [...(listeners.get(message.name) ?? [])]) listener(message.payload as never);
      return;
    }
    const call = pending.get(message.id);
    // An answer to a call that was given up.
    if (call === undefined) return;
    if (message.type === 'progress') {
      call.onProgress?.(message.progress as Progress);
      return;
    }
    pending.delete(message.id);
    if (message.type === 'result') call.resolve(message.output);
    else call.reject(fromErrorRecord(message.error));
  }

  channel.onMessage(receive);
  channel.onClose(() => {
    if (closed) return;
    closed = true;
    const abandoned = [...pending.values()];
    pending.clear();
    for (const call of abandoned) call.reject(connectionClosed());
    for (const listener of [...closeListeners]) listener();
    closeListeners.clear();
  });

  return {
    call<Name extends CallName>(name: Name, input: unknown, options: CallOptions = {}): Promise<CallOutput<Name>> {
      if (closed) return Promise.reject(connectionClosed());
      if (options.signal?.aborted) return Promise.reject(new EngineError('cancelled', 'The call was cancelled before it began.'));
      const id = nextId++;
      const cancel = (): void => channel.send({ type: 'cancel', id });
      const answer = new Promise<CallOutput<Name>>((resolve, reject) => {
        pending.set(id, { resolve: resolve as PendingCall['resolve'], reject, onProgress: options.onProgress });
      });
      options.signal?.addEventListener('abort', cancel, { once: true });
      const named = options.examiner ?? examiner;
      try {
        channel.send({ type: 'call', id, name, input, ...(named === undefined ? {} : { examiner: named }) });
      } catch (thrown) {
        // What cannot be cloned or written as JSON never leaves this process.
        pending
          .get(id)
          ?.reject(
            new EngineError(
              'invalid-request',
              `The input of ${name} cannot be sent to the engine: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
              { reason: 'input-refused' },
            ),
          );
        pending.delete(id);
      }
      return answer.finally(() => options.signal?.removeEventListener('abort', cancel));
    },

    on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener as (payload: never) => void);
      return () => set.delete(listener as (payload: never) => void);
    },

    onClose(listener: () => void): () => void {
      if (closed) queueMicrotask(listener);
      else closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },

    close(): void {
      channel.close();
    },
  };
}
