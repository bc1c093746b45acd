/** `npm run bench`: measures Sabut beside its peers and writes the table to `test/bench/results/latest.md`. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { absent, type Setting, warmUp } from './contest.ts';
import { type Figure, table } from './figures.ts';
import { measureGallery } from './interface/gallery.ts';
import { measureInterface } from './interface/review.ts';
import { measureMemory } from './memory.ts';
import { measureBulk, measureLarge, measureMixed } from './speed.ts';

const usage = `Usage: npm run bench -- [--only bulk,mixed,large,memory,million,interface,gallery] [--runs N] [--directory DIR]

Makes its drives below DIR (default: sabut-bench in the system's temporary folder; 13 GB) and uses them again
when they are there. Installs nothing: a peer that is absent is named as absent.
`;

/** Questions to a case of a million items. */
async function measureMillion({ say }: Setting): Promise<Figure[]> {
  const { measureMillion: measured } = await import('./million.ts');
  return (await measured(say)).map(({ figure, value, unit, target, met }) => ({
    figure,
    ours: `${value} ${unit}`,
    peer: '',
    ratio: '',
    target: `at most ${target} ${unit}`,
    met,
  }));
}

const groups: Record<string, (setting: Setting) => Promise<Figure[]>> = {
  bulk: measureBulk,
  mixed: measureMixed,
  large: measureLarge,
  memory: measureMemory,
  million: measureMillion,
  interface: measureInterface,
  gallery: measureGallery,
};

function versionOf(program: string, ...flags: string[]): string {
  if (absent([program]).length > 0) return 'absent';
  return spawnSync(program, flags, { encoding: 'utf8' }).stdout.split('\n')[0]?.trim() ?? 'unknown';
}

function machine(): string {
  const isolation = absent(['bwrap']).length > 0 ? 'separate processes' : 'bubblewrap';
  return [
    `Machine: ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 1024 ** 3)} GiB of memory, ${process.platform} ${process.arch}.`,
    `Versions: Node.js ${process.versions.node}, OpenSSL ${process.versions.openssl}; hashdeep ${versionOf('hashdeep', '-V')}, ${versionOf('file', '--version')}, exiftool ${versionOf('exiftool', '-ver')}. Workers: ${isolation}.`,
  ].join('\n');
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, runs: { type: 'string' }, directory: { type: 'string' }, help: { type: 'boolean' } },
  });
  const chosen = values.only?.split(',') ?? Object.keys(groups);
  const runs = Number(values.runs ?? 3);
  if (values.help === true || chosen.some((name) => !(name in groups)) || !Number.isInteger(runs) || runs < 1) {
    console.error(usage);
    return values.help === true ? 0 : 2;
  }
  const setting: Setting = {
    directory: values.directory ?? join(tmpdir(), 'sabut-bench'),
    runs,
    say: (text) => console.error(text),
  };
  mkdirSync(setting.directory, { recursive: true });
  // The first start after an edit of the sources compiles them; what is measured are the starts after it.
  await warmUp(setting);
  const figures: Figure[] = [];
  const failed: string[] = [];
  for (const name of chosen) {
    try {
      figures.push(...(await (groups[name] as (typeof groups)[string])(setting)));
    } catch (error) {
      // An hour of figures must not be lost because a later group fails; the table names the group that gave none.
      console.error(error);
      failed.push(`${name} (${error instanceof Error ? error.message : String(error)})`);
    }
  }
  const text = [
    '# Benchmark',
    machine(),
    `Medians of ${runs} runs. Both sides ran in turn in the same session, over files that the page cache held, with \`sync\` before each timing; every triage made a new case, from the start of the program to its end, with all of it durable on disk. Times are wall times; CPU is the sum over all processes, sampled. Memory is sampled every 50 ms.`,
    ...(failed.length === 0 ? [] : [`Failed, so without figures: ${failed.join('; ')}.`]),
    table(figures),
  ].join('\n\n');
  console.log(`\n${text}`);
  const results = new URL('./results/', import.meta.url);
  mkdirSync(results, { recursive: true });
  writeFileSync(new URL(chosen.length === Object.keys(groups).length ? 'latest.md' : `${chosen.join('-')}.md`, results), text);
  return failed.length === 0 && figures.every(({ met }) => met !== false) ? 0 : 1;
}

process.exitCode = await main();
