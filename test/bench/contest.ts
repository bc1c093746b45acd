/** Sabut and its peers in turn: A B A B …, so that a slow moment of the machine falls on both; what counts are the medians. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProfileName } from '../../src/model/profile.ts';
import { type Command, isThere, type Measured, measure, measureAll, median } from './measure.ts';

const commandLine = fileURLToPath(new URL('../../src/cli/sabut.mjs', import.meta.url));

export interface Setting {
  /** Holds drives, cases and the examiner's key of the benchmark. */
  directory: string;
  runs: number;
  say: (text: string) => void;
}

/** A triage of `evidence` into a new case; its case directory is deleted before and after. */
export async function triage(setting: Setting, evidence: string, profile: ProfileName, memory = false): Promise<Measured> {
  const caseDirectory = join(setting.directory, 'measured.sabut');
  const clear = () => rmSync(caseDirectory, { recursive: true, force: true });
  clear();
  try {
    const command: Command = {
      program: process.execPath,
      arguments: [commandLine, 'triage', evidence, '--case', caseDirectory, '--profile', profile, '--quiet'],
      environment: { ...process.env, SABUT_KEY_STORE: join(setting.directory, 'keys') },
      // 3: something could not be read, as the hostile part of the sample drive may have it.
      accepted: [0, 3],
    };
    return await measure(command, memory);
  } finally {
    clear();
  }
}

/** One triage of a single file, so that the program keeps what it compiled. Workers may write nothing and compile anew in each run. */
export async function warmUp(setting: Setting): Promise<void> {
  const evidence = join(setting.directory, 'warm-up');
  mkdirSync(evidence, { recursive: true });
  writeFileSync(join(evidence, 'one.txt'), 'warm-up');
  await triage(setting, evidence, 'standard');
}

/** Programs that a contest needs and that are not here. */
export function absent(programs: readonly string[]): string[] {
  return programs.filter((program) => !isThere(program));
}

/** Times of both sides: seconds on the wall and on the processors, medians over the runs. */
export interface Outcome {
  ours: { wall: number; processor: number | null };
  peers: { wall: number; processor: number | null };
}

function middle(runs: readonly Measured[]): { wall: number; processor: number | null } {
  const processors = runs.flatMap(({ processor }) => (processor === null ? [] : [processor]));
  return { wall: median(runs.map(({ wall }) => wall)), processor: processors.length < runs.length ? null : median(processors) };
}

/** Lets both sides run in turn. The files were read before by both, so that neither waits for the disk. */
export async function contest(setting: Setting, name: string, ours: () => Promise<Measured>, peers: readonly Command[]): Promise<Outcome> {
  const own: Measured[] = [];
  const others: Measured[] = [];
  for (let run = 1; run <= setting.runs; run += 1) {
    others.push(await measureAll(peers));
    own.push(await ours());
    const [other, mine] = [others.at(-1) as Measured, own.at(-1) as Measured];
    setting.say(
      `${name}, run ${run}: ours ${mine.wall.toFixed(2)} s (${mine.processor?.toFixed(2)} s CPU), peers ${other.wall.toFixed(2)} s (${other.processor?.toFixed(2)} s CPU)`,
    );
  }
  return { ours: middle(own), peers: middle(others) };
}
