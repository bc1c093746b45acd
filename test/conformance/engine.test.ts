/** The real engine over every channel: one case from its making to its closing, told alike each way. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EngineConnection } from '../../src/contract/host-api.ts';
import type { Progress } from '../../src/contract/schemas.ts';
import { bootstrapEngine } from '../../src/engine/bootstrap.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createDispatcher } from '../../src/transport/dispatcher.ts';
import { type Connected, channels } from './channels.ts';

const contents = new Map<string, Buffer>([
  ['نوٹ.txt', Buffer.from('ثبوت: پہلا نوٹ\n')],
  ['bytes.bin', Buffer.from(Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256))],
  ['empty', Buffer.alloc(0)],
]);

describe.each(Object.entries(channels))('the engine over %s', (_name, connect) => {
  let folder: string;
  let directory: string;
  let engine: Engine;
  let connected: Connected;
  let client: EngineConnection;
  const told = new Set<string>();

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'sabut-conformance-')));
    process.env['SABUT_KEY_STORE'] = path.join(folder, 'keys');
    directory = path.join(folder, 'case.sabut');
    await mkdir(path.join(folder, 'evidence'));
    for (const [name, bytes] of contents) await writeFile(path.join(folder, 'evidence', name), bytes);
    engine = bootstrapEngine({ settingsDirectory: path.join(folder, 'settings'), folderRoots: [folder], followsQueue: true });
    connected = await connect(createDispatcher({ useCases: engine.useCases, defaultExaminer: 'عائشہ', validateOutput: true }), engine);
    client = connected.client;
    client.on('changed', ({ topics }) => {
      for (const topic of topics) told.add(topic);
    });
  });
  afterAll(async () => {
    await connected?.end();
    await engine?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('nothing is open at first, and what needs a case says so', async () => {
    expect(await client.call('case.current', {})).toBeNull();
    await expect(client.call('run.resume', {})).rejects.toMatchObject({ code: 'not-found' });
    await expect(client.call('case.open', { directory: path.join(folder, 'absent.sabut') })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a case is made in the name of the examiner', async () => {
    const made = await client.call('case.create', { directory, header: { name: 'مقدمہ 1' } });
    expect(made).toMatchObject({
      directory,
      header: { name: 'مقدمہ 1', examiner: 'عائشہ', timeZone: 'Asia/Karachi' },
      sources: [],
      runs: [],
    });
  });

  test('evidence is processed, with progress', async () => {
    const progress: Progress[] = [];
    const run = await client.call(
      'run.start',
      { evidence: [path.join(folder, 'evidence')], profile: 'quick', workers: 1 },
      { onProgress: (seen) => progress.push(seen) },
    );
    expect(run.state).toBe('complete');
    expect(progress.at(-1)?.items).toBeGreaterThanOrEqual(contents.size);
    expect([...told]).toEqual(expect.arrayContaining(['case', 'items', 'run']));
    expect(await client.call('run.state', {})).toBeNull();
  });

  test('items are listed with their digests, and their bytes are read again from the evidence', async () => {
    const { rows } = await client.call('items.page', {
      filters: [{ field: 'kind', operator: 'is', values: ['file'] }],
      sort: [{ field: 'name', descending: false }],
      offset: 0,
      limit: 100,
    });
    expect(rows.map(({ name }) => name).sort()).toEqual([...contents.keys()].sort());
    for (const { id, name, size, sha256 } of rows) {
      const expected = contents.get(name) as Buffer;
      expect(size).toBe(expected.length);
      expect(sha256).toBe(createHash('sha256').update(expected).digest('hex'));
      const { bytes, changed } = await client.call('items.bytes', { id, offset: 3, length: 1_048_576 });
      expect(changed).toBe(false);
      expect(Buffer.compare(bytes, expected.subarray(3))).toBe(0);
    }
  });

  test('an item that does not exist is not found', async () => {
    await expect(client.call('items.bytes', { id: 'f'.repeat(32), offset: 0, length: 1 })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('places to begin at lie below the allowed roots, and cases have a folder there', async () => {
    const { cases, places } = await client.call('folders.places', {});
    expect(cases).toBe(path.join(folder, 'Sabut cases'));
    expect(places.map((place) => place.path)).toEqual([folder]);
  });

  test('a case is not made in a folder that is not there, except in the usual one', async () => {
    const mistyped = path.join(folder, 'mistyped', 'below', 'x.sabut');
    await expect(client.call('case.create', { directory: mistyped, header: {}, parentMustExist: true })).rejects.toMatchObject({
      code: 'invalid-request',
      details: { field: 'directory' },
    });
    expect(await readdir(folder)).not.toContain('mistyped');
    expect((await client.call('case.current', {}))?.directory).toBe(directory);
    const usual = path.join(folder, 'Sabut cases', 'usual.sabut');
    await client.call('case.create', { directory: usual, header: {}, parentMustExist: true });
    const made = await client.call('folders.make', { parent: folder, name: 'Elsewhere' });
    expect(made.path).toBe(path.join(folder, 'Elsewhere'));
    await client.call('case.create', { directory: path.join(made.path, 'one.sabut'), header: {}, parentMustExist: true });
    expect((await client.call('folders.places', {})).cases).toBe(made.path);
    await client.call('case.open', { directory });
    for (const refusal of [
      { parent: folder, name: 'Elsewhere', code: 'conflict' },
      { parent: folder, name: '../out', code: 'invalid-request' },
      { parent: path.dirname(folder), name: 'out', code: 'invalid-request' },
      { parent: path.join(folder, 'absent'), name: 'new', code: 'unsupported' },
      { parent: path.join(folder, 'evidence'), name: 'new', code: 'conflict' },
    ])
      await expect(client.call('folders.make', { parent: refusal.parent, name: refusal.name })).rejects.toMatchObject({
        code: refusal.code,
      });
  });

  test('a link does not lead out of the allowed roots', async () => {
    await symlink(path.dirname(folder), path.join(folder, 'way-out'));
    await expect(client.call('folders.list', { path: path.join(folder, 'way-out') })).rejects.toMatchObject({ code: 'invalid-request' });
    await rm(path.join(folder, 'way-out'));
  });

  test('folders are shown below the allowed roots alone', async () => {
    const { folders } = await client.call('folders.list', { path: folder });
    expect(folders).toContainEqual({ name: 'case.sabut', path: directory, isCase: true });
    for (const outside of ['/', path.dirname(folder), `${folder}/../..`, `${folder}-other`]) {
      await expect(client.call('folders.list', { path: outside })).rejects.toMatchObject({
        code: expect.stringMatching(/^(?:invalid-request|not-found)$/),
      });
    }
  });

  test('what waits is kept by the engine, held after a cancelled run, and carried out once that is through', async () => {
    const [first, second, gone] = ['first', 'second', 'gone'].map((name) => path.join(folder, name)) as [string, string, string];
    for (const place of [first, second, gone]) {
      await mkdir(place);
      for (let index = 0; index < 60; index += 1) await writeFile(path.join(place, `${index}.txt`), `${place} ${index}`);
    }
    const runs = async () => (await client.call('case.info', {})).runs.slice(1).map(({ state }) => state);
    await expect(client.call('run.cancel', {})).rejects.toMatchObject({ code: 'not-found' });
    await expect(client.call('run.next', {})).rejects.toMatchObject({ code: 'not-found' });
    await expect(client.call('run.queue', { evidence: [path.join(folder, 'evidence')], profile: 'quick' })).rejects.toMatchObject({
      code: 'conflict',
    });

    expect(await client.call('run.queue', { evidence: [first], profile: 'quick' })).toMatchObject({ fault: null });
    const queued = await client.call('run.queue', { evidence: [second], profile: 'quick' }, { examiner: 'بلال' });
    expect(queued.waiting.at(-1)).toMatchObject({ evidence: [second], profile: 'quick', crossFileSystems: false, examiner: 'بلال' });
    await client.call('run.cancel', {});
    await vi.waitFor(async () => expect(await runs()).toEqual(['cancelled']), { timeout: 10_000 });
    await client.call('run.queue', { evidence: [gone], profile: 'quick' });
    await vi.waitFor(async () => expect(await client.call('run.state', {})).toBeNull());
    expect((await client.call('run.queued', {})).waiting.map(({ evidence }) => evidence[0])).toEqual([second, gone]);
    expect(await client.call('case.info', {})).toMatchObject({ unfinished: true });
    await expect(client.call('run.next', {})).rejects.toMatchObject({ code: 'conflict' });

    // It is kept in the case: another session finds it, and holds it still.
    await client.call('case.close', {});
    await expect(client.call('run.queued', {})).rejects.toMatchObject({ code: 'not-found' });
    await client.call('case.open', { directory });
    expect((await client.call('run.queued', {})).waiting).toHaveLength(2);

    await rm(gone, { recursive: true });
    await client.call('run.resume', {});
    await vi.waitFor(async () => expect((await client.call('run.queued', {})).fault).toMatchObject({ code: 'source-unavailable' }), {
      timeout: 20_000,
    });
    expect(await runs()).toEqual(['complete', 'complete']);
    const { waiting } = await client.call('run.queued', {});
    expect(waiting.map(({ evidence }) => evidence)).toEqual([[gone]]);
    await expect(client.call('run.unqueue', { key: 0 })).rejects.toMatchObject({ code: 'not-found' });
    expect(await client.call('run.unqueue', { key: waiting[0]?.key as number })).toEqual({ waiting: [], fault: null });
    const { entries } = await client.call('audit.page', { action: 'run-started', text: null, offset: 0, limit: 1 });
    expect(entries[0]?.actor).toBe('بلال');
  });

  test('a verification holds until the case is changed, here or elsewhere', async () => {
    const standing = async () => (await client.call('case.recent', {})).cases[0];
    await client.call('case.verify', { evidence: false });
    expect(await standing()).toMatchObject({ integrity: 'verified', verifiedAt: expect.stringMatching(/Z$/) });
    await client.call('report.write', { directory: path.join(folder, 'report') });
    await client.call('case.close', {});
    await client.call('case.open', { directory });
    expect(await standing()).toMatchObject({ integrity: 'verified' });
    await client.call('notes.save', { text: 'changed' });
    expect(await standing()).toMatchObject({ integrity: 'unverified', verifiedAt: expect.stringMatching(/Z$/) });
    await client.call('case.verify', { evidence: false });
    await client.call('case.close', {});
    const elsewhere = bootstrapEngine({ settingsDirectory: path.join(folder, 'other-settings') });
    const others = createDispatcher({ useCases: elsewhere.useCases, defaultExaminer: 'Other' });
    expect(await others.dispatch('case.open', { directory })).toMatchObject({ ok: true });
    expect(await others.dispatch('notes.save', { text: 'changed elsewhere' })).toMatchObject({ ok: true });
    await elsewhere.close();
    await client.call('case.open', { directory });
    expect(await standing()).toMatchObject({ integrity: 'unverified' });
  });

  test('the case verifies, is closed, and opens as it was', async () => {
    const verified = await client.call('case.verify', { evidence: true });
    expect(verified).toMatchObject({ ok: true });
    const before = await client.call('case.current', {});
    await client.call('case.close', {});
    expect(await client.call('case.current', {})).toBeNull();
    // What opens a case with a double click is a file in it.
    const marker = path.join(directory, 'Open in Sabut.sabut');
    expect(await readFile(marker, 'utf8')).toContain('case of Sabut');
    const after = await client.call('case.open', { directory: marker });
    expect(after.directory).toBe(directory);
    expect(after.coverage).toEqual(before?.coverage);
    await client.call('case.close', {});
    await expect(client.call('case.create', { directory, header: {} })).rejects.toMatchObject({ code: 'conflict' });
  });
});
