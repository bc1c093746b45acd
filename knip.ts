import type { KnipConfig } from 'knip';

export default {
  entry: [
    'src/cli/*.ts',
    // Started as processes, by their location.
    'src/workers/*.ts',
    'src/main/engine-process.ts',
    'src/renderer/index.html',
    'build/electron-builder.ts',
    // The page that the interface tests build.
    'test/ui/page/page.ts',
    // Handed to the browser as text.
    'test/bench/interface/probe.ts',
  ],
  project: ['src/**/*.{ts,tsx,mjs}', 'test/**/*.{ts,tsx}', '*.ts', 'build/**/*.ts'],
  // Programs of the operating system, called by name.
  ignoreBinaries: [
    'dash',
    'exiftool',
    'hashdeep',
    'losetup',
    'mkfifo',
    'mkfs.ext4',
    'modprobe',
    'mount',
    'openssl',
    'script',
    'setpriv',
    'sha256sum',
    'strace',
    'umount',
  ],
  // What a file's own public functions take, give or use is exported for readers and tests, whether or not another file names it now.
  ignoreExportsUsedInFile: true,
  // Named by the style sheet, whose addresses are not read here.
  ignoreDependencies: ['@fontsource/noto-nastaliq-urdu'],
} satisfies KnipConfig;
