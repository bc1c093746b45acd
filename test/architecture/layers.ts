/**
 * The layers and what each may import: deny by default. A folder of src that is not named here, and an
 * import that no line here allows, fails `npm run check`. docs/adr/0002 says why this is a table of our own.
 */

export interface Layer {
  /** One sentence that a refusal quotes. */
  reason: string;
  /** Other layers, or parts of them by path below src (`transport/client`: that file or folder only). */
  imports?: readonly string[];
  /** Packages from npm by name. */
  packages?: readonly string[];
  /** Modules of Node.js, without `node:`. Those that talk to a network stand in the web host's list alone. */
  builtins?: readonly string[];
  /** Paths below the project's root whose files may be imported or named by `new URL(…, import.meta.url)`. */
  resources?: readonly string[];
  /** Layers whose files may be named by `new URL(…, import.meta.url)`, to start them as a process. */
  starts?: readonly string[];
  /** Whether fetch, WebSocket and the like may be used. */
  network?: boolean;
  /** Whether the layer may read this machine's clock and draw random numbers. */
  clock?: boolean;
  /** Files that may import by a computed text, each with what keeps that in bounds. */
  computed?: Record<string, string>;
  /** Narrower rules by path below src, longest first; what is absent in one is forbidden there. */
  parts?: Record<string, Layer>;
}

/** Modules of Node.js that neither touch files nor start anything nor tell the time. */
const pureBuiltins = ['buffer', 'util', 'zlib', 'string_decoder', 'stream', 'crypto', 'assert', 'path'] as const;
const fileBuiltins = [...pureBuiltins, 'fs', 'fs/promises', 'os', 'url', 'events', 'timers', 'timers/promises', 'process'] as const;
const processBuiltins = [
  ...fileBuiltins,
  'child_process',
  'worker_threads',
  'readline',
  'v8',
  'module',
  'tty',
  'stream/promises',
  'perf_hooks',
] as const;

/** An extractor sees the vocabulary, the decoders, what all extractors share, and the parsing libraries of its family. */
function extractorFamily(reason: string, packages: readonly string[]): Layer {
  return { reason, imports: ['model', 'formats'], packages, builtins: pureBuiltins };
}

export const layers: Record<string, Layer> = {
  model: { reason: 'the vocabulary is pure and depends on nothing' },
  contract: { reason: 'the contract is declarations over the vocabulary', imports: ['model'], packages: ['zod'] },
  formats: { reason: 'decoders are pure: bytes in, records out', imports: ['model'], builtins: ['buffer', 'zlib'] },
  sources: {
    reason: 'readers of evidence see only the file system, and only to read',
    imports: ['model', 'formats'],
    builtins: ['fs', 'fs/promises', 'path', 'buffer', 'zlib', 'os', 'util'],
  },
  identification: {
    reason: 'types are decided from bytes alone',
    imports: ['model', 'formats'],
    packages: ['file-type', 'wasmagic', 'jschardet', 'mime-db'],
    builtins: ['buffer'],
  },
  extractors: {
    reason: 'an extractor sees one item through its reader and nothing else',
    imports: ['model', 'formats'],
    parts: {
      'extractors/image': extractorFamily('image extractors', ['fast-xml-parser']),
      'extractors/audio-video': extractorFamily('audio and video extractors', ['music-metadata', 'mediainfo.js']),
      'extractors/document': extractorFamily('document extractors', ['pdfjs-dist', 'cfb', 'yauzl', 'fast-xml-parser']),
      'extractors/executable': extractorFamily('executable extractors decode by hand', []),
      'extractors/system': extractorFamily('system extractors decode by hand', []),
    },
  },
  storage: {
    reason: 'the case database and the only SQL',
    imports: ['model'],
    packages: ['better-sqlite3', 'kysely'],
    builtins: ['fs', 'fs/promises', 'path', 'buffer', 'crypto', 'os', 'util'],
  },
  reports: {
    reason: 'a report is a pure function of a case snapshot',
    imports: ['model'],
    packages: ['qrcode-generator'],
    builtins: ['buffer'],
    resources: ['resources'],
  },
  sample: {
    reason: 'the sample drive is made from the vocabulary alone, so that it cannot share a fault with what it tests',
    imports: ['model'],
    packages: ['sharp', 'better-sqlite3', 'cfb'],
    builtins: processBuiltins,
    resources: ['resources'],
  },
  workers: {
    reason: 'workers join readers, identification and extractors in a process that may be killed',
    imports: ['model', 'formats', 'sources', 'identification', 'extractors'],
    packages: ['hash-wasm', 'sharp', 'libheif-js', 'pdfjs-dist'],
    builtins: processBuiltins,
    computed: { 'src/workers/processing.ts': 'a test names a registry of extractors that crash on purpose; the product never sets it' },
  },
  engine: {
    reason: 'the use cases know neither Electron nor React nor HTTP',
    imports: [
      'model',
      'contract',
      'formats',
      'sources',
      'identification/extension',
      'extractors/registry',
      'extractors/define-extractor',
      'reports',
      'storage',
      'sample',
    ],
    packages: ['canonicalize', 'zod'],
    builtins: processBuiltins,
    resources: ['resources', 'package.json'],
    starts: ['workers'],
  },
  transport: {
    reason: 'transport moves calls and knows nothing of what they do',
    imports: ['model', 'contract'],
    packages: ['zod'],
    builtins: ['events', 'buffer'],
    network: true,
  },
  renderer: {
    reason: 'the interface knows the engine by its contract alone',
    imports: ['model', 'contract', 'transport/host', 'transport/client', 'transport/electron-client', 'transport/loopback-client'],
    packages: [
      '@fontsource/noto-nastaliq-urdu',
      '@mantine/core',
      '@mantine/hooks',
      '@tanstack/react-query',
      '@tanstack/react-table',
      '@tanstack/react-virtual',
      'cmdk',
      'i18next',
      'lucide-react',
      'maplibre-gl',
      'qrcode-generator',
      'react',
      'react-dom',
      'react-i18next',
      'react-resizable-panels',
      'topojson-client',
      'topojson-specification',
      'uplot',
      'vite',
      'world-atlas',
      'zustand',
    ],
    resources: ['resources'],
    network: true,
  },
  main: {
    reason: 'the Electron host owns windows, menus and dialogs and starts the engine',
    imports: ['model', 'contract', 'transport', 'engine/bootstrap'],
    packages: ['electron'],
    builtins: processBuiltins,
    resources: ['resources', 'package.json'],
    starts: ['workers', 'preload', 'renderer', 'main'],
    computed: {
      'src/main/network-lock.ts': 'takes the network functions of its own table of modules away; it cannot import what it forbids',
    },
    clock: true,
  },
  preload: { reason: 'preload hands over one port', imports: ['transport', 'contract'], packages: ['electron'] },
  web: {
    reason: 'the loopback host serves the contract and the built interface',
    imports: ['model', 'contract', 'engine', 'transport'],
    packages: ['ws'],
    builtins: [...processBuiltins, 'http', 'net'],
    resources: ['resources', 'package.json', 'out'],
    starts: ['workers'],
    network: true,
    clock: true,
  },
  cli: {
    reason: 'the command line is a thin host',
    // `sabut serve` is how the loopback host is started: the one host that another one may import, by its one function.
    imports: ['model', 'contract', 'engine', 'transport', 'sample', 'web/serve'],
    packages: ['commander', 'cli-progress'],
    builtins: processBuiltins,
    resources: ['resources', 'package.json', 'node_modules/.cache/sabut'],
    starts: ['workers', 'cli'],
    clock: true,
  },
};
