/** The interface over the engine in memory, built, served and opened in a browser: for the suites that look at it by itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser } from './browser.ts';
import { buildTestPage } from './build-page.ts';
import { type InterfaceServer, serveInterface } from './interface-server.ts';
import { type Language, Workstation } from './pages/workstation.ts';

export interface TestPage {
  /** Opens the page in a window of its own, set as the query says. The window is closed after the test, and must not have complained. */
  open(query?: string, language?: Language): Promise<Workstation>;
  /** The same, with the review's table in view. */
  review(query?: string, language?: Language): Promise<Workstation>;
}

/** To be called in a suite: builds the page before its tests, into a folder of its own, as others may run beside it. */
export function useTestPage(): TestPage {
  let browser: Browser;
  let server: InterfaceServer;
  let directory: string;
  const opened: Workstation[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'sabut-test-page-'));
    await buildTestPage(directory);
    server = await serveInterface(directory);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(directory, { recursive: true, force: true });
  });

  afterEach(async () => {
    for (const workstation of opened.splice(0)) {
      const { faults } = workstation;
      await workstation.close();
      expect(faults).toEqual([]);
    }
  });

  async function open(query = '', language: Language = 'en'): Promise<Workstation> {
    // What the query sets comes first, and counts.
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

  return { open, review };
}
