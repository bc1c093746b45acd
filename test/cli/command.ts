/** The command line under test: the real program in a folder of its own, with its own keys. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const program = fileURLToPath(new URL('../../src/cli/sabut.mjs', import.meta.url));

export interface Answer {
  /** Exit code, or null where a signal ended the process. */
  status: number | null;
  output: string;
  errors: string;
}

export interface RunOptions {
  environment?: Record<string, string | undefined>;
  /** Node.js to start the program under, and what is put before it. */
  node?: string;
  prefix?: readonly string[];
  input?: string;
}

/** A running command; `answer` comes when it has ended. */
export interface Running {
  child: ChildProcess;
  answer: Promise<Answer>;
  /** Waits until the output so far matches. */
  until(pattern: RegExp): Promise<void>;
}

export class Place {
  readonly directory: string;

  constructor(name: string) {
    this.directory = realpathSync(mkdtempSync(join(tmpdir(), `sabut-cli-${name}-`)));
  }

  path(...names: string[]): string {
    return join(this.directory, ...names);
  }

  /** Writes files by their paths; a path that ends in a slash is a folder. */
  write(files: Record<string, string>): void {
    for (const [name, content] of Object.entries(files)) {
      const path = this.path(name);
      mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
      if (!name.endsWith('/')) writeFileSync(path, content);
    }
  }

  list(...names: string[]): string[] {
    return readdirSync(this.path(...names)).sort();
  }

  start(words: readonly string[], options: RunOptions = {}): Running {
    const [file, ...rest] = [...(options.prefix ?? []), options.node ?? process.execPath, program, ...words];
    return follow(
      spawn(file as string, rest, { cwd: this.directory, env: this.environment(options.environment), stdio: ['pipe', 'pipe', 'pipe'] }),
      options.input,
    );
  }

  run(words: readonly string[], options: RunOptions = {}): Promise<Answer> {
    return this.start(words, options).answer;
  }

  /** A line of the shell; `sabut` in it is the program. */
  shell(line: string, options: RunOptions = {}): Promise<Answer> {
    const text = `sabut() { '${options.node ?? process.execPath}' '${program}' "$@"; }\n${line}`;
    return follow(
      spawn('bash', ['-c', text], { cwd: this.directory, env: this.environment(options.environment), stdio: ['pipe', 'pipe', 'pipe'] }),
      options.input,
    ).answer;
  }

  /** The program on a terminal of so many columns; what is typed goes to `child.stdin`. */
  terminal(words: readonly string[], columns: number, options: RunOptions = {}): Running {
    const quoted = [options.node ?? process.execPath, program, ...words].map((word) => `'${word}'`).join(' ');
    return follow(
      spawn('script', ['--quiet', '--return', '--command', `stty cols ${columns} rows 24; exec ${quoted}`, '/dev/null'], {
        cwd: this.directory,
        env: this.environment({ ...options.environment, SHELL: '/bin/sh' }),
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
      undefined,
      true,
    );
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  private environment(changes: Record<string, string | undefined> = {}): NodeJS.ProcessEnv {
    const kept: NodeJS.ProcessEnv = {
      PATH: process.env['PATH'],
      TZ: process.env['TZ'],
      HOME: this.directory,
      SABUT_KEY_STORE: this.path('keys'),
    };
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) delete kept[name];
      else kept[name] = value;
    }
    return kept;
  }
}

/** A place that goes when the test ends. */
export function ownPlace(name: string): Place {
  const place = new Place(name);
  onTestFinished(() => place.remove());
  return place;
}

function follow(child: ChildProcess, input: string | undefined, keepInput = false): Running {
  let output = '';
  let errors = '';
  const waiting = new Set<() => void>();
  const stir = () => {
    for (const look of waiting) look();
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    stir();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
    stir();
  });
  child.stdin?.on('error', () => undefined);
  if (!keepInput) child.stdin?.end(input ?? '');
  const answer = new Promise<Answer>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      resolve({ status, output, errors });
      stir();
    });
  });
  return {
    child,
    answer,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (pattern.test(output + errors)) resolve();
          else if (child.exitCode !== null) reject(new Error(`ended before ${pattern}: ${output}${errors}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Every line of standard output as an object; throws where one is not JSON. */
export function jsonLines(answer: Answer): Record<string, unknown>[] {
  return answer.output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
