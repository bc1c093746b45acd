/** A worker's line to its engine: Electron's parent port, or Node's channel. */

export interface EngineChannel<Told, Heard> {
  post(message: Told): void;
  listen(listener: (message: Heard) => void): void;
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** Opens the line; the process ends when its engine lets go of it, as without it a worker must not go on reading evidence. */
export function openEngineChannel<Told, Heard>(): EngineChannel<Told, Heard> {
  const port = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
  if (port !== undefined) {
    return {
      post: (message) => port.postMessage(message),
      listen: (listener) => port.on('message', (event) => listener(event.data as Heard)),
    };
  }
  process.on('disconnect', () => process.exit(0));
  return { post: (message) => void process.send?.(message), listen: (listener) => process.on('message', listener) };
}
