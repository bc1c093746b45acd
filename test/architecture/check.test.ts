/** The rules hold for the code as it is, and each of them fails when something forbidden is planted. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkArchitecture } from './check.ts';
import { layers } from './layers.ts';

const root = path.join(import.meta.dirname, '../..');
const folders = fs
  .readdirSync(path.join(root, 'src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
let skeleton: string;

beforeAll(() => {
  skeleton = fs.mkdtempSync(path.join(os.tmpdir(), 'sabut-architecture-'));
  for (const folder of folders) fs.mkdirSync(path.join(skeleton, 'src', folder), { recursive: true });
  fs.mkdirSync(path.join(skeleton, 'test'));
});

afterAll(() => fs.rmSync(skeleton, { recursive: true, force: true }));

/** Complaints about one file planted in a tree that has src's folders, which is clean again afterwards. */
function plant(file: string, text: string): string[] {
  const place = path.join(skeleton, file);
  const created = fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, text);
  try {
    return checkArchitecture(skeleton)
      .filter((violation) => violation.path === file)
      .map(({ rule, message }) => `[${rule}] ${message}`);
  } finally {
    fs.rmSync(created ?? place, { recursive: true });
  }
}

test('no rule is broken', () => {
  expect(checkArchitecture(root)).toEqual([]);
});

describe('every folder of src is under the rules', () => {
  test.each(folders)('src/%s is known and refuses a package that nobody allowed', (folder) => {
    expect(Object.keys(layers)).toContain(folder);
    for (const file of [
      `src/${folder}/planted.ts`,
      `src/${folder}/below/planted.ts`,
      `src/${folder}/planted.tsx`,
      `src/${folder}/planted.mjs`,
    ]) {
      expect(plant(file, "import 'a-package-that-nobody-allowed';\n")).toHaveLength(1);
    }
  });

  test('a folder that is not in the table is refused, and so is a file outside any folder', () => {
    expect(plant('src/newcomer/planted.ts', 'export {};\n')).toHaveLength(1);
    expect(plant('src/planted.ts', 'export {};\n')).toHaveLength(1);
  });

  test.each(folders.filter((folder) => folder !== 'main' && folder !== 'preload'))('src/%s may not import electron', (folder) => {
    expect(plant(`src/${folder}/planted.ts`, "import { app } from 'electron';\napp.quit();\n")).toHaveLength(1);
  });

  test.each(folders.filter((folder) => folder !== 'web'))('src/%s may not reach the network through Node.js', (folder) => {
    for (const name of ['net', 'http', 'http2', 'https', 'dns', 'dns/promises', 'tls', 'dgram']) {
      expect(plant(`src/${folder}/planted.ts`, `import 'node:${name}';\n`), name).toHaveLength(1);
    }
  });

  test.each(folders)('src/%s imports no host but itself', (folder) => {
    for (const host of ['main', 'preload', 'web', 'cli'].filter((name) => name !== folder)) {
      expect(plant(`src/${folder}/planted.ts`, `import '../${host}/index.ts';\n`), host).toHaveLength(1);
    }
  });
});

