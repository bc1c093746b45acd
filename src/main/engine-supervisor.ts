/** Keeps the engine running: starts its process, hands out ports to it, starts it again after a crash with the same case and run. */
import type { MessageChannelMain, MessagePortMain, UtilityProcess } from 'electron';
import type { EngineConnection } from '../contract/host-api.ts';
import { EngineError, fromErrorRecord } from '../model/error.ts';
import type { ClientMessage, ServerMessage } from '../transport/channel.ts';
import { createClient } from '../transport/client.ts';
import { electronPortChannel } from '../transport/port-channel.ts';
import { endProcess } from './end-process.ts';
import type { FromEngineProcess, ToEngineProcess } from './engine-messages.ts';
import { WorkerProcesses } from './worker-processes.ts';

export interface SupervisorOptions {
  fork(entry: string, options: { serviceName: string; execArgv: string[]; env: NodeJS.ProcessEnv }): UtilityProcess;
  createPorts(): MessageChannelMain;
  engineEntry: string;
  workerEntry: string;
  productVersion: string;
  examiner: string;
  validateOutput: boolean;
  /** The case to open at the first start, because its run was paused by the last quit. */
  resume: string | null;
  /** Asked when the engine ended several times in a row: whether to try again. */
  onRepeatedFailure(error: EngineError): Promise<boolean>;
}

/** What the case was doing, so that another engine can go on with it. */
interface Standing {
  openCase: string | null;
  running: boolean;
}

interface Generation {
  process: UtilityProcess;
  ready: Promise<EngineConnection>;
  /** Fulfilled when the process has ended. */
  ended: Promise<void>;
  /** Clients whose port the engine has not taken yet. */
  handOvers: Map<number, () => void>;
}

/** So many ends of the engine within a minute are no accident. */
const toleratedFailures = 3;
const failureWindow = 60_000;
const closingPatience = 30_000;

