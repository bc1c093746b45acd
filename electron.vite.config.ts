/**
 * Builds the workstation: the Electron host (out/main), its preload (out/preload) and the interface
 * (out/renderer), which the loopback host serves as well. The command line and the workers run unbuilt.
 */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { noncePlaceholder } from './src/transport/content-policy.ts';

const root = import.meta.dirname;

/** The main process, and beside it the processes that it starts: the engine and the workers, with their second thread. */
const processes = {
  index: path.join(root, 'src/main/index.ts'),
  'engine-process': path.join(root, 'src/main/engine-process.ts'),
  'utility-process': path.join(root, 'src/workers/utility-process.ts'),
  'digest-thread': path.join(root, 'src/workers/digest-thread.ts'),
};

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      target: 'node24',
      reportCompressedSize: false,
      // All in one folder, so that a path relative to the module is the same in every chunk.
      rolldownOptions: { input: processes, output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } },
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
      // A browser reads every byte of it before anything is shown.
      minify: true,
      // The content security policy allows neither inline scripts nor data: addresses.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: path.join(root, 'src/renderer/index.html') },
    },
  },
});
