/** Runs seen from the interface: paused and resumed, the page reloaded, and the whole host ended, each in mid-run. */
import { mkdtempSync, rmSync } from 'node:fs';
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

  it('is paused in its middle and keeps what it has', { timeout: runTime }, async () => {
    const { page, words } = workstation;
    await page.getByRole('button', { name: words.start.newText }).click();
    await page.getByRole('textbox', { name: words.header.name }).fill('Watched');
    await page.getByRole('textbox', { name: words.start.directory }).fill(path.join(place, 'Watched.sabut'));
    await page.getByRole('button', { name: words.start.create }).click();
    await page.getByRole('button', { name: words.evidence.choose }).click();
    await workstation.dialog.getByRole('button', { name: place }).click();
    await workstation.dialog.getByRole('button', { name: 'drive', exact: true }).click();
    await workstation.dialog.getByRole('button', { name: words.evidence.take }).click();
    await workstation.main.getByRole('button', { name: words.evidence.start, exact: true }).click();
    await running().click();
    await resume().waitFor({ timeout: 60_000 });
    await soon(() => page.getByText(words.run.unfinished).count()).toBe(1);
  });

  it('goes on after the page was reloaded in its middle', { timeout: runTime }, async () => {
    await resume().click();
    await running().waitFor();
    await workstation.page.reload();
    await Promise.race([
      running().waitFor({ timeout: 60_000 }),
      workstation.page.getByText(workstation.words.run.none).waitFor({ timeout: 60_000 }),
    ]);
    if ((await running().count()) > 0) await running().click();
    await Promise.race([
      resume().waitFor({ timeout: 60_000 }),
      workstation.page.getByText(workstation.words.run.none).waitFor({ timeout: 60_000 }),
    ]);
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
    await page.getByText(words.run.states.complete).first().waitFor();
    await workstation.goTo('review');
    await soon(async () =>
      Number(/[\d,]+/.exec((await workstation.count.textContent()) ?? '')?.[0].replaceAll(',', '')),
    ).toBeGreaterThanOrEqual(files);
    await soon(() => workstation.facetValue(/^Pending/).count()).toBe(0);
    expect(workstation.faults).toEqual([]);
  });
});
