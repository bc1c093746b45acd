/** How the interface is worked with, from screen to screen, over the engine in memory. */
import { describe, expect, it } from 'vitest';
import { browserPath, withoutBrowser } from './browser.ts';
import { soon } from './pages/soon.ts';
import { useTestPage } from './test-page.ts';

describe.skipIf(browserPath === null)(`the interface${withoutBrowser}`, () => {
  const { open, review } = useTestPage();

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

  it('says so in Urdu, with the path from left to right and the English sentence beneath', async () => {
    const workstation = await open('failing=tags.apply&code=source-unavailable&reason=evidence-silent', 'ur');
    await workstation.press('g', 'r');
    await (await workstation.table()).focus();
    await workstation.press('1');
    const { happened, safe, todo } = workstation.words.errors.reasons['evidence-silent'];
    const [before, after] = happened.split('{{path}}') as [string, string];
    await soon(() => workstation.notices.textContent()).toContain(
      `${before}\u2066/media/seizure-4471/DCIM\u2069${after.replace('{{code}}', '\u2068EIO\u2069')}`,
    );
    const said = await workstation.notices.textContent();
    for (const part of [safe, todo, 'tags.apply was made to fail']) expect(said).toContain(part);
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
});
