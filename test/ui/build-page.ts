/** Builds the page that shows the interface over the engine in memory, into out/interface-tests. */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = path.join(import.meta.dirname, '../..');

export const testPageDirectory = path.join(root, 'out/interface-tests');

export async function buildTestPage(): Promise<void> {
  await build({
    configFile: false,
    root: path.join(import.meta.dirname, 'page'),
    base: './',
    publicDir: path.join(root, 'src/renderer/public'),
    plugins: [react()],
    logLevel: 'error',
    build: {
      outDir: testPageDirectory,
      emptyOutDir: true,
      target: 'chrome130',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  });
}