describe('a planted violation is reported', () => {
  const planted: [title: string, file: string, text: string][] = [
    ['the file system in a decoder', 'src/formats/planted.ts', "import fs from 'node:fs';\nexport const read = fs.readFileSync;\n"],
    ['the file system without node:', 'src/formats/planted.ts', "import fs from 'fs';\nexport const read = fs.readFileSync;\n"],
    ['a type-only import', 'src/renderer/planted.ts', "import type { Rows } from '../storage/rows.ts';\nexport type Again = Rows;\n"],
    [
      'a type-only name in an import',
      'src/renderer/planted.ts',
      "import { type Rows } from '../storage/rows.ts';\nexport type Again = Rows;\n",
    ],
    ['a type by import(…)', 'src/renderer/planted.ts', "export type Again = import('../storage/rows.ts').Rows;\n"],
    ['a dynamic import', 'src/extractors/image/planted/planted.ts', "export const load = () => import('node:fs');\n"],
    ['a dynamic import by a template', 'src/extractors/image/planted/planted.ts', 'export const load = () => import(`node:fs`);\n'],
    ['a computed import', 'src/engine/planted.ts', 'export const load = (name: string) => import(name);\n'],
    ['a named re-export', 'src/model/planted.ts', "export { something } from '../engine/bootstrap.ts';\n"],
    ['a whole re-export', 'src/contract/planted.ts', "export * from '../engine/bootstrap.ts';\n"],
    ['a type-only re-export', 'src/contract/planted.ts', "export type { Something } from '../engine/bootstrap.ts';\n"],
    ['an import for its effect', 'src/engine/planted.ts', "import 'electron';\n"],
    ['JSX', 'src/renderer/planted.tsx', "import fs from 'node:fs';\nexport const view = <p>{fs.constants.O_RDONLY}</p>;\n"],
    ['import = require', 'src/formats/planted.ts', "import fs = require('node:fs');\nexport { fs };\n"],
    ['require', 'src/cli/planted.cjs', "const electron = require('electron');\nmodule.exports = electron;\n"],
    [
      'createRequire',
      'src/engine/planted.ts',
      "import { createRequire } from 'node:module';\nconst load = createRequire(import.meta.url);\nexport const electron = load('electron');\n",
    ],
    [
      'createRequire called at once',
      'src/engine/planted.ts',
      "import { createRequire } from 'node:module';\nexport const electron = createRequire(import.meta.url)('electron');\n",
    ],
    ['process.getBuiltinModule', 'src/formats/planted.ts', "export const fs = process.getBuiltinModule('fs');\n"],
    ["Vite's glob", 'src/renderer/planted.ts', "export const all = import.meta.glob('../storage/*.ts');\n"],
    ['a triple-slash reference', 'src/model/planted.ts', '/// <reference path="../engine/bootstrap.ts" />\nexport {};\n'],
    ['a path that leaves src', 'src/engine/planted.ts', "import '../../test/extractors/run-extractor.ts';\n"],
    ['a path that comes back from outside', 'src/formats/planted.ts', "import '../../src/storage/rows.ts';\n"],
    ['a location in another layer', 'src/formats/planted.ts', "export const place = new URL('../workers/item.ts', import.meta.url);\n"],
    ['another extractor', 'src/extractors/image/planted/planted.ts', "import '../exif/exif.ts';\n"],
    ["another family's library", 'src/extractors/image/planted/planted.ts', "import 'pdfjs-dist';\n"],
    ['SQL in an extractor', 'src/extractors/document/planted/planted.ts', "import 'better-sqlite3';\n"],
    ['SQL in the engine', 'src/engine/planted.ts', "import 'kysely';\n"],
    ['more of the engine than its bootstrap in main', 'src/main/planted.ts', "import '../engine/ingest.ts';\n"],
    ['the engine in preload', 'src/preload/planted.ts', "import '../engine/bootstrap.ts';\n"],
    ['an extractor in the engine', 'src/engine/planted.ts', "import '../extractors/image/exif/exif.ts';\n"],
    ['Date.now', 'src/engine/planted.ts', 'export const now = Date.now();\n'],
    ["Date['now']", 'src/engine/planted.ts', "export const now = Date['now']();\n"],
    ['Date handed on', 'src/engine/planted.ts', 'const { now } = Date;\nexport { now };\n'],
    ['Date called', 'src/engine/planted.ts', 'export const now = Date();\n'],
    ['new Date without arguments', 'src/formats/planted.ts', 'export const now = new Date();\n'],
    ['a time in the local zone', 'src/cli/planted.ts', 'export const then = new Date(2024, 4, 1);\n'],
    ['hours in the local zone', 'src/formats/planted.ts', 'export const hours = (date: Date) => date.getHours();\n'],
    ['the clock through globalThis', 'src/engine/planted.ts', 'export const now = globalThis.Date.now;\n'],
    ['the clock of the process', 'src/storage/planted.ts', 'export const now = process.hrtime.bigint();\n'],
    ['Math.random', 'src/engine/planted.ts', 'export const dice = Math.random();\n'],
    ['Math handed on', 'src/engine/planted.ts', 'const { random } = Math;\nexport { random };\n'],
    ['fetch', 'src/engine/planted.ts', "export const answer = fetch('http://127.0.0.1/');\n"],
    ['a socket through globalThis', 'src/workers/planted.ts', "export const socket = new globalThis.WebSocket('ws://127.0.0.1/');\n"],
    ['writing in a source', 'src/sources/planted.ts', "import { writeFileSync } from 'node:fs';\nwriteFileSync('a', 'b');\n"],
    ['writing through a whole module', 'src/sources/planted.ts', "import * as files from 'node:fs';\nfiles.renameSync('a', 'b');\n"],
    ['writing through promises', 'src/sources/planted.ts', "import { promises } from 'node:fs';\nawait promises.rm('a');\n"],
    [
      'writing through a handle',
      'src/sources/planted.ts',
      "import { open } from 'node:fs/promises';\nawait (await open('a')).truncate(0);\n",
    ],
    [
      'writing by a computed name',
      'src/sources/planted.ts',
      "import fs from 'node:fs';\nexport const call = (name: 'rmSync') => fs[name]('a');\n",
    ],
    ['node:fs handed on', 'src/sources/planted.ts', "import fs from 'node:fs';\nexport const files = fs;\n"],
    ['a writing flag', 'src/sources/planted.ts', "import { openSync } from 'node:fs';\nopenSync('a', 'r+');\n"],
    ['a writing flag as a number', 'src/sources/planted.ts', "import { openSync } from 'node:fs';\nopenSync('a', 2);\n"],
    [
      'a writing flag as a constant',
      'src/sources/planted.ts',
      "import { constants, openSync } from 'node:fs';\nopenSync('a', constants.O_RDWR);\n",
    ],
    [
      'a writing flag taken apart',
      'src/sources/planted.ts',
      "import { constants } from 'node:fs';\nconst { O_WRONLY } = constants;\nexport { O_WRONLY };\n",
    ],
    ['a name that says nothing', 'src/model/planted-helpers.ts', 'export {};\n'],
    ['a folder that says nothing', 'src/engine/utils/planted.ts', 'export {};\n'],
  ];

  test.each(planted)('%s', (_title, file, text) => {
    expect(plant(file, text)).not.toEqual([]);
  });
});

