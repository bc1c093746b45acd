/** Runs a program and measures it with all the processes that it starts: time on the wall and on the processors, memory. */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Measured {
  /** Seconds on the wall. */
  wall: number;
  /** Seconds of processor time of the program and all its descendants, sampled; null where there is no /proc. */
  processor: number | null;
  /** Bytes: highest sum over the program and all its descendants at one moment. Only where memory was asked for. */
  peakMemory: number;
  /** Bytes: highest resident size of the first process alone. Only where memory was asked for. */
  peakOfFirst: number;
}

const sampleInterval = 50;
/** Clock ticks a second in /proc, the same on every Linux that Node.js runs on (proc(5), sysconf(_SC_CLK_TCK)). */
const ticks = 100;

export interface Command {
  program: string;
  arguments: readonly string[];
  environment?: NodeJS.ProcessEnv;
  /** Exit codes that are no fault; 0 where absent. */
  accepted?: readonly number[];
}

/** Runs a command to its end, its output thrown away. Throws where it ends with another code than it should. */
export async function measure(command: Command, memory = false): Promise<Measured> {
  spawnSync('sync');
  const started = performance.now();
  const child = spawn(command.program, command.arguments, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: command.environment ?? process.env,
  });
  let lastWords = '';
  child.stderr.on('data', (bytes: Buffer) => {
    lastWords = (lastWords + bytes.toString('utf8')).slice(-1000);
  });
  const sampler = new Sampler(child.pid as number, memory);
  const timer = setInterval(() => sampler.sample(), sampleInterval);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', resolve);
    });
    const wall = (performance.now() - started) / 1000;
    if (!(command.accepted ?? [0]).includes(code ?? -1)) throw new Error(`${command.program} ended with ${code}: ${lastWords}`);
    return { wall, processor: sampler.processorSeconds, peakMemory: sampler.peakMemory, peakOfFirst: sampler.peakOfFirst };
  } finally {
    clearInterval(timer);
  }
}

/** Runs commands one after the other and adds up their times. */
export async function measureAll(commands: readonly Command[]): Promise<Measured> {
  const total: Measured = { wall: 0, processor: 0, peakMemory: 0, peakOfFirst: 0 };
  for (const command of commands) {
    const one = await measure(command);
    total.wall += one.wall;
    total.processor = total.processor === null || one.processor === null ? null : total.processor + one.processor;
  }
  return total;
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((first, second) => first - second);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Whether a program is on the PATH. */
export function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

/** Watches a process and all that come from it. What a process used in its last moments, up to one interval, stays unseen. */
class Sampler {
  peakMemory = 0;
  peakOfFirst = 0;
  private readonly first: number;
  private readonly memory: boolean;
  /** Last seen ticks of each process. */
  private readonly used = new Map<number, number>();

  constructor(first: number, memory: boolean) {
    this.first = first;
    this.memory = memory;
  }

  get processorSeconds(): number | null {
    if (this.used.size === 0) return null;
    let sum = 0;
    for (const value of this.used.values()) sum += value;
    return sum / ticks;
  }

  sample(): void {
    let sum = 0;
    for (const process of descendants(this.first)) {
      const seen = ticksOf(process);
      if (seen !== null) this.used.set(process, seen);
      if (this.memory) sum += proportionalSize(process);
    }
    if (!this.memory) return;
    this.peakMemory = Math.max(this.peakMemory, sum);
    this.peakOfFirst = Math.max(this.peakOfFirst, kilobytes(`/proc/${this.first}/status`, 'VmHWM'));
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // The process has ended meanwhile, or there is no /proc.
    return '';
  }
}

function descendants(first: number): number[] {
  const found = [first];
  for (let index = 0; index < found.length; index += 1) {
    let tasks: string[];
    try {
      tasks = readdirSync(`/proc/${found[index]}/task`);
    } catch {
      continue;
    }
    for (const task of tasks)
      for (const child of text(`/proc/${found[index]}/task/${task}/children`).split(' ')) if (child !== '') found.push(Number(child));
  }
  return found;
}

/** User and system time, the 14th and 15th field; the name before them may hold spaces and brackets. */
function ticksOf(process: number): number | null {
  const line = text(`/proc/${process}/stat`);
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return fields.length < 13 ? null : Number(fields[11]) + Number(fields[12]);
}

function kilobytes(path: string, name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text(path));
  return match === null ? 0 : Number(match[1]) * 1024;
}

/** PSS: a page that n processes share counts as one n-th in each, so that the sum is what the machine really gives. */
function proportionalSize(process: number): number {
  return kilobytes(`/proc/${process}/smaps_rollup`, 'Pss');
}
