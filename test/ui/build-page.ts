/** Builds the page that shows the interface over the engine in memory, and the interface itself, for the tests. */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { noncePlaceholder } from '../../src/transport/content-policy.ts';

const root = path.join(import.meta.dirname, '../..');

async function buildPage(from: string, outDir: string, cspNonce?: string): Promise<void> {
  await build({
    configFile: false,
    root: from,
    base: './',
    publicDir: path.join(root, 'src/renderer/public'),
    plugins: [react()],
    logLevel: 'error',
    ...(cspNonce === undefined ? {} : { html: { cspNonce } }),
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  });
}

/** Builds the page over the engine in memory into a directory. */
export async function buildTestPage(directory: string): Promise<void> {
  await buildPage(path.join(import.meta.dirname, 'page'), directory);
}

/** Builds the interface itself into a directory, as `npm run build` does into out/renderer. Returns the directory. */
export async function buildInterface(directory: string): Promise<string> {
  await buildPage(path.join(root, 'src/renderer'), directory, noncePlaceholder);
  return directory;
}
