import type { KnipConfig } from 'knip';

export default {
  entry: [
    'src/cli/sabut.mjs',
    'src/cli/*.ts',
    // Started as processes, by their location.
    'src/workers/*.ts',
    'src/main/index.ts',
    'src/main/engine-process.ts',
    'src/preload/index.ts',
    'src/renderer/index.html',
    'build/electron-builder.ts',
  ],
  project: ['src/**/*.{ts,tsx,mjs}', 'test/**/*.{ts,tsx}', '*.ts', 'build/**/*.ts'],
  // Programs of the operating system, called by name.
  ignoreBinaries: ['dash', 'exiftool', 'hashdeep', 'mkfifo', 'mount', 'openssl', 'script', 'setpriv', 'umount'],
  // Types that a file's own public functions take or give are exported for their readers, whether or not another file names them.
  ignoreExportsUsedInFile: { interface: true, type: true },
} satisfies KnipConfig;
