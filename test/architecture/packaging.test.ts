/** What an installed Sabut may do is fixed when it is packaged; the packages themselves are built on machines that have Electron's binary. */
import fs from 'node:fs';
import path from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { expect, test } from 'vitest';
import configuration from '../../build/electron-builder.ts';
import { fuses } from '../../build/fuses.ts';

const root = path.join(import.meta.dirname, '../..');

test('the fuses are those of a program that runs nothing but itself', () => {
  const byName = Object.fromEntries(
    Object.entries(FuseV1Options)
      .filter(([name]) => Number.isNaN(Number(name)))
      .map(([name, number]) => [name, fuses[number as FuseV1Options]]),
  );
  expect(byName).toEqual({
    RunAsNode: false,
    EnableNodeOptionsEnvironmentVariable: false,
    EnableNodeCliInspectArguments: false,
    GrantFileProtocolExtraPrivileges: false,
    LoadBrowserProcessSpecificV8Snapshot: false,
    EnableEmbeddedAsarIntegrityValidation: true,
    OnlyLoadAppFromAsar: true,
    EnableCookieEncryption: true,
    WasmTrapHandlers: true,
  });
  expect(fuses.strictlyRequireAllFuses).toBe(true);
});

test('packaging flips the fuses', async () => {
  const flipped: unknown[] = [];
  const context = { packager: { addElectronFuses: async (_context: unknown, config: unknown) => void flipped.push(config) } };
  await configuration.afterPack(context as unknown as Parameters<typeof configuration.afterPack>[0]);
  expect(flipped).toEqual([fuses]);
});

test('nothing is compiled or fetched for the package, and native code lies outside the archive', () => {
  expect(configuration.npmRebuild).toBe(false);
  expect(configuration.publish).toBeNull();
  expect(configuration.asarUnpack).toContain('**/*.node');
});

test('the package starts what the build writes', () => {
  const { main } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { main: string };
  expect(main).toBe('out/main/index.js');
  expect(fs.existsSync(path.join(root, configuration.icon))).toBe(true);
});
