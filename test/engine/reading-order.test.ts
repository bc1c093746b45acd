/** In which order a run reads, and what it counts of what reading may have done to the evidence. */
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spawnNodeWorker } from '../../src/engine/processes/node-worker.ts';
import type { SpawnWorker } from '../../src/model/processing.ts';
import { keepsAccessTimes } from '../../src/model/volume.ts';
import { volumesOf } from '../../src/storage/volumes.ts';
import { CaseBench } from './case-bench.ts';

const read: string[] = [];

/** In the order of names, which is that of listing, system folders come first here. */
const files: readonly (readonly [path: string, daysOld: number])[] = [
  ['Applications/program.bin', 1],
  ['Library/cache.bin', 1],
  ['Users/ayesha/DCIM/older.jpg', 200],
  ['Users/ayesha/DCIM/recent.jpg', 2],
  ['Users/ayesha/notes.bin', 2],
  ['work/ledger.bin', 2],
];

/** A worker that tells what it is given, and says that the system refused to leave access times alone, as for files of other owners. */
const spawnWorker: SpawnWorker = (options) => {
  const worker = spawnNodeWorker(options);
  return {
    ...worker,
    post(message) {
      if (message.type === 'work') read.push(...message.items.map(({ path }) => path));
      worker.post(message);
    },
    onMessage: (listener) =>
      worker.onMessage((message) => {
        if (message.type === 'results') for (const result of message.results) result.accessTimeKept = false;
        listener(message);
      }),
  };
};

const bench = new CaseBench('reading-order', spawnWorker);

beforeAll(async () => {
  for (const [path, daysOld] of files) {
    bench.put(path, path);
    const at = Date.now() / 1000 - daysOld * 86_400;
    utimesSync(join(bench.evidence, path), at, at);
  }
  await bench.process('quick');
});
afterAll(() => bench.end());

test('likely places are read first, the recent before the old, system folders last', () => {
  expect(read).toEqual([
    'Users/ayesha/DCIM/recent.jpg',
    'Users/ayesha/DCIM/older.jpg',
    'Users/ayesha/notes.bin',
    'work/ledger.bin',
    'Applications/program.bin',
    'Library/cache.bin',
  ]);
});

test('files whose time of last access may have been updated are counted once for the source, and not noted at each', () => {
  const [volume] = volumesOf(bench.engine.session.connection, 1);
  if (volume === undefined) throw new Error('the source has no volume');
  const counted = keepsAccessTimes(volume, 'files') === true ? 0 : files.length;
  expect(volume.accessTimesNotKept).toBe(counted);
  for (const item of bench.engine.session.itemReader().every()) expect(item.observations).toEqual([]);
});
