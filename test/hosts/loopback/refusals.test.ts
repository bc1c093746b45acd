/** The loopback host: each refusal that HARDENING.md asks for, and that the way in works when all is shown. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createDispatcher } from '../../../src/transport/dispatcher.ts';
import { sessionHeader } from '../../../src/transport/loopback-client.ts';
import { type LoopbackHost, startLoopbackHost } from '../../../src/web/loopback-host.ts';
import { createFakeEngine } from '../../conformance/fake-use-cases.ts';
import { type BuiltInterface, builtInterface } from './built-interface.ts';
import { loopbackPage } from './page.ts';
import { rawBytes, rawRequest } from './raw-request.ts';

let built: BuiltInterface;
let host: LoopbackHost;
let port: number;
const announced: string[] = [];
let now = 1000;

/** Headers that open every door; each test leaves one out or spoils it. */
let good: Record<string, string>;

const tokenOf = (address: string): string => new URL(address).hash.slice('#token='.length);
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
  built = await builtInterface();
  const engine = createFakeEngine();
  host = await startLoopbackHost({
    dispatcher: createDispatcher({ useCases: engine.useCases, defaultExaminer: 'Host' }),
    events: engine,
    interfaceDirectory: built.directory,
    monotonic: () => now,
    onAddress: (address) => announced.push(address),
  });
  port = Number(new URL(host.origin).port);
  good = await openSession();
});
afterAll(async () => {
  await host.close();
  await built.remove();
});

async function openSession(): Promise<Record<string, string>> {
  const response = await rawRequest(port, {
    method: 'POST',
    path: '/session',
    headers: { ...json, origin: host.origin },
    body: JSON.stringify({ token: tokenOf(host.address) }),
  });
  expect(response.status).toBe(200);
  const cookie = String(response.headers['set-cookie']?.[0]);
  const { key } = JSON.parse(response.body.toString());
  return { ...json, origin: host.origin, cookie: cookie.split(';', 1)[0] as string, [sessionHeader]: key };
}

async function post(path: string, headers: Record<string, string>, body: unknown = {}): Promise<number> {
  return (await rawRequest(port, { method: 'POST', path, headers, body: JSON.stringify(body) })).status;
}

const without = (name: string): Record<string, string> => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));

describe('the address', () => {
  test('is the literal 127.0.0.1 with a token of 256 bits in its fragment', () => {
    expect(host.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[A-Za-z0-9_-]{43}$/);
    expect(announced.length).toBeGreaterThan(1);
    expect(announced.at(-1)).toBe(host.address);
  });

  test('the cookie cannot be read by scripts nor sent by other sites, and its name carries the port', async () => {
    const response = await rawRequest(port, {
      method: 'POST',
      path: '/session',
      headers: { ...json, origin: host.origin },
      body: JSON.stringify({ token: tokenOf(host.address) }),
    });
    expect(response.headers['set-cookie']).toEqual([
      expect.stringMatching(new RegExp(`^sabut-${port}=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict$`)),
    ]);
  });

  test('the page takes the token out of its address before anything else', async () => {
    const page = loopbackPage(host.address);
    const client = await page.host.connect();
    expect(page.shown()).toBe(`${host.origin}/`);
    client.close();
  });

  test('a page that is loaded again goes on with its session', async () => {
    const page = loopbackPage(host.address);
    (await page.host.connect()).close();
    const client = await loopbackPage(host.origin, page).host.connect();
    expect(await client.call('notes.get', {})).toEqual({ text: '' });
    client.close();
  });

  test('a page without a token or session is told what to do', async () => {
    await expect(loopbackPage(host.origin).host.connect()).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'no-session' },
    });
  });
});

