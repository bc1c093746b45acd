/** How many items of which kind and type there are. */
import { type Content, html, type Markup } from './markup.ts';
import { code, type ReportContext, section } from './report-context.ts';

/** So many types are listed; the rest is summed up in one line. */
const typesListed = 60;

function table(context: ReportContext, title: string, rows: readonly (readonly [Content, number, number])[]): Markup {
  return html`<table class="narrow"><thead><tr><th>${title}</th><th class="num">${context.text('types.items')}</th><th class="num">${context.text('types.bytes')}</th></tr></thead><tbody>
${rows.map(([name, items, bytes]) => html`<tr><td>${name}</td><td class="num">${context.count(items)}</td><td class="num">${context.count(bytes)}</td></tr>\n`)}</tbody></table>`;
}

export function typesSection(context: ReportContext): Markup {
  const { countsByKind, countsByType } = context.snapshot;
  const kinds = countsByKind.map(({ kind, items, bytes }) => [context.text(`kind.${kind}`), items, bytes] as const);
  const types = countsByType
    .slice(0, typesListed)
    .map(
      ({ mediaType, items, bytes }) =>
        [mediaType === null ? html`<i>${context.text('types.undetermined')}</i>` : code(mediaType), items, bytes] as const,
    );
  const rest = countsByType.slice(typesListed);
  const further: [Content, number, number][] =
    rest.length === 0
      ? []
      : [
          [
            html`<span class="soft">${context.text('types.further', { count: context.count(rest.length) })}</span>`,
            rest.reduce((sum, { items }) => sum + items, 0),
            rest.reduce((sum, { bytes }) => sum + bytes, 0),
          ],
        ];
  return section(
    'types',
    context.text('types.title'),
    html`<p>${context.text('types.intro')}</p>
<div class="two"><div>${table(context, context.text('types.media-type'), [...types, ...further])}</div><div>${table(context, context.text('types.kind'), kinds)}</div></div>`,
  );
}
