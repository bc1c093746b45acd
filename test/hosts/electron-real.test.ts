/** The real Electron, where its binary is installed: what only Chromium can show. Elsewhere these tests are skipped by name. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ElectronApplication, _electron as electron, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingBuild } from './electron-double/bundles.ts';

const root = path.join(import.meta.dirname, '../..');

/** Path of the binary, or null. The package itself is not asked: it would try to download what is absent. */
function electronBinary(): string | null {
  const folder = path.join(root, 'node_modules/electron');
  const named = path.join(folder, 'path.txt');
  const usual = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform as string] ?? 'electron';
  const name = existsSync(named) ? readFileSync(named, 'utf8').trim() : usual;
  const binary = path.join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? path.join(folder, 'dist'), name);
  return existsSync(binary) ? binary : null;
}

const binary = electronBinary();
const reason = binary === null ? ' (skipped: the Electron binary is not installed)' : missingBuild;

describe.skipIf(reason !== '')(`the workstation in the real Electron${reason}`, () => {
  let folder: string;
  let application: ElectronApplication;
  let page: Page;
  const requested: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'sabut-electron-')));
    await mkdir(path.join(folder, 'evidence'));
    await writeFile(path.join(folder, 'evidence', 'note.txt'), 'a note\n');
    application = await electron.launch({
      executablePath: binary as string,
      // Chromium's own sandbox needs a user other than root.
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), `--user-data-dir=${path.join(folder, 'user')}`, root],
      env: { ...(process.env as Record<string, string>), SABUT_KEY_STORE: path.join(folder, 'keys') },
    });
    page = await application.firstWindow();
    page.on('request', (request) => requested.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.waitForLoadState('load');
  });
  afterAll(async () => {
    await application?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('shows the interface from its own scheme', async () => {
    expect(page.url()).toBe('app://sabut/index.html');
    await page.locator('body *:visible').first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('its page has no Node, and no function but the two', async () => {
    const seen = await page.evaluate(() => ({
      names: Object.keys((globalThis as unknown as { sabut: object }).sabut).sort(),
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in globalThis),
    }));
    expect(seen).toEqual({ names: ['pathOfFile', 'requestPorts'], node: [] });
  });

  test('neither fetches, nor runs what was written into it, nor opens a window', async () => {
    // As text: this file knows no types of a page.
    const outcome = await page.evaluate(`(async () => {
      const refused = await fetch('http://127.0.0.1:9/').then(() => 'answered', () => 'refused');
      const script = document.createElement('script');
      script.textContent = 'globalThis.injected = true';
      document.body.append(script);
      return { refused, injected: 'injected' in globalThis, opened: window.open('https://example.com/') !== null };
    })()`);
    expect(outcome).toEqual({ refused: 'refused', injected: false, opened: false });
    expect(application.windows()).toHaveLength(1);
  });

  test('asks for nothing beyond its own schemes', () => {
    expect(requested.filter((url) => !/^(?:app|evidence|blob):/.test(url) && url !== 'http://127.0.0.1:9/')).toEqual([]);
  });
});
