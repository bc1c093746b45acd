/** The built Electron host in the double, with the real engine in its utility process: port, dialogs, crashes, and a safe end. */
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineConnection } from '../../src/contract/host-api.ts';
import { missingBuild } from './electron-double/bundles.ts';
import { refusable } from './electron-double/double.ts';
import { type Started, startWorkstation, userFolder } from './electron-double/started.ts';

/** Smallest things that are what they say. */
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe.skipIf(missingBuild !== '')(`the built Electron host with its engine${missingBuild}`, () => {
  let user: Awaited<ReturnType<typeof userFolder>>;
  let started: Started;
  let client: EngineConnection;
  let caseDirectory: string;
  let evidence: string;

  beforeAll(async () => {
    user = await userFolder();
    // Evidence and case lie where symbolic links of the temporary folder play no part.
    const folder = await realpath(user.directory);
    evidence = path.join(folder, 'evidence');
    caseDirectory = path.join(folder, 'trial.sabut');
    await mkdir(path.join(evidence, 'تصاویر'), { recursive: true });
    await writeFile(path.join(evidence, 'تصاویر', 'dot.png'), png);
    for (let index = 0; index < 40; index += 1) await writeFile(path.join(evidence, `note ${index}.txt`), `note ${index}\n`);
    started = await startWorkstation(user.directory);
    client = await started.connect();
  });
  afterAll(async () => {
    await started?.double.stop();
    await user?.remove();
  });

  const engineOf = (which: Started) => which.double.utilities.findLast(({ entry }) => entry.endsWith('engine-process.js'));
  const workersOf = (which: Started) => which.double.utilities.filter(({ entry }) => entry.endsWith('utility-process.js'));

  test('a page that asks is handed a port on which the engine answers', async () => {
    const description = await client.call('application.describe', {});
    expect(description.product).toBe('Sabut');
    expect(description.isolation).toBe('electron-utility');
    expect(started.window.webContents.handOvers).toBe(1);
  });

  test('evidence is processed by workers that the main process made', async () => {
    await client.call('case.create', { directory: caseDirectory, header: { name: 'Trial' } });
    const items: number[] = [];
    const run = await client.call(
      'run.start',
      { evidence: [evidence], profile: 'standard', workers: 2 },
      { onProgress: (progress) => items.push(progress.items) },
    );
    expect(run).toMatchObject({ state: 'complete', isolation: 'electron-utility' });
    expect(items.length).toBeGreaterThan(0);
    const workers = workersOf(started);
    expect(workers.length).toBeGreaterThanOrEqual(2);
    for (const { options } of workers) {
      expect(options.execArgv).toEqual(['--max-old-space-size=512']);
      expect(options.env['TZ']).toBe('UTC');
      expect(Object.keys(options.env)).not.toContain('SABUT_KEY_STORE');
    }
  });

  test('the native menu speaks both languages and is carried out by the page', async () => {
    const host = started.host();
    const chosen: string[] = [];
    host.menuChosen?.((action) => chosen.push(action));
    expect(started.double.menu[0]?.label).toBe('File');
    host.languageChanged?.('ur');
    await started.double.until(() => started.double.menu[0]?.label === 'فائل');
    const entry = started.double.menu.flatMap(({ submenu }) => submenu ?? []).find(({ id }) => id === 'add-evidence');
    (entry as { click(): void }).click();
    await started.double.until(() => chosen.length === 1);
    expect(chosen).toEqual(['add-evidence']);
    host.languageChanged?.('en');
    await started.double.until(() => started.double.menu[0]?.label === 'File');
  });

  test('dialogs answer with a path, or with nothing when they were closed', async () => {
    const host = started.host();
    expect(await host.chooseFolder?.()).toBeNull();
    started.double.answers = {
      showOpenDialog: { canceled: false, filePaths: ['/media/stick'] },
      showSaveDialog: { canceled: false, filePath: path.join(user.directory, 'page.pdf') },
    };
    expect(await host.chooseFolder?.()).toBe('/media/stick');
    expect(await host.chooseSaveFolder?.('../../بیگ\u202E/x')).toBe(path.join(user.directory, 'page.pdf'));
    expect(started.double.dialogs.at(-1)?.options).toMatchObject({ defaultPath: '__.._بیگ__x' });
    expect(await host.printPage?.('Report.pdf')).toBe(path.join(user.directory, 'page.pdf'));
    expect(await readFile(path.join(user.directory, 'page.pdf'), 'utf8')).toBe('%PDF-double');
    started.double.answers = {};
  });

  test('a written report has a window of its own, in which nothing runs and from which nothing leads elsewhere', async () => {
    const host = started.host();
    const report = path.join(path.dirname(caseDirectory), 'report');
    await expect(host.openReport(caseDirectory)).rejects.toMatchObject({ code: 'not-found' });
    await client.call('report.write', { directory: report });
    await host.openReport(report);
    const window = started.double.windows.at(-1);
    if (window === undefined || window === started.window) throw new Error('no window of its own');
    expect(window.options.webPreferences).toMatchObject({
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    });
    expect(window.options.webPreferences).not.toHaveProperty('preload');
    const address = window.webContents.getURL();
    expect(address).toMatch(/^evidence:\/\/report\/[\w-]+\/index\.html$/);
    const leads = (url: string) => {
      const event = refusable({ url, isMainFrame: true });
      window.webContents.emit('will-navigate', event);
      return !event.prevented;
    };
    expect(leads(address.replace('index.html', 'items/index.html'))).toBe(true);
    for (const url of ['app://sabut/index.html', 'https://example.com/', 'file:///etc/passwd', 'evidence://report/b3RoZXI/index.html'])
      expect(leads(url)).toBe(false);
    const answer = await started.double.handlers.get('evidence')?.(new Request(address));
    expect(answer?.status).toBe(200);
    expect(answer?.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    for (const name of ['..%2ftrial.sabut%2fcase.db', '%2fetc%2fpasswd', 'absent.html'])
      expect((await started.double.handlers.get('evidence')?.(new Request(address.replace('index.html', name))))?.status).toBe(404);
    expect(await host.printReport?.(report)).toBeNull();
    started.double.answers = { showSaveDialog: { canceled: false, filePath: path.join(user.directory, 'report.pdf') } };
    expect(await host.printReport?.(report)).toBe(path.join(user.directory, 'report.pdf'));
    expect(await readFile(path.join(user.directory, 'report.pdf'), 'utf8')).toBe('%PDF-double');
    expect(started.double.windows.at(-1)).toMatchObject({ destroyed: true, shown: false });
    started.double.answers = {};
  });

  test('the path of a dropped file is told, and of a made-up one is not', () => {
    expect(started.host().droppedPath?.({ path: '/media/stick' } as never)).toBe('/media/stick');
    expect(started.host().droppedPath?.({} as never)).toBeNull();
  });

  test('a case that is double-clicked reaches the page: a second start, or the system’s own event', async () => {
    const opened: string[] = [];
    started.host().openCaseRequested((directory) => opened.push(directory));
    // On Windows and Linux the system hands over the file in the case that is registered, as a case is a folder there.
    started.double.app.emit('second-instance', {}, ['sabut', '--flag', path.join(caseDirectory, 'Open in Sabut.sabut')], '/');
    await started.double.until(() => opened.length === 1);
    const event = refusable();
    started.double.app.emit('open-file', event, caseDirectory);
    await started.double.until(() => opened.length === 2);
    expect(opened).toEqual([caseDirectory, caseDirectory]);
    expect(event.prevented).toBe(true);
    expect(started.window.focused).toBe(1);
    started.double.app.emit('second-instance', {}, ['sabut', '/etc/passwd', path.join(user.directory, 'absent.sabut')], '/');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(opened).toHaveLength(2);
  });

  test('when the page crashes it is loaded again and connects anew; the engine goes on', async () => {
    const engine = engineOf(started);
    const { loads } = started.window.webContents;
    started.window.webContents.crash('crashed');
    expect(started.window.webContents.loads).toBe(loads + 1);
    client = await started.connect();
    expect((await client.call('case.current', {}))?.directory).toBe(caseDirectory);
    expect(engineOf(started)).toBe(engine);
  });

  test('when the engine crashes, pending calls fail clearly, another engine opens the same case, and the page connects again', async () => {
    const closed = Promise.withResolvers<void>();
    client.onClose(closed.resolve);
    const before = engineOf(started);
    before?.kill();
    await closed.promise;
    await expect(client.call('notes.get', {})).rejects.toMatchObject({ details: { reason: 'connection-closed' } });
    client = await started.connect();
    expect(engineOf(started)).not.toBe(before);
    expect((await client.call('case.current', {}))?.directory).toBe(caseDirectory);
  });

  test('a window that hangs is loaded again only when the examiner says so', async () => {
    const { loads } = started.window.webContents;
    started.double.answers = { showMessageBox: { response: 1 } };
    started.window.emit('unresponsive');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(started.window.webContents.loads).toBe(loads);
    started.double.answers = { showMessageBox: { response: 0 } };
    started.window.emit('unresponsive');
    await started.double.until(() => started.window.webContents.loads === loads + 1);
    client = await started.connect();
    expect((await client.call('case.current', {}))?.directory).toBe(caseDirectory);
  });

  test('an engine that ends again and again is not started for ever: the examiner is asked', async () => {
    const asked = started.double.dialogs.length;
    started.double.answers = { showMessageBox: { response: 0 } };
    for (let times = 0; times < 6 && started.double.dialogs.length === asked; times += 1) {
      const engine = engineOf(started);
      await (await started.connect()).call('application.describe', {});
      engine?.kill();
      await started.double.until(() => engineOf(started) !== engine || started.double.dialogs.length > asked);
    }
    expect(started.double.dialogs.at(-1)?.options).toMatchObject({ message: 'The engine of Sabut ended several times in a row.' });
    client = await started.connect();
    // What cannot be opened without a crash is left to the examiner.
    expect(await client.call('case.current', {})).toBeNull();
  });

  test('without a run it ends at once, keeps the window’s place and leaves no engine', async () => {
    const dialogs = started.double.dialogs.length;
    const closing = refusable();
    started.window.emit('close', closing);
    expect(closing.prevented).toBe(true);
    await started.double.until(() => started.double.exited);
    expect(started.double.dialogs).toHaveLength(dialogs);
    expect(JSON.parse(await readFile(path.join(user.directory, 'workstation.json'), 'utf8'))).toMatchObject({
      bounds: { x: 100, y: 80, width: 1200, height: 800 },
      resume: null,
    });
  });

  test('the next start stands where the last one stood, unless that display is gone', async () => {
    const again = await startWorkstation(user.directory);
    expect(again.window.options).toMatchObject({ x: 100, y: 80, width: 1200, height: 800 });
    await again.double.stop();
    const elsewhere = await startWorkstation(user.directory, { displays: [{ x: 5000, y: 0, width: 800, height: 600 }] });
    expect(elsewhere.window.options['x']).toBeUndefined();
    await elsewhere.double.stop();
  });

  test('a case among the arguments of the start reaches the page', async () => {
    const again = await startWorkstation(user.directory, { commandLine: ['.', caseDirectory] });
    const opened: string[] = [];
    again.host().openCaseRequested((directory) => opened.push(directory));
    await again.connect();
    await again.double.until(() => opened.length === 1);
    expect(opened).toEqual([caseDirectory]);
    await again.double.stop();
  });

  test('during a run it asks; "keep working" keeps working; "pause and quit" goes on with it at the next start', async () => {
    const large = path.join(path.dirname(evidence), 'large');
    await mkdir(large);
    for (let index = 0; index < 1000; index += 1) await writeFile(path.join(large, `file ${index}.bin`), Buffer.alloc(20_000, index));
    const first = await startWorkstation(user.directory);
    const page = await first.connect();
    await page.call('case.open', { directory: caseDirectory });
    const underWay = Promise.withResolvers<void>();
    page
      .call(
        'run.start',
        { evidence: [large], profile: 'standard', workers: 1 },
        { onProgress: ({ items }) => items > 0 && underWay.resolve() },
      )
      .catch(() => {});
    await underWay.promise;
    await first.double.until(() => first.double.utilities.length > 1);

    first.double.answers = { showMessageBox: { response: 1 } };
    first.double.quit();
    await first.double.until(() => first.double.dialogs.length === 1);
    expect(first.double.dialogs[0]?.options).toMatchObject({ message: 'Evidence is still being processed.' });
    expect(await page.call('run.state', {})).not.toBeNull();
    expect(first.double.exited).toBe(false);

    first.double.answers = { showMessageBox: { response: 0 } };
    first.double.quit();
    await first.double.until(() => first.double.exited, 40_000);
    expect(JSON.parse(await readFile(path.join(user.directory, 'workstation.json'), 'utf8'))).toMatchObject({ resume: caseDirectory });

    const second = await startWorkstation(user.directory);
    const later = await second.connect();
    await second.double.until(() => workersOf(second).length > 0);
    for (;;) {
      if ((await later.call('run.state', {})) === null) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const open = await later.call('case.current', {});
    expect(open?.runs.at(-1)?.state).toBe('complete');
    expect(open?.coverage.items).toBeGreaterThan(1000);
    await second.double.stop();
  }, 90_000);
});
