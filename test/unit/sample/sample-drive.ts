/** Drives for the tests of the generator, and what they have in common. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSampleDrive, type SampleRequest } from '../../../src/sample/generate.ts';
import type { SampleSummary, TruthEntry } from '../../../src/sample/ground-truth.ts';

export interface MadeDrive {
  summary: SampleSummary;
  truth: TruthEntry[];
  remove(): void;
}

/** Makes a drive in a temporary directory, with a sparse file of 1 MiB. */
export async function makeDrive(request: Omit<SampleRequest, 'directory'>): Promise<MadeDrive> {
  const parent = mkdtempSync(join(tmpdir(), 'sabut-sample-'));
  const summary = await generateSampleDrive({ sparseSize: 1 << 20, ...request, directory: join(parent, 'drive') });
  return { summary, truth: readTruth(summary.truthFile), remove: () => rmSync(parent, { recursive: true, force: true }) };
}

function readTruth(file: string): TruthEntry[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as TruthEntry);
}

/** One line for each entry of a tree: name in hexadecimal, kind, time, and digest of the content or the link's target. */
export function describeTree(directory: string): string[] {
  const lines: string[] = [];
  const walk = (path: Buffer, relative: string): void => {
    const status = lstatSync(path, { bigint: true });
    let content = '';
    if (status.isFile()) content = createHash('sha256').update(readFileSync(path)).digest('hex');
    else if (status.isSymbolicLink()) content = readlinkSync(path);
    lines.push(`${relative} ${status.mode.toString(8)} ${status.nlink} ${status.mtimeNs} ${content}`);
    if (!status.isDirectory()) return;
    for (const name of readdirSync(path, { encoding: 'buffer' }).sort(Buffer.compare)) {
      walk(Buffer.concat([path, Buffer.from('/'), name]), `${relative}/${name.toString('hex')}`);
    }
  };
  for (const name of readdirSync(Buffer.from(directory), { encoding: 'buffer' }).sort(Buffer.compare)) {
    walk(Buffer.concat([Buffer.from(directory), Buffer.from('/'), name]), name.toString('hex'));
  }
  return lines;
}
