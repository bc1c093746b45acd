/** A channel over a web socket: the browser's own and that of `ws`, which share the interface used here. */
import type { Channel } from './channel.ts';
import { createInbox } from './direct-channel.ts';
import { decodeFrame, encodeFrame } from './frame.ts';

/** A web socket, as far as it is used here. `binaryType` is set to `arraybuffer`. */
export interface Socket {
  binaryType: string;
  readonly readyState: number;
  send(frame: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
}

const open = 1;
/** "Invalid frame payload": RFC 6455, section 7.4.1. */
const invalidPayload = 1007;

/** A channel over a socket that is open. A frame that is no message closes it. */
export function socketChannel<Sent, Received>(socket: Socket): Channel<Sent, Received> {
  socket.binaryType = 'arraybuffer';
  const inbox = createInbox<Received>();
  const closeListeners: (() => void)[] = [];
  let closed = socket.readyState > open;

  socket.addEventListener('message', (event) => {
    let message: Received;
    try {
      message = decodeFrame(typeof event.data === 'string' ? event.data : new Uint8Array(event.data as ArrayBuffer)) as Received;
    } catch {
      socket.close(invalidPayload, 'not a message');
      return;
    }
    inbox.take(message);
  });
  socket.addEventListener('close', () => {
    closed = true;
    for (const listener of closeListeners.splice(0)) listener();
  });
  // A close event follows; without a listener `ws` would throw.
  socket.addEventListener('error', () => {});

  return {
    send(message) {
      const frame = encodeFrame(message);
      if (socket.readyState === open) socket.send(frame);
    },
    onMessage: (listener) => inbox.listen(listener),
    onClose(listener) {
      if (closed) queueMicrotask(listener);
      else closeListeners.push(listener);
    },
    close: () => socket.close(),
  };
}
