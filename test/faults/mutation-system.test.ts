import { expect, test } from 'vitest';
import { systemDownloadOrigin } from '../../src/extractors/system/download-origin/index.ts';
import { systemLink } from '../../src/extractors/system/link/index.ts';
import { linkSample } from '../extractors/link-sample.ts';
import { withstand } from './withstand.ts';

test('system/download-origin withstands 2 000 mutated inputs', { timeout: 120_000 }, async () => {
  const mark = new TextEncoder().encode('[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://a.pk/\r\nHostUrl=https://b.pk/x\r\n');
  const endurance = await withstand(systemDownloadOrigin, {
    seed: 0x20e1,
    mediaType: 'text/x-zone-identifier',
    bases: [mark],
    count: 2000,
  });
  expect(endurance.thrown).toEqual([]);
  expect(endurance.inputs).toBe(2000);
  expect(endurance.answered).toBeGreaterThan(1000);
  expect(endurance.slowestMilliseconds).toBeLessThan(10_000);
});

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
