/** The interface on a case of a million items, in a real Chromium, served by `sabut serve`. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { bootstrapEngine } from '../../../src/engine/bootstrap.ts';
import { browserPath, launchBrowser } from '../../ui/browser.ts';
import type { Setting } from '../contest.ts';
import { drive } from '../drives.ts';
import { type Figure, megabytes } from '../figures.ts';
import { median } from '../measure.ts';
import { fillCase } from '../million-case.ts';
import { Acts } from './acts.ts';
import { ensureBuilt, initialScript } from './built.ts';
import { type MeasuredPage, openPage } from './measured-page.ts';
import type { ScrollMeasured } from './measurements.ts';
import { type ServedCase, serveCase } from './serving.ts';

const items = 1_000_000;
const rounds = 8;
const scrollTime = 10_000;
/** Pixels a second that are asked of the wheel, one after the other: a brisk reader's, a trackpad's fling, and beyond. */
const wheelSpeeds = [4000, 8000, 16_000, 24_000];
/** The row that is clicked to see that input is answered. */
const clickedRow = 3;

const milliseconds = (value: number): string => `${value.toFixed(0)} ms`;

function figure(name: string, ours: string, target: string, met: boolean | null): Figure {
  return { figure: name, ours, peer: '', ratio: '', target, met };
}

/** The case of a million items, looked at once: as it is after a run that was watched. */
function millionCase(setting: Setting): Promise<string> {
  return drive(
    setting.directory,
    'million.sabut',
    async (directory) => {
      setting.say(`making a case of ${items} items`);
      const keys = join(setting.directory, 'served', 'keys');
      const engine = bootstrapEngine({ settingsDirectory: join(setting.directory, 'served'), keyStore: keys });
      const context = { examiner: 'Benchmark', signal: new AbortController().signal, onProgress: () => undefined };
      try {
        await engine.useCases['case.create']({ directory, header: {} }, context);
        fillCase(engine.session, items);
        await engine.useCases['items.page']({ filters: [], sort: [{ field: 'path', descending: false }], offset: 0, limit: 100 }, context);
        await engine.useCases['items.facets']({ filters: [] }, context);
      } finally {
        await engine.close();
      }
    },
    setting.say,
  );
}

/** Milliseconds from the navigation until rows stood there and a click on one of them was answered. */
async function open(browser: Browser, served: ServedCase): Promise<{ measured: MeasuredPage; painted: number; usable: number }> {
  const measured = await openPage(browser, `sabutProbe.watchOpening(${clickedRow})`);
  await measured.page.goto(served.address, { waitUntil: 'commit' });
  const painted = await measured.known<number>('opening.painted');
  await measured.page.locator(`[role="grid"] [data-row="${clickedRow}"]`).click({ position: { x: 90, y: 12 } });
  return { measured, painted, usable: await measured.known<number>('opening.answered') };
}

