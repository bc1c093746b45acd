/** How items are reviewed: chosen, ordered, tagged, seen in four views and looked at one by one; over the engine in memory. */
import { describe, expect, it } from 'vitest';
import { browserPath, withoutBrowser } from './browser.ts';
import { hostileNames } from './fixture-items.ts';
import { soon } from './pages/soon.ts';
import { useTestPage } from './test-page.ts';

describe.skipIf(browserPath === null)(`the review${withoutBrowser}`, () => {
  const { open, review } = useTestPage();

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

  it('counts the items of each size and year, and shows as many when one is chosen', async () => {
    const workstation = await review();
    const { page, words } = workstation;
    const facets = page.getByRole('region', { name: words.facets.title });
    await facets.getByRole('button', { name: words.facets.date }).click();
    await facets.getByRole('button', { name: words.fields.size, exact: true }).click();
    const all = Number((await workstation.count.textContent())?.replace(/\D/g, ''));
    for (const list of [words.facets.years, words.facets.sizes]) {
      const ranges = facets.getByRole('list', { name: list }).getByRole('button');
      await soon(async () => (await ranges.allTextContents()).every((text) => /\d$/.test(text))).toBe(true);
      const counts = (await ranges.locator('span:last-child').allTextContents()).map(Number);
      expect(Math.max(...counts)).toBeGreaterThan(0);
      const place = counts.findIndex((count) => count > 0 && count < all);
      const chosen = ranges.nth(place);
      await chosen.click();
      await soon(() => workstation.count.textContent()).toBe(`${counts[place]} items`);
      expect(await chosen.getAttribute('aria-pressed')).toBe('true');
      await chosen.click();
      await soon(() => workstation.count.textContent()).toBe(`${all} items`);
    }
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
    const topRow = () =>
      grid.evaluate((element) => {
        const { bottom, left } = (element.querySelector('[role="columnheader"]') as Element).getBoundingClientRect();
        return Number(
          document
            .elementFromPoint(left + 100, bottom + 4)
            ?.closest('[data-row]')
            ?.getAttribute('data-row'),
        );
      });
    const before = await topRow();
    await grid.hover();
    for (let turn = 0; turn < 10; turn += 1) await workstation.page.mouse.wheel(0, 280);
    await soon(async () => (await topRow()) - before).toBe(100);
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
