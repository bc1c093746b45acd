/** The loopback host in a real browser: that policies and origins do in Chromium what their headers say. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDispatcher } from '../../../src/transport/dispatcher.ts';
import { type LoopbackHost, startLoopbackHost } from '../../../src/web/loopback-host.ts';
import { createFakeEngine } from '../../conformance/fake-use-cases.ts';

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'].find((file) =>
  existsSync(file),
);
const reason = browserPath === undefined ? ' (skipped: no Chromium-family browser is installed)' : '';

const picture = 'a'.repeat(32);
const page = 'b'.repeat(32);
const contents: Record<string, Buffer> = {
  [picture]: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
  [page]: Buffer.from('<script>parent.postMessage("evidence ran", "*")</script>'),
};

/** The smallest interface: the host's client, a style with the nonce and one without. */
const html = `<!doctype html><html><head><meta property="csp-nonce" nonce="__SABUT_NONCE__">
<style nonce="__SABUT_NONCE__">#allowed { color: rgb(1, 2, 3) }</style><style>#allowed { color: red } #forbidden { color: red }</style>
<script>window.inline = true</script><script type="module" src="/entry.js"></script></head>
<body><p id="allowed">a</p><p id="forbidden">b</p></body></html>`;

describe.skipIf(reason !== '')(`the loopback host in a browser${reason}`, () => {
  let directory: string;
  let host: LoopbackHost;
  let browser: Browser;
  let tab: Page;
  const requested: string[] = [];
  const engine = createFakeEngine();

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'sabut-browser-'));
    const entry = path.join(directory, 'entry.ts');
    const found = path.join(import.meta.dirname, '../../../src/transport/host.ts');
    await writeFile(entry, `import { findHost } from ${JSON.stringify(found)}; (window as any).host = findHost(window);`);
    await build({
      configFile: false,
      logLevel: 'error',
      root: directory,
      build: { outDir: path.join(directory, 'built'), lib: { entry, formats: ['es'], fileName: () => 'entry.js' } },
    });
    await writeFile(path.join(directory, 'built', 'index.html'), html);
    engine.useCases['items.bytes'] = async ({ id, offset, length }) => {
      const bytes = contents[id] ?? Buffer.alloc(0);
      return { bytes: new Uint8Array(bytes.subarray(offset, offset + length)), size: bytes.length, changed: false };
    };
    host = await startLoopbackHost({
      dispatcher: createDispatcher({ useCases: engine.useCases, defaultExaminer: 'Host' }),
      events: engine,
      interfaceDirectory: path.join(directory, 'built'),
    });
    browser = await chromium.launch({ executablePath: browserPath as string, args: ['--no-sandbox'] });
    tab = await browser.newPage();
    tab.on('request', (request) => requested.push(request.url()));
    await tab.goto(host.address);
    await tab.waitForFunction('window.host !== undefined');
  });
  afterAll(async () => {
    await browser?.close();
    await host?.close();
    await rm(directory, { recursive: true, force: true });
  });

  test('the page connects, calls, and gets bytes as bytes', async () => {
    const answer = await tab.evaluate(`(async () => {
      window.client = await window.host.connect();
      await window.client.call('notes.save', { text: 'ثبوت' });
      const { bytes } = await window.client.call('items.bytes', { id: '${picture}', offset: 1, length: 3 });
      return { text: (await window.client.call('notes.get', {})).text, bytes: [...bytes], hash: location.hash };
    })()`);
    expect(answer).toEqual({ text: 'ثبوت', bytes: [0x50, 0x4e, 0x47], hash: '' });
    expect(requested.some((url) => url.includes('token'))).toBe(false);
  });

  test('loaded again, it goes on with its session', async () => {
    await tab.reload();
    await tab.waitForFunction('window.host !== undefined');
    expect(await tab.evaluate(`window.host.connect().then((client) => (window.client = client).call('notes.get', {}))`)).toEqual({
      text: 'ثبوت',
    });
  });

  test('inline scripts and styles without the nonce do nothing; scripts cannot read the cookie', async () => {
    const seen = await tab.evaluate(`({
      inline: 'inline' in window,
      allowed: getComputedStyle(document.querySelector('#allowed')).color,
      forbidden: getComputedStyle(document.querySelector('#forbidden')).color,
      cookie: document.cookie,
    })`);
    expect(seen).toEqual({ inline: false, allowed: 'rgb(1, 2, 3)', forbidden: 'rgb(0, 0, 0)', cookie: '' });
  });

  test('evidence is shown as a picture, but cannot be fetched by a script', async () => {
    const seen = await tab.evaluate(`(async () => {
      const address = await window.host.evidenceAddress('${picture}', 'image/png');
      const image = new Image();
      image.src = address;
      await image.decode();
      const fetched = await fetch(address).then(() => 'fetched', () => 'refused');
      return { width: image.naturalWidth, fetched };
    })()`);
    expect(seen).toEqual({ width: 1, fetched: 'refused' });
  });

  test('a page from the evidence never runs, whatever it is called', async () => {
    const messages = await tab.evaluate(`(async () => {
      const heard = [];
      addEventListener('message', ({ data }) => heard.push(data));
      for (const type of ['text/html', 'image/svg+xml', 'image/png', 'video/mp4']) {
        const frame = document.createElement('iframe');
        frame.src = await window.host.evidenceAddress('${page}', type);
        document.body.append(frame);
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
      return heard;
    })()`);
    expect(messages).toEqual([]);
  });

  test('a page of another site gets nothing: no frame, no call, no socket, no picture', async () => {
    const context = await browser.newContext();
    const other = await context.newPage();
    // Another origin of this very machine: the cookie of 127.0.0.1 would be sent along, were it not for SameSite and the key.
    await other.goto(`${host.evidenceOrigin}/nothing`);
    const outcome = await other.evaluate(`(async () => ({
      call: await fetch('${host.origin}/ticket', { method: 'POST', body: '{}' }).then(() => 'answered', () => 'refused'),
      read: await fetch('${host.origin}/').then(() => 'answered', () => 'refused'),
    }))()`);
    expect(outcome).toEqual({ call: 'refused', read: 'refused' });
    await context.close();
  });

  test('nothing was asked for beyond this machine', () => {
    expect(requested.length).toBeGreaterThan(3);
    for (const url of requested) expect([host.origin, host.evidenceOrigin]).toContain(new URL(url.replace(/^ws:/, 'http:')).origin);
  });
});
