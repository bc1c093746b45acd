/** Files that change between the listing and the reading, in a run that was stopped in between: they are read, named, and stay consistent everywhere. */
import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineClient } from '../../src/contract/engine-api.ts';
import { bootstrapEngine } from '../../src/engine/bootstrap.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { exportItems } from '../../src/engine/reporting/export-items.ts';
import type { Item } from '../../src/model/item.ts';
import { createDispatcher } from '../../src/transport/dispatcher.ts';
import { channels } from '../conformance/channels.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const long = 4_000_000;

let folder: string;
let engine: Engine;
let client: EngineClient;
let end: () => Promise<void>;
let items: Map<string, Item>;

const at = (name: string) => join(folder, 'evidence', name);

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sabut-changed-')));
  process.env['SABUT_KEY_STORE'] = join(folder, 'keys');
  mkdirSync(at(''), { recursive: true });
  // All are of one priority, so that they are read in the order of their names: those at the end wait longest.
  for (let index = 0; index < 100; index += 1) {
    writeFileSync(at(`file-${index}`), '');
    truncateSync(at(`file-${index}`), long);
  }
  for (const name of ['z-rewritten', 'z-touched', 'z-untouched', 'z-gone']) writeFileSync(at(name), 'as listed');
  linkSync(at('z-rewritten'), at('z-second name'));
  engine = bootstrapEngine({ settingsDirectory: join(folder, 'settings'), folderRoots: [folder] });
  const connect = channels['the direct channel'] as (typeof channels)[string];
  const dispatcher = createDispatcher({ useCases: engine.useCases, defaultExaminer: 'Ayesha Khan', validateOutput: true });
  ({ client, end } = await connect(dispatcher, engine));
  await client.call('case.create', { directory: join(folder, 'case.sabut'), header: {} });
  const abort = new AbortController();
  await client
    .call(
      'run.start',
      { evidence: [at('')], profile: 'quick', workers: 1 },
      { signal: abort.signal, onProgress: ({ items: done }) => done > 0 && abort.abort() },
    )
    .catch(() => undefined);
  const pending = new Set(
    [...engine.session.itemReader().every()].filter(({ outcomes }) => outcomes['read'] === undefined).map(({ path }) => path),
  );
  for (const name of ['z-rewritten', 'z-second name', 'z-touched', 'z-untouched', 'z-gone'])
    if (!pending.has(name)) throw new Error(`${name} was not listed, or was read before the run was stopped`);
  writeFileSync(at('z-rewritten'), 'rewritten since');
  utimesSync(at('z-touched'), 1, 1);
  rmSync(at('z-gone'));
  expect(await client.call('run.resume', {})).toMatchObject({ state: 'complete' });
  items = new Map([...engine.session.itemReader().every()].map((item) => [item.path, item]));
});
afterAll(async () => {
  await end?.();
  await engine?.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ['z-rewritten', 'rewritten since'],
  ['z-second name', 'rewritten since'],
  ['z-touched', 'as listed'],
])('%s has the size and digests of what was read, and says that it changed', (name, content) => {
  expect(items.get(name)).toMatchObject({
    size: content.length,
    sha256: sha256(content),
    outcomes: { read: 'partial', identify: 'done' },
    observations: expect.arrayContaining([expect.objectContaining({ severity: 'warning', code: 'changed-since-listing', step: 'read' })]),
  });
});

test('what did not change is done, and what is gone has failed', () => {
  expect(items.get('z-untouched')).toMatchObject({ outcomes: { read: 'done' }, observations: [] });
  expect(items.get('z-gone')).toMatchObject({ outcomes: { read: 'failed' }, observations: [{ code: 'not-read', place: 'ENOENT' }] });
});

test('the coverage counts them, and lists that leave the case name them', async () => {
  const { coverage } = await client.call('case.info', {});
  expect(coverage.observations).toMatchObject({ 'changed-since-listing': 3, 'not-read': 1 });
  expect(coverage.byStatus).toMatchObject({ partial: 3, failed: 1 });
  const list = Buffer.concat(
    [...exportItems(engine.session, 'hashdeep', []).pieces].map((piece) => Buffer.from(piece as Uint8Array)),
  ).toString();
  expect(list).toContain(`## Next file changed between listing and reading (read: partial): S1/z-rewritten\n15,`);
});

test('the case verifies with its evidence: what was read is there still', async () => {
  const { findings, ok } = await client.call('case.verify', { evidence: true });
  expect(findings.filter(({ severity }) => severity === 'fault')).toEqual([
    expect.objectContaining({ code: 'evidence-removed', message: expect.stringContaining('S1/z-gone') }),
  ]);
  expect(ok).toBe(false);
});

test('its content is that of the case, until it changes again', async () => {
  const id = (items.get('z-rewritten') as Item).id;
  expect(await client.call('items.bytes', { id, offset: 0, length: 100 })).toMatchObject({ changed: false });
  writeFileSync(at('z-rewritten'), 'once more, else');
  expect(await client.call('items.bytes', { id, offset: 0, length: 100 })).toMatchObject({ changed: true });
  const { findings } = await client.call('case.verify', { evidence: true });
  expect(findings).toContainEqual(
    expect.objectContaining({ code: 'evidence-changed', message: expect.stringContaining('S1/z-rewritten ') }),
  );
});

test('the time of what was read is vouched for by the log', async () => {
  engine.session.connection.exec('UPDATE item SET read_modified = read_modified + 1 WHERE read_modified IS NOT NULL');
  const { findings } = await client.call('case.verify', { evidence: false });
  expect(findings).toContainEqual(expect.objectContaining({ severity: 'fault', code: 'rows-changed' }));
});
