/** The report as it is printed: the first page is a field report by itself, and no exhibit loses its heading or picture to a page break. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHtmlReport } from '../../src/reports/html/write-html-report.ts';
import { notableCodes } from '../../src/reports/notable.ts';
import type { ReportLanguage, ReportSnapshot } from '../../src/reports/snapshot.ts';
import { exhibitOf, sampleInfo, sampleItems, sampleSnapshot } from '../unit/reports/sample-snapshot.ts';
import { browserPath, launchBrowser, withoutBrowser } from './browser.ts';

/** The fullest first page there can be: both warnings, more sources than it shows, every notable group, long texts. */
function fullest(language: ReportLanguage): ReportSnapshot {
  const info = sampleInfo(sampleItems(), false);
  const [source] = info.sources;
  for (const key of ['name', 'caseNumber', 'examiner', 'agency', 'circle', 'authority', 'sections'] as const)
    info.header[key] = `${info.header[key]} – وارنٹ اور دائرہ `.repeat(12);
  info.sources = Array.from({ length: 8 }, (_, index) => ({
    ...source!,
    id: `S${index + 1}`,
    manifestSha256: `${index}f`.repeat(32),
    path: `/media/examiner/${'long-folder-name/'.repeat(4)}${index}`,
  }));
  info.runs = info.runs.map((run) => ({ ...run, sources: info.sources.map(({ id }) => id) }));
  const items = sampleItems();
  return sampleSnapshot(
    {
      language,
      info,
      exhibits: [exhibitOf(items[1]!), exhibitOf(items[2]!)],
      notable: notableCodes.map((code) => ({ code, items: [], total: 123_456 })),
    },
    items,
  );
}

describe.skipIf(browserPath === null)(`the printed report${withoutBrowser}`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'sabut-paper-'));
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function pagesOf(language: ReportLanguage): Promise<string[]> {
    const front = [...writeHtmlReport(fullest(language))].find(({ path }) => path === 'index.html')!;
    const file = join(directory, `${language}.html`);
    writeFileSync(file, [...front.chunks].join(''));
    const page = await browser.newPage();
    await page.goto(pathToFileURL(file).href);
    const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    await page.close();
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
    const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 });
    const document = await task.promise;
    const pages: string[] = [];
    for (let number = 1; number <= document.numPages; number += 1) {
      const { items } = await (await document.getPage(number)).getTextContent();
      pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
    }
    await task.destroy();
    return pages;
  }

  it.each(['en', 'ur'] as const)(
    'says who, what, when, how far, and the digests on one first page (%s)',
    async (language) => {
      const pages = await pagesOf(language);
      const { header, audit } = fullest(language).info;
      const first = pages[0]!.replace(/\s/g, '');
      for (const text of [
        header.caseId,
        audit.head,
        audit.keyFingerprint!.replaceAll(' ', ''),
        '0f'.repeat(32),
        '3f'.repeat(32),
        '123,456',
      ])
        expect(first, text).toContain(text);
      expect(first).not.toContain('4f'.repeat(32));
      expect(first).not.toContain('EX-1');
      // The exhibits start on a page of their own, each heading with what it heads.
      for (const page of pages.filter((text) => /EX-1/.test(text))) expect(page).toContain(language === 'en' ? 'Found at' : 'folder:S1');
    },
    60_000,
  );
});
