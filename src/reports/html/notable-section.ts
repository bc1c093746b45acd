/** Items to look at first, by group, each group with its rule. */

import { revealHidden } from '../../model/display.ts';
import type { NotableGroup, NotableItem } from '../snapshot.ts';
import { pathMarkup } from './evidence-text.ts';
import { outcomeText } from './item-row.ts';
import { type Content, html, joined, type Markup } from './markup.ts';
import { code, itemsPerPage, pageName, type ReportContext, section, stepName } from './report-context.ts';

const detailLimit = 300;

/** Why the item stands in its group: steps in the report's language, anything else as it was read. */
function detail(context: ReportContext, { detail: found, steps = [] }: NotableItem): Content {
  if (found !== null) return html`<bdi dir="ltr">${revealHidden(found.slice(0, detailLimit))}</bdi>`;
  return joined(
    steps.map(({ step, outcome }) => context.own(html`${stepName(context, step)}: ${outcomeText(context, outcome)}`)),
    ' · ',
  );
}

function row(context: ReportContext, item: NotableItem): Markup {
  const page = pageName(Math.floor(item.ordinal / itemsPerPage));
  return html`<tr><td class="soft id">${item.source}</td><td><a href="items/${page}#i${item.id}">${pathMarkup(item.path)}</a></td><td>${detail(context, item)}</td><td>${item.mediaType !== null && code(item.mediaType)}</td><td class="num">${item.size !== null && context.count(item.size)}</td></tr>\n`;
}

function group(context: ReportContext, { code: name, items, total }: NotableGroup): Markup {
  const head = (['notable.path', 'notable.detail', 'notable.type'] as const).map((key) => html`<th>${context.text(key)}</th>`);
  return html`<div class="group" id="notable-${name}"><h3>${context.text(`notable.${name}`)} <span class="num">${context.count(total)}</span></h3>
<p>${context.text(`notable.${name}.reason`)}</p>
<table class="fixed"><colgroup><col class="w-id"><col><col class="w-detail"><col class="w-type"><col class="w-size"></colgroup><thead><tr><th></th>${head}<th class="num">${context.text('notable.size')}</th></tr></thead><tbody>
${items.map((item) => row(context, item))}</tbody></table>
${items.length < total && html`<p>${context.text('notable.shown', { shown: context.count(items.length), total: context.count(total) })}</p>`}</div>
`;
}

export function notableSection(context: ReportContext): Markup {
  const groups = context.snapshot.notable.filter(({ total }) => total > 0);
  return section(
    'notable',
    context.text('notable.title'),
    html`<p>${context.text('notable.intro')}</p>`,
    groups.length === 0 ? html`<p>${context.text('notable.none')}</p>` : groups.map((found) => group(context, found)),
  );
}