export class EngineSupervisor {
  readonly #options: SupervisorOptions;
  #generation: Generation | undefined;
  /** Set from the end of one engine to the start of the next. */
  #next: PromiseWithResolvers<Generation> | undefined;
  #standing: Standing;
  #failures: number[] = [];
  #closing = false;
  #nextClient = 1;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#standing = { openCase: options.resume, running: options.resume !== null };
  }

  /** Starts the engine's process. */
  start(): void {
    const { fork, engineEntry, productVersion, examiner, validateOutput } = this.#options;
    const engine = fork(engineEntry, { serviceName: 'Sabut engine', execArgv: [], env: process.env });
    const workers = new WorkerProcesses({ ...this.#options, tell: (message, ports) => engine.postMessage(message, ports) });
    const { promise: ready, resolve, reject } = Promise.withResolvers<EngineConnection>();
    // Whoever waits for the engine learns of a failure; when nobody does, the restart says enough.
    ready.catch(() => {});
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const generation: Generation = { process: engine, ready, ended, handOvers: new Map() };
    this.#generation = generation;
    this.#next?.resolve(generation);
    this.#next = undefined;
    let failure: EngineError | undefined;

    engine.on('message', (message: FromEngineProcess) => {
      if (message.type === 'ready') resolve(this.#connect(generation));
      else if (message.type === 'failed') failure = fromErrorRecord(message.error);
      else if (message.type === 'client-served') generation.handOvers.get(message.client)?.();
      else if (message.type === 'spawn-worker') workers.spawn(message.worker, message.role);
      else if (message.type === 'kill-worker') workers.kill(message.worker);
    });
    engine.once('exit', (code) => {
      workers.killAll();
      const error =
        failure ??
        new EngineError('internal', `The engine ended with code ${code}. What the case holds is safe.`, {
          reason: 'engine-ended',
          exitCode: code,
        });
      reject(error);
      end();
      if (this.#closing) return;
      const next = Promise.withResolvers<Generation>();
      next.promise.catch(() => {});
      this.#next = next;
      void this.#restart(error);
    });
    const { openCase, running } = this.#standing;
    this.#tell(generation, { type: 'start', productVersion, examiner, validateOutput, openCase, resumeRun: running });
  }

  /** The main process's own connection to the engine, once it is ready. Waits for an engine that is being started anew. */
  async client(): Promise<EngineConnection> {
    const generation = await this.#living();
    try {
      return await generation.ready;
    } catch (thrown) {
      if (this.#closing) throw thrown;
      return this.client();
    }
  }

  /**
   * A port for a page, whose other end the engine serves. A page learns of a crash before this process does and asks at once: only a
   * port that the engine has taken is handed out, else the next engine is asked.
   */
  async openPort(): Promise<MessagePortMain> {
    await this.client();
    const generation = await this.#living();
    const { port, served } = this.#handOver(generation);
    const taken = await Promise.race([served.then(() => true), generation.ended.then(() => false)]);
    return taken ? port : this.openPort();
  }

  /** The case whose run goes on right now, or null. */
  async runningCase(): Promise<string | null> {
    return this.#standing.running ? this.#standing.openCase : null;
  }

  /** Ends the engine in order: it finishes what is under way, then closes the case. After half a minute it is ended all the same. */
  async close(): Promise<void> {
    this.#closing = true;
    const generation = this.#generation;
    if (generation === undefined) return;
    const patience = setTimeout(() => endProcess(generation.process), closingPatience);
    this.#tell(generation, { type: 'close' });
    await generation.ended;
    clearTimeout(patience);
  }

  /** The engine that runs, or the next one when it has ended. Throws when there will be none. */
  async #living(): Promise<Generation> {
    if (this.#closing) throw new EngineError('cancelled', 'Sabut is closing.');
    if (this.#next !== undefined) return this.#next.promise;
    if (this.#generation === undefined) throw new EngineError('internal', 'The engine was not started.');
    return this.#generation;
  }

  #tell(generation: Generation, message: ToEngineProcess, ports: MessagePortMain[] = []): void {
    generation.process.postMessage(message, ports);
  }

  #handOver(generation: Generation): { port: MessagePortMain; served: Promise<void> } {
    const { port1, port2 } = this.#options.createPorts();
    const number = this.#nextClient++;
    const { promise: served, resolve } = Promise.withResolvers<void>();
    generation.handOvers.set(number, () => {
      generation.handOvers.delete(number);
      resolve();
    });
    this.#tell(generation, { type: 'client', client: number }, [port1]);
    return { port: port2, served };
  }

  #connect(generation: Generation): EngineConnection {
    const { port } = this.#handOver(generation);
    const client = createClient(electronPortChannel<ClientMessage, ServerMessage>(port));
    client.on('progress', ({ state }) => {
      this.#standing.running = state !== 'paused';
    });
    client.on('changed', ({ topics }) => {
      if (topics.includes('case') || topics.includes('run')) void this.#look(client);
    });
    void this.#look(client);
    return client;
  }

  /** Learns what the case is doing. A failure is a lost connection, after which what was known last is right. */
  async #look(client: EngineConnection): Promise<void> {
    try {
      const [open, run] = await Promise.all([client.call('case.current', {}), client.call('run.state', {})]);
      this.#standing = { openCase: open?.directory ?? null, running: run !== null && run.state !== 'paused' };
    } catch {}
  }

  async #restart(error: EngineError): Promise<void> {
    const now = performance.now();
    this.#failures = [...this.#failures.filter((time) => now - time < failureWindow), now];
    if (this.#failures.length > toleratedFailures) {
      this.#failures = [];
      // What cannot be opened or resumed without a crash is left to the examiner.
      this.#standing = { openCase: null, running: false };
      if (!(await this.#options.onRepeatedFailure(error))) {
        this.#next?.reject(error);
        return;
      }
    }
    if (!this.#closing) this.start();
  }
}
