/** The lock on the network of the engine's process, in a process of its own, because it cannot be undone. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

/** Tries each way out after the lock and prints which ones it could go. */
const attempts = `
import { lockNetwork } from ${JSON.stringify(new URL('../../src/main/network-lock.ts', import.meta.url).href)};
import * as http from 'node:http';
import { createConnection, Socket, Server } from 'node:net';
import { lookup } from 'node:dns/promises';
import { spawnSync } from 'node:child_process';
lockNetwork();
const dgram = process.getBuiltinModule('dgram');
const ways = {
  fetch: () => fetch('http://127.0.0.1:9/'),
  WebSocket: () => new WebSocket('ws://127.0.0.1:9/'),
  'http.get': () => http.get('http://127.0.0.1:9/'),
  'http.createServer': () => http.createServer(),
  'net.createConnection': () => createConnection(9, '127.0.0.1'),
  'Socket.connect': () => new Socket().connect(9, '127.0.0.1'),
  'Server.listen': () => new Server().listen(0),
  'https.request': () => process.getBuiltinModule('https').request('https://127.0.0.1:9/'),
  'http2.connect': () => process.getBuiltinModule('http2').connect('http://127.0.0.1:9/'),
  'tls.connect': () => process.getBuiltinModule('tls').connect(9),
  'dgram.createSocket': () => dgram.createSocket('udp4'),
  'dgram.Socket.send': () => new dgram.Socket('udp4').send('x', 9, '127.0.0.1'),
  'dns.lookup': () => lookup('localhost'),
  'put back': () => Object.defineProperty(globalThis, 'fetch', { value: () => {} }),
};
const open = [];
for (const [name, way] of Object.entries(ways)) {
  try { await way(); open.push(name); } catch (thrown) { if (!/is locked|Cannot redefine/.test(thrown.message)) open.push(name + ': ' + thrown.message); }
}
const child = spawnSync(process.execPath, ['-e', 'console.log(1)'], { encoding: 'utf8' });
console.log(JSON.stringify({ tried: Object.keys(ways).length, open, child: child.stdout }));
`;

test('no library can open a connection, listen or look up a name, and pipes still work', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', attempts]);
  expect(JSON.parse(stdout)).toEqual({ tried: 14, open: [], child: '1\n' });
});
