/** The built Electron host in the double: what is locked, denied and checked before any evidence is near. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingBuild } from './electron-double/bundles.ts';
import { refusable, UtilityDouble } from './electron-double/double.ts';
import { type Started, startWorkstation, userFolder } from './electron-double/started.ts';
import type { FrameDouble, WebContentsDouble } from './electron-double/web-contents.ts';

const id = '0123456789abcdef0123456789abcdef';

describe.skipIf(missingBuild !== '')(`the built Electron host${missingBuild}`, () => {
  let user: Awaited<ReturnType<typeof userFolder>>;
  let started: Started;

  beforeAll(async () => {
    user = await userFolder();
    started = await startWorkstation(user.directory);
  });
  afterAll(async () => {
    await started?.double.stop();
    await user.remove();
  });

  describe('before it is ready', () => {
    test('the sandbox is on for every page, and schemes and switches are set', () => {
      const { log } = started.double;
      const ready = log.indexOf('ready');
      expect(log.indexOf('sandbox')).toBeLessThan(ready);
      expect(log.indexOf('schemes')).toBeLessThan(ready);
      expect(log.findLastIndex((entry) => entry.startsWith('switch'))).toBeLessThan(ready);
    });

    test.each([
      ['host-resolver-rules', 'MAP * ~NOTFOUND'],
      ['proxy-server', 'socks5://127.0.0.1:9'],
      ['proxy-bypass-list', '<-loopback>'],
      ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
      ['disable-background-networking', ''],
      ['disable-component-update', ''],
      ['disable-domain-reliability', ''],
      ['disable-sync', ''],
      ['no-pings', ''],
      ['dns-prefetch-disable', ''],
    ])('switch %s', (name, value) => {
      expect(started.double.switches.get(name)).toBe(value);
    });

    test('two schemes have just the privileges that they need', () => {
      expect(started.double.schemes).toEqual([
        { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
        { scheme: 'evidence', privileges: { standard: true, secure: true, stream: true } },
      ]);
    });
  });

  describe('the window', () => {
    test('gives its page nothing', () => {
      const { preload, ...preferences } = started.window.options.webPreferences;
      expect(preload).toMatch(/[\\/]preload[\\/]index\.cjs$/);
      expect(preferences).toEqual({
        sandbox: true,
        contextIsolation: true,
        webSecurity: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webviewTag: false,
        plugins: false,
        spellcheck: false,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        navigateOnDragDrop: false,
        devTools: true,
      });
    });

    test('is the only one, shows the interface, and loads it only after the session is locked', () => {
      expect(started.double.windows).toHaveLength(1);
      expect(started.window.webContents.mainFrame?.url).toBe('app://sabut/index.html');
      expect(started.double.log.filter((entry) => entry.startsWith('load'))).toEqual(['load guarded']);
      expect(started.window.shown).toBe(true);
    });

    test('an installed Sabut has no developer tools', async () => {
      const packaged = await startWorkstation(user.directory, { packaged: true });
      expect(packaged.window.options.webPreferences.devTools).toBe(false);
      expect(JSON.stringify(packaged.double.menu)).not.toContain('toggleDevTools');
      await packaged.double.stop();
    });
  });

  describe('the session', () => {
    test.each([
      'media',
      'geolocation',
      'notifications',
      'midi',
      'midiSysex',
      'pointerLock',
      'fullscreen',
      'openExternal',
      'clipboard-read',
      'clipboard-sanitized-write',
      'display-capture',
      'mediaKeySystem',
      'window-management',
      'idle-detection',
      'storage-access',
      'fileSystem',
      'hid',
      'serial',
      'usb',
      'unknown',
    ])('denies %s', (permission) => {
      const { permissionRequest, permissionCheck } = started.double.session;
      const decisions: boolean[] = [];
      permissionRequest?.({}, permission, (allowed) => decisions.push(allowed));
      expect(decisions).toEqual([false]);
      expect(permissionCheck?.({}, permission)).toBe(false);
    });

    test('denies devices and screens, refuses downloads, spells nothing and has a dead proxy', () => {
      const { session } = started.double;
      expect(session.devicePermission?.()).toBe(false);
      const streams: object[] = [];
      session.displayMedia?.({}, (given) => streams.push(given));
      expect(streams).toEqual([{}]);
      const download = refusable();
      session.emit('will-download', download);
      expect(download.prevented).toBe(true);
      expect(session.spellChecker).toBe(false);
      expect(session.proxy).toEqual({ mode: 'fixed_servers', proxyRules: 'socks5://127.0.0.1:9', proxyBypassRules: '<-loopback>' });
    });

    test.each([
      ['http://example.com/', true],
      ['https://example.com/', true],
      ['http://127.0.0.1:8080/', true],
      ['ws://127.0.0.1/', true],
      ['wss://example.com/', true],
      ['ftp://example.com/', true],
      ['file:///etc/passwd', true],
      ['data:text/html,x', true],
      ['chrome://gpu', true],
      ['nonsense', true],
      ['app://sabut/assets/index.js', false],
      [`evidence://item/${id}?type=image%2Fpng`, false],
      ['blob:app://sabut/0a1b', false],
    ])('a request to %s is cancelled: %s', (url, cancelled) => {
      const decisions: boolean[] = [];
      started.double.session.requestListener?.({ url }, ({ cancel }) => decisions.push(cancel));
      expect(decisions).toEqual([cancelled]);
    });
  });

  describe('a page', () => {
    const contents = (): WebContentsDouble => started.window.webContents;

    function refuses(name: string, properties: object = {}, ...more: unknown[]): boolean {
      const event = refusable(properties);
      contents().emit(name, event, ...more);
      return event.prevented;
    }

    test.each([
      'https://example.com/',
      'file:///etc/passwd',
      'app://other/index.html',
      'app://sabut/other.html',
      `evidence://item/${id}`,
      'data:text/html,x',
      'javascript:alert(1)',
    ])('cannot go to %s', (url) => {
      expect(refuses('will-navigate', { url })).toBe(true);
      expect(refuses('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
      expect(refuses('will-redirect', { url })).toBe(true);
      expect(contents().windowOpenHandler?.({ url })).toEqual({ action: 'deny' });
    });

    test('can be loaded again', () => {
      expect(refuses('will-navigate', { url: 'app://sabut/index.html' })).toBe(false);
    });

    test('may hold frames of evidence and no others', () => {
      expect(refuses('will-frame-navigate', { url: 'app://sabut/index.html', isMainFrame: false })).toBe(true);
      expect(refuses('will-frame-navigate', { url: 'https://example.com/', isMainFrame: false })).toBe(true);
      expect(refuses('will-frame-navigate', { url: `evidence://item/${id}`, isMainFrame: false })).toBe(false);
    });

    test('cannot embed a webview, choose a device, log in or show a certificate', () => {
      expect(refuses('will-attach-webview')).toBe(true);
      const chosen: string[] = [];
      expect(refuses('select-bluetooth-device', {}, [], (device: string) => chosen.push(device))).toBe(true);
      expect(chosen).toEqual(['']);
      expect(refuses('login')).toBe(true);
      expect(refuses('select-client-certificate')).toBe(true);
      expect(contents().webRtcPolicy).toBe('disable_non_proxied_udp');
    });

    test('is given one object with two functions by a preload script that loads nothing but electron', () => {
      expect(Object.keys(contents().page?.exposed ?? {})).toEqual(['sabut']);
      expect(Object.keys(contents().page?.sabut ?? {}).sort()).toEqual(['pathOfFile', 'requestPorts']);
      expect(new Set(contents().required)).toEqual(new Set(['electron']));
    });
  });

  describe('the port', () => {
    test('is the only message that the main process listens to', () => {
      expect(started.double.ipc.eventNames()).toEqual(['sabut:request-ports']);
    });

    test.each<[string, (frame: FrameDouble) => FrameDouble | null]>([
      ['a frame that is gone', () => null],
      ['a detached frame', (frame) => ({ ...frame, detached: true })],
      ['a frame within the page', (frame) => ({ ...frame, parent: frame })],
      ['another origin', (frame) => ({ ...frame, origin: 'https://example.com', url: 'https://example.com/' })],
      ['a frame of evidence', (frame) => ({ ...frame, origin: 'evidence://item', url: `evidence://item/${id}` })],
      ['an opaque origin', (frame) => ({ ...frame, origin: 'null' })],
      ['a file', (frame) => ({ ...frame, origin: 'file://', url: 'file:///index.html' })],
    ])('is not handed to %s', async (_what, change) => {
      const { webContents } = started.window;
      let handed = false;
      const frame = change({ ...(webContents.mainFrame as FrameDouble), postMessage: () => (handed = true) });
      started.double.ipc.emit('sabut:request-ports', { sender: webContents, senderFrame: frame });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(handed).toBe(false);
    });

    test('is not handed to the contents of another window', async () => {
      const { webContents } = started.window;
      let handed = false;
      const frame = { ...(webContents.mainFrame as FrameDouble), postMessage: () => (handed = true) };
      started.double.ipc.emit('sabut:request-ports', { sender: {}, senderFrame: frame });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(handed).toBe(false);
    });
  });

  describe('the app scheme', () => {
    const get = (path: string, init?: RequestInit): Promise<Response> =>
      started.double.handlers.get('app')?.(new Request(path, init)) as Promise<Response>;

    test('delivers the page under the policy of HARDENING.md, with a nonce for styles', async () => {
      const response = await get('app://sabut/index.html');
      const nonce = /'nonce-([\w-]{24})'/.exec(response.headers.get('content-security-policy') as string)?.[1];
      expect(nonce).toBeDefined();
      expect(response.headers.get('content-security-policy')).toBe(
        "default-src 'none'; script-src 'self'; " +
          `style-src 'self' 'nonce-${nonce}'; font-src 'self'; img-src 'self' blob: evidence:; media-src evidence:; connect-src 'self'; ` +
          "worker-src 'self'; frame-src evidence:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      );
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      const text = await response.text();
      expect(text).not.toContain('__SABUT_NONCE__');
      expect(text).not.toMatch(/<script(?![^>]*\bsrc=)/);
    });

    test.each([
      'app://sabut/../main/index.js',
      'app://sabut/%2e%2e/main/index.js',
      'app://sabut/..%2fmain%2findex.js',
      'app://other/index.html',
      'app://sabut/nothing.js',
    ])('%s leads nowhere', async (address) => {
      expect((await get(address)).status).toBe(404);
    });

    test('takes nothing', async () => {
      expect((await get('app://sabut/index.html', { method: 'POST', body: 'x' })).status).toBe(405);
    });
  });

  test('the evidence scheme refuses what is no item and takes nothing', async () => {
    const get = (address: string, init?: RequestInit): Promise<Response> =>
      started.double.handlers.get('evidence')?.(new Request(address, init)) as Promise<Response>;
    for (const address of [
      'evidence://item/../../etc/passwd',
      'evidence://item/',
      `evidence://other/${id}`,
      `evidence://item/${id}/x`,
      'evidence://item/nonsense',
    ]) {
      const response = await get(address);
      expect(response.status).toBe(404);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await get(`evidence://item/${id}`, { method: 'POST', body: 'x' })).status).toBe(405);
  });

  test('the engine is a utility process of its own', () => {
    expect(started.double.utilities[0]).toBeInstanceOf(UtilityDouble);
    expect(started.double.utilities[0]?.entry).toMatch(/engine-process\.js$/);
  });

  test('a second start hands over to the first and opens no window', async () => {
    const { ElectronDouble } = await import('./electron-double/double.ts');
    const { mainBundle } = await import('./electron-double/bundles.ts');
    const second = new ElectronDouble({ userPath: user.directory, primary: false });
    await second.start(mainBundle);
    expect(second.exited).toBe(true);
    expect(second.windows).toEqual([]);
    expect(second.utilities).toEqual([]);
  });
});