describe('Host', () => {
  test.each([['localhost'], ['evil.example'], ['127.0.0.1'], ['127.0.0.1:1'], ['[::1]'], ['127.1']])(
    '%s is refused on every path',
    async (name) => {
      const value = name === 'localhost' ? `localhost:${port}` : name;
      for (const [method, path] of [
        ['GET', '/'],
        ['GET', '/assets/index.js'],
        ['POST', '/session'],
        ['POST', '/ticket'],
        ['GET', '/nothing'],
      ] as const) {
        expect((await rawRequest(port, { method, path, headers: { ...good, host: value } })).status).toBe(421);
      }
    },
  );

  test('a request that names two hosts, or none, is refused', async () => {
    expect([400, 421]).toContain(await rawBytes(port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\n\r\n`));
    expect([400, 421]).toContain(await rawBytes(port, 'GET / HTTP/1.1\r\n\r\n'));
    expect(await rawBytes(port, 'GET / HTTP/1.0\r\n\r\n')).toBe(421);
    expect(await rawBytes(port, 'GET / HTTP/1.1\r\nHost:\r\n\r\n')).toBe(421);
  });

  test('an absolute request target does not stand in for the Host', async () => {
    expect((await rawRequest(port, { path: `http://127.0.0.1:${port}/`, headers: { host: 'evil.example' } })).status).toBe(421);
  });
});

describe('token', () => {
  test('a missing, wrong or replayed token opens nothing', async () => {
    const headers = { ...json, origin: host.origin };
    const token = tokenOf(host.address);
    expect(await post('/session', headers)).toBe(400);
    expect(await post('/session', headers, { token: 'A'.repeat(43) })).toBe(401);
    expect(await post('/session', headers, { token: '' })).toBe(401);
    expect(await post('/session', headers, { token: { toString: 'x' } })).toBe(400);
    expect(await post('/session', headers, { token })).toBe(200);
    expect(await post('/session', headers, { token })).toBe(401);
  });

  test('a wrong guess does not use the token up', async () => {
    const headers = { ...json, origin: host.origin };
    const token = tokenOf(host.address);
    for (let guess = 0; guess < 20; guess += 1) await post('/session', headers, { token: `guess ${guess}` });
    expect(await post('/session', headers, { token })).toBe(200);
  });
});

describe('a call', () => {
  test('is answered when all is shown', async () => {
    expect(await post('/ticket', good)).toBe(200);
  });

  test.each([
    ['cookie', 401],
    [sessionHeader, 401],
    ['origin', 403],
    ['content-type', 415],
  ] as const)('without %s is refused with %i', async (name, status) => {
    expect(await post('/ticket', without(name))).toBe(status);
    expect(await post('/evidence-address', without(name), { id: '0'.repeat(32), mediaType: 'image/png' })).toBe(status);
  });

  test.each([
    ['origin', 'http://evil.example', 403],
    ['origin', 'null', 403],
    ['origin', 'http://localhost', 403],
    ['content-type', 'text/plain', 415],
    ['content-type', 'application/x-www-form-urlencoded', 415],
    ['content-type', 'multipart/form-data; boundary=x', 415],
    [sessionHeader, 'wrong', 401],
    ['cookie', 'sabut=wrong', 401],
  ])('with %s %s is refused with %i', async (name, value, status) => {
    expect(await post('/ticket', { ...good, [name]: value })).toBe(status);
  });

  test('from the evidence origin is refused', async () => {
    expect(await post('/ticket', { ...good, origin: host.evidenceOrigin })).toBe(403);
  });

  test('the key of another session does not fit', async () => {
    const other = await openSession();
    expect(await post('/ticket', { ...good, [sessionHeader]: other[sessionHeader] as string })).toBe(401);
  });

  test('a body that is too large or not JSON is refused', async () => {
    expect(await post('/ticket', good, { text: 'x'.repeat(70_000) })).toBe(413);
    expect((await rawRequest(port, { method: 'POST', path: '/ticket', headers: good, body: '{' })).status).toBe(400);
    expect((await rawRequest(port, { method: 'POST', path: '/ticket', headers: good, body: Buffer.from([0x22, 0xff, 0x22]) })).status).toBe(
      400,
    );
  });

  test.each([
    ['GET', '/session'],
    ['PUT', '/ticket'],
    ['OPTIONS', '/ticket'],
    ['DELETE', '/evidence-address'],
    ['POST', '/'],
    ['PUT', '/assets/index.js'],
    ['TRACE', '/'],
  ])('%s %s: the method is not allowed', async (method, path) => {
    const response = await rawRequest(port, { method, path, headers: good });
    expect(response.status).toBe(405);
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('the web socket', () => {
  async function ticket(headers = good): Promise<string> {
    const response = await rawRequest(port, { method: 'POST', path: '/ticket', headers, body: '{}' });
    return JSON.parse(response.body.toString()).ticket;
  }

  /** The status of an upgrade: 101, or that of the refusal. */
  function upgrade(path: string, headers: Record<string, string>): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('error', () => {});
    return promise;
  }

  const showing = (changes: Record<string, string> = {}): Record<string, string> => ({
    origin: host.origin,
    cookie: good.cookie as string,
    ...changes,
  });

  test('opens when all is shown, once for each ticket', async () => {
    const path = `/engine?ticket=${await ticket()}`;
    expect(await upgrade(path, showing())).toBe(101);
    expect(await upgrade(path, showing())).toBe(403);
  });

  test('refuses a wrong or missing ticket', async () => {
    expect(await upgrade('/engine', showing())).toBe(403);
    expect(await upgrade('/engine?ticket=', showing())).toBe(403);
    expect(await upgrade(`/engine?ticket=${'A'.repeat(43)}`, showing())).toBe(403);
  });

  test('refuses a ticket that is too old', async () => {
    const path = `/engine?ticket=${await ticket()}`;
    now += 30_001;
    expect(await upgrade(path, showing())).toBe(403);
  });

  test('refuses the ticket of another session', async () => {
    const other = await openSession();
    expect(await upgrade(`/engine?ticket=${await ticket(other)}`, showing())).toBe(403);
  });

  test.each([
    ['another origin', { origin: 'http://evil.example' }, 403],
    ['the evidence origin', { origin: 'evidence' }, 403],
    ['another host', { host: 'evil.example' }, 421],
    ['a wrong cookie', { cookie: 'sabut=wrong' }, 401],
  ])('refuses %s', async (_what, changes: Record<string, string>, status) => {
    const spoiled = changes.origin === 'evidence' ? { origin: host.evidenceOrigin } : changes;
    expect(await upgrade(`/engine?ticket=${await ticket()}`, showing(spoiled))).toBe(status);
  });

  test('refuses to upgrade anything else', async () => {
    expect(await upgrade(`/?ticket=${await ticket()}`, showing())).toBe(404);
  });

  /** The code with which the host closes a socket that was sent a frame. */
  async function closedAfter(frame: string | Buffer): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/engine?ticket=${await ticket()}`, { headers: showing() });
    socket.on('open', () => socket.send(frame));
    socket.on('error', () => {});
    socket.on('close', resolve);
    return promise;
  }

  test('an oversized message closes it', async () => {
    expect(await closedAfter(Buffer.alloc(8 * 1_048_576 + 1))).toBe(1009);
  });

  test.each([
    ['text that is not JSON', 'nonsense', 1007],
    ['JSON that is no message', '{"type":"shutdown"}', 1005],
    ['a binary frame without its header', Buffer.from([0, 0, 255, 255, 1]), 1007],
    ['a call without an id', '{"type":"call","name":"notes.get","input":{}}', 1005],
  ])('%s closes it', async (_what, frame, code) => {
    expect(await closedAfter(frame)).toBe(code);
  });

  test('bytes cannot be put on a prototype', async () => {
    const header = Buffer.from(JSON.stringify({ message: {}, binary: [{ path: ['__proto__', 'polluted'], length: 1 }] }));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(header.length);
    expect(await closedAfter(Buffer.concat([length, header, Buffer.from([1])]))).toBe(1007);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('files of the interface', () => {
  test('the page comes with a strict policy, a nonce of its own and nothing cached', async () => {
    const [first, second] = await Promise.all([
      rawRequest(port, { headers: { host: `127.0.0.1:${port}` } }),
      rawRequest(port, { path: '/index.html' }),
    ]);
    expect(first.status).toBe(200);
    const nonce = /nonce="([\w-]+)"/.exec(first.body.toString())?.[1] as string;
    expect(nonce).toHaveLength(24);
    expect(second.body.toString()).not.toContain(nonce);
    expect(first.headers['content-security-policy']).toBe(
      [
        "default-src 'none'",
        "script-src 'self'",
        `style-src 'self' 'nonce-${nonce}'`,
        "font-src 'self'",
        `img-src 'self' blob: ${host.evidenceOrigin}`,
        `media-src ${host.evidenceOrigin}`,
        `connect-src 'self' ws://127.0.0.1:${port}`,
        "worker-src 'self'",
        `frame-src ${host.evidenceOrigin}`,
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    );
    expect(first.headers).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-type': 'text/html; charset=utf-8',
    });
  });

  test('scripts are delivered as scripts', async () => {
    const response = await rawRequest(port, { path: '/assets/index.js' });
    expect(response).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/javascript; charset=utf-8', 'x-content-type-options': 'nosniff' },
    });
  });

  test('a picture of the interface opened by itself runs nothing', async () => {
    const response = await rawRequest(port, { path: '/assets/logo.svg' });
    expect(response.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
  });

  test('HEAD gives the head alone', async () => {
    const response = await rawRequest(port, { method: 'HEAD', path: '/' });
    expect(response).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });

  test.each([
    '/../secret.js',
    '/assets/../../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/%2e%2e%2fsecret.js',
    '/..\\secret.js',
    '/..%5csecret.js',
    '/assets/..%c0%af..%c0%afsecret.js',
    '//secret.js',
    '/assets/%00index.js',
    '/assets/index.js%00.html',
    '/assets/',
    '/assets',
    '/assets/index.js.map',
    '/constructor',
    '/__proto__',
    '/etc/passwd',
    'file:///etc/passwd',
  ])('%s leads nowhere', async (path) => {
    const response = await rawRequest(port, { path, headers: good });
    expect(response.status).toBe(404);
    expect(response.body.toString()).not.toContain('secret');
  });
});

test('without a built interface it says what to do', async () => {
  const engine = createFakeEngine();
  const dispatcher = createDispatcher({ useCases: engine.useCases });
  await expect(startLoopbackHost({ dispatcher, events: engine, interfaceDirectory: `${built.directory}/nothing` })).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('npm run build'),
  });
});

test('a port that is taken is one clear error', async () => {
  const engine = createFakeEngine();
  const dispatcher = createDispatcher({ useCases: engine.useCases });
  await expect(startLoopbackHost({ dispatcher, events: engine, interfaceDirectory: built.directory, port })).rejects.toMatchObject({
    code: 'conflict',
    details: { port },
  });
});
