/** The report as a folder of self-contained pages: no script, nothing loaded from elsewhere. */
import type { Item } from '../../model/item.ts';
import { inBlocks } from '../blocks.ts';
import type { ReportSnapshot } from '../snapshot.ts';
import { integritySection, limitationsSection, signatureSection } from './closing.ts';
import { coverageSection } from './coverage-section.ts';
import { evidenceSection } from './evidence-section.ts';
import { exhibitsSection } from './exhibits-section.ts';
import { contentsPage, itemPage, type PageSummary } from './item-pages.ts';
import { html, type Markup } from './markup.ts';
import { methodSection } from './method-section.ts';
import { notableSection } from './notable-section.ts';
import { opening, wholeHeader } from './opening.ts';
import { pageEnd, pageStart } from './page-frame.ts';
import { itemsPerPage, pageName, ReportContext, section } from './report-context.ts';
import { typesSection } from './types-section.ts';

export interface ReportFile {
  /** Below the report's folder, `/`-separated: `index.html`, `items/0001.html`. */
  path: string;
  chunks: Iterable<string>;
}

const sections = [
  'exhibits',
  'sources',
  'coverage',
  'notable',
  'types',
  'items',
  'method',
  'limitations',
  'integrity',
  'signature',
] as const;

function contents(context: ReportContext): Markup {
  return html`<nav class="contents" aria-label="${context.text('report.contents')}">${sections.filter((id) => id !== 'exhibits' || context.snapshot.exhibits !== null).map((id) => html`<a href="#${id}">${context.text(`${id}.title`)}</a>`)}</nav>
`;
}

function itemsSection(context: ReportContext): Markup {
  const link = context.text('items.link', { count: context.count(context.totalItems), pages: context.count(context.pages) });
  const content =
    context.totalItems === 0 ? html`<p>${context.text('items.none')}</p>` : html`<p><a href="items/index.html">${link}</a></p>`;
  return section('items', context.text('items.title'), content);
}

function* frontPage(context: ReportContext): Generator<string, void, undefined> {
  yield pageStart(context, `${context.snapshot.info.header.name} – ${context.text('report.title')}`, 'front');
  yield opening(context).source;
  yield contents(context).source;
  yield '<main>\n';
  for (const part of [
    wholeHeader,
    exhibitsSection,
    evidenceSection,
    coverageSection,
    notableSection,
    typesSection,
    itemsSection,
    methodSection,
    limitationsSection,
    integritySection,
    signatureSection,
  ]) {
    yield part(context).source;
  }
  yield '</main>\n';
  yield pageEnd(context);
}

/** Groups of `size`; the last may be smaller. */
function* inPages(items: Iterable<Item>, size: number): Generator<Item[], void, undefined> {
  let page: Item[] = [];
  for (const item of items) {
    page.push(item);
    if (page.length === size) {
      yield page;
      page = [];
    }
  }
  if (page.length > 0) yield page;
}

/**
 * All files of the report. The front page comes last, so that it never stands before pages that are missing.
 * Holds one page of items in memory at a time, and the first and last name of each page.
 * @throws RangeError, while being consumed, where `items()` yields another number of items than `countsByKind` sums up to:
 * a report that numbers its items wrongly must not be written.
 */
export function* writeHtmlReport(snapshot: ReportSnapshot): Generator<ReportFile, void, undefined> {
  const context = new ReportContext(snapshot);
  const summaries: PageSummary[] = [];
  let written = 0;
  for (const items of inPages(snapshot.items(), itemsPerPage)) {
    const page = summaries.length;
    const first = items[0] as Item;
    const last = items.at(-1) as Item;
    written += items.length;
    if (written > context.totalItems) break;
    summaries.push({ page, first: { source: first.source, path: first.path }, last: { source: last.source, path: last.path } });
    yield { path: `items/${pageName(page)}`, chunks: inBlocks(itemPage(context, page, items)) };
  }
  if (written !== context.totalItems) throw new RangeError(`the counts speak of ${context.totalItems} items, but there are others`);
  yield { path: 'items/index.html', chunks: inBlocks(contentsPage(context, summaries)) };
  yield { path: 'index.html', chunks: inBlocks(frontPage(context)) };
}
