/** The first minutes on a fresh machine, and runs seen from the interface: paused, queued, the page reloaded, the whole host ended, each in mid-run. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateSampleDrive } from '../../src/sample/generate.ts';
import { runServe, type Serving } from '../../src/web/serve.ts';
import { browserPath, launchBrowser, withoutBrowser } from './browser.ts';
import { buildInterface } from './build-page.ts';
import { soon } from './pages/soon.ts';
import { Workstation } from './pages/workstation.ts';

const runTime = 200_000;

describe.skipIf(browserPath === null)(`a run, watched from the interface${withoutBrowser}`, () => {
  let place: string;
  let browser: Browser;
  let serving: Serving;
  let workstation: Workstation;
  let files = 0;

  async function serve(caseDirectory?: string): Promise<void> {
    let address = '';
    serving = await runServe({
      interfaceDirectory: path.join(place, 'interface'),
      folderRoots: [place],
      settingsDirectory: path.join(place, 'settings'),
      examiner: 'Insp. Sana Malik',
      ...(caseDirectory === undefined ? {} : { caseDirectory }),
      onAddress: (one) => {
        address = one;
      },
    });
    workstation = await Workstation.open(browser, address || serving.url);
  }

  beforeAll(async () => {
    place = mkdtempSync(path.join(tmpdir(), 'sabut-runs-'));
    const [sample] = await Promise.all([
      generateSampleDrive({ directory: path.join(place, 'drive'), items: 1500, sparseSize: 536_870_912 }),
      buildInterface(path.join(place, 'interface')),
    ]);
    files = sample.files;
    mkdirSync(path.join(place, 'second'));
    writeFileSync(path.join(place, 'second', 'note.txt'), 'second');
    browser = await launchBrowser();
    await serve();
  });

  afterAll(async () => {
    await workstation?.close();
    await browser?.close();
    await serving?.close();
    rmSync(place, { recursive: true, force: true });
  });

  const running = () => workstation.page.getByRole('button', { name: workstation.words.run.pause });
  const resume = () => workstation.page.getByRole('button', { name: workstation.words.run.resume, exact: true });

  const take = async (folder: string) => {
    const { page, words, dialog } = workstation;
    await page.getByRole('button', { name: words.evidence.choose }).click();
    await dialog.getByRole('textbox', { name: words.folders.path }).fill(path.join(place, folder));
    await dialog.getByRole('button', { name: words.folders.go }).click();
    await dialog.getByRole('button', { name: words.evidence.take }).click();
  };

  it('is of the sample case after one click on a fresh machine, and later clicks open it again', { timeout: runTime }, async () => {
    const { page, words } = workstation;
    const sample = page.getByRole('button', { name: words.start.sample });
    await sample.click();
    await page.getByText(words.jobs.sample.open).first().waitFor();
    // Cancelled, it leaves nothing.
    await workstation.main.getByRole('button', { name: words.general.cancel }).click();
    await soon(() => sample.isEnabled()).toBe(true);
    const folder = path.join(place, 'Sabut cases', 'Sample');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
    await sample.click();
    await page.getByRole('heading', { name: words.screens.evidence, exact: true }).waitFor({ timeout: 120_000 });
    await soon(() => page.getByText(words.run.none).count(), 120_000).toBe(1);
    await soon(() => workstation.main.getByText('Sample drive').count()).toBeGreaterThan(0);
    await workstation.goTo('start');
    await page.getByRole('button', { name: words.actions.closeCase }).click();
    await sample.click();
    await workstation.table();
    expect(readdirSync(folder).sort()).toEqual(['Sample case.sabut', 'Sample drive', 'Sample drive.truth.jsonl']);
    await workstation.goTo('start');
  });

  it('is paused in its middle and keeps what it has', { timeout: runTime }, async () => {
    const { page, words } = workstation;
    await page.getByRole('button', { name: words.start.newText }).click();
    await page.getByRole('textbox', { name: words.header.name }).fill('Watched');
    const directory = page.getByRole('textbox', { name: words.start.directory });
    // The name suffices: a folder for cases is offered.
    await soon(() => directory.inputValue()).toBe(path.join(place, 'Sabut cases', 'Watched.sabut'));
    await directory.fill(path.join(place, 'mistyped', 'Watched.sabut'));
    await page.getByRole('button', { name: words.start.create }).click();
    await page.getByText(words.errors.reasons['parent-missing'].happened.split('{{')[0] as string).waitFor();
    expect(existsSync(path.join(place, 'mistyped'))).toBe(false);
    await directory.fill(path.join(place, 'Watched.sabut'));
    await page.getByRole('button', { name: words.start.create }).click();
    await take('drive');
    await workstation.main.getByRole('button', { name: words.evidence.start, exact: true }).click();
    await running().click();
    await resume().waitFor({ timeout: 60_000 });
    await soon(() => page.getByText(words.run.unfinished).count()).toBe(1);
  });

  it('goes on after the page was reloaded in its middle, and what waits for it is still there, and it can be cancelled', {
    timeout: runTime,
  }, async () => {
    const { page, words, main } = workstation;
    const waiting = main.getByText(path.join(place, 'second'), { exact: true });
    await take('second');
    await main.getByRole('button', { name: words.evidence.start, exact: true }).click();
    await page.getByText(words.evidence.waitingHeld).waitFor();
    await resume().click();
    await running().waitFor();
    await page.reload();
    await running().waitFor();
    await waiting.waitFor();
    await main.getByRole('button', { name: words.general.cancel, exact: true }).click();
    await main.getByRole('button', { name: words.run.reallyCancel }).click();
    await page.getByText(words.run.ended.cancelled).waitFor();
    await waiting.waitFor();
    await page.getByText(words.evidence.waitingHeld).waitFor();
  });

  it('is taken up again after the host was ended, and ends with every item', { timeout: runTime }, async () => {
    await workstation.close();
    await serving.close();
    await serve(path.join(place, 'Watched.sabut'));
    await workstation.goTo('evidence');
    const { page, words } = workstation;
    await soon(() => page.getByRole('heading', { name: words.evidence.sources }).count()).toBe(1);
    if ((await resume().count()) > 0) await resume().click();
    await soon(() => page.getByText(words.run.none).count(), runTime - 20_000).toBe(1);
    await workstation.goTo('case');
    await page.getByRole('tab', { name: words.case.runs }).click();
    // The run that waited was carried out too, though page and host had ended meanwhile.
    await soon(() => page.getByText(words.run.states.complete).count()).toBe(2);
    await workstation.goTo('review');
    await soon(async () =>
      Number(/[\d,]+/.exec((await workstation.count.textContent()) ?? '')?.[0].replaceAll(',', '')),
    ).toBeGreaterThanOrEqual(files);
    await soon(() => workstation.facetValue(/^Pending/).count()).toBe(0);
    expect(workstation.faults).toEqual([]);
  });
});
