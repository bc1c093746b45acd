/**
 * What is known of an exhibit, as tables of one row a fact: what it is called, its value, and the basis on which it stands.
 * Each of the three is isolated in its own direction, so that an Urdu label and an English value never run into each other.
 */
import { digestAlgorithms } from '../../model/digest.ts';
import { type Artefact, type FieldValue, isTimestamp } from '../../model/field.ts';
import type { Item } from '../../model/item.ts';
import type { Timestamp } from '../../model/timestamp.ts';
import type { ReportExhibit } from '../snapshot.ts';
import { pathMarkup, valueMarkup } from './evidence-text.ts';
import { digestNames, fieldValue, openOutcomes, outcomeText } from './item-row.ts';
import { type Content, html, type Markup } from './markup.ts';
import { code, type ReportContext, stepName } from './report-context.ts';

// An exhibit is shown more fully than an item in a list, and is bounded all the same.
const valueLimit = 2000;
const basisLimit = 200;
const typedLimit = 10_000;
const artefactsShown = 20;
const fieldsShown = 200;
const observationsShown = 50;

interface Fact {
  label: string;
  value: Content;
  basis?: Content;
}

function row(context: ReportContext, { label, value, basis = null }: Fact): Markup {
  return html`<tr><th scope="row">${context.own(label)}</th><td>${value}</td><td class="basis">${basis}</td></tr>\n`;
}

function group(context: ReportContext, title: Content, facts: readonly Fact[], further: Content = null): Content {
  if (facts.length === 0) return null;
  return html`<tbody><tr class="of"><th colspan="3" scope="rowgroup">${title}</th></tr>
${facts.map((fact) => row(context, fact))}${further !== null && html`<tr><td colspan="3" class="soft">${further}</td></tr>\n`}</tbody>\n`;
}

function ltr(text: string): Markup {
  return html`<bdi dir="ltr">${text}</bdi>`;
}

/** What the time rests on, and how the evidence holds it. */
function timeBasis(context: ReportContext, time: Timestamp): Markup {
  const raw = html`${context.withMarkup('exhibits.raw', 'value', html`<bdi dir="ltr">${valueMarkup(time.raw, basisLimit)}</bdi>`)}`;
  return html`<span>${context.coded('time-basis', time.basis)}</span><br>${raw}`;
}

function about(context: ReportContext, { item, tags, comment }: ReportExhibit): Fact[] {
  const facts: Fact[] = [
    { label: context.text('exhibits.address'), value: html`<bdi dir="ltr">${item.source}/${pathMarkup(item.path)}</bdi>` },
    { label: context.text('exhibits.canonical'), value: code(item.address) },
    { label: context.text('exhibits.kind'), value: context.text(`kind.${item.kind}`) },
  ];
  if (item.pathRaw !== null) facts.push({ label: context.text('items.raw'), value: code(item.pathRaw) });
  if (item.size !== null)
    facts.push({ label: context.text('exhibits.size'), value: context.text('items.bytes', { count: context.count(item.size) }) });
  if (item.mediaType !== null)
    facts.push({
      label: context.text('exhibits.type'),
      value: html`${code(item.mediaType)}${item.extensionMismatch && html` <i>${context.text('items.mismatch')} ${code(`.${item.extension ?? ''}`)}</i>`}`,
      basis: item.mediaTypeBasis !== null && context.text('exhibits.decided', { basis: context.coded('type-basis', item.mediaTypeBasis) }),
    });
  else if (item.size !== null && item.kind !== 'symlink')
    facts.push({ label: context.text('exhibits.type'), value: html`<i>${context.text('items.no-type')}</i>` });
  if (item.entropy !== null)
    facts.push({ label: context.text('exhibits.entropy'), value: context.text('exhibits.bits', { value: item.entropy.toFixed(4) }) });
  if (item.linkTarget !== null) facts.push({ label: context.text('items.link-target'), value: pathMarkup(item.linkTarget) });
  if (tags.length > 0) facts.push({ label: context.text('exhibits.tags'), value: valueMarkup(tags.join(', '), typedLimit) });
  if (comment !== null) facts.push({ label: context.text('exhibits.comment'), value: valueMarkup(comment, typedLimit) });
  return facts;
}

