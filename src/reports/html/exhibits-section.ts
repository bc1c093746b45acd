/** The exhibits: each with its picture or excerpt, where it lies in the evidence, and what was read from it. */
import type { ReportExhibit } from '../snapshot.ts';
import { valueMarkup } from './evidence-text.ts';
import { exhibitFacts } from './exhibit-facts.ts';
import { type Content, html, type Markup } from './markup.ts';
import { type ReportContext, section } from './report-context.ts';

const descriptionLimit = 10_000;
const excerptLimit = 2000;

/** Why something is not shown, in the report's language; in English, and where this program has no other words for it, the engine's own sentence. */
function explanation(context: ReportContext, { reason, message }: NonNullable<ReportExhibit['shortfall']>): Markup {
  const told = context.translation.language === 'en' ? null : context.translation.coded('unshown', reason);
  return told === null ? html`<bdi lang="en">${message}</bdi>` : html`${told}`;
}

function likeness(context: ReportContext, { picture, excerpt, shortfall, number }: ReportExhibit): Content {
  const why = shortfall !== null && explanation(context, shortfall);
  // A picture that was only partly decoded is shown, and said to be no more than that.
  if (picture !== null)
    return html`<img src="data:${picture.mediaType};base64,${picture.base64}" alt="${context.text('exhibits.picture', { number })}">${why && html`<p class="soft">${why}</p>`}`;
  if (excerpt !== null) return html`<pre class="excerpt" dir="auto">${excerpt.slice(0, excerptLimit)}</pre>`;
  return html`<p class="soft">${context.text('exhibits.no-picture')}${why && html` ${why}`}</p>`;
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
