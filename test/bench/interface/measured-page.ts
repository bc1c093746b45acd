/** A page of the interface in a real Chromium with the probe in it, and what its process takes of memory. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { transformWithOxc } from 'vite';

/** Large enough for a desk's screen, small enough for a laptop's. */
const viewport = { width: 1440, height: 900 };
const { code: probe } = await transformWithOxc(readFileSync(new URL('./probe.ts', import.meta.url), 'utf8'), 'probe.ts');

export interface MeasuredPage {
  page: Page;
  /** Calls the probe or asks what it knows: `armAct(null)`, `gallery`. */
  probe<Answer>(expression: string): Promise<Answer>;
  /** Waits until the probe knows what stands at a path such as `gallery.first`. */
  known<Answer>(path: string, patience?: number): Promise<Answer>;
  /** Bytes of the renderer's process: PSS now, highest so far, and JavaScript's part of it. Zero where there is no /proc. */
  memory(): Promise<{ peak: number; heap: number }>;
  close(): Promise<void>;
}

/** Opens an empty page in a fresh context: nothing cached. `prepare` runs in each document before its own scripts. */
export async function openPage(browser: Browser, prepare = ''): Promise<MeasuredPage> {
  const context: BrowserContext = await browser.newContext({ viewport, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.addInitScript(`${probe};${prepare}`);
  const session = await context.newCDPSession(page);
  const whole = await browser.newBrowserCDPSession();
  await session.send('Performance.enable');
  let peak = 0;
  const sample = async (): Promise<void> => {
    peak = Math.max(peak, ...(await renderersOf(whole)).map(proportionalSize));
  };
  const timer = setInterval(() => void sample().catch(() => undefined), 500);
  return {
    page,
    probe: (expression) => page.evaluate(`sabutProbe.${expression}`),
    async known(path, patience = 60_000) {
      const found = await page.waitForFunction(
        (names) => {
          let value: unknown = globalThis;
          for (const name of names) value = (value as Record<string, unknown>)[name];
          return value === null ? false : { value };
        },
        ['sabutProbe', ...path.split('.')],
        { polling: 'raf', timeout: patience },
      );
      return ((await found.jsonValue()) as { value: unknown }).value as never;
    },
    async memory() {
      await sample();
      const { metrics } = await session.send('Performance.getMetrics');
      return { peak, heap: metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0 };
    },
    async close() {
      clearInterval(timer);
      await whole.detach().catch(() => undefined);
      await context.close();
    },
  };
}

/** Numbers of all processes that draw pages; a spare one without a page takes less than any that has one. */
async function renderersOf(session: CDPSession): Promise<number[]> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

function proportionalSize(process: number): number {
  try {
    const match = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${process}/smaps_rollup`, 'latin1'));
    return match === null ? 0 : Number(match[1]) * 1024;
  } catch {
    // It ended meanwhile, or there is no /proc.
    return 0;
  }
}