async function measureOpening(setting: Setting, browser: Browser, caseDirectory: string): Promise<Figure> {
  const usable: number[] = [];
  for (let run = 1; run <= Math.max(3, setting.runs); run += 1) {
    const served = await serveCase(setting.directory, caseDirectory);
    try {
      const opened = await open(browser, served);
      await opened.measured.close();
      usable.push(opened.usable);
      setting.say(
        `opening, run ${run}: host ready after ${served.started.toFixed(2)} s; rows painted ${milliseconds(opened.painted)}, click answered ${milliseconds(opened.usable)} after the navigation`,
      );
    } finally {
      await served.close();
    }
  }
  const value = median(usable);
  return figure(
    `interface usable: navigation to painted rows and an answered click (median of ${usable.length}, each with a new host and an empty browser)`,
    `${(value / 1000).toFixed(2)} s`,
    'at most 1.50 s',
    value <= 1500,
  );
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((first, second) => first - second);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function measureActs(setting: Setting, measured: MeasuredPage): Promise<Figure[]> {
  const acts = new Acts(measured);
  await acts.openSizes();
  for (let round = 0; round < rounds; round += 1) await acts.round(round);
  const { samples } = acts;
  for (const kind of new Set(samples.map((sample) => sample.kind))) {
    const own = samples.filter((sample) => sample.kind === kind);
    const told = (of: 'first' | 'settled') =>
      `${milliseconds(
        percentile(
          own.map((sample) => sample[of]),
          0.5,
        ),
      )} / ${milliseconds(
        percentile(
          own.map((sample) => sample[of]),
          0.95,
        ),
      )}`;
    setting.say(`${kind}, ${own.length} times: median / p95 to first new rows ${told('first')}, until they stand ${told('settled')}`);
  }
  if (process.env['SABUT_BENCH_DETAILS'] !== undefined) {
    const slow = samples.toSorted((one, other) => other.settled - one.settled).slice(0, 40);
    for (const { kind, name, first, settled } of slow) setting.say(`  ${kind} ${name}: ${milliseconds(first)}, ${milliseconds(settled)}`);
  }
  const settled = samples.map((sample) => sample.settled);
  const value = percentile(settled, 0.95);
  return [
    figure(
      `filter, sort or facet to painted rows, the cursor's item found again: p95 of ${samples.length} (median ${milliseconds(percentile(settled, 0.5))})`,
      milliseconds(value),
      'at most 200 ms',
      value <= 200,
    ),
  ];
}

/** Turns the wheel for as long as is watched, through CDP as a device would. */
async function turnWheel(measured: MeasuredPage): Promise<void> {
  const box = await measured.page.locator('[role="grid"]').boundingBox();
  if (box === null) throw new Error('the table has no place on the page');
  await measured.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const started = performance.now();
  let last = started;
  for (;;) {
    const now = performance.now();
    const share = (now - started) / scrollTime;
    if (share >= 1) return;
    const speed = wheelSpeeds[Math.floor(share * wheelSpeeds.length)] as number;
    await measured.page.mouse.wheel(0, Math.round((speed * (now - last)) / 1000));
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 12));
  }
}

async function measureScroll(setting: Setting, measured: MeasuredPage, name: string, drag: boolean): Promise<Figure[]> {
  await measured.probe(`watchScroll(${scrollTime}, ${drag})`);
  if (!drag) await turnWheel(measured);
  const seen = await measured.known<ScrollMeasured>('scroll');
  setting.say(
    `scrolling ${name}: ${seen.frames} frames, ${seen.blankFrames} of them blank; ${seen.rows} rows passed; ${seen.longTasks} tasks over 50 ms; longest frame ${milliseconds(seen.longestFrame)}`,
  );
  return [
    figure(
      `10 s of scrolling ${name} (${seen.rows} rows): longest blank view`,
      milliseconds(seen.longestBlank),
      'at most 100 ms',
      seen.rows > 1000 && seen.longestBlank <= 100,
    ),
    figure(`10 s of scrolling ${name}: longest task`, milliseconds(seen.longestTask), 'at most 100 ms', seen.longestTask <= 100),
  ];
}

/** Opening, choosing, ordering and scrolling, what it takes of memory, and how much is loaded first. */
export async function measureInterface(setting: Setting): Promise<Figure[]> {
  ensureBuilt(setting.say);
  const { bytes, files } = initialScript();
  const script = figure(`initial script, gzip (${files} files)`, `${(bytes / 1000).toFixed(0)} kB`, 'at most 500 kB', bytes <= 500_000);
  if (browserPath === null)
    return [{ ...figure('interface on a case of 1 000 000 items', 'not measured', '', null), peer: 'Chromium: absent' }, script];
  const caseDirectory = await millionCase(setting);
  const browser = await launchBrowser();
  try {
    const opening = await measureOpening(setting, browser, caseDirectory);
    const served = await serveCase(setting.directory, caseDirectory);
    try {
      const { measured } = await open(browser, served);
      const figures = [
        opening,
        ...(await measureActs(setting, measured)),
        ...(await measureScroll(setting, measured, 'by the wheel', false)),
        ...(await measureScroll(setting, measured, 'by the thumb through the whole case', true)),
      ];
      const { peak, heap } = await measured.memory();
      await measured.close();
      setting.say(`renderer: peak ${megabytes(peak)} (PSS), JavaScript's heap at the end ${megabytes(heap)}`);
      return [
        ...figures,
        figure(
          `renderer's memory: highest PSS of its process${peak === 0 ? ' (needs /proc)' : ''}; JavaScript heap at the end`,
          `${megabytes(peak)}; ${megabytes(heap)}`,
          'at most 400 MB',
          peak === 0 ? null : peak <= 400e6,
        ),
        script,
      ];
    } finally {
      await served.close();
    }
  } finally {
    await browser.close();
  }
}
