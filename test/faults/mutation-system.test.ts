import { expect, test } from 'vitest';
import { systemLink } from '../../src/extractors/system/link/index.ts';
import { linkSample } from '../extractors/link-sample.ts';
import { withstand } from './withstand.ts';

test('system/link withstands 2 000 mutated inputs', { timeout: 120_000 }, async () => {
  const endurance = await withstand(systemLink, {
    seed: 0x1a4b,
    mediaType: 'application/x-ms-shortcut',
    bases: [linkSample()],
    count: 2000,
  });
  expect(endurance.thrown).toEqual([]);
  expect(endurance.inputs).toBe(2000);
  expect(endurance.answered).toBeGreaterThan(1000);
  expect(endurance.slowestMilliseconds).toBeLessThan(10_000);
});
