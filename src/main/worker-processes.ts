/** The processes that touch hostile bytes: made here, because only the main process can; steered by the engine over a port of its own. */
import type { MessageChannelMain, MessagePortMain, UtilityProcess } from 'electron';
import { endProcess } from './end-process.ts';
import type { ToEngineProcess } from './engine-messages.ts';

export interface WorkerProcessesOptions {
  fork(entry: string, options: { serviceName: string; execArgv: string[]; env: NodeJS.ProcessEnv }): UtilityProcess;
  createPorts(): MessageChannelMain;
  workerEntry: string;
  /** Says something to the engine's process. */
  tell(message: ToEngineProcess, ports: MessagePortMain[]): void;
}

/** Megabytes of JavaScript heap; a parser that needs more has met a bomb. */
const heapLimit = 512;

/** The workers of one engine, by the numbers that the engine gave them. */
export class WorkerProcesses {
  readonly #options: WorkerProcessesOptions;
  readonly #workers = new Map<number, UtilityProcess>();

  constructor(options: WorkerProcessesOptions) {
    this.#options = options;
  }

  /** Starts a worker for what the engine wants it for and connects it with the engine. */
  spawn(worker: number, role: 'processing' | 'viewing'): void {
    const { fork, createPorts, workerEntry, tell } = this.#options;
    const child = fork(workerEntry, { serviceName: 'Sabut worker', execArgv: [`--max-old-space-size=${heapLimit}`], env: environment() });
    this.#workers.set(worker, child);
    const { port1, port2 } = createPorts();
    child.once('spawn', () => {
      if (child.pid !== undefined) tell({ type: 'worker-spawned', worker, pid: child.pid }, []);
    });
    child.once('exit', (code) => {
      this.#workers.delete(worker);
      tell({ type: 'worker-exit', worker, description: `exit code ${code}` }, []);
    });
    child.postMessage({ type: 'engine-port', role }, [port2]);
    tell({ type: 'worker-port', worker }, [port1]);
  }

  kill(worker: number): void {
    const child = this.#workers.get(worker);
    if (child !== undefined) endProcess(child);
  }

  killAll(): void {
    for (const child of this.#workers.values()) endProcess(child);
  }
}

/** Nothing of this machine that could change what a parser does: no zone, no proxy, no options. */
function environment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { TZ: 'UTC', LC_ALL: 'C.UTF-8', HOME: '/nonexistent' };
  for (const name of ['SystemRoot', 'TEMP']) if (process.env[name] !== undefined) env[name] = process.env[name];
  return env;
}
