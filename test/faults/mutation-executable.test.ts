import { expect, test } from 'vitest';
import { executableHeaders } from '../../src/extractors/executable/headers/index.ts';
import { elfSample, machOSample, peSample, universalSample } from '../extractors/executable-samples.ts';
import { withstand } from './withstand.ts';

test('executable/headers withstands 2 000 mutated inputs', { timeout: 120_000 }, async () => {
  const bases = [peSample(), peSample({ reproducible: true }), elfSample(), machOSample(), universalSample()];
  const endurance = await withstand(executableHeaders, { seed: 0x9e01, mediaType: 'application/x-msdownload', bases, count: 2000 });
  expect(endurance.thrown).toEqual([]);
  expect(endurance.inputs).toBe(2000);
  expect(endurance.answered).toBeGreaterThan(1000);
  expect(endurance.slowestMilliseconds).toBeLessThan(10_000);
});
