import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** What depends on time zones runs in both; the rest (architecture, faults, interface …) in UTC alone, to keep `npm test` short. */
const timeSensitive = ['test/unit', 'test/extractors', 'test/engine', 'test/corpus', 'test/determinism'].map(
  (folder) => `${folder}/**/*.test.{ts,tsx}`,
);

/** `vitest run --mode campaign` (`npm run test:campaign`) tells the fault tests to go on for long; they read SABUT_CAMPAIGN. */
export default defineConfig(({ mode }) => ({
  test: {
    // Separate processes: a native crash stays in its file, and TZ holds for the whole process and its children.
    pool: 'forks',
    // All cores: what a test waits for, processes and browsers, leaves time to another.
    maxWorkers: availableParallelism(),
    testTimeout: 30_000,
    hookTimeout: 120_000,
    reporters: [process.stdout.isTTY === true ? 'default' : 'dot', './test/setup/skipped-tests-reporter.ts'],
    projects: [
      { extends: true, test: { name: 'UTC', env: { TZ: 'UTC', ...campaign(mode) }, include: ['test/**/*.test.{ts,tsx}'] } },
      { extends: true, test: { name: 'Asia/Karachi', env: { TZ: 'Asia/Karachi', ...campaign(mode) }, include: timeSensitive } },
    ],
  },
}));

function campaign(mode: string): Record<string, string> {
  return mode === 'campaign' ? { SABUT_CAMPAIGN: 'full' } : {};
}
