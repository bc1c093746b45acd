/** The exhibits: each with its picture or excerpt, where it lies in the evidence, and what was read from it. */
import type { ReportExhibit } from '../snapshot.ts';
import { valueMarkup } from './evidence-text.ts';
import { exhibitFacts } from './exhibit-facts.ts';
import { type Content, html, type Markup } from './markup.ts';
import { type ReportContext, section } from './report-context.ts';

const descriptionLimit = 10_000;
const excerptLimit = 2000;

function likeness(context: ReportContext, { picture, excerpt, missing, number }: ReportExhibit): Content {
  if (picture !== null)
    return html`<img src="data:${picture.mediaType};base64,${picture.base64}" alt="${context.text('exhibits.picture', { number })}">`;
  if (excerpt !== null) return html`<pre class="excerpt" dir="auto">${excerpt.slice(0, excerptLimit)}</pre>`;
  return html`<p class="soft">${context.text('exhibits.no-picture')}${missing !== null && html` <bdi lang="en">${missing}</bdi>`}</p>`;
}

function one(context: ReportContext, exhibit: ReportExhibit): Markup {
  const { number, description, item } = exhibit;
  return html`<article class="exhibit" id="exhibit-${item.id}"><div class="likeness"><h3><bdi>${number}</bdi></h3>
${description !== '' && html`<p class="typed">${valueMarkup(description, descriptionLimit)}</p>`}
${likeness(context, exhibit)}</div>
${exhibitFacts(context, exhibit)}</article>
`;
}

/** Nothing where the report was asked for without exhibits; says so where there are none. */
export function exhibitsSection(context: ReportContext): Markup {
  const { exhibits } = context.snapshot;
  if (exhibits === null) return html``;
  return section(
    'exhibits',
    context.text('exhibits.title'),
    html`<p>${context.text('exhibits.intro')}</p>`,
    exhibits.length === 0 ? html`<p>${context.text('exhibits.none')}</p>` : exhibits.map((exhibit) => one(context, exhibit)),
  );
}
