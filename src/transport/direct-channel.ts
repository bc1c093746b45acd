/** A channel within one process. Every message is cloned as if it crossed to another one, so that what works here works there. */
import type { Channel, ClientMessage, ServerMessage } from './channel.ts';

/** The two ends of a direct channel. */
export function directChannel(): { client: Channel<ClientMessage, ServerMessage>; server: Channel<ServerMessage, unknown> } {
  const closeListeners: (() => void)[] = [];
  let closed = false;

  function close(): void {
    if (closed) return;
    closed = true;
    for (const listener of closeListeners.splice(0)) queueMicrotask(listener);
  }

  function end<Sent, Received>(deliver: (message: Sent) => void, inbox: Inbox<Received>): Channel<Sent, Received> {
    return {
      send(message) {
        if (closed) return;
        const copy = structuredClone(message);
        queueMicrotask(() => {
          if (!closed) deliver(copy);
        });
      },
      onMessage: (listener) => inbox.listen(listener),
      onClose(listener) {
        if (closed) queueMicrotask(listener);
        else closeListeners.push(listener);
      },
      close,
    };
  }

  const toClient = createInbox<ServerMessage>();
  const toServer = createInbox<unknown>();
  return {
    client: end<ClientMessage, ServerMessage>(toServer.take, toClient),
    server: end<ServerMessage, unknown>(toClient.take, toServer),
  };
}

interface Inbox<Received> {
  take(message: Received): void;
  listen(listener: (message: Received) => void): void;
}

/** Keeps messages until somebody listens. */
export function createInbox<Received>(): Inbox<Received> {
  const waiting: Received[] = [];
  let current: ((message: Received) => void) | undefined;
  return {
    take(message) {
      if (current === undefined) waiting.push(message);
      else current(message);
    },
    listen(listener) {
      current = listener;
      for (const message of waiting.splice(0)) listener(message);
    },
  };
}
