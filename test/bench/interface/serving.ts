/** `sabut serve` as a person starts it: a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const commandLine = fileURLToPath(new URL('../../../src/cli/sabut.mjs', import.meta.url));
const patience = 60_000;

export interface ServedCase {
  /** Opens the interface, once. */
  address: string;
  /** Seconds from the start of the program to the address: the case is open by then. */
  started: number;
  close(): Promise<void>;
}

/** Serves a case with settings and keys of its own below `directory`. */
export async function serveCase(directory: string, caseDirectory: string): Promise<ServedCase> {
  const began = performance.now();
  const child = spawn(process.execPath, [commandLine, 'serve', caseDirectory], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SABUT_KEY_STORE: join(directory, 'served', 'keys') },
  });
  // A benchmark that breaks off leaves no host behind that would hold the case.
  const killed = (): void => void child.kill('SIGKILL');
  process.once('exit', killed);
  child.once('exit', () => process.off('exit', killed));
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => {
    said = (said + bytes.toString('utf8')).slice(-1000);
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const address = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(line)?.[0];
    if (address !== undefined) resolve(address);
  });
  child.on('error', reject);
  child.on('exit', (code) => reject(new Error(`sabut serve ended with ${code}: ${said}`)));
  const timer = setTimeout(() => reject(new Error(`sabut serve gave no address within ${patience / 1000} seconds: ${said}`)), patience);
  try {
    const address = await promise;
    return { address, started: (performance.now() - began) / 1000, close: () => end(child) };
  } catch (thrown) {
    await end(child);
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
}
