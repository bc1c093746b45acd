/** The engine's side of its workers under Electron: each is a port and a number; the main process holds the process itself. */
import type { MessagePortMain } from 'electron';
import type { SpawnWorker, WorkerProcess } from '../model/processing.ts';
import type { SpawnViewer } from '../model/viewing.ts';
import type { FromEngineProcess, ToEngineProcess } from './engine-messages.ts';

type AboutWorker = Extract<ToEngineProcess, { worker: number }>;

export interface WorkersOverPorts {
  spawn: SpawnWorker;
  spawnViewer: SpawnViewer;
  /** How such workers are confined. */
  isolation: string;
  /** Takes what the main process says of a worker. */
  receive(message: AboutWorker, port: MessagePortMain | undefined): void;
}

const isolation = 'electron-utility';

/** @param tell says something to the main process */
export function workersOverPorts(tell: (message: FromEngineProcess) => void): WorkersOverPorts {
  const workers = new Map<number, Pick<PortWorker<never, never>, 'pid' | 'end' | 'attach'>>();
  let nextWorker = 1;
  const spawn = <Told, Heard>(role: 'processing' | 'viewing'): WorkerProcess<Told, Heard> => {
    const number = nextWorker++;
    const worker = new PortWorker<Told, Heard>(() => tell({ type: 'kill-worker', worker: number }));
    workers.set(number, worker);
    tell({ type: 'spawn-worker', worker: number, role });
    return worker;
  };
  return {
    isolation,
    spawn: () => spawn('processing'),
    spawnViewer: () => spawn('viewing'),
    receive(message, port) {
      const worker = workers.get(message.worker);
      if (worker === undefined) return;
      if (message.type === 'worker-spawned') worker.pid = message.pid;
      else if (message.type === 'worker-exit') {
        workers.delete(message.worker);
        worker.end(message.description);
      } else if (port !== undefined) worker.attach(port);
    },
  };
}

class PortWorker<Told, Heard> implements WorkerProcess<Told, Heard> {
  readonly isolation = isolation;
  pid: number | undefined;
  readonly #kill: () => void;
  #port: MessagePortMain | undefined;
  /** Said before the port came. */
  readonly #waiting: Told[] = [];
  readonly #messageListeners: ((message: Heard) => void)[] = [];
  readonly #exitListeners: ((description: string) => void)[] = [];

  constructor(kill: () => void) {
    this.#kill = kill;
  }

  post(message: Told): void {
    if (this.#port === undefined) this.#waiting.push(message);
    else this.#port.postMessage(message);
  }

  onMessage(listener: (message: Heard) => void): void {
    this.#messageListeners.push(listener);
  }

  onExit(listener: (description: string) => void): void {
    this.#exitListeners.push(listener);
  }

  kill(): void {
    this.#kill();
  }

  attach(port: MessagePortMain): void {
    this.#port = port;
    port.on('message', ({ data }) => {
      for (const listener of this.#messageListeners) listener(data as Heard);
    });
    port.start();
    for (const message of this.#waiting.splice(0)) port.postMessage(message);
  }

  end(description: string): void {
    this.#port?.close();
    for (const listener of this.#exitListeners.splice(0)) listener(description);
  }
}
