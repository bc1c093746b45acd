/** A written report over the loopback host: its own files under a signed address of the evidence's origin, and nothing else. */
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootstrapEngine } from '../../../src/engine/bootstrap.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { createDispatcher } from '../../../src/transport/dispatcher.ts';
import { type LoopbackHost, startLoopbackHost } from '../../../src/web/loopback-host.ts';
import { type BuiltInterface, builtInterface } from './built-interface.ts';
import { type LoopbackTestPage, loopbackPage } from './page.ts';
import { type RawResponse, rawRequest } from './raw-request.ts';

let folder: string;
let report: string;
let built: BuiltInterface;
let engine: Engine;
let host: LoopbackHost;
let page: LoopbackTestPage;
let address: string;
let now = 1000;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'sabut-report-')));
  report = path.join(folder, 'رپورٹ 1');
  built = await builtInterface();
  engine = bootstrapEngine({ settingsDirectory: path.join(folder, 'settings'), keyStore: path.join(folder, 'keys') });
  const dispatcher = createDispatcher({ useCases: engine.useCases, defaultExaminer: 'Ayesha', validateOutput: true });
  host = await startLoopbackHost({ dispatcher, events: engine, interfaceDirectory: built.directory, monotonic: () => now });
  page = loopbackPage(host.address);
  const client = await page.host.connect();
  await mkdir(path.join(folder, 'evidence'));
  await writeFile(path.join(folder, 'evidence', 'note.txt'), 'note');
  await client.call('case.create', { directory: path.join(folder, 'report.sabut'), header: {} });
  await client.call('run.start', { evidence: [path.join(folder, 'evidence')], profile: 'quick', workers: 1 });
  await client.call('report.write', { directory: report });
  client.close();
  await writeFile(path.join(report, 'planted.html'), 'planted');
  await page.host.openReport(report);
  address = page.opened[0] as string;
});
afterAll(async () => {
  await host?.close();
  await engine?.close();
  await built?.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Asks for exactly this path: nothing is tidied on the way. */
function get(target: string, method = 'GET'): Promise<RawResponse> {
  return rawRequest(Number(new URL(host.evidenceOrigin).port), { path: target, method });
}

const below = (name: string): string => new URL(address).pathname.replace(/index\.html$/, name);

describe('a report', () => {
  test('opens in another origin than the interface, as a page in which nothing runs', async () => {
    expect(new URL(address).origin).toBe(host.evidenceOrigin);
    const response = await get(below('index.html'));
    expect(response.status).toBe(200);
    expect(response.body.toString('utf8')).toContain('<!doctype html>');
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
    expect(response.headers['content-security-policy']).not.toContain('script');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
  });

  test('has its further pages and its lists below the same address; lists are text', async () => {
    expect((await get(below('items/index.html'))).headers['content-type']).toBe('text/html; charset=utf-8');
    const list = await get(below('items.csv'));
    expect(list.status).toBe(200);
    expect(list.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect((await get(below('index.html'), 'POST')).status).toBe(405);
  });

  test.each([
    '../report.sabut/case.db',
    '..%2freport.sabut%2fcase.db',
    '%2e%2e/report.sabut/case.db',
    'items/../../report.sabut/case.db',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    'planted.html',
    'items',
    '%ff',
    '%00',
  ])('does not give %s out', async (name) => {
    const { status, body } = await get(below(name));
    expect([403, 404]).toContain(status);
    expect(body.toString('latin1')).not.toMatch(/SQLite|root:|planted<|^planted$/);
  });

  test('does not follow a link that took the place of one of its files', async () => {
    await rm(path.join(report, 'items.jsonl'));
    await symlink('/etc/passwd', path.join(report, 'items.jsonl'));
    expect((await get(below('items.jsonl'))).status).toBe(404);
  });

  test('is refused under another name, another signature, and after a quarter of an hour', async () => {
    const [, , name, expires, signature] = new URL(address).pathname.split('/') as [string, string, string, string, string];
    const other = Buffer.from(path.join(folder, 'report.sabut')).toString('base64url');
    for (const forged of [
      `/r/${other}/${expires}/${signature}/index.html`,
      `/r/${name}/${Number(expires) + 1}/${signature}/index.html`,
      `/r/${name}/${expires}/${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}/index.html`,
      `/r/${name}/${expires}/index.html`,
    ])
      expect((await get(forged)).status).toBe(403);
    now += 16 * 60_000;
    expect((await get(below('index.html'))).status).toBe(403);
  });

  test('only of this session is given an address', async () => {
    for (const directory of [path.join(folder, 'report.sabut'), folder, '/etc', `${report}/../رپورٹ 1`])
      await expect(page.host.openReport(directory)).rejects.toMatchObject({ code: 'not-found' });
    expect(page.opened).toHaveLength(1);
  });
});
