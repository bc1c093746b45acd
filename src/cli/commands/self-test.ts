/** `sabut self-test`: known material in, every answer compared with the truth, a certificate out (SWGDE: test each version). */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toolVersions } from '../../engine/tools.ts';
import { EngineError } from '../../model/error.ts';
import { compareWithTruth } from '../../sample/compare-with-truth.ts';
import { generateSampleDrive } from '../../sample/generate.ts';
import type { Output } from '../output.ts';
import { exitCodes, withEngine } from '../session.ts';

const items = 200;
const sparseSize = 8 * 1024 * 1024;

/** Runs the self-test; exit code 1 where any answer differs from the truth. */
export async function selfTest(output: Output): Promise<number> {
  const working = mkdtempSync(join(tmpdir(), 'sabut-self-test-'));
  const quiet = output.withoutProgress();
  try {
    const drive = join(working, 'drive');
    const { truthFile } = await generateSampleDrive({ directory: drive, items, sparseSize });
    return await withEngine(quiet, 'self-test', async ({ call, engine }) => {
      await call('case.create', { directory: join(working, 'self-test.sabut'), header: {} });
      const run = await call('run.start', { evidence: [drive], profile: 'full' });
      const comparison = compareWithTruth(readFileSync(truthFile, 'utf8'), engine.session.itemReader().every());
      const verification = await call('case.verify', { evidence: true });
      const passed = comparison.differences.length === 0 && verification.ok && run.state === 'complete';
      const versions = toolVersions(engine.session.connection);
      output.object({
        event: 'self-test',
        passed,
        compared: comparison.compared,
        differences: comparison.differences,
        verification,
        isolation: run.isolation,
        versions,
      });
      output.line('SABUT SELF-TEST');
      output.line(
        `Versions      ${Object.entries(versions)
          .map(([name, version]) => `${name} ${version}`)
          .join(', ')}`,
      );
      output.line(`Isolation     ${run.isolation}`);
      output.line(
        `Material      ${comparison.entries} entries made by this version, ${comparison.compared} answers compared with the truth`,
      );
      for (const difference of comparison.differences.slice(0, 50)) output.line(`DIFFERENT     ${difference}`);
      for (const { severity, code, message } of verification.findings)
        if (severity === 'fault') output.line(`FAULT         ${code}: ${message}`);
      output.line(`Verification  ${verification.ok ? 'case, audit log and evidence agree' : 'FAULTS'}`);
      output.line(`Result        ${passed ? 'PASS' : 'FAIL'}`);
      return passed ? exitCodes.done : exitCodes.failed;
    });
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    output.error(thrown.message);
    return exitCodes.failed;
  } finally {
    rmSync(working, { recursive: true, force: true });
  }
}
