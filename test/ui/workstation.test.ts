/** The whole way through the workstation: the built interface, the loopback host, the engine, and the sample drive. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** Files that would do harm if the page took them for its own, and one that no decoder can read to its end. */
function addHostileFiles(directory: string): void {
  mkdirSync(directory);
  const script = 'window.name = "taken over"; fetch("/session")';
  writeFileSync(
    path.join(directory, 'drawing.svg'),
    `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>${script}</script></svg>\n`,
  );
  writeFileSync(
    path.join(directory, 'page.html'),
    `<!doctype html><html><body onload="alert(1)"><script>${script}</script><img src=x></body></html>\n`,
  );
  writeFileSync(
    path.join(directory, 'film.avi'),
    Buffer.concat([Buffer.from('RIFF\x30\x00\x00\x00AVI LIST\x20\x00\x00\x00hdrlavih\x14\x00\x00\x00', 'latin1'), Buffer.alloc(64)]),
  );
  writeFileSync(
    path.join(directory, 'broken.png'),
    Buffer.from('89504e470d0a1a0a0000000d49484452000004000000040008060000007f1d2b83ffffffff', 'hex'),
  );
}

/** What a run over a few hundred items may take on a loaded machine. */
const runTime = 150_000;

describe.skipIf(browserPath === null)(`the workstation on the sample drive${withoutBrowser}`, () => {
  let place: string;
  let browser: Browser;
  let serving: Serving;
  let workstation: Workstation;
  let address = '';

  beforeAll(async () => {
    place = mkdtempSync(path.join(tmpdir(), 'sabut-workstation-'));
    const [interfaceDirectory] = await Promise.all([
      buildInterface(path.join(place, 'interface')),
      generateSampleDrive({ directory: path.join(place, 'drive'), items: 240, sparseSize: 4_194_304 }),
    ]);
    addHostileFiles(path.join(place, 'drive', 'hostile'));
    serving = await runServe({
      interfaceDirectory,
      folderRoots: [place],
      settingsDirectory: path.join(place, 'settings'),
      examiner: 'Insp. Sana Malik',
      validateOutput: true,
      onAddress: (one) => {
        address = one;
      },
    });
    browser = await launchBrowser();
    workstation = await Workstation.open(browser, address || serving.url);
  });

  afterAll(async () => {
    await workstation?.close();
    await browser?.close();
    await serving?.close();
    rmSync(place, { recursive: true, force: true });
  });

  it('makes a case and takes the drive in as evidence, reviewing while it is read', { timeout: runTime }, async () => {
    const { page, words } = workstation;
    await page.getByRole('button', { name: words.start.newText }).click();
    await page.getByRole('textbox', { name: words.header.name }).fill('Sample seizure');
    await page.getByRole('textbox', { name: words.header.examiner }).fill('Insp. Sana Malik');
    await page.getByRole('textbox', { name: words.start.directory }).fill(path.join(place, 'Sample.sabut'));
    await page.getByRole('button', { name: words.start.create }).click();
    await page.getByRole('button', { name: words.evidence.choose }).click();
    await workstation.dialog.getByRole('textbox', { name: words.folders.path }).fill(place);
    await workstation.dialog.getByRole('button', { name: words.folders.go }).click();
    await workstation.dialog.getByRole('button', { name: 'drive', exact: true }).click();
    await workstation.dialog.getByRole('button', { name: words.evidence.take }).click();
    await workstation.main.getByRole('button', { name: words.evidence.start, exact: true }).click();
    await workstation.goTo('review');
    await workstation.table();
    await soon(() => page.getByText(words.run.none).count(), runTime).toBe(1);
    await soon(async () => Number(/[\d,]+/.exec((await workstation.count.textContent()) ?? '')?.[0].replace(',', ''))).toBeGreaterThan(240);
  });

  it('narrows by facets and by folder', async () => {
    const { page } = workstation;
    const whole = await workstation.count.textContent();
    await workstation.facetValue(/Pictures/).check();
    await soon(() => workstation.count.textContent()).not.toBe(whole);
    const pictures = await workstation.count.textContent();
    await workstation.facetValue(/^Yes/).first().check();
    await soon(() => workstation.count.textContent()).not.toBe(pictures);
    await page.getByRole('list', { name: 'Filters' }).getByRole('button', { name: 'Clear all' }).click();
    await soon(() => workstation.count.textContent()).toBe(whole);
    await page.locator('[data-tree] [data-branch]').first().focus();
    await workstation.press('ArrowRight');
    await page.locator('[data-tree] [data-branch]').nth(1).waitFor();
    await workstation.press('ArrowDown', 'Enter');
    await soon(() => workstation.count.textContent()).not.toBe(whole);
    await page.getByRole('list', { name: 'Filters' }).getByRole('button', { name: 'Clear all' }).click();
    await soon(() => workstation.count.textContent()).toBe(whole);
  });

  it('shows the same result set in four views', async () => {
    const { page } = workstation;
    await workstation.facetValue(/Pictures/).check();
    await workstation.showView('gallery');
    await page.locator('[role="option"] img').first().waitFor();
    await workstation.showView('timeline');
    await page.locator('.u-over').waitFor();
    await workstation.showView('map');
    await page.getByRole('img', { name: /^Map/ }).waitFor();
    const located = await page.getByText(/with a position/).textContent();
    expect(Number(/\d+/.exec(located ?? '')?.[0])).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Draw a frame to filter' }).click();
    const box = await page.locator('main canvas').boundingBox();
    if (box === null) throw new Error('the map has no place on the page');
    await page.mouse.move(box.x + 5, box.y + 5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 5, box.y + box.height - 5, { steps: 4 });
    await page.mouse.up();
    await soon(() => page.getByRole('list', { name: 'Filters' }).textContent()).toContain('Chosen on the map');
    await soon(async () => Number(/\d+/.exec((await page.getByText(/with a position/).textContent()) ?? '')?.[0])).toBeGreaterThan(0);
    await page.getByRole('list', { name: 'Filters' }).getByRole('button', { name: 'Clear all' }).click();
    await workstation.showView('table');
    await workstation.table();
  });

  it('shows films as a frame of themselves, each folder once, and says which cannot be played', async () => {
    const { page, words } = workstation;
    await workstation.showView('gallery');
    await page.getByRole('combobox', { name: words.gallery.sections }).selectOption('folder');
    await workstation.facetValue(/^Pictures/).uncheck();
    // The last frame of a film of one second: the browser has read and decoded it through the evidence origin.
    await soon(
      () =>
        page
          .locator('[role="option"] video')
          .first()
          .evaluate((film) => (film as HTMLVideoElement).readyState >= 2 && (film as HTMLVideoElement).videoWidth > 0),
      30_000,
    ).toBe(true);
    expect(await page.locator('[role="option"] video').first().getAttribute('data-blurred')).toBe('true');
    await workstation.facetValue(/^Pictures/).check();
    await page.locator('[role="option"] img').first().waitFor();
    const titles = new Set<string>();
    const list = page.getByRole('listbox');
    for (let top = 0, end = false; !end; top += 400) {
      end = await list.evaluate((element, at) => {
        element.scrollTop = at;
        return at + element.clientHeight >= element.scrollHeight;
      }, top);
      await page.waitForTimeout(60);
      const shown = await list
        .locator('[data-section]')
        .evaluateAll((found) => found.map((one) => `${one.getAttribute('data-section')} ${one.textContent}`));
      for (const title of shown) titles.add(title);
    }
    const names = [...titles].map((title) => title.replace(/^\d+ /, ''));
    expect(names.length).toBeGreaterThan(4);
    expect(new Set(names).size).toBe(names.length);
    await page.getByRole('combobox', { name: words.gallery.sections }).selectOption('none');
    await page.getByRole('searchbox', { name: words.review.searchName }).fill('.avi');
    await soon(() => page.getByRole('list', { name: words.review.filters }).textContent()).toContain('.avi');
    await page.getByText(words.gallery.notPlayed).first().waitFor();
    await page.getByRole('list', { name: words.review.filters }).getByRole('button', { name: words.review.clearFilters }).click();
    await workstation.showView('table');
    await workstation.table();
  });

  it.each([
    ['a picture', 'image/jpeg', async (shown: Workstation) => shown.preview.locator('img').waitFor()],
    ['a document’s pages', 'application/pdf', async (shown: Workstation) => shown.preview.locator('img').waitFor()],
    ['text', 'text/plain', async (shown: Workstation) => shown.preview.locator('pre').waitFor()],
    ['sound', 'audio/', async (shown: Workstation) => shown.preview.locator('audio').waitFor()],
    ['HTML as text, never live', 'text/html', async (shown: Workstation) => shown.preview.locator('pre').waitFor()],
    ['a drawing as text, never live', 'image/svg+xml', async (shown: Workstation) => shown.preview.locator('pre').waitFor()],
  ])('previews %s', async (_name, mediaType, seen) => {
    const { page } = workstation;
    const facets = page.getByRole('region', { name: workstation.words.facets.title });
    const more = facets.getByRole('button', { name: /\d+ more/ });
    while ((await more.count()) > 0) await more.first().click();
    const value = facets.getByRole('checkbox', { name: new RegExp(`^${mediaType.replace('+', '\\+')}`) }).first();
    await value.check();
    await soon(() => workstation.row(0).getAttribute('data-focused')).toBe('true');
    await seen(workstation);
    await workstation.previewTab('hex');
    await page.getByRole('region', { name: workstation.words.hex.region }).locator('[data-at]').first().waitFor();
    await workstation.previewTab('metadata');
    await workstation.preview.getByText('SHA-256').first().waitFor();
    await workstation.previewTab('content');
    await page.getByRole('list', { name: 'Filters' }).getByRole('button', { name: 'Clear all' }).click();
    await workstation.table();
  });

  it('says why no picture can be made, and lets nothing of the evidence into the page', async () => {
    const { page } = workstation;
    await page.getByRole('searchbox', { name: workstation.words.review.searchName }).fill('broken.png');
    await soon(() => workstation.preview.getByRole('heading').first().textContent()).toBe('broken.png');
    await workstation.preview.getByRole('heading', { name: workstation.words.preview.noPicture }).waitFor();
    await page.getByRole('list', { name: 'Filters' }).getByRole('button', { name: 'Clear all' }).click();
    await workstation.table();
    expect(await page.evaluate(() => window.name)).toBe('');
  });

  it('tags by keyboard, undoes, comments, and makes exhibits', async () => {
    const { page, words } = workstation;
    await (await workstation.table()).focus();
    await workstation.press('Home', 'ArrowDown');
    await soon(() => workstation.row(1).getAttribute('data-focused')).toBe('true');
    const tags = () => workstation.row(1).getByRole('gridcell').first().textContent();
    await workstation.press('1');
    await soon(tags).toBe('1');
    await workstation.press('Control+z');
    await soon(tags).toBe('');
    await workstation.press('Control+Shift+z');
    await soon(tags).toBe('1');
    await workstation.press('c');
    await workstation.dialog.getByRole('textbox').fill('Named in the complaint');
    await workstation.dialog.getByRole('button', { name: words.general.save }).click();
    await soon(() => workstation.preview.textContent()).toContain('Named in the complaint');
    await workstation.facetValue(/Pictures/).check();
    await soon(() => workstation.row(0).getAttribute('data-focused')).toBe('true');
    await (await workstation.table()).focus();
    await workstation.press('Shift+ArrowDown');
    await soon(() => workstation.count.textContent()).toMatch(/^2 of/);
    await workstation.press('x');
    await workstation.goTo('exhibits');
    await soon(() => page.getByRole('textbox', { name: words.exhibits.number }).count()).toBe(2);
    await page.getByRole('textbox', { name: words.exhibits.description }).first().fill('The meeting place');
    await page.getByRole('textbox', { name: words.exhibits.description }).nth(1).focus();
  });

  it('exports the exhibits and writes the report in Urdu', { timeout: 90_000 }, async () => {
    const { page, words } = workstation;
    await page.getByRole('button', { name: words.actions.exportExhibits }).click();
    await workstation.dialog.getByRole('textbox').fill(path.join(place, 'exhibits'));
    await workstation.dialog.getByRole('button', { name: words.export.write }).click();
    await workstation.dialog.getByText(/2 files copied/).waitFor({ timeout: 60_000 });
    await workstation.dialog.getByRole('button', { name: words.general.close }).last().click();
    await page.getByRole('button', { name: words.actions.writeReport }).click();
    await workstation.dialog.getByRole('combobox', { name: words.report.language }).selectOption('ur');
    await workstation.dialog.getByRole('textbox').fill(path.join(place, 'report'));
    await workstation.dialog.getByRole('button', { name: words.report.write, exact: true }).click();
    await workstation.dialog.getByText(/The report is written/).waitFor({ timeout: 60_000 });
    await workstation.dialog.getByRole('button', { name: words.general.close }).last().click();
  });

  it('verifies the case, and shows each change in the audit log', { timeout: 60_000 }, async () => {
    const { page, words } = workstation;
    await workstation.goTo('case');
    await page.getByRole('tab', { name: words.case.integrity }).click();
    await page.getByRole('button', { name: words.actions.verify }).click();
    await page.getByText(words.integrity.ok).waitFor({ timeout: 45_000 });
    await page.getByRole('tab', { name: words.case.audit }).click();
    for (const action of ['tag-put', 'comment-set', 'exhibits-added', 'report-written', 'case-verified'] as const)
      await page.locator(`[data-action="${action}"]`).first().waitFor();
  });

  it('comes back to the same place after a reload, in the other language and theme too', async () => {
    const { page } = workstation;
    await page.reload();
    await page.getByRole('tab', { name: workstation.words.case.audit, selected: true }).waitFor();
    await workstation.goTo('settings');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ur');
    await soon(() => page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    await page.reload();
    await soon(() => page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    await page.getByRole('combobox', { name: 'زبان' }).selectOption('en');
    await soon(() => page.evaluate(() => document.documentElement.dir)).toBe('ltr');
  });

  it('closes the case and opens it again with everything in it', async () => {
    const { page, words } = workstation;
    await workstation.goTo('start');
    await page.getByRole('button', { name: words.actions.closeCase }).click();
    await page.getByText(words.frame.noCase).waitFor();
    await page.getByRole('button', { name: /Sample seizure/ }).click();
    await workstation.table();
    await workstation.goTo('exhibits');
    await soon(() => page.getByRole('textbox', { name: words.exhibits.description }).first().inputValue()).toBe('The meeting place');
  });

  it('complained of nothing, broke no policy, and asked nothing beyond this machine', () => expect(workstation.faults).toEqual([]));
});
