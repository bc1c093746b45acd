/** The product as a program under test: its command line in a place of its own, and what a case says afterwards. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CaseSession, type SessionSetting } from '../../src/engine/case/case-session.ts';
import { exportItems } from '../../src/engine/reporting/export-items.ts';
import { type CaseVerification, verifyCase } from '../../src/engine/verification/verify-case.ts';
import { systemClock } from '../../src/model/clock.ts';
import type { Item } from '../../src/model/item.ts';
import { generateSampleDrive } from '../../src/sample/generate.ts';

const program = fileURLToPath(new URL('../../src/cli/sabut.mjs', import.meta.url));

export interface Answer {
  status: number | null;
  signal: NodeJS.Signals | null;
  output: string;
  errors: string;
}

/** What a case holds, as it comes out of it. */
export interface Examination {
  findings: CaseVerification['findings'];
  jsonl: string;
  csv: string;
  hashdeep: string;
  items: Item[];
}

export const exportedFormats = ['jsonl', 'csv', 'hashdeep'] as const;

/** A temporary directory with its own keys and settings, in which the product runs. */
export class Workbench {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;

  constructor(name: string) {
    this.directory = realpathSync(mkdtempSync(join(tmpdir(), `sabut-${name}-`)));
    this.environment = {
      ...process.env,
      HOME: this.directory,
      SABUT_KEY_STORE: join(this.directory, 'settings/keys'),
      XDG_CONFIG_HOME: join(this.directory, 'settings'),
    };
    mkdirSync(join(this.directory, 'settings'));
  }

  path(...parts: string[]): string {
    return join(this.directory, ...parts);
  }

  /** Makes a sample drive and lets the access times of folders and links settle: the first look after a change moves them, later ones of the day do not. */
  async makeDrive(items: number, name = 'drive'): Promise<string> {
    const drive = this.path(name);
    await generateSampleDrive({ directory: drive, items, sparseSize: 1 << 22 });
    settleAccessTimes(Buffer.from(drive));
    return drive;
  }

  /** Runs the command line to its end. */
  sabut(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Answer {
    return this.run([process.execPath, program, ...words], environment);
  }

  /** Runs any program in the product's environment. */
  run([command, ...words]: readonly string[], environment: NodeJS.ProcessEnv = {}): Answer {
    const { status, signal, stdout, stderr } = spawnSync(command as string, words, {
      env: { ...this.environment, ...environment },
      cwd: this.directory,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return { status, signal, output: stdout, errors: stderr };
  }

  /** The words that start the command line, for wrapping it into another program. */
  command(...words: string[]): string[] {
    return [process.execPath, program, ...words];
  }

  /** Starts the command line and goes on. `ended` tells how it came out. */
  start(words: readonly string[], environment: NodeJS.ProcessEnv = {}): { child: ChildProcess; ended: Promise<Answer> } {
    const child = spawn(process.execPath, [program, ...words], {
      env: { ...this.environment, ...environment },
      cwd: this.directory,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    const ended = new Promise<Answer>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status, signal) => resolve({ status, signal, output, errors }));
    });
    return { child, ended };
  }

  private get setting(): SessionSetting {
    return {
      clock: systemClock,
      process: process.pid,
      host: 'test',
      productVersion: 'test',
      keyStore: this.environment['SABUT_KEY_STORE'] as string,
    };
  }

  /** Opens a case, verifies it and takes its lists, all in this process. */
  async examine(directory: string): Promise<Examination> {
    const session = await CaseSession.open(directory, this.setting);
    try {
      const verification = await verifyCase(session, {
        evidence: false,
        signal: new AbortController().signal,
        onProgress: () => undefined,
      });
      const text = (format: (typeof exportedFormats)[number]) =>
        Buffer.concat([...exportItems(session, format, []).pieces].map((piece) => Buffer.from(piece as Uint8Array))).toString('latin1');
      return {
        findings: verification.findings.filter(({ severity }) => severity === 'fault'),
        jsonl: text('jsonl'),
        csv: text('csv'),
        hashdeep: text('hashdeep'),
        items: [...session.itemReader().every()],
      };
    } finally {
      session.close('test');
    }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Lists every folder and reads every link once. */
function settleAccessTimes(folder: Buffer): void {
  for (const name of readdirSync(folder, { encoding: 'buffer' })) {
    const path = Buffer.concat([folder, Buffer.from('/'), name]);
    const stat = lstatSync(path);
    if (stat.isDirectory()) settleAccessTimes(path);
    else if (stat.isSymbolicLink()) readlinkSync(path);
  }
}

/** What differs between two cases' lists: nothing, where a case came through unharmed. */
export function differencesOf(found: Examination, expected: Examination): string[] {
  return exportedFormats
    .filter((format) => found[format] !== expected[format])
    .map((format) => firstDifference(format, found[format], expected[format]));
}

function firstDifference(format: string, found: string, expected: string): string {
  const foundLines = found.split('\n');
  const expectedLines = expected.split('\n');
  const index = foundLines.findIndex((line, at) => line !== expectedLines[at]);
  return `${format}: ${foundLines.length} lines for ${expectedLines.length}; line ${index + 1} is ${foundLines[index]?.slice(0, 600)} and should be ${expectedLines[index]?.slice(0, 600)}`;
}

/** Ids and places that a case holds more than once. */
export function doubledOf(items: readonly Item[]): string[] {
  const seen = new Set<string>();
  const doubled: string[] = [];
  for (const { id, source, path, pathRaw, address } of items) {
    for (const key of [id, address, `${source}/${pathRaw ?? path}`]) {
      if (seen.has(key)) doubled.push(key);
      seen.add(key);
    }
  }
  return doubled;
}

/** Whole lines of a case's audit log: what has been acknowledged. */
export function acknowledged(directory: string): string {
  const log = join(directory, 'audit.ndjson');
  const text = existsSync(log) ? readFileSync(log, 'utf8') : '';
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

/** Processes that a process has started, with those that they have started, as Linux tells them. */
export function descendantsOf(process: number): number[] {
  let children: string;
  try {
    children = readFileSync(`/proc/${process}/task/${process}/children`, 'latin1');
  } catch {
    return [];
  }
  return children
    .split(' ')
    .filter((word) => word !== '')
    .flatMap((word) => [Number(word), ...descendantsOf(Number(word))]);
}

/** Whether a process is there and not merely waiting to be reaped. */
export function isAlive(process: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${process}/status`, 'latin1'));
  } catch {
    return false;
  }
}

/** Waits until something is so, at most so many milliseconds; says whether it came to be. */
export async function waitFor(condition: () => boolean, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (!condition()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return true;
}
