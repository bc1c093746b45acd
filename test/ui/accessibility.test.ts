/** Every screen in both languages and both themes: axe finds nothing, nothing breaks the policy, the layout follows the direction. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, launchBrowser, withoutBrowser } from './browser.ts';
import { buildTestPage, testPageDirectory } from './build-page.ts';
import { type InterfaceServer, serveInterface } from './interface-server.ts';
import { type Language, Workstation } from './pages/workstation.ts';

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

describe.skipIf(browserPath === null)(`every screen${withoutBrowser}`, () => {
  let browser: Browser;
  let server: InterfaceServer;

  beforeAll(async () => {
    await buildTestPage();
    server = await serveInterface(testPageDirectory);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  describe.each<Language>(['en', 'ur'])('in %s', (language) => {
    it.each(Object.entries(screens))('%s', { timeout: 60_000 }, async (_name, { query, visit }) => {
      const address = `${server.address}?items=400&language=${language}&theme=system&${query ?? ''}`;
      const workstation = await Workstation.open(browser, address, language);
      try {
        await visit(workstation);
        for (const colorScheme of ['dark', 'light'] as const) {
          await workstation.page.emulateMedia({ colorScheme });
          const shown = workstation.page.locator(`[data-mantine-color-scheme="${colorScheme}"]`);
          await shown.waitFor();
          // A transition under way has colours in between, which axe would measure.
          await workstation.page.waitForTimeout(350);
          expect(await workstation.accessibilityFaults(), colorScheme).toEqual([]);
        }
        expect(workstation.faults).toEqual([]);
        const { direction, wide } = await workstation.page.evaluate(() => ({
          direction: getComputedStyle(document.documentElement).direction,
          wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
        }));
        expect(direction).toBe(language === 'ur' ? 'rtl' : 'ltr');
        expect(wide).toBe(false);
      } finally {
        await workstation.close();
      }
    });
  });
});
