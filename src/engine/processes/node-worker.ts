/**
 * Starts worker processes under Node.js, confined as well as the machine permits: on Linux inside bubblewrap (no
 * network, a read-only view of everything) with a cap on memory; elsewhere as plain separate processes.
 */
import { type ChildProcess, type Serializable, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FromWorker, SpawnWorker, ToWorker, WorkerProcess } from '../../model/processing.ts';
import type { FromViewer, SpawnViewer, ToViewer } from '../../model/viewing.ts';

const processingEntry = fileURLToPath(new URL('../../workers/processing.ts', import.meta.url));
const viewingEntry = fileURLToPath(new URL('../../workers/viewing.ts', import.meta.url));

/** Heap of JavaScript in MiB, and all writable memory in bytes: a parser that eats more ends its own process only. */
const heapLimit = 512;
const dataLimit = 2 * 1024 ** 3;

function onPath(program: string): string | null {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(directory, program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this directory.
    }
  }
  return null;
}

/** What a process needs to start, and no more: no zone of this machine, no proxy, no options or libraries that could change what a parser does. */
function environment(): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = { TZ: 'UTC', LC_ALL: 'C.UTF-8', PATH: process.env['PATH'], HOME: '/nonexistent' };
  for (const name of ['SystemRoot', 'TEMP']) if (process.env[name] !== undefined) kept[name] = process.env[name];
  // Where the host keeps compiled modules, workers read theirs there too; confined as they are, they cannot write any.
  const compiled = getCompileCacheDir();
  if (compiled !== undefined) kept['NODE_COMPILE_CACHE'] = dirname(compiled);
  return kept;
}

interface Command {
  program: string;
  arguments: string[];
  isolation: string;
}

function commandFor(entry: string, confined: boolean): Command {
  const node = [process.execPath, `--max-old-space-size=${heapLimit}`, '--disable-warning=ExperimentalWarning', entry];
  const plain: Command = { program: node[0] as string, arguments: node.slice(1), isolation: 'process' };
  if (process.platform !== 'linux') return plain;
  const limiter = onPath('prlimit');
  const limit = limiter === null ? [] : [limiter, `--data=${dataLimit}`, '--core=0'];
  const sandbox = confined ? onPath('bwrap') : null;
  const wrapped = sandbox === null ? [] : [sandbox, ...namespaces(), '--die-with-parent', '--ro-bind', '/', '/', '--proc', '/proc', '--'];
  const [program, ...rest] = [...limit, ...wrapped, ...node];
  return { program: program as string, arguments: rest, isolation: sandbox === null ? 'process' : 'bubblewrap' };
}

/**
 * Root needs no user namespace for the others, and must not have one: inside it, files of other users could not be read.
 * Root keeps the power to read what is forbidden to it and to leave access times alone, and no other.
 */
function namespaces(): string[] {
  if (process.getuid?.() !== 0) return ['--unshare-all', '--cap-drop', 'ALL'];
  return [
    '--unshare-ipc',
    '--unshare-pid',
    '--unshare-net',
    '--unshare-uts',
    '--unshare-cgroup-try',
    '--cap-drop',
    'ALL',
    '--cap-add',
    'CAP_DAC_READ_SEARCH',
    '--cap-add',
    'CAP_FOWNER',
  ];
}

function start<Told, Heard>(entry: string, confined: boolean, serialization: 'json' | 'advanced'): WorkerProcess<Told, Heard> {
  const { program, arguments: rest, isolation } = commandFor(entry, confined);
  const child = spawn(program, rest, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization,
    env: environment(),
    windowsHide: true,
    // A session of its own: Ctrl+C on a terminal is for the engine, which ends its workers when it is done with them.
    detached: process.platform !== 'win32',
  });
  return wrap(child, isolation);
}

/** Starts one worker process. */
export const spawnNodeWorker: SpawnWorker = ({ confined }) => start<ToWorker, FromWorker>(processingEntry, confined, 'json');

/** Starts one process that makes pictures; their bytes need the richer form of messages. */
export const spawnNodeViewer: SpawnViewer = ({ confined }) => start<ToViewer, FromViewer>(viewingEntry, confined, 'advanced');

function wrap<Told, Heard>(child: ChildProcess, isolation: string): WorkerProcess<Told, Heard> {
  let lastWords = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    lastWords = (lastWords + bytes.toString('utf8')).slice(-2000);
  });
  // Whatever it leaves behind would hold our pipes, and with them this process, for ever.
  child.once('exit', () => end(child));
  return {
    pid: child.pid,
    isolation,
    post: (message) => {
      // A worker that has just died is noticed by its exit; what is posted to it until then is handed out anew.
      if (child.connected) child.send(message as Serializable, () => undefined);
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as Heard)),
    onExit: (listener) => {
      let told = false;
      const tell = (description: string) => {
        if (!told) listener(description);
        told = true;
      };
      child.on('exit', (code, signal) => tell(signal ?? `exit code ${code}${explain(lastWords)}`));
      child.on('error', (error) => tell(error.message));
    },
    kill: () => end(child),
  };
}

/**
 * Ends a worker with whatever stands between it and us, or is left of them. bubblewrap that is killed while it starts leaves its
 * child for ever, waiting or at work, with our pipes in its hands: so its whole group is killed, and the pipes are let go. The
 * number of a group that has just ended is nobody else's yet: systems give the other numbers out first.
 */
function end(child: ChildProcess): void {
  try {
    if (process.platform !== 'win32' && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // It has ended already.
  }
  child.stderr?.destroy();
  if (child.connected) child.disconnect();
}

/** The last line in which a dying process named its fault, without its stack. */
function explain(lastWords: string): string {
  const line = lastWords.split('\n').find((text) => /error|fatal|abort/i.test(text));
  return line === undefined ? '' : `: ${line.trim().slice(0, 200)}`;
}

/** How workers will be confined on this machine, if confinement works when they start. */
export function expectedIsolation(): string {
  return commandFor(processingEntry, true).isolation;
}
