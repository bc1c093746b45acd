/** Custody: what the log says of one item from the addition of its source on, and of the case as a whole. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { intakeOfRuns } from '../../src/engine/audit/run-intake.ts';
import { CaseBench } from './case-bench.ts';

const bench = new CaseBench('custody');

const itemsOf = async (source: string) =>
  (
    await bench.call('items.page', {
      filters: [{ field: 'source', operator: 'is', values: [source] }],
      sort: [{ field: 'path', descending: false }],
      offset: 0,
      limit: 200,
    })
  ).rows.map(({ id }) => id);
const custodyOf = async (id: string) => (await bench.call('items.get', { id })).custody;

beforeAll(async () => {
  const folders = ['first', 'second'];
  for (const [index, folder] of folders.entries())
    for (let file = 0; file < 120; file += 1) bench.put(`${folder}/${String(file).padStart(3, '0')}.txt`, `${index} ${file}\n`);
  await bench.make({ language: 'ur' });
  for (const folder of folders) await bench.call('run.start', { evidence: [join(bench.evidence, folder)], profile: 'quick', workers: 1 });
}, 60_000);

afterAll(() => bench.end());

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
  const { tags } = await bench.call('tags.list', {});
  expect(tags[0]!.name).toBe('متعلقہ');
  const ids = await itemsOf('S1');
  await bench.call('tags.apply', { selection: { ids: ids.slice(0, 110) }, tag: tags[0]!.id, on: true });
  await bench.call('review.undo', {});
  const actions = async (id: string) => (await custodyOf(id)).map(({ action }) => action).slice(0, 2);
  expect(await actions(ids[0]!)).toEqual(['review-undone', 'tag-put']);
  expect(await actions(ids[109]!)).toEqual(['review-undone', 'tag-put']);
  expect(await actions(ids[115]!)).not.toContain('tag-put');
  const [undone] = await custodyOf(ids[0]!);
  expect(undone!.details).toMatchObject({ of: { action: 'tag-put', tag: 'متعلقہ' }, items: 110 });
});

it('lists who acted, with the key that signed, and the custody of the case with the head at each moment', async () => {
  await bench.callAs('Bilal Ahmed', 'case.verify', { evidence: true });
  const { examiners, events } = await bench.call('case.custody', {});
  expect(examiners.map(({ name, keyFingerprint }) => [name, keyFingerprint !== null])).toEqual([
    ['Ayesha Khan', true],
    ['engine', false],
    ['Bilal Ahmed', false],
  ]);
  expect(examiners[0]!.firstAt <= examiners[0]!.lastAt).toBe(true);
  expect(events[0]!.action).toBe('case-created');
  expect(events.at(-1)).toMatchObject({ action: 'case-verified', actor: 'Bilal Ahmed' });
  const lines = readFileSync(join(bench.caseDirectory, 'audit.ndjson'), 'utf8').split('\n');
  for (const { sequence, head } of events)
    expect(head).toBe(
      createHash('sha256')
        .update(`${lines[sequence - 1]}\n`)
        .digest('hex'),
    );
  expect(events.at(-1)!.head).toBe((await bench.call('case.info', {})).audit.head);
  const [id] = await itemsOf('S1');
  expect((await custodyOf(id!))[0]).toMatchObject({ action: 'case-verified', details: { evidence: 'hashed again' } });
});

it('adds up what each run took in', async () => {
  const [first, second] = await intakeOfRuns(bench.caseDirectory);
  expect(first).toMatchObject({ run: 1, processed: 120 });
  expect(second).toMatchObject({ run: 2, processed: 120 });
});