describe('what is allowed passes', () => {
  const allowed: [title: string, file: string, text: string][] = [
    [
      'the vocabulary in a decoder',
      'src/formats/planted.ts',
      "import type { Timestamp } from '../model/timestamp.ts';\nexport type Again = Timestamp;\n",
    ],
    [
      'an extractor with its library',
      'src/extractors/image/planted/planted.ts',
      "import { XMLParser } from 'fast-xml-parser';\nimport '../../define-extractor.ts';\nexport { XMLParser };\n",
    ],
    [
      'what a family shares',
      'src/extractors/image/planted/planted.ts',
      "import '../shared-by-the-family.ts';\nimport './beside.ts';\nimport './below/it.ts';\n",
    ],
    ['times with a zone', 'src/formats/planted.ts', 'export const iso = (seconds: number) => new Date(seconds * 1000).toISOString();\n'],
    ['arithmetic', 'src/engine/planted.ts', 'export const most = Math.max(1, 2);\n'],
    ['the clock in a host', 'src/cli/planted.ts', 'export const now = Date.now();\n'],
    [
      'reading in a source',
      'src/sources/planted.ts',
      "import fs, { type Stats } from 'node:fs';\nexport const size = (stats: Stats) => stats.size + fs.openSync('a', 'r');\n",
    ],
    ['a worker named by a host', 'src/cli/planted.ts', "export const place = new URL('../workers/item.ts', import.meta.url);\n"],
  ];

  test.each(allowed)('%s', (_title, file, text) => {
    expect(plant(file, text)).toEqual([]);
  });
});
