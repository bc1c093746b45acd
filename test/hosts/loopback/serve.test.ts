/** `sabut serve` as a whole: the real engine behind the loopback host, and an end that leaves nothing open. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runServe, type Serving } from '../../../src/web/serve.ts';
import { type BuiltInterface, builtInterface } from './built-interface.ts';
import { loopbackPage } from './page.ts';

let folder: string;
let caseDirectory: string;
let built: BuiltInterface;
let serving: Serving;
const addresses: string[] = [];

const start = (options: Parameters<typeof runServe>[0] = {}): Promise<Serving> =>
  runServe({
    interfaceDirectory: built.directory,
    settingsDirectory: path.join(folder, 'settings'),
    examiner: 'Ayesha',
    validateOutput: true,
    ...options,
  });

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'sabut-serve-')));
  process.env['SABUT_KEY_STORE'] = path.join(folder, 'keys');
  caseDirectory = path.join(folder, 'case.sabut');
  await mkdir(path.join(folder, 'evidence'));
  await writeFile(path.join(folder, 'evidence', 'note.txt'), 'a note\n');
  built = await builtInterface();
  serving = await start({ onAddress: (address) => addresses.push(address) });
});
afterAll(async () => {
  await serving?.close();
  await built.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Whether something listens at an origin. */
function listens(origin: string): Promise<boolean> {
  const { hostname, port } = new URL(origin);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(Number(port), hostname);
  socket.on('connect', () => {
    socket.destroy();
    resolve(true);
  });
  socket.on('error', () => resolve(false));
  return promise;
}

test('each address opens the interface once, and the next one is told', async () => {
  expect(addresses).toEqual([serving.url]);
  const client = await loopbackPage(serving.url).host.connect();
  expect((await client.call('application.describe', {})).product).toBe('Sabut');
  expect(addresses).toHaveLength(2);
  expect(addresses[1]).toBe(serving.url);
  await expect(loopbackPage(addresses[0] as string).host.connect()).rejects.toMatchObject({ code: 'unsupported' });
  client.close();
});

test('a run survives that its page is loaded again', async () => {
  const page = loopbackPage(serving.url);
  const first = await page.host.connect();
  await first.call('case.create', { directory: caseDirectory, header: { name: 'Served' } });
  first.call('run.start', { evidence: [path.join(folder, 'evidence')], profile: 'quick', workers: 1 }).catch(() => {});
  const underWay = Promise.withResolvers<void>();
  first.on('changed', ({ topics }) => topics.includes('run') && underWay.resolve());
  await underWay.promise;
  first.close();
  const second = await loopbackPage(serving.origin, page).host.connect();
  while ((await second.call('run.state', {})) !== null) await new Promise((resolve) => setTimeout(resolve, 20));
  expect((await second.call('case.current', {}))?.runs[0]?.state).toBe('complete');
  second.close();
});

test('two hosts stand side by side', async () => {
  const other = await start();
  expect(other.origin).not.toBe(serving.origin);
  await other.close();
  expect(await listens(serving.origin)).toBe(true);
});

describe('what cannot be served', () => {
  test('a case that is not there', async () => {
    await expect(start({ caseDirectory: path.join(folder, 'absent.sabut') })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('an interface that was not built', async () => {
    await expect(start({ interfaceDirectory: path.join(folder, 'evidence') })).rejects.toMatchObject({ code: 'unsupported' });
  });

  test('a port that is taken', async () => {
    await expect(start({ port: Number(new URL(serving.origin).port) })).rejects.toMatchObject({ code: 'conflict' });
  });
});

test('the end closes the case and both ports, and the case opens again at once', async () => {
  const { origin, evidenceOrigin } = serving;
  await serving.close();
  expect(await listens(origin)).toBe(false);
  expect(await listens(evidenceOrigin)).toBe(false);
  serving = await start({ caseDirectory });
  const client = await loopbackPage(serving.url).host.connect();
  expect((await client.call('case.current', {}))?.directory).toBe(caseDirectory);
  client.close();
});
