/** `sabut self-test`: known material in, every answer compared with the truth, a certificate out (SWGDE: test each version). */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isoMilliseconds, systemClock } from '../../model/clock.ts';
import { EngineError } from '../../model/error.ts';
import { compareWithTruth } from '../../sample/compare-with-truth.ts';
import { generateSampleDrive } from '../../sample/generate.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { type CliSession, withEngine } from '../session.ts';

const items = 200;
const sparseSize = 8 * 1024 * 1024;
const namedLimit = 50;

/** Runs the self-test; exit code 1 where any answer differs from the truth. */
export async function selfTest(output: Output): Promise<number> {
  const silent = output.withoutProgress();
  let working: string | undefined;
  try {
    // The case, its key and its place among the recent ones are of this test alone and go with it.
    return await withEngine(silent, { examiner: 'self-test', signs: false, ownDirectory: () => (working ??= makeDirectory()) }, (session) =>
      certify(session, silent, working as string),
    );
  } finally {
    if (working !== undefined) rmSync(working, { recursive: true, force: true });
  }
}

function makeDirectory(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'sabut-self-test-'));
  } catch (thrown) {
    throw new EngineError(
      'unsupported',
      `The self-test needs some 100 MB for its material, and ${tmpdir()} cannot be written. Set TMPDIR to a folder that can.`,
      {},
      thrown,
    );
  }
}

async function certify({ call, engine, signal }: CliSession, output: Output, working: string): Promise<number> {
  const drive = join(working, 'drive');
  const startedAt = systemClock.now();
  const { truthFile, seed } = await generateSampleDrive({
    directory: drive,
    items,
    sparseSize,
    onProgress: () => {
      if (signal.aborted) throw new EngineError('cancelled', 'The self-test was stopped, so it says nothing. Nothing was left behind.');
    },
  });
  await call('case.create', { directory: join(working, 'self-test.sabut'), header: {} });
  const run = await call('run.start', { evidence: [drive], profile: 'full' });
  if (run.state !== 'complete')
    throw new EngineError('cancelled', 'The self-test was stopped, so it says nothing. Nothing was left behind.');
  const comparison = compareWithTruth(readFileSync(truthFile, 'utf8'), engine.session.itemReader().every());
  const verification = await call('case.verify', { evidence: true });
  const passed = comparison.differences.length === 0 && verification.ok;
  const versions = run.tools;
  const finishedAt = systemClock.now();
  output.object({
    event: 'self-test',
    passed,
    startedAt: isoMilliseconds(startedAt),
    finishedAt: isoMilliseconds(finishedAt),
    seed,
    entries: comparison.entries,
    compared: comparison.compared,
    differences: comparison.differences,
    verification,
    isolation: run.isolation,
    versions,
  });
  const { Sabut: version, platform, ...tools } = versions;
  const put = (label: string, text: string) => output.line(`${label.padEnd(13)} ${text}`);
  output.line('SABUT SELF-TEST');
  put('Result', passed ? 'PASS' : 'FAIL');
  put('Version', `Sabut ${version} on ${platform}`);
  put('Date', `${isoMilliseconds(finishedAt)} (by this machine's clock)`);
  put('Material', `${comparison.entries} entries made by this version (seed ${seed})`);
  put('Compared', `${comparison.compared} answers with the truth, ${comparison.differences.length} different`);
  put('Verification', verification.ok ? 'case, audit log and evidence agree' : 'FAULTS');
  put('Isolation', run.isolation);
  put(
    'Tools',
    Object.entries(tools)
      .map(([name, its]) => `${name} ${its}`)
      .join(', '),
  );
  for (const difference of comparison.differences.slice(0, namedLimit)) put('DIFFERENT', difference);
  if (comparison.differences.length > namedLimit)
    put('DIFFERENT', `and ${comparison.differences.length - namedLimit} more; --json lists all`);
  for (const { severity, code, message } of verification.findings) if (severity === 'fault') put('FAULT', `${code}: ${message}`);
  return passed ? exitCodes.done : exitCodes.failed;
}
