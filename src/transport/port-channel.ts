/** Channels over message ports. The three kinds of port differ in how they tell of a message; what they carry is the same. */
import type { Channel } from './channel.ts';

/** `MessagePort` of browsers, as far as it is used here. */
export interface BrowserPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
  close(): void;
}

/** `MessagePort` of node:worker_threads, as far as it is used here. */
export interface NodePort {
  postMessage(message: unknown): void;
  on(type: 'message', listener: (message: unknown) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
  close(): void;
}

/** `MessagePortMain` of Electron's main and utility processes, as far as it is used here. */
export interface ElectronPort {
  postMessage(message: unknown): void;
  on(type: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

interface PortParts {
  post(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
  whenClosed(listener: () => void): void;
  close(): void;
}

/** A channel over a port of a page or of a page's preload script. */
export function browserPortChannel<Sent, Received>(port: BrowserPort): Channel<Sent, Received> {
  return portChannel({
    post: (message) => port.postMessage(message),
    listen: (listener) => {
      port.addEventListener('message', (event) => listener(event.data));
      port.start();
    },
    whenClosed: (listener) => port.addEventListener('close', listener),
    close: () => port.close(),
  });
}

/** A channel over a port of node:worker_threads. */
export function nodePortChannel<Sent, Received>(port: NodePort): Channel<Sent, Received> {
  return portChannel({
    post: (message) => port.postMessage(message),
    listen: (listener) => port.on('message', listener),
    whenClosed: (listener) => port.on('close', listener),
    close: () => port.close(),
  });
}

/** A channel over a port of Electron's main process or of a utility process. */
export function electronPortChannel<Sent, Received>(port: ElectronPort): Channel<Sent, Received> {
  return portChannel({
    post: (message) => port.postMessage(message),
    listen: (listener) => {
      port.on('message', (event) => listener(event.data));
      port.start();
    },
    whenClosed: (listener) => port.on('close', listener),
    close: () => port.close(),
  });
}

function portChannel<Sent, Received>(port: PortParts): Channel<Sent, Received> {
  let messageListener: ((message: Received) => void) | undefined;
  let closed = false;
  const closeListeners: (() => void)[] = [];

  // A port says so when the other end closed, but not every kind says so to the end that closed.
  function markClosed(): void {
    if (closed) return;
    closed = true;
    for (const listener of closeListeners.splice(0)) listener();
  }
  port.whenClosed(markClosed);

  return {
    send(message) {
      if (!closed) port.post(message);
    },
    onMessage(listener) {
      const first = messageListener === undefined;
      messageListener = listener;
      // A port keeps messages until it is started, which listening does.
      if (first) port.listen((message) => messageListener?.(message as Received));
    },
    onClose(listener) {
      if (closed) queueMicrotask(listener);
      else closeListeners.push(listener);
    },
    close() {
      if (closed) return;
      port.close();
      markClosed();
    },
  };
}
