/** Every screen in both languages and both themes: axe finds nothing, nothing breaks the policy, the layout follows the direction. */
import { describe, expect, it } from 'vitest';
import { browserPath, withoutBrowser } from './browser.ts';
import { soon } from './pages/soon.ts';
import type { Language, Workstation } from './pages/workstation.ts';
import { useTestPage } from './test-page.ts';

type Visit = (workstation: Workstation) => Promise<void>;

async function review(workstation: Workstation): Promise<void> {
  await workstation.goTo('review');
  await workstation.table();
  await workstation.preview.getByRole('img').first().waitFor();
}

const screens: Record<string, { query?: string; visit: Visit }> = {
  start: { query: 'case=none', visit: async () => {} },
  'new case': {
    query: 'case=none',
    visit: async ({ page, words }) => {
      await page.getByRole('button', { name: words.start.newText }).click();
      await page.getByRole('heading', { name: words.header.title }).waitFor();
    },
  },
  evidence: {
    query: 'run=running',
    visit: async (workstation) => {
      await workstation.goTo('evidence');
      await workstation.page.getByRole('heading', { name: workstation.words.run.phase.processing }).waitFor();
    },
  },
  'review as table': { visit: review },
  'review as gallery': {
    visit: async (workstation) => {
      await review(workstation);
      await workstation.showView('gallery');
      await workstation.page.locator('[role="option"] img').first().waitFor();
      await soon(() => workstation.page.locator('[role="option"] [class*="pending"]').count()).toBe(0);
    },
  },
  'review as timeline': {
    visit: async (workstation) => {
      await review(workstation);
      await workstation.showView('timeline');
      await workstation.page.locator('canvas').first().waitFor();
    },
  },
  'review as map': {
    visit: async (workstation) => {
      await review(workstation);
      await workstation.showView('map');
      await workstation.page.locator('canvas').waitFor();
    },
  },
  'preview of bytes': {
    visit: async (workstation) => {
      await review(workstation);
      await workstation.previewTab('hex');
      await workstation.page.getByRole('region', { name: workstation.words.hex.region }).locator('[data-at]').first().waitFor();
    },
  },
  'preview of metadata': {
    visit: async (workstation) => {
      await review(workstation);
      await workstation.previewTab('metadata');
      await workstation.preview.getByText('image/exif').waitFor();
    },
  },
  exhibits: {
    visit: async (workstation) => {
      await review(workstation);
      await workstation.press('x');
      await workstation.goTo('exhibits');
      await workstation.page.getByRole('textbox', { name: workstation.words.exhibits.number }).waitFor();
    },
  },
  case: { visit: async (workstation) => workstation.goTo('case') },
  'audit log': {
    visit: async (workstation) => {
      await workstation.press('g', 'a');
      await workstation.page.locator('[data-action="case-created"]').last().waitFor();
    },
  },
  settings: { visit: async (workstation) => workstation.goTo('settings') },
  palette: {
    visit: async (workstation) => {
      await workstation.press('Control+k');
      await workstation.page.getByRole('option').first().waitFor();
    },
  },
  'list of keys': {
    visit: async (workstation) => {
      await workstation.press('?');
      await workstation.dialog.waitFor();
    },
  },
  'an error': {
    query: 'failing=items.page&code=storage-full',
    visit: async (workstation) => {
      await workstation.goTo('review');
      await workstation.page.getByRole('alert').first().waitFor();
    },
  },
};

async function lookIn(colorScheme: 'dark' | 'light', workstation: Workstation): Promise<void> {
  await workstation.page.emulateMedia({ colorScheme });
  await workstation.page.locator(`[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
  await workstation.settled();
}

/** Every element of the page, without what it says and without its style. */
async function elementsOf({ page }: Workstation): Promise<string[]> {
  return page.evaluate(() =>
    [...document.body.querySelectorAll('*')].map((element) => {
      const attributes = [...element.attributes].filter(({ name }) => name === 'class' || name === 'role' || name === 'tabindex');
      return `${element.localName} ${attributes.map(({ name, value }) => `${name}=${value}`).join(' ')}`;
    }),
  );
}

describe.skipIf(browserPath === null)(`every screen${withoutBrowser}`, () => {
  const { open } = useTestPage();

  describe.each<Language>(['en', 'ur'])('in %s', (language) => {
    it.each(Object.entries(screens))('%s', { timeout: 60_000 }, async (_name, { query, visit }) => {
      const workstation = await open(`items=400&theme=system&${query ?? ''}`, language);
      await visit(workstation);
      // What a screen shows beside what was waited for has come by now.
      await workstation.page.waitForTimeout(350);
      await lookIn('dark', workstation);
      expect(await workstation.accessibilityFaults(), 'dark').toEqual([]);
      const elements = await elementsOf(workstation);
      await lookIn('light', workstation);
      // On the very same elements, other colours can break the rules about colours alone.
      expect(await elementsOf(workstation)).toEqual(elements);
      expect(await workstation.accessibilityFaults('colours'), 'light').toEqual([]);
      const { direction, wide } = await workstation.page.evaluate(() => ({
        direction: getComputedStyle(document.documentElement).direction,
        wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
      }));
      expect(direction).toBe(language === 'ur' ? 'rtl' : 'ltr');
      expect(wide).toBe(false);
    });
  });
});
