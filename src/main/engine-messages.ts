/** What Electron's main process and the engine's utility process say to each other. Ports travel beside a message. */
import type { ErrorRecord } from '../model/error.ts';

export type ToEngineProcess =
  /** First message. Opens a case, and goes on with its run, as it was before a crash or the last safe quit. */
  | { type: 'start'; productVersion: string; examiner: string; validateOutput: boolean; openCase: string | null; resumeRun: boolean }
  /** With the port of one client; answered by `client-served`. */
  | { type: 'client'; client: number }
  /** With the port of a worker that was asked for. */
  | { type: 'worker-port'; worker: number }
  | { type: 'worker-spawned'; worker: number; pid: number }
  | { type: 'worker-exit'; worker: number; description: string }
  /** Ends all work, closes the case and ends the process. */
  | { type: 'close' };

export type FromEngineProcess =
  | { type: 'ready' }
  | { type: 'failed'; error: ErrorRecord }
  | { type: 'client-served'; client: number }
  | { type: 'spawn-worker'; worker: number; role: 'processing' | 'viewing' }
  | { type: 'kill-worker'; worker: number };
