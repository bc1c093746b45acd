/**
 * Builds the workstation: the Electron host (out/main), its preload (out/preload) and the interface
 * (out/renderer), which the loopback host serves as well. The command line and the workers run unbuilt.
 */
import fs from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { noncePlaceholder } from './src/transport/content-policy.ts';

const root = import.meta.dirname;

/** The main process, and beside it every process that it starts: the engine and the workers. */
function mainEntries(): Record<string, string> {
  const entries: Record<string, string> = { index: path.join(root, 'src/main/index.ts') };
  const engine = path.join(root, 'src/main/engine-process.ts');
  if (fs.existsSync(engine)) entries['engine-process'] = engine;
  for (const file of fs.readdirSync(path.join(root, 'src/workers'))) {
    if (file.endsWith('-process.ts')) entries[path.basename(file, '.ts')] = path.join(root, 'src/workers', file);
  }
  return entries;
}

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      reportCompressedSize: false,
      rolldownOptions: { input: mainEntries(), output: { format: 'es', entryFileNames: '[name].js' } },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node24',
      reportCompressedSize: false,
      // A sandboxed preload is CommonJS and may load nothing but electron: everything else is bundled into it.
      externalizeDeps: false,
      rolldownOptions: { input: path.join(root, 'src/preload/index.ts'), output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
  },
  renderer: {
    root: path.join(root, 'src/renderer'),
    base: './',
    plugins: [react()],
    // Each delivery of the page puts its own nonce in the placeholder's stead.
    html: { cspNonce: noncePlaceholder },
    build: {
      outDir: path.join(root, 'out/renderer'),
      target: 'chrome130',
      reportCompressedSize: false,
      // The content security policy allows neither inline scripts nor data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: path.join(root, 'src/renderer/index.html') },
    },
  },
});
