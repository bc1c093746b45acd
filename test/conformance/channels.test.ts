/** One suite for every channel: what the engine says and takes is the same whichever way it travels. */
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CallName } from '../../src/contract/engine-api.ts';
import type { Progress } from '../../src/contract/schemas.ts';
import { EngineError } from '../../src/model/error.ts';
import { createDispatcher } from '../../src/transport/dispatcher.ts';
import { type Connected, channels } from './channels.ts';
import { createFakeEngine, type FakeEngine, pooledBytes, progressAt, run } from './fake-use-cases.ts';

const id = '0123456789abcdef0123456789abcdef';

/** The error of a call that must fail. */
async function refused(answer: Promise<unknown>): Promise<EngineError> {
  const outcome = await answer.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  );
  expect(outcome).toBeInstanceOf(EngineError);
  return outcome as EngineError;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 400) throw new Error('waited in vain');
    await wait(5);
  }
}

describe.each(Object.entries(channels))('over %s', (_name, connect) => {
  let engine: FakeEngine;
  let connected: Connected;
  const call: Connected['client']['call'] = (...parameters) => connected.client.call(...parameters);

  beforeEach(async () => {
    engine = createFakeEngine();
    const dispatcher = createDispatcher({ useCases: engine.useCases, defaultExaminer: 'Host', validateOutput: true });
    connected = await connect(dispatcher, engine);
  });
  afterEach(() => connected.end());

  test('a call answers', async () => {
    await call('notes.save', { text: 'first' });
    expect(await call('notes.get', {})).toEqual({ text: 'first' });
  });

  test('a call that the contract does not know is refused', async () => {
    for (const name of ['nothing.here', 'constructor', '__proto__', '']) {
      const error = await refused(call(name as CallName, {} as never));
      expect(error.code).toBe('invalid-request');
    }
    expect((await refused(call('nothing.here' as CallName, {} as never))).message).toBe('Sabut has no call named "nothing.here".');
  });

  test.each([
    ['notes.save', {}, "notes.save: the input's field text is missing."],
    ['notes.save', null, "notes.save: the input's value must be an object."],
    ['items.get', { id: 'nonsense' }, "items.get: the input's field id must match /^[0-9a-f]{32}$/."],
    ['items.page', { filters: [], sort: [], offset: 0, limit: 5000 }, "items.page: the input's field limit must be at most 1000."],
    ['items.page', { filters: [], sort: [], offset: 0.5, limit: 1 }, "items.page: the input's field offset must be a whole number."],
    [
      'items.page',
      { filters: [], sort: [{ field: 'name', descending: 'yes' }], offset: 0, limit: 1 },
      "items.page: the input's field sort[0].descending must be true or false.",
    ],
    ['run.start', { evidence: [], profile: 'quick' }, "run.start: the input's field evidence must have at least 1 entry."],
    [
      'run.start',
      { evidence: ['/e'], profile: 'deep' },
      'run.start: the input\'s field profile must be one of "quick", "standard", "full".',
    ],
    [
      'tags.apply',
      { selection: { ids: ['x'] }, tag: 1, on: true },
      "tags.apply: the input's field selection.ids[0] must match /^[0-9a-f]{32}$/.",
    ],
    [
      'tags.save',
      { id: null, name: '  ', colour: '#aabbcc', key: null },
      "tags.save: the input's field name must have at least 1 character.",
    ],
  ])('%s refuses %j', async (name, input, sentence) => {
    const error = await refused(call(name as CallName, input as never));
    expect(error.code).toBe('invalid-request');
    expect(error.message).toBe(sentence);
    expect(error.details.call).toBe(name);
  });

  test('the examiner comes from the caller, else from the host', async () => {
    await call('notes.save', { text: 'a' });
    await call('notes.save', { text: 'b' }, { examiner: ' عائشہ Ayesha ' });
    expect(engine.log).toEqual(['notes.save by Host', 'notes.save by عائشہ Ayesha']);
  });

  test('an examiner whose name would break a line is refused', async () => {
    const error = await refused(call('notes.save', { text: 'a' }, { examiner: 'Ayesha\nSystem' }));
    expect(error).toMatchObject({ code: 'invalid-request', details: { field: 'examiner' } });
    expect(engine.log).toEqual([]);
  });

  test('errors keep code, message and details', async () => {
    const error = await refused(call('items.digest', { id, offset: 0, length: 1 }));
    expect(error).toMatchObject({
      code: 'source-changed',
      message: 'The evidence is no longer as it was hashed.',
      details: { item: 'abc', offset: 12, again: true },
    });
  });

  test('an unforeseen error is internal', async () => {
    expect(await refused(call('case.current', {}))).toMatchObject({ code: 'internal', message: 'unforeseen' });
  });

  test('an output that breaks the contract is found out', async () => {
    expect((await refused(call('tags.list', {}))).message).toBe("tags.list: the output's field tags must be a list.");
    expect((await refused(call('searches.list', {}))).message).toMatch(/when is a Date/);
  });

  test('bytes arrive as bytes, alone in their buffer', async () => {
    const { bytes } = await call('items.bytes', { id, offset: 0, length: 1000 });
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    expect(Buffer.compare(bytes, pooledBytes(1000))).toBe(0);
    expect(bytes.buffer.byteLength).toBe(1000);
  });

  test('a whole mebibyte of bytes and a long text arrive', async () => {
    const { bytes, size } = await call('items.bytes', { id, offset: 5, length: 1_048_576 });
    expect(size).toBe(1_048_581);
    expect(Buffer.compare(bytes, pooledBytes(1_048_576))).toBe(0);
    const { text } = await call('items.text', { id, charset: null, offset: 0, length: 262_144 });
    expect(text).toBe('ث'.repeat(262_144));
  });

  test('a large input arrives', async () => {
    const text = 'x'.repeat(999_999);
    await call('notes.save', { text });
    expect((await call('notes.get', {})).text).toBe(text);
  });

  test.each([
    ['Urdu', 'ثبوت — تصاویر'],
    ['beyond the basic plane', '🧿𝒳'],
    ['bidirectional controls', 'a\u202Egpj.exe'],
    ['NUL and line separators', '\u0000\u2028\u2029\r\n'],
    ['a lone surrogate', 'a\uD800b'],
  ])('text arrives unchanged: %s', async (_kind, text) => {
    await call('notes.save', { text });
    expect((await call('notes.get', {})).text).toBe(text);
  });

  test('keys that JavaScript treats specially are only keys', async () => {
    const settings = JSON.parse('{"constructor":"c","toString":"t"}');
    await call('settings.save', { settings });
    expect((await call('settings.get', {})).settings).toEqual(settings);
  });

  test('progress reaches the job that it belongs to, in order, before its answer', async () => {
    const seen: [string, Progress][] = [];
    const first = call(
      'run.start',
      { evidence: ['/a'], profile: 'quick', workers: 2 },
      { onProgress: (progress) => seen.push(['first', progress]) },
    );
    const second = call(
      'run.start',
      { evidence: ['/b'], profile: 'quick', workers: 3 },
      { onProgress: (progress) => seen.push(['second', progress]) },
    );
    expect(await first).toEqual(run(2));
    expect(await second).toEqual(run(3));
    for (const name of ['first', 'second']) {
      expect(seen.filter(([job]) => job === name).map(([, progress]) => progress)).toEqual([progressAt(1), progressAt(2), progressAt(3)]);
    }
  });

  test('calls do not wait for each other', async () => {
    const waiting = call('run.start', { evidence: ['wait'], profile: 'quick' });
    await until(() => engine.log.includes('run.start waits'));
    expect(await call('notes.get', {})).toEqual({ text: '' });
    engine.release();
    expect(await waiting).toEqual(run(1));
  });

  test('a hundred calls at once each get their own answer', async () => {
    const sizes = Array.from({ length: 100 }, (_, index) => index + 1);
    const answers = await Promise.all(sizes.map((length) => call('items.bytes', { id, offset: 0, length })));
    expect(answers.map((answer) => answer.bytes.length)).toEqual(sizes);
  });

  test('a cancelled job is told and waited for', async () => {
    const controller = new AbortController();
    const job = refused(call('run.start', { evidence: ['wait'], profile: 'quick' }, { signal: controller.signal }));
    await until(() => engine.log.includes('run.start waits'));
    controller.abort();
    expect(await job).toMatchObject({ code: 'cancelled', details: { call: 'run.start' } });
    expect(engine.log).toEqual(['run.start waits', 'run.start aborted']);
  });

  test('a cancelled query is given up at once', async () => {
    const controller = new AbortController();
    const query = refused(call('items.find', { id, pattern: 'ff', from: 0 }, { signal: controller.signal }));
    await until(() => engine.log.includes('items.find began'));
    controller.abort();
    expect((await query).code).toBe('cancelled');
    expect(engine.log).toEqual(['items.find began', 'items.find aborted']);
  });

  test('a call that was cancelled before it began never arrives', async () => {
    expect((await refused(call('notes.save', { text: 'x' }, { signal: AbortSignal.abort() }))).code).toBe('cancelled');
    await call('notes.get', {});
    expect(engine.log).toEqual([]);
  });

  test('events reach every listener until it stops', async () => {
    const heard: string[] = [];
    const stop = connected.client.on('changed', ({ topics }) => heard.push(`one ${topics}`));
    connected.client.on('changed', ({ topics }) => heard.push(`two ${topics}`));
    connected.client.on('progress', ({ items }) => heard.push(`progress ${items}`));
    engine.emit('changed', { topics: ['items', 'tags'] });
    engine.emit('progress', progressAt(4));
    await until(() => heard.length === 3);
    stop();
    engine.emit('changed', { topics: ['notes'] });
    await until(() => heard.length === 4);
    expect(heard).toEqual(['one items,tags', 'two items,tags', 'progress 4', 'two notes']);
  });

  test('an input that cannot cross is refused where it was made', async () => {
    const error = await refused(call('notes.save', { text: (() => 'x') as never }));
    expect(error.code).toBe('invalid-request');
  });

  test('when the engine goes, every pending call fails clearly, and so do later ones', async () => {
    const closed = Promise.withResolvers<void>();
    connected.client.onClose(closed.resolve);
    const first = refused(call('run.start', { evidence: ['wait'], profile: 'quick' }));
    const second = refused(call('items.find', { id, pattern: 'ff', from: 0 }));
    await until(() => engine.log.includes('items.find began') && engine.log.includes('run.start waits'));
    await connected.cut();
    for (const error of [await first, await second]) {
      expect(error).toMatchObject({ code: 'internal', details: { reason: 'connection-closed' } });
      expect(error.message).toMatch(/safe/);
    }
    await closed.promise;
    expect((await refused(call('notes.get', {}))).details.reason).toBe('connection-closed');
  });

  test('when the client goes, its queries are given up and its jobs go on', async () => {
    refused(call('run.start', { evidence: ['wait'], profile: 'quick' }));
    refused(call('items.find', { id, pattern: 'ff', from: 0 }));
    await until(() => engine.log.includes('items.find began') && engine.log.includes('run.start waits'));
    const listeners = engine.listeners();
    connected.client.close();
    await until(() => engine.log.includes('items.find aborted'));
    expect(engine.listeners()).toBe(listeners - 2);
    engine.release();
    await until(() => engine.log.includes('run.start done'));
  });
});
