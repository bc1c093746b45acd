/** The gallery over a thousand photographs, in a real Chromium, beside vipsthumbnail over the same files. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import words from '../../../resources/translations/interface.en.json' with { type: 'json' };
import { browserPath, launchBrowser } from '../../ui/browser.ts';
import { absent, type Setting } from '../contest.ts';
import { drive } from '../drives.ts';
import { type Figure, seconds } from '../figures.ts';
import { measure, median } from '../measure.ts';
import { ensureBuilt } from './built.ts';
import { openPage } from './measured-page.ts';
import { makePhotographs, photographCount } from './photographs.ts';
import { serveCase } from './serving.ts';

const commandLine = fileURLToPath(new URL('../../../src/cli/sabut.mjs', import.meta.url));
const neededShare = 0.7;

/** A case over the photographs; they are read by a run, as every item of a case is. */
function photographCase(setting: Setting, evidence: string): Promise<string> {
  return drive(
    setting.directory,
    'photographs.sabut',
    async (directory) => {
      await measure({
        program: process.execPath,
        arguments: [commandLine, 'triage', evidence, '--case', directory, '--quiet'],
        environment: { ...process.env, SABUT_KEY_STORE: join(setting.directory, 'served', 'keys') },
      });
    },
    setting.say,
  );
}

interface GalleryMeasured {
  first: number | null;
  all: number;
  tiles: number;
  screen: number;
  edge: number;
}

/** From the click on the gallery's button to a full first screen, then screen by screen to the last picture. Nothing is cached. */
async function showAll(setting: Setting, browser: Browser, caseDirectory: string): Promise<GalleryMeasured & { first: number }> {
  rmSync(join(caseDirectory, 'cache', 'pictures'), { recursive: true, force: true });
  const served = await serveCase(setting.directory, caseDirectory);
  const measured = await openPage(browser);
  try {
    const { page } = measured;
    await page.goto(served.address);
    await page.locator('[role="grid"] [data-row]').first().waitFor();
    await page.getByRole('region', { name: words.facets.title }).getByRole('checkbox', { name: 'image/jpeg' }).check();
    await page.locator('[role="grid"] [data-row="0"][data-focused]').waitFor();
    // The preview of the first photograph is there: the click finds a page at rest, as an examiner's does.
    await page.getByRole('region', { name: words.preview.title }).locator('img').waitFor();
    await measured.probe(`armGallery(${photographCount})`);
    await page.getByRole('group', { name: words.review.view }).getByRole('button', { name: words.views.gallery }).click();
    const first = await measured.known<number>('gallery.first');
    await measured.known<number>('gallery.all', 600_000);
    return { ...(await measured.probe<GalleryMeasured>('gallery')), first };
  } finally {
    await measured.close();
    await served.close();
  }
}

/** Seconds of vipsthumbnail over all photographs, in as many processes as there are cores. */
async function thumbnailAll(setting: Setting, evidence: string, edge: number): Promise<number> {
  const target = join(setting.directory, 'vipsthumbnail');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const cores = availableParallelism();
  const share = Math.ceil(photographCount / cores);
  try {
    const { wall } = await measure({
      program: 'sh',
      arguments: [
        '-c',
        `find "$1" -name '*.jpg' -print0 | xargs -0 -n ${share} -P ${cores} vipsthumbnail --size ${edge}x${edge} -o "$2/%s.jpg[Q=82]"`,
        'sh',
        evidence,
        target,
      ],
    });
    const made = readdirSync(target).length;
    if (made !== photographCount) throw new Error(`vipsthumbnail made ${made} of ${photographCount} pictures`);
    return wall;
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

export async function measureGallery(setting: Setting): Promise<Figure[]> {
  const screenFigure = {
    figure: `gallery of ${photographCount} JPEGs of 12 megapixels: click to a full first screen, nothing cached`,
    peer: '',
    ratio: '',
    target: 'at most 1.00 s',
  };
  const allFigure = { figure: `all ${photographCount} thumbnails, screen by screen`, target: `at least ${neededShare} x as fast` };
  if (browserPath === null)
    return [
      { ...screenFigure, ours: 'not measured', peer: 'Chromium: absent', met: null },
      { ...allFigure, ours: 'not measured', peer: 'Chromium: absent', ratio: '', met: null },
    ];
  ensureBuilt(setting.say);
  const evidence = await drive(setting.directory, 'photographs', makePhotographs, setting.say);
  const caseDirectory = await photographCase(setting, evidence);
  spawnSync('find', [evidence, '-type', 'f', '-exec', 'cat', '{}', '+'], { stdio: ['ignore', 'ignore', 'ignore'] });
  const missing = absent(['vipsthumbnail', 'xargs']);
  const firsts: number[] = [];
  const own: number[] = [];
  const others: number[] = [];
  const browser = await launchBrowser();
  try {
    for (let run = 1; run <= setting.runs; run += 1) {
      const { first, all, screen, edge } = await showAll(setting, browser, caseDirectory);
      firsts.push(first / 1000);
      own.push(all / 1000);
      if (missing.length === 0) others.push(await thumbnailAll(setting, evidence, edge));
      setting.say(
        `gallery, run ${run}: first screen (${screen} tiles) ${seconds(first / 1000)}, all ${seconds(all / 1000)} at ${edge} pixels; vipsthumbnail ${others.length === 0 ? 'absent' : seconds(others.at(-1) as number)}`,
      );
    }
  } finally {
    await browser.close();
  }
  const screen = median(firsts);
  const all = median(own);
  const figures: Figure[] = [{ ...screenFigure, ours: seconds(screen), met: screen <= 1 }];
  if (others.length === 0)
    return [...figures, { ...allFigure, ours: seconds(all), peer: `vipsthumbnail: absent (${missing.join(', ')})`, ratio: '', met: null }];
  const ratio = median(others) / all;
  return [
    ...figures,
    {
      ...allFigure,
      ours: seconds(all),
      peer: `vipsthumbnail in ${availableParallelism()} processes: ${seconds(median(others))}`,
      ratio: `${ratio.toFixed(2)} x as fast`,
      met: ratio >= neededShare,
    },
  ];
}
