/** A run that was stopped before its end: what is left of it is known, is not examined otherwise than was asked for, and is not forgotten. */
import { mkdir, mkdtemp, realpath, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineClient } from '../../src/contract/engine-api.ts';
import { bootstrapEngine } from '../../src/engine/bootstrap.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createDispatcher } from '../../src/transport/dispatcher.ts';
import { channels } from '../conformance/channels.ts';

let folder: string;
let engine: Engine;
let client: EngineClient;
let end: () => Promise<void>;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'sabut-unfinished-')));
  process.env['SABUT_KEY_STORE'] = path.join(folder, 'keys');
  for (const [name, count] of [
    ['first', 200],
    ['second', 3],
  ] as const) {
    await mkdir(path.join(folder, name));
    for (let index = 0; index < count; index += 1) {
      const file = path.join(folder, name, `file-${index}`);
      await writeFile(file, `${name} ${index}`);
      await truncate(file, 4_000_000);
    }
  }
  engine = bootstrapEngine({ settingsDirectory: path.join(folder, 'settings'), folderRoots: [folder] });
  const connect = channels['the direct channel'] as (typeof channels)[string];
  const connected = await connect(
    createDispatcher({ useCases: engine.useCases, defaultExaminer: 'Ayesha Khan', validateOutput: true }),
    engine,
  );
  client = connected.client;
  end = connected.end;
  await client.call('case.create', { directory: path.join(folder, 'case.sabut'), header: {} });
});
afterAll(async () => {
  await end?.();
  await engine?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a cancelled run leaves the case unfinished, and says so', { timeout: 120_000 }, async () => {
  const abort = new AbortController();
  const run = client.call(
    'run.start',
    { evidence: [path.join(folder, 'first')], profile: 'quick', workers: 1 },
    { signal: abort.signal, onProgress: ({ items }) => items > 0 && abort.abort() },
  );
  await run.then(
    (ended) => expect(ended.state).toBe('cancelled'),
    (thrown) => expect(thrown).toMatchObject({ code: 'cancelled' }),
  );
  const info = await client.call('case.info', {});
  expect(info.unfinished).toBe(true);
  expect(info.coverage.byStatus['pending']).toBeGreaterThan(0);
});

test('what is left of it is not examined by another profile', async () => {
  const second = { evidence: [path.join(folder, 'second')], profile: 'full' as const };
  await expect(client.call('run.start', second)).rejects.toMatchObject({ code: 'conflict', details: { run: 1, profile: 'quick' } });
  expect((await client.call('case.info', {})).sources).toHaveLength(1);
});

test('a later run of the same profile takes it in, names its source, and leaves nothing to resume', { timeout: 120_000 }, async () => {
  const run = await client.call('run.start', { evidence: [path.join(folder, 'second')], profile: 'quick' });
  expect(run).toMatchObject({ id: 2, state: 'complete', sources: ['S1', 'S2'] });
  const info = await client.call('case.info', {});
  expect(info.unfinished).toBe(false);
  expect(info.coverage.byStatus).not.toHaveProperty('pending');
  expect(info.runs.map(({ state }) => state)).toEqual(['cancelled', 'complete']);
  await expect(client.call('run.resume', {})).rejects.toMatchObject({ code: 'not-found' });
});

test('a run that the database calls running, and that no process carries on, was interrupted', async () => {
  const state = async () => (await client.call('case.info', {})).runs.at(-1)?.state;
  expect(await state()).toBe('complete');
  engine.session.tables.setRun(2, { state: 'running' });
  expect(await state()).toBe('interrupted');
  engine.session.runUnderWay = 2;
  expect(await state()).toBe('running');
});
