/** The interface as a person uses it: page objects over whichever engine and host stand behind it. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import english from '../../../resources/translations/interface.en.json' with { type: 'json' };
import urdu from '../../../resources/translations/interface.ur.json' with { type: 'json' };

export type Language = 'en' | 'ur';
export type ScreenName = keyof typeof english.screens;

/** What must not happen on any page: errors, forbidden content, requests beyond this machine. */
export interface Complaints {
  console: string[];
  policy: string[];
  beyondLoopback: string[];
}

export class Workstation {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly language: Language;
  readonly complaints: Complaints = { console: [], policy: [], beyondLoopback: [] };

  private constructor(context: BrowserContext, page: Page, language: Language) {
    this.context = context;
    this.page = page;
    this.language = language;
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      const text = message.text();
      if (/content security policy/i.test(text)) this.complaints.policy.push(text);
      else this.complaints.console.push(text);
    });
    page.on('pageerror', (error) => this.complaints.console.push(error.stack ?? error.message));
    page.on('request', (request) => {
      if (!/^(?:https?:\/\/127\.0\.0\.1[:/]|ws:\/\/127\.0\.0\.1[:/]|blob:|data:)/.test(request.url()))
        this.complaints.beyondLoopback.push(request.url());
    });
  }

  /** Opens the interface in a window of its own. */
  static async open(
    browser: Browser,
    address: string,
    language: Language = 'en',
    viewport = { width: 1440, height: 860 },
  ): Promise<Workstation> {
    const context = await browser.newContext({ viewport, locale: 'en-GB' });
    const page = await context.newPage();
    // Shorter than a test's own limit, so that what was waited for is named.
    page.setDefaultTimeout(12_000);
    const workstation = new Workstation(context, page, language);
    await page.goto(address);
    await page.getByRole('main').waitFor();
    return workstation;
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** The interface's own words, in the language of this page. */
  get words(): typeof english {
    return (this.language === 'ur' ? urdu : english) as typeof english;
  }

  get main(): Locator {
    return this.page.getByRole('main');
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  get notices(): Locator {
    return this.page.getByRole('log');
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Opens the palette and waits until it takes what is typed. */
  async openPalette(): Promise<void> {
    await this.press('Control+k');
    await this.page.locator('[cmdk-input]:focus').waitFor();
  }

  async goTo(screen: Exclude<ScreenName, 'tags'>): Promise<void> {
    await this.page
      .getByRole('navigation', { name: this.words.frame.screens })
      .getByRole('button', { name: this.words.screens[screen], exact: true })
      .click();
  }

  async showView(view: keyof typeof english.views): Promise<void> {
    await this.page.getByRole('group', { name: this.words.review.view }).getByRole('button', { name: this.words.views[view] }).click();
  }

  /** The review's table, as it is. */
  get grid(): Locator {
    return this.page.getByRole('grid', { name: this.words.review.results });
  }

  /** The review's table, with rows there. */
  async table(): Promise<Locator> {
    const { grid } = this;
    await grid.locator('[data-row]').first().locator('[role="gridcell"]').nth(1).waitFor();
    return grid;
  }

  row(index: number): Locator {
    return this.page.locator(`[role="grid"] [data-row="${index}"]`);
  }

  facetValue(name: string | RegExp): Locator {
    return this.page.getByRole('region', { name: this.words.facets.title }).getByRole('checkbox', { name });
  }

  get count(): Locator {
    return this.page.getByRole('toolbar', { name: this.words.review.toolbar }).getByRole('status');
  }

  get preview(): Locator {
    return this.page.getByRole('region', { name: this.words.preview.title });
  }

  async previewTab(tab: keyof typeof english.preview.tabs): Promise<void> {
    await this.preview.getByRole('tab', { name: this.words.preview.tabs[tab] }).click();
  }

  /** Waits until nothing moves any more that comes to an end: a transition under way has colours in between, which axe would measure. */
  async settled(): Promise<void> {
    await this.page.evaluate(async () => {
      const moving = ({ playState, effect }: Animation) =>
        playState === 'running' && Number.isFinite(Number(effect?.getComputedTiming().endTime));
      for (let still = 0; still < 4; still = document.getAnimations().some(moving) ? 0 : still + 1)
        await new Promise((resolve) => requestAnimationFrame(resolve));
    });
  }

  /**
   * What axe finds wrong, as short lines: by all rules, or by those about colours alone. In one go inside the page, which has
   * no frames: gathered piece by piece, as over frames of many origins, what is right with each of a thousand cells is written
   * down too, which takes many times as long.
   */
  async accessibilityFaults(rules: 'all' | 'colours' = 'all'): Promise<string[]> {
    if (this.page.frames().length > 1) throw new Error('axe would not look into the frames of this page');
    const axe = new AxeBuilder({ page: this.page }).setLegacyMode().options({ resultTypes: ['violations'] });
    if (rules === 'all') axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
    else axe.withRules(['color-contrast', 'link-in-text-block']);
    const { violations } = await axe.analyze();
    return violations.flatMap((violation) =>
      violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n').at(1)?.trim() ?? ''}`),
    );
  }

  /** Everything that should not have happened so far. */
  get faults(): string[] {
    return [...this.complaints.console, ...this.complaints.policy, ...this.complaints.beyondLoopback];
  }
}
