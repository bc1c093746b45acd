/** Custody: what the log says of one item from the addition of its source on, and of the case as a whole. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { intakeOfRuns } from '../../src/engine/audit/run-intake.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { expectedIsolation, spawnNodeWorker } from '../../src/engine/processes/node-worker.ts';
import { standardDeadline } from '../../src/engine/processing/start-run.ts';
import { systemClock } from '../../src/model/clock.ts';

const working = mkdtempSync(join(tmpdir(), 'sabut-custody-'));
const as = (examiner: string) => ({ examiner, signal: new AbortController().signal, onProgress: () => undefined });
const call = as('Ayesha Khan');
const folders = ['first', 'second'].map((name) => join(working, name));
let engine: Engine;

const itemsOf = async (source: string) =>
  (
    await engine.useCases['items.page'](
      {
        filters: [{ field: 'source', operator: 'is', values: [source] }],
        sort: [{ field: 'path', descending: false }],
        offset: 0,
        limit: 200,
      },
      call,
    )
  ).rows.map(({ id }) => id);
const custodyOf = async (id: string) => (await engine.useCases['items.get']({ id }, call)).custody;

beforeAll(async () => {
  for (const [index, folder] of folders.entries()) {
    mkdirSync(folder);
    for (let file = 0; file < 120; file += 1) writeFileSync(join(folder, `${String(file).padStart(3, '0')}.txt`), `${index} ${file}\n`);
  }
  engine = createEngine({
    clock: systemClock,
    randomId: () => '0'.repeat(32),
    process: process.pid,
    host: 'test',
    productVersion: '0',
    keyStore: join(working, 'keys'),
    spawnWorker: spawnNodeWorker,
    isolation: expectedIsolation(),
    deadline: standardDeadline,
  });
  await engine.useCases['case.create']({ directory: join(working, 'case'), header: {}, language: 'ur' }, call);
  for (const folder of folders) await engine.useCases['run.start']({ evidence: [folder], profile: 'quick', workers: 1 }, call);
}, 60_000);

afterAll(async () => {
  await engine.close();
  rmSync(working, { recursive: true, force: true });
});

it('tells of an item that nobody touched how it was acquired, and of no other source or run', async () => {
  const [id] = await itemsOf('S2');
  const custody = await custodyOf(id!);
  expect([...new Set(custody.map(({ action }) => action))].sort()).toEqual([
    'items-recorded',
    'manifest-made',
    'run-completed',
    'run-started',
    'source-added',
  ]);
  expect(custody.filter(({ action }) => action === 'source-added').map(({ details }) => details['label'])).toEqual(['second']);
  for (const { action, details } of custody) {
    if (action.startsWith('run-') || action === 'items-recorded') expect(details['run']).toBe(2);
    if (action === 'manifest-made') expect(details['source']).toBe('S2');
  }
  expect(custody.map(({ sequence }) => sequence)).toEqual(
    custody.map(({ sequence }) => sequence).toSorted((first, second) => second - first),
  );
});

it('finds a change of more items than the log names, and only in the items that it changed', async () => {
  const { tags } = await engine.useCases['tags.list']({}, call);
  expect(tags[0]!.name).toBe('متعلقہ');
  const ids = await itemsOf('S1');
  await engine.useCases['tags.apply']({ selection: { ids: ids.slice(0, 110) }, tag: tags[0]!.id, on: true }, call);
  await engine.useCases['review.undo']({}, call);
  const actions = async (id: string) => (await custodyOf(id)).map(({ action }) => action).slice(0, 2);
  expect(await actions(ids[0]!)).toEqual(['review-undone', 'tag-put']);
  expect(await actions(ids[109]!)).toEqual(['review-undone', 'tag-put']);
  expect(await actions(ids[115]!)).not.toContain('tag-put');
  const [undone] = await custodyOf(ids[0]!);
  expect(undone!.details).toMatchObject({ of: { action: 'tag-put', tag: 'متعلقہ' }, items: 110 });
});

it('lists who acted, with the key that signed, and the custody of the case with the head at each moment', async () => {
  await engine.useCases['case.verify']({ evidence: true }, as('Bilal Ahmed'));
  const { examiners, events } = await engine.useCases['case.custody']({}, call);
  expect(examiners.map(({ name, keyFingerprint }) => [name, keyFingerprint !== null])).toEqual([
    ['Ayesha Khan', true],
    ['engine', false],
    ['Bilal Ahmed', false],
  ]);
  expect(examiners[0]!.firstAt <= examiners[0]!.lastAt).toBe(true);
  expect(events[0]!.action).toBe('case-created');
  expect(events.at(-1)).toMatchObject({ action: 'case-verified', actor: 'Bilal Ahmed' });
  const lines = readFileSync(join(working, 'case.sabut', 'audit.ndjson'), 'utf8').split('\n');
  for (const { sequence, head } of events)
    expect(head).toBe(
      createHash('sha256')
        .update(`${lines[sequence - 1]}\n`)
        .digest('hex'),
    );
  expect(events.at(-1)!.head).toBe((await engine.useCases['case.info']({}, call)).audit.head);
  const [id] = await itemsOf('S1');
  expect((await custodyOf(id!))[0]).toMatchObject({ action: 'case-verified', details: { evidence: 'hashed again' } });
});

it('adds up what each run took in', async () => {
  const [first, second] = await intakeOfRuns(join(working, 'case.sabut'));
  expect(first).toMatchObject({ run: 1, processed: 120 });
  expect(second).toMatchObject({ run: 2, processed: 120 });
});
