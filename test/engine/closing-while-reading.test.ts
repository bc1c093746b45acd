/** A case that is closed, or a verification that is stopped, while a list is read: nothing of the case stays open, and the reader is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { expectedIsolation, spawnNodeWorker } from '../../src/engine/processes/node-worker.ts';
import { standardDeadline } from '../../src/engine/processing/start-run.ts';
import { systemClock } from '../../src/model/clock.ts';
import { writeManyItems } from './many-items.ts';

let working: string;
let engine: Engine;
const call = { examiner: 'Ayesha Khan', signal: new AbortController().signal, onProgress: () => undefined };

beforeEach(async () => {
  working = mkdtempSync(join(tmpdir(), 'sabut-closing-'));
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
  await engine.useCases['case.create']({ directory: join(working, 'case'), header: {} }, call);
  // More than a verification reads before it gives others a turn.
  writeManyItems(engine.session.connection, 5000, 1);
});
afterEach(async () => {
  await engine.close();
  rmSync(working, { recursive: true, force: true });
});

it('tells a verification that its case was closed, and the case can be opened again at once', async () => {
  const directory = join(working, 'case.sabut');
  let closed = false;
  const onProgress = () => {
    if (!closed) void engine.useCases['case.close']({}, call);
    closed = true;
  };
  await expect(engine.useCases['case.verify']({ evidence: false }, { ...call, onProgress })).rejects.toMatchObject({
    code: 'cancelled',
    message: expect.stringContaining('The case was closed'),
  });
  await engine.useCases['case.open']({ directory }, call);
  expect((await engine.useCases['items.page']({ filters: [], sort: [], offset: 0, limit: 1 }, call)).total).toBe(5000);
});

it('leaves no list open behind a verification that was stopped', async () => {
  const stop = new AbortController();
  const stopped = engine.useCases['case.verify']({ evidence: false }, { ...call, signal: stop.signal, onProgress: () => stop.abort() });
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
  // SQL of which nobody takes rows is refused while a list is open ("busy executing a query").
  expect(() => engine.session.reader.exec('SELECT 1')).not.toThrow();
});
