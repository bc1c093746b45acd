/** The pages that list every item, a thousand on each, and their contents. */
import type { Item } from '../../model/item.ts';
import { pathMarkup } from './evidence-text.ts';
import { itemRow } from './item-row.ts';
import { type Content, html, type Markup } from './markup.ts';
import { pageEnd, pageStart } from './page-frame.ts';
import { itemsPerPage, pageName, type ReportContext } from './report-context.ts';

/** What the contents say about a page. */
export interface PageSummary {
  page: number;
  first: { source: string; path: string };
  last: { source: string; path: string };
}

function pager(context: ReportContext, page: number): Markup {
  const last = context.pages - 1;
  const link = (key: 'items.first' | 'items.previous' | 'items.next' | 'items.last', target: number): Content => {
    const possible = target >= 0 && target <= last && target !== page;
    return possible ? html`<a href="${pageName(target)}">${context.text(key)}</a>` : html`<span class="off">${context.text(key)}</span>`;
  };
  const position = context.text('items.page', { page: context.count(page + 1), pages: context.count(context.pages) });
  return html`<nav class="pager">${link('items.first', 0)}${link('items.previous', page - 1)}${link('items.next', page + 1)}${link('items.last', last)}<a href="index.html">${context.text('items.contents')}</a><a href="../index.html">${context.text('report.back')}</a><span class="here">${position}</span></nav>
`;
}

function caption(context: ReportContext, title: string): Markup {
  const { header } = context.snapshot.info;
  return html`<header class="opening"><div class="over"><span>${context.text('report.title')} · ${context.typed(header.name)}</span><span>${header.caseNumber !== null && context.typed(header.caseNumber)}</span></div>
<h1>${title}</h1></header>
`;
}

/** One page; `items` are those of this page, in order. */
export function* itemPage(context: ReportContext, page: number, items: readonly Item[]): Generator<string, void, undefined> {
  const from = page * itemsPerPage;
  const title = context.text('items.range', {
    first: context.count(from + 1),
    last: context.count(from + items.length),
    total: context.count(context.totalItems),
  });
  const times = context.zone === null ? context.text('items.times-utc') : context.text('items.times', { zone: context.zone.name });
  yield pageStart(context, title, 'items');
  yield html`${caption(context, title)}${pager(context, page)}<p class="soft">${context.text('items.legend')}</p>
<table class="list"><thead><tr><th class="num no">${context.text('items.number')}</th><th>${context.text('items.item')}</th><th class="when">${times}</th></tr></thead><tbody>
`.source;
  for (const [index, item] of items.entries()) yield itemRow(context, item, from + index);
  yield html`</tbody></table>
${pager(context, page)}`.source;
  yield pageEnd(context);
}

/** The contents of the item pages: the first and last item of each. */
export function* contentsPage(context: ReportContext, summaries: readonly PageSummary[]): Generator<string, void, undefined> {
  const title = context.text('items.contents');
  const name = ({ source, path }: PageSummary['first']) => html`<span class="src">${source}</span>${pathMarkup(path)}`;
  yield pageStart(context, title, 'items');
  yield html`${caption(context, title)}<nav class="pager"><a href="../index.html">${context.text('report.back')}</a></nav>
`.source;
  if (summaries.length === 0) yield html`<p>${context.text('items.none')}</p>`.source;
  else {
    yield html`<table><thead><tr><th>${context.text('items.page-number')}</th><th>${context.text('items.first-item')}</th><th>${context.text('items.last-item')}</th></tr></thead><tbody>
`.source;
    for (const { page, first, last } of summaries) {
      yield html`<tr><td><a href="${pageName(page)}">${context.count(page + 1)}</a></td><td>${name(first)}</td><td>${name(last)}</td></tr>\n`
        .source;
    }
    yield '</tbody></table>\n';
  }
  yield pageEnd(context);
}