function digests(context: ReportContext, item: Item): Fact[] {
  return digestAlgorithms.flatMap((algorithm) => {
    const digest = item[algorithm];
    return digest === undefined
      ? []
      : [{ label: digestNames[algorithm], value: code(digest), basis: context.text('exhibits.from-content') }];
  });
}

function times(context: ReportContext, item: Item): Fact[] {
  return (['modified', 'accessed', 'changed', 'created'] as const).flatMap((name) => {
    const time = item.times[name];
    return time === null
      ? []
      : [
          {
            label: context.text(`items.${name}`),
            value: context.time(time),
            basis: html`${context.text('exhibits.file-system')}<br>${timeBasis(context, time)}`,
          },
        ];
  });
}

function field(context: ReportContext, { extractor, sources }: Artefact, name: string, value: FieldValue): Fact {
  const source = sources[name];
  const origin = source !== undefined && ltr(source.slice(0, basisLimit));
  return {
    label: context.fieldLabel(extractor, name),
    value: fieldValue(context, value, valueLimit),
    basis: isTimestamp(value) ? html`${origin}${origin !== false && html`<br>`}${timeBasis(context, value)}` : origin,
  };
}

function artefact(context: ReportContext, found: Artefact): Content {
  const entries = Object.entries(found.fields);
  return group(
    context,
    html`${stepName(context, found.extractor)} ${code(`${found.extractor} ${found.version}`)}`,
    entries.slice(0, fieldsShown).map(([name, value]) => field(context, found, name, value)),
    entries.length > fieldsShown ? context.text('items.further', { count: context.count(entries.length - fieldsShown) }) : null,
  );
}

function remarks(context: ReportContext, item: Item): Fact[] {
  const { outcomes, observations } = item;
  const gaps =
    Object.keys(outcomes).length === 0
      ? [{ label: context.text('items.outcomes'), value: html`<i>${context.text('items.pending')}</i>` }]
      : openOutcomes(item).map(([step, outcome]) => ({
          label: context.text('items.outcomes'),
          value: html`${stepName(context, step)}: <i>${outcomeText(context, outcome)}</i>`,
          basis: code(step),
        }));
  const seen = observations.slice(0, observationsShown).map(({ severity, code: name, message, step, place }) => ({
    label: context.text(`exhibits.${severity}`),
    value: html`${context.observation(name, message, valueLimit)}`,
    basis: html`${code(name)}<br><bdi dir="ltr">${step}${place !== undefined && html`, ${valueMarkup(place, basisLimit)}`}</bdi>`,
  }));
  return [...gaps, ...seen];
}

/** All facts about an exhibit, in groups: the item, its digests, its times, what each decoder read, what was not done. */
export function exhibitFacts(context: ReportContext, exhibit: ReportExhibit): Markup {
  const { item } = exhibit;
  const { artefacts } = item;
  const head = (['field', 'value', 'basis'] as const).map((name) => html`<th scope="col">${context.text(`exhibits.${name}`)}</th>`);
  const beyond = item.observations.length - observationsShown;
  const further = beyond > 0 ? context.text('items.further', { count: context.count(beyond) }) : null;
  return html`<table class="known"><colgroup><col class="w-field"><col><col class="w-basis"></colgroup><thead><tr>${head}</tr></thead>
${group(context, context.text('exhibits.about'), about(context, exhibit))}
${group(context, context.text('exhibits.digests'), digests(context, item))}
${group(context, context.text('exhibits.times'), times(context, item))}
${artefacts.slice(0, artefactsShown).map((found) => artefact(context, found))}
${group(context, context.text('exhibits.not-full'), remarks(context, item), further)}</table>
${artefacts.length > artefactsShown && html`<p class="soft">${context.text('items.further', { count: context.count(artefacts.length - artefactsShown) })}</p>`}`;
}
