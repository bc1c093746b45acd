/** How long triage takes, beside programs that do a part of the same. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { absent, contest, type Outcome, type Setting, triage } from './contest.ts';
import { drive, makeBulk, makeLarge, makeMixed } from './drives.ts';
import { type Figure, seconds, times } from './figures.ts';
import { type Command, median } from './measure.ts';

const hashdeep = (evidence: string): Command => ({
  program: 'hashdeep',
  arguments: ['-r', '-c', 'md5,sha1,sha256', evidence],
  // 64 and above: a name or a link that it stumbled over; the files were hashed all the same.
  accepted: [0, 64, 128],
});

/** Reads every file once, so that both sides find all of it in the page cache. */
function warm(evidence: string): void {
  spawnSync('find', [evidence, '-type', 'f', '-exec', 'cat', '{}', '+'], { stdio: ['ignore', 'ignore', 'ignore'] });
}

function compared(figure: string, peer: string, limit: number, { ours, peers }: Outcome): Figure {
  const ratio = ours.wall / peers.wall;
  return {
    figure,
    ours: times(ours.wall, ours.processor),
    peer: `${peer}: ${times(peers.wall, peers.processor)}`,
    ratio: ratio.toFixed(2),
    target: `at most ${limit.toFixed(2)} x`,
    met: ratio <= limit,
  };
}

function without(figure: string, peer: string, target: string, missing: readonly string[]): Figure {
  return { figure, ours: 'not measured', peer: `${peer}: absent (${missing.join(', ')})`, ratio: '', target, met: null };
}

/** Many files of all sizes: `quick` against hashdeep with its own threads. */
export async function measureBulk(setting: Setting): Promise<Figure[]> {
  const figure = 'bulk (20 000 files, 2.2 GiB), quick';
  const peer = 'hashdeep';
  const missing = absent(['hashdeep']);
  if (missing.length > 0) return [without(figure, peer, 'at most 0.60 x', missing)];
  const evidence = await drive(setting.directory, 'bulk', makeBulk, setting.say);
  warm(evidence);
  const outcome = await contest(setting, 'bulk quick', () => triage(setting, evidence, 'quick'), [hashdeep(evidence)]);
  return [compared(figure, peer, 0.6, outcome)];
}

/** The sample drive: `quick` against hashdeep and file, `standard` against hashdeep, file and exiftool. */
export async function measureMixed(setting: Setting): Promise<Figure[]> {
  const quick = { figure: 'mixed (sample drive, 20 000 items), quick', peer: 'hashdeep + file --mime-type' };
  const standard = { figure: 'mixed (sample drive, 20 000 items), standard', peer: 'hashdeep + file + exiftool' };
  const missing = absent(['hashdeep', 'file', 'exiftool']);
  if (missing.some((program) => program !== 'exiftool'))
    return [
      without(quick.figure, quick.peer, 'at most 1.00 x', missing),
      without(standard.figure, standard.peer, 'at least 8.0 x', missing),
    ];
  const evidence = await drive(setting.directory, 'mixed', makeMixed, setting.say);
  warm(evidence);
  const list = join(setting.directory, 'mixed.list');
  // A name with a line feed cannot stand in a list of lines: the peer is spared that one.
  writeFileSync(list, spawnSync('find', [evidence, '-type', 'f', '!', '-name', '*\n*'], { maxBuffer: 64 * 1024 * 1024 }).stdout);
  const file: Command = { program: 'file', arguments: ['--mime-type', '-f', list], accepted: [0, 1] };
  const figures = [
    compared(
      quick.figure,
      quick.peer,
      1,
      await contest(setting, 'mixed quick', () => triage(setting, evidence, 'quick'), [hashdeep(evidence), file]),
    ),
  ];
  if (missing.length > 0) return [...figures, without(standard.figure, standard.peer, 'at least 8.0 x', missing)];
  // Without the option it would go round the drive's link loop until the system stops it: forty times the work.
  const exiftool: Command = { program: 'exiftool', arguments: ['-r', '-json', '-fast', '-i', 'SYMLINKS', evidence], accepted: [0, 1] };
  const outcome = await contest(setting, 'mixed standard', () => triage(setting, evidence, 'standard'), [
    hashdeep(evidence),
    file,
    exiftool,
  ]);
  const faster = outcome.peers.wall / outcome.ours.wall;
  return [
    ...figures,
    {
      figure: standard.figure,
      ours: times(outcome.ours.wall, outcome.ours.processor),
      peer: `${standard.peer}: ${times(outcome.peers.wall, outcome.peers.processor)}`,
      ratio: `${faster.toFixed(1)} x faster`,
      target: 'at least 8.0 x faster',
      met: faster >= 8,
    },
  ];
}

const largeLength = 4 * 1024 ** 3;

/** MiB a second at which one core computes MD5, SHA-1 and SHA-256 over bytes that lie in memory. */
function digestSpeed(): number {
  const block = Buffer.alloc(2 * 1024 * 1024, 0x5a);
  const blocks = 512;
  const states = ['md5', 'sha1', 'sha256'].map((algorithm) => createHash(algorithm));
  const started = performance.now();
  for (let count = 0; count < blocks; count += 1) for (const state of states) state.update(block);
  for (const state of states) state.digest();
  return (blocks * 2 * 1000) / (performance.now() - started);
}

/** One file of 4 GiB, start of the program to durable case, against the bare digests. */
export async function measureLarge(setting: Setting): Promise<Figure[]> {
  const evidence = await drive(setting.directory, 'large', makeLarge, setting.say);
  warm(evidence);
  const walls: number[] = [];
  const speeds: number[] = [];
  for (let run = 1; run <= setting.runs; run += 1) {
    speeds.push(digestSpeed());
    walls.push((await triage(setting, evidence, 'quick')).wall);
    setting.say(
      `one file of 4 GiB, run ${run}: ${seconds(walls.at(-1) as number)}; digests alone ${(speeds.at(-1) as number).toFixed(0)} MiB/s`,
    );
  }
  const own = largeLength / 1024 ** 2 / median(walls);
  const bare = median(speeds);
  return [
    {
      figure: 'one file of 4 GiB, quick',
      ours: `${own.toFixed(0)} MiB/s (${seconds(median(walls))})`,
      peer: `three digests on one core: ${bare.toFixed(0)} MiB/s`,
      ratio: (own / bare).toFixed(2),
      target: 'at least 0.90 x',
      met: own / bare >= 0.9,
    },
  ];
}
