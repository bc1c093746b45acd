/** How the interface is worked with, over the engine in memory. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, launchBrowser, withoutBrowser } from './browser.ts';
import { buildTestPage, testPageDirectory } from './build-page.ts';
import { hostileNames } from './fixture-items.ts';
import { type InterfaceServer, serveInterface } from './interface-server.ts';
import { soon } from './pages/soon.ts';
import { type Language, Workstation } from './pages/workstation.ts';

describe.skipIf(browserPath === null)(`the interface${withoutBrowser}`, () => {
  let browser: Browser;
  let server: InterfaceServer;
  const opened: Workstation[] = [];

  beforeAll(async () => {
    await buildTestPage();
    server = await serveInterface(testPageDirectory);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  afterEach(async () => {
    for (const workstation of opened.splice(0)) {
      const { faults } = workstation;
      await workstation.close();
      expect(faults).toEqual([]);
    }
  });

  async function open(query = '', language: Language = 'en'): Promise<Workstation> {
    const workstation = await Workstation.open(browser, `${server.address}?${query}&items=600&language=${language}&theme=dark`, language);
    opened.push(workstation);
    return workstation;
  }

  async function review(query = '', language: Language = 'en'): Promise<Workstation> {
    const workstation = await open(query, language);
    await workstation.press('g', 'r');
    await workstation.table();
    return workstation;
  }

  it('is worked by keyboard alone, from screen to screen and through the rows', async () => {
    const workstation = await open();
    const { page, words } = workstation;
    for (const [keys, screen] of [
      [['g', 'e'], 'evidence'],
      [['g', 'x'], 'exhibits'],
      [['g', 'p'], 'settings'],
      [['g', 'r'], 'review'],
    ] as const) {
      await workstation.press(...keys);
      await soon(() => page.locator('nav [aria-current="page"]').textContent()).toBe(words.screens[screen]);
    }
    const grid = await workstation.table();
    await grid.focus();
    await workstation.press('ArrowDown', 'ArrowDown', 'ArrowDown');
    await soon(() => workstation.row(3).getAttribute('data-focused')).toBe('true');
    await workstation.press('End');
    await soon(() => workstation.row(599).getAttribute('data-focused')).toBe('true');
    await workstation.press('Home', 'Shift+ArrowDown', 'Shift+ArrowDown');
    await soon(() => workstation.count.textContent()).toContain('3 of 600');
    await workstation.press('Control+a');
    await soon(() => workstation.count.textContent()).toContain('600 of 600');
  });

  it('reaches every control by Tab, and shows where the focus is', async () => {
    const workstation = await open('case=none');
    const seen = new Set<string>();
    for (let turn = 0; turn < 14; turn += 1) {
      await workstation.press('Tab');
      const focused = await workstation.page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const style = getComputedStyle(element);
        return {
          body: element === document.body,
          name: element.getAttribute('aria-label') ?? element.textContent ?? '',
          outlined: style.outlineStyle !== 'none' && style.outlineWidth !== '0px',
        };
      });
      if (focused.name === '' || focused.body) continue;
      seen.add(focused.name);
      expect(focused.outlined, focused.name).toBe(true);
    }
    expect(seen.size).toBeGreaterThan(8);
  });

  it('puts tags with digits, takes them off with Shift, and undoes and redoes it', async () => {
    const workstation = await review();
    const grid = await workstation.table();
    await grid.focus();
    const tagsOf = (row: number) => workstation.row(row).getByRole('gridcell').first().textContent();
    await workstation.press('1');
    await soon(() => tagsOf(0)).toBe('1');
    await workstation.press('2');
    await soon(() => tagsOf(0)).toBe('12');
    await workstation.press('Shift+1');
    await soon(() => tagsOf(0)).toBe('2');
    await workstation.press('Control+z');
    await soon(() => tagsOf(0)).toContain('1');
    await workstation.press('Control+Shift+z');
    await soon(() => tagsOf(0)).toBe('2');
    await workstation.press('j');
    await soon(() => workstation.row(1).getAttribute('data-focused')).toBe('true');
    await workstation.press('Shift+ArrowDown', 'Shift+ArrowDown');
    await soon(() => workstation.count.textContent()).toContain('3 of 600');
    await workstation.press('9');
    for (const row of [1, 2, 3]) await soon(() => tagsOf(row)).toBe('9');
    await workstation.press('7');
    await soon(() => workstation.notices.textContent()).toContain('7');
  });

  it('works with the keys of an Urdu keyboard', async () => {
    const workstation = await review('', 'ur');
    await (await workstation.table()).focus();
    const typed = (key: string, code: string) =>
      workstation.page.evaluate(
        ([one, two]) =>
          document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: one, code: two, bubbles: true, cancelable: true })),
        [key, code] as const,
      );
    await typed('۱', 'Digit1');
    await soon(() => workstation.row(0).getByRole('gridcell').first().textContent()).toBe('1');
    await typed('ج', 'KeyJ');
    await soon(() => workstation.row(1).getAttribute('data-focused')).toBe('true');
  });

  it('finds actions, tags and items in the palette, and goes there', async () => {
    const workstation = await review();
    const { page } = workstation;
    await workstation.openPalette();
    await page.keyboard.type('go settings');
    await page.getByRole('option', { name: /Go to Settings/ }).waitFor();
    await workstation.press('Enter');
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await workstation.openPalette();
    await page.keyboard.type('invoice-0');
    const item = page.getByRole('option', { name: /invoice-0.*pdf/ }).first();
    await item.waitFor();
    const name = (await item.locator('bdi').first().textContent()) ?? '';
    await item.click();
    await soon(() => workstation.preview.getByRole('heading').first().textContent()).toBe(name);
    await workstation.openPalette();
    await page.keyboard.type('suspicious');
    await page.getByRole('option', { name: /Show items with this tag/ }).click();
    await soon(() => page.getByRole('list', { name: 'Filters' }).textContent()).toContain('Suspicious');
  });

  it('combines facets, shows them as chips, and keeps them for back, forward and reload', async () => {
    const workstation = await review();
    const { page } = workstation;
    await workstation.facetValue(/Pictures/).check();
    await workstation.facetValue(/Video/).check();
    await soon(() => workstation.count.textContent()).not.toContain('600');
    const both = await workstation.count.textContent();
    await workstation.facetValue(/Canon/).check();
    await soon(() => workstation.count.textContent()).not.toBe(both);
    const chips = page.getByRole('list', { name: 'Filters' });
    await soon(() => chips.textContent()).toContain('Canon');
    await workstation.press('Alt+ArrowLeft');
    await soon(() => workstation.count.textContent()).toBe(both);
    await workstation.press('Alt+ArrowRight');
    await soon(() => chips.textContent()).toContain('Canon');
    await page.reload();
    await workstation.table();
    await soon(() => chips.textContent()).toContain('Canon');
    await chips.getByRole('button', { name: /Remove filter: Device/ }).click();
    await soon(() => workstation.count.textContent()).toBe(both);
    await chips.getByRole('button', { name: 'Clear all' }).click();
    await soon(() => workstation.count.textContent()).toContain('600');
  });

  it('keeps one selection through its four views', async () => {
    const workstation = await review();
    const { page } = workstation;
    await workstation.facetValue(/Pictures/).check();
    await soon(() => workstation.count.textContent()).not.toContain('600');
    await workstation.row(4).click();
    await soon(() => workstation.row(4).getAttribute('data-focused')).toBe('true');
    const name = (await workstation.row(4).locator('bdi').first().textContent()) ?? '';
    await workstation.showView('gallery');
    await soon(() => page.locator('[role="option"][data-focused] bdi').last().textContent()).toBe(name);
    await page.getByRole('listbox').focus();
    await workstation.press('ArrowRight');
    await soon(() => page.locator('[role="option"][data-focused]').getAttribute('data-row')).toBe('5');
    await workstation.showView('timeline');
    await soon(() => workstation.row(5).getAttribute('data-focused')).toBe('true');
    await workstation.showView('map');
    await page.locator('canvas').waitFor();
    await workstation.showView('table');
    await soon(() => workstation.row(5).getAttribute('data-focused')).toBe('true');
  });

  it('zooms the timeline and the map by drawing, as filters', async () => {
    const workstation = await review();
    const { page } = workstation;
    async function draw(target: string): Promise<void> {
      const box = await page.locator(target).first().boundingBox();
      if (box === null) throw new Error(`${target} has no place on the page`);
      await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.8, { steps: 5 });
      await page.mouse.up();
    }
    const chips = page.getByRole('list', { name: 'Filters' });
    await workstation.showView('timeline');
    await page.locator('.u-over').waitFor();
    await draw('.u-over');
    await soon(() => chips.textContent()).toContain('Modified');
    await page.getByRole('button', { name: 'Whole time' }).click();
    await soon(() => workstation.count.textContent()).toContain('600');
    await workstation.showView('map');
    await page.locator('canvas').waitFor();
    await page.getByRole('button', { name: 'Draw a frame to filter' }).click();
    await draw('main canvas');
    await soon(() => chips.textContent()).toContain('Chosen on the map');
  });

  it('takes days as they are written here, in the zone in which times are shown', async () => {
    const workstation = await review();
    const { page, words } = workstation;
    const facets = page.getByRole('region', { name: words.facets.title });
    await facets.getByRole('button', { name: words.facets.date }).click();
    await facets.getByRole('textbox', { name: words.facets.from }).fill('5/3/2024');
    await facets.getByRole('textbox', { name: words.facets.to }).fill('05/03/2024');
    const chips = page.getByRole('list', { name: words.review.filters });
    await soon(() => chips.textContent()).toContain('05/03/2024 00:00:00 UTC+05:00');
    await soon(() => chips.textContent()).toContain('05/03/2024 23:59:59 UTC+05:00');
    expect(await facets.getByRole('textbox', { name: words.facets.from }).inputValue()).toBe('05/03/2024');
    await facets.getByText('Asia/Karachi, UTC+05:00').waitFor();
    const within = await facets.evaluate((pane) => pane.scrollWidth <= pane.clientWidth);
    expect(within).toBe(true);
    await facets.getByRole('textbox', { name: words.facets.to }).fill('31/02/2024');
    await workstation.press('Enter');
    await facets.getByText(words.facets.noDay).waitFor();
    await soon(() => chips.textContent()).toContain('05/03/2024 23:59:59');
    await chips.getByRole('button', { name: words.review.clearFilters }).click();
    await workstation.showView('timeline');
    const box = await page.locator('.u-over').boundingBox();
    if (box === null) throw new Error('the chart has no place on the page');
    await page.mouse.move(box.x + 2, box.y + 30);
    await page.mouse.move(box.x + 3, box.y + 30);
    await soon(() => page.locator('main strong').first().textContent()).toMatch(/^\d+ items?$/);
  });

  it('holds the gallery to what can be seen, until everything is let in', async () => {
    const workstation = await review();
    const { words } = workstation;
    const all = await workstation.count.textContent();
    await workstation.showView('gallery');
    await soon(() => workstation.count.textContent()).not.toBe(all);
    const visible = await workstation.count.textContent();
    await workstation.showView('table');
    await soon(() => workstation.count.textContent()).toBe(all);
    await workstation.press('v', 'g');
    await soon(() => workstation.count.textContent()).toBe(visible);
    await workstation.page.getByRole('button', { name: words.gallery.onlyPictures }).click();
    await soon(() => workstation.count.textContent()).toBe(all);
    await workstation.showView('table');
    await workstation.showView('gallery');
    await soon(() => workstation.count.textContent()).toBe(all);
  });

  it('shows every control and the columns that matter, in a narrow window too', async () => {
    const workstation = await review();
    const { page, words } = workstation;
    async function seen(columns: string[]): Promise<void> {
      const { right } = await workstation.grid.evaluate((grid) => grid.getBoundingClientRect());
      for (const column of columns) {
        const head = page.getByRole('columnheader', { name: new RegExp(`^${column}`) });
        await soon(async () => {
          const box = await head.boundingBox();
          return box === null ? Number.POSITIVE_INFINITY : box.x + box.width;
        }).toBeLessThanOrEqual(right - 33);
      }
      const toolbar = page.getByRole('toolbar', { name: words.review.toolbar });
      expect(await toolbar.evaluate((bar) => bar.scrollWidth <= bar.clientWidth && bar.scrollHeight <= bar.clientHeight)).toBe(true);
    }
    const names = (['name', 'size', 'mediaType', 'modified', 'folder'] as const).map((field) => words.fields[field]);
    await seen(names);
    await soon(async () => (await workstation.preview.getByRole('tab').last().boundingBox())?.y).toBe(
      (await workstation.preview.getByRole('tab').first().boundingBox())?.y,
    );
    await page.setViewportSize({ width: 1024, height: 700 });
    await soon(() => workstation.preview.isVisible()).toBe(false);
    await seen(names);
    await workstation.press(']');
    await soon(() => workstation.preview.isVisible()).toBe(true);
    await seen([]);
  });

  it('tags nothing that is not among the results', async () => {
    const workstation = await review();
    const { page, words } = workstation;
    await (await workstation.table()).focus();
    const search = page.getByRole('searchbox', { name: words.review.searchName });
    await search.fill('no item has this name');
    await page.getByText(words.review.nothingFound).waitFor();
    await page.getByText(words.preview.none).waitFor();
    await search.press('Escape');
    await workstation.press('1', 'x');
    await soon(() => workstation.notices.textContent()).toContain(words.review.nothingSelected);
    await page.getByRole('list', { name: words.review.filters }).getByRole('button', { name: words.review.clearFilters }).click();
    await workstation.table();
    await soon(() => workstation.row(0).getAttribute('data-focused')).toBe('true');
    expect(await workstation.row(0).getByRole('gridcell').first().textContent()).toBe('');
    await search.fill('IMG');
    await soon(() => workstation.count.textContent()).not.toContain('600');
    await search.press('Escape');
    await workstation.press('Control+s');
    await soon(() => workstation.dialog.textContent()).toContain(`${words.fields.name} ${words.operators.contains} IMG`);
  });

  it('goes through the places of the map by keyboard, and names those near a city', async () => {
    const workstation = await review();
    const { page, words } = workstation;
    await workstation.showView('map');
    await page.locator('main canvas').focus();
    await workstation.press('Tab');
    const places = page.getByRole('group', { name: words.map.places });
    const focused = () => places.locator(':focus').getAttribute('aria-label');
    await soon(focused).toMatch(/^\d+ items? near Karachi/);
    const first = await focused();
    await workstation.press('ArrowRight');
    await soon(focused).not.toBe(first);
    const shown = Number(/\d+/.exec((await focused()) ?? '')?.[0]);
    await workstation.press('Enter');
    await soon(() => workstation.count.textContent()).toContain(`${shown} of 600`);
    await page.getByText(words.map.boundaries).waitFor();
  });

  it('cuts nothing off Nastaliq in buttons, labels, tabs and choices', async () => {
    const workstation = await open('', 'ur');
    for (const screen of ['settings', 'case', 'evidence', 'exhibits', 'review', 'start'] as const) {
      await workstation.goTo(screen);
      await workstation.page.getByRole('heading', { level: 1 }).first().waitFor();
      const cut = await workstation.page.evaluate(() => {
        const found: string[] = [];
        for (const control of document.querySelectorAll<HTMLElement>('button, label, [role="tab"]')) {
          const texts = document.createTreeWalker(control, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            if (!/[\u0600-\u06ff]/.test(texts.currentNode.textContent ?? '')) continue;
            const range = document.createRange();
            range.selectNodeContents(texts.currentNode);
            const text = range.getBoundingClientRect();
            for (let box = texts.currentNode.parentElement; box !== null && control.contains(box); box = box.parentElement) {
              const { top, bottom } = box.getBoundingClientRect();
              const clips = ['hidden', 'clip', 'auto', 'scroll'].includes(getComputedStyle(box).overflowY);
              if (clips && text.height > 0 && (text.top < top - 1 || text.bottom > bottom + 1)) found.push(control.textContent ?? '');
            }
          }
        }
        return found;
      });
      expect(cut, screen).toEqual([]);
    }
  });

  it('scrolls to row 1 000 000 and back without a hole', async () => {
    const workstation = await open('items=1000000');
    await workstation.press('g', 'r');
    const grid = await workstation.table();
    await grid.focus();
    await workstation.press('End');
    await workstation.row(999_999).locator('[role="gridcell"]').nth(1).waitFor();
    await soon(() => workstation.row(999_999).isVisible()).toBe(true);
    await workstation.press('ArrowUp', 'PageUp');
    await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight / 2 }));
    // Until the rows of the new place are there, those of the old one stay and the grid says that it is busy.
    const place = workstation.page.locator('[role="grid"][aria-busy="false"] [data-row]').first();
    await soon(async () => Math.round(Number(await place.getAttribute('data-row')) / 100_000)).toBe(5);
    const before = Number(await workstation.page.locator('[role="grid"] [data-row]').first().getAttribute('data-row'));
    await grid.hover();
    for (let turn = 0; turn < 10; turn += 1) await workstation.page.mouse.wheel(0, 280);
    await soon(
      async () => Number(await workstation.page.locator('[role="grid"] [data-row]').first().getAttribute('data-row')) - before,
    ).toBe(100);
    await workstation.press('Home');
    await workstation.row(0).locator('[role="gridcell"]').nth(1).waitFor();
  });

  it('orders by several columns, and chooses, orders and keeps columns', async () => {
    const workstation = await review();
    const { page } = workstation;
    const head = (name: string) => page.getByRole('columnheader', { name: new RegExp(`^${name}`) });
    await head('Size').getByRole('button').click();
    await soon(() => head('Size').getAttribute('aria-sort')).toBe('descending');
    await head('Name')
      .getByRole('button')
      .click({ modifiers: ['Shift'] });
    await soon(() => head('Name').getAttribute('aria-sort')).not.toBeNull();
    await soon(() => head('Size').textContent()).toContain('1');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'MD5' }).click();
    await workstation.press('Escape');
    await soon(() => head('MD5').count()).toBe(1);
  });

  it('shows hostile names as text, isolated, and runs none of them', async () => {
    const workstation = await review();
    const { page } = workstation;
    for (const name of hostileNames) {
      const search = page.getByRole('searchbox', { name: 'Search names' });
      await search.fill(name.slice(0, 12));
      await soon(() => workstation.row(0).locator('bdi').first().textContent()).toBe(name);
      await soon(() => workstation.preview.getByRole('heading').first().textContent()).toBe(name);
    }
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });

  it('goes to an offset, finds text and digests what is marked, among the bytes', async () => {
    const workstation = await review();
    const { page, words } = workstation;
    await workstation.previewTab('hex');
    const bytes = page.getByRole('region', { name: words.hex.region });
    await bytes.locator('[data-at="0"]').first().waitFor();
    await page.getByRole('textbox', { name: words.hex.goTo }).fill('0x10000');
    await workstation.press('Enter');
    await soon(() => bytes.locator('[data-cursor]').getAttribute('data-at')).toBe('65536');
    await page.getByRole('textbox', { name: words.hex.find }).fill('Meeting');
    await workstation.press('Enter');
    await soon(async () => Number(await bytes.locator('[data-marked]').first().getAttribute('data-at'))).toBeGreaterThan(65_536);
    await page.getByRole('button', { name: words.hex.digest }).click();
    await page.getByText(words.fields.sha256).last().waitFor();
    await page.getByRole('textbox', { name: words.hex.goTo }).fill('-1');
    await workstation.press('Enter');
    await page.getByRole('textbox', { name: words.hex.find }).focus();
    await workstation.press('Enter');
    await workstation.preview.getByText(words.hex.fromStart).waitFor();
    await soon(() => bytes.locator('[data-marked]').first().getAttribute('data-at')).toBe('160');
  });

  it('looks quickly with Space, goes on with arrows, zooms and turns', async () => {
    const workstation = await review('blur=none');
    await (await workstation.table()).focus();
    await workstation.press('Space');
    await workstation.dialog.waitFor();
    const first = await workstation.dialog.getByRole('heading').first().textContent();
    await workstation.press('ArrowDown');
    await soon(() => workstation.dialog.getByRole('heading').first().textContent()).not.toBe(first);
    await workstation.dialog.getByRole('button', { name: 'Zoom in' }).click();
    await workstation.dialog.getByRole('button', { name: 'Turn right' }).click();
    await soon(() => workstation.dialog.locator('img').getAttribute('style')).toMatch(/scale\(1\.5\) rotate\(90deg\)/);
    // Turned, it fits the stage as it did upright.
    await workstation.dialog.getByRole('button', { name: 'Fit' }).click();
    const inside = () =>
      workstation.dialog.locator('img').evaluate((picture) => {
        const [drawn, stage] = [picture.getBoundingClientRect(), (picture.parentElement as HTMLElement).getBoundingClientRect()];
        return (
          drawn.top >= stage.top - 1 && drawn.bottom <= stage.bottom + 1 && drawn.left >= stage.left - 1 && drawn.right <= stage.right + 1
        );
      });
    await workstation.page.setViewportSize({ width: 1440, height: 420 });
    await soon(inside).toBe(true);
    await workstation.dialog.getByRole('button', { name: 'Turn right' }).click();
    await soon(inside).toBe(true);
    await workstation.press('Escape');
    await workstation.dialog.waitFor({ state: 'detached' });
  });

  it('gives no button to the key that opened the quick look, and the table its focus back', async () => {
    const workstation = await review('blur=none');
    const { page, words } = workstation;
    await (await workstation.table()).focus();
    for (const closing of ['Space', 'Escape']) {
      await workstation.press('Space');
      await workstation.dialog.waitFor();
      await soon(() => workstation.dialog.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
      const [shown, window] = [await workstation.dialog.boundingBox(), page.viewportSize()];
      expect(shown?.width).toBe(window?.width);
      await soon(async () => (await workstation.preview.boundingBox())?.width).toBe(window?.width);
      const before = Number(await workstation.grid.locator('[data-focused]').getAttribute('data-row'));
      await workstation.press('ArrowDown', '1', closing);
      await workstation.dialog.waitFor({ state: 'detached' });
      await soon(() => workstation.grid.evaluate((grid) => grid === document.activeElement)).toBe(true);
      await soon(() =>
        workstation
          .row(before + 1)
          .getByRole('gridcell')
          .first()
          .textContent(),
      ).toContain('1');
      await workstation.press('ArrowDown');
      await soon(() => workstation.row(before + 2).getAttribute('data-focused')).toBe('true');
    }
    await soon(() => workstation.count.textContent()).not.toContain('selected');
    // A control that was clicked does not take Space, one that Tab went to does.
    await workstation.press('Space');
    await workstation.dialog.getByRole('tab', { name: words.preview.tabs.metadata }).click();
    await workstation.press('Space');
    await workstation.dialog.waitFor({ state: 'detached' });
    await workstation.press('Space');
    await workstation.dialog.waitFor();
    await workstation.press('Tab', 'Tab', 'Tab', 'Space');
    await workstation.dialog.waitFor({ state: 'detached' });
    await workstation.goTo('exhibits');
    await page.getByRole('heading', { level: 1, name: words.screens.exhibits }).waitFor();
    expect(await page.getByRole('textbox', { name: words.exhibits.number }).count()).toBe(0);
  });

  it('leaves Space and Enter to the control that has the focus', async () => {
    const workstation = await review();
    const { page, words } = workstation;
    const pictures = workstation.facetValue(/Pictures/);
    await pictures.focus();
    await workstation.press('Space');
    await soon(() => pictures.isChecked()).toBe(true);
    expect(await workstation.dialog.count()).toBe(0);
    const views = page.getByRole('group', { name: words.review.view });
    await views.getByRole('button', { name: words.views.timeline }).focus();
    await workstation.press('Space');
    await page.locator('.u-over').waitFor();
    await views.getByRole('button', { name: words.views.table }).focus();
    await workstation.press('Enter');
    await soon(() => page.locator('.u-over').count()).toBe(0);
    const head = page.getByRole('columnheader', { name: /^Size/ });
    await head.getByRole('button').focus();
    await workstation.press('Space');
    await soon(() => head.getAttribute('aria-sort')).not.toBeNull();
    expect(await workstation.dialog.count()).toBe(0);
  });

  it('blurs pictures until they are held, or revealed for the time being', async () => {
    const workstation = await review();
    const picture = workstation.preview.getByRole('img').last();
    await soon(() => picture.getAttribute('data-blurred')).toBe('true');
    await picture.hover();
    await workstation.page.mouse.down();
    await soon(() => picture.getAttribute('data-blurred')).toBeNull();
    await workstation.page.mouse.up();
    await soon(() => picture.getAttribute('data-blurred')).toBe('true');
    await workstation.press('b');
    await soon(() => picture.getAttribute('data-blurred')).toBeNull();
  });

  it('numbers, orders and describes exhibits, and exports and reports them', async () => {
    const workstation = await review();
    const { page, words } = workstation;
    await (await workstation.table()).focus();
    await workstation.press('Shift+ArrowDown');
    await soon(() => workstation.count.textContent()).toContain('2 of 600');
    await workstation.press('x');
    await workstation.goTo('exhibits');
    const numbers = page.getByRole('textbox', { name: words.exhibits.number });
    await soon(() => numbers.count()).toBe(2);
    await page.getByRole('button', { name: 'Move EX-1 down' }).click();
    await soon(() => numbers.first().inputValue()).toBe('EX-2');
    await page.getByRole('textbox', { name: words.exhibits.description }).first().fill('The contract');
    await numbers.first().focus();
    await page.getByRole('button', { name: words.actions.exportExhibits }).click();
    await workstation.dialog.getByRole('button', { name: words.export.write }).click();
    await workstation.dialog.getByText('2 files copied').waitFor();
    await workstation.dialog.getByRole('button', { name: words.general.close }).last().click();
    await page.getByRole('button', { name: words.actions.writeReport }).click();
    await workstation.dialog.getByRole('combobox', { name: words.report.language }).selectOption('ur');
    await workstation.dialog.getByRole('button', { name: words.report.write, exact: true }).click();
    await workstation.dialog.getByText(/The report is written/).waitFor();
  });

  it('says what happened, what is safe and what to do, when a call fails', async () => {
    const workstation = await open('failing=tags.apply&code=storage-full');
    await workstation.press('g', 'r');
    await (await workstation.table()).focus();
    await workstation.press('1');
    await soon(() => workstation.notices.textContent()).toContain(workstation.words.errors['storage-full'].happened);
    const said = await workstation.notices.textContent();
    for (const part of ['safe', 'todo'] as const) expect(said).toContain(workstation.words.errors['storage-full'][part]);
    await soon(() => workstation.row(0).getByRole('gridcell').first().textContent()).toBe('');
  });

  it('shows one page when the host refuses it', async () => {
    const workstation = await open('session=refused');
    await soon(() => workstation.page.getByRole('alert').textContent()).toContain('its address was used already');
  });

  it('follows a run, and reviews while it goes on', async () => {
    const workstation = await open('run=running');
    await workstation.goTo('evidence');
    const items = workstation.main.getByText(workstation.words.run.items, { exact: true }).locator('xpath=following-sibling::dd');
    const before = await items.textContent();
    await soon(() => items.textContent()).not.toBe(before);
    await workstation.page.getByRole('button', { name: workstation.words.run.review }).click();
    await workstation.table();
    await workstation.goTo('evidence');
    await workstation.page.getByRole('button', { name: workstation.words.run.pause }).click();
    await soon(() => workstation.page.getByRole('heading', { name: workstation.words.run.phase.processing }).count()).toBe(0);
  });

  it('adds evidence from the list of folders and queues it', async () => {
    const workstation = await open();
    const { page, words } = workstation;
    await workstation.goTo('evidence');
    await page.getByRole('button', { name: words.evidence.choose }).click();
    await workstation.dialog.getByRole('textbox', { name: words.folders.path }).fill('/media');
    await workstation.dialog.getByRole('button', { name: words.folders.go }).click();
    await workstation.dialog.getByRole('button', { name: 'usb' }).click();
    await workstation.dialog.getByRole('button', { name: words.evidence.take }).click();
    await page.getByText(words.evidence.writableText).waitFor();
    await page.getByRole('radio', { name: new RegExp(words.profiles.quick.name) }).check();
    await workstation.main.getByRole('button', { name: words.evidence.start, exact: true }).click();
    await page.getByRole('heading', { name: words.run.phase.processing }).waitFor();
  });

  it('changes language, direction, theme and density at once, keeping the place', async () => {
    const workstation = await review();
    const { page } = workstation;
    await workstation.goTo('settings');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ur');
    await soon(() => page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    await page.getByText('ترتیبات').first().waitFor();
    await page.getByText('روشن', { exact: true }).click();
    await soon(() => page.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe('light');
    await workstation.press('Alt+ArrowLeft');
    await page.locator('[role="grid"] [data-row="0"]').waitFor();
    const { table, preview } = await page.evaluate(() => ({
      table: document.querySelector('[role="grid"]')?.getBoundingClientRect().left ?? 0,
      preview: document.querySelector('[data-preview-tabs]')?.getBoundingClientRect().left ?? 0,
    }));
    expect(preview).toBeLessThan(table);
  });

  it('verifies the case and shows its head as a code', async () => {
    const workstation = await open();
    const { page, words } = workstation;
    await workstation.goTo('case');
    await page.getByRole('tab', { name: words.case.integrity }).click();
    await page.getByRole('img', { name: words.integrity.code }).waitFor();
    await page.getByRole('button', { name: words.actions.verify }).click();
    await page.getByText(words.integrity.ok).waitFor();
  });

  it('hides and shows its panes, and lets them be resized by keyboard', async () => {
    const workstation = await review();
    const { page } = workstation;
    await workstation.press('[');
    await soon(() => page.getByRole('region', { name: 'Facets' }).isVisible()).toBe(false);
    await workstation.press('[');
    await soon(() => page.getByRole('region', { name: 'Facets' }).isVisible()).toBe(true);
    const edge = page.getByRole('separator', { name: workstation.words.review.previewEdge });
    const before = (await page.locator('#preview').boundingBox())?.width ?? 0;
    await edge.focus();
    await workstation.press('ArrowLeft', 'ArrowLeft');
    await soon(async () => ((await page.locator('#preview').boundingBox())?.width ?? 0) > before).toBe(true);
  });
});
