/** One item as a row of an item page: its name, what it is, its digests, what was read from it, and what was not done. */

import { digestAlgorithms } from '../../model/digest.ts';
import { type Artefact, type FieldValue, isTimestamp } from '../../model/field.ts';
import type { Item } from '../../model/item.ts';
import { type Outcome, statusOf } from '../../model/outcome.ts';
import { orderedOutcomes } from '../item-order.ts';
import { showTime } from '../zone-time.ts';
import { pathMarkup, valueMarkup } from './evidence-text.ts';
import { type Content, html, joined, type Markup } from './markup.ts';
import { code, type ReportContext, stepName } from './report-context.ts';

// Bounds that keep a page readable whatever an item brings forth; items.jsonl has everything.
const valueLimit = 300;
const artefactsShown = 20;
const fieldsShown = 60;
const observationsShown = 20;

/** Digests as people write their names. */
export const digestNames = { md5: 'MD5', sha1: 'SHA-1', sha256: 'SHA-256', sha512: 'SHA-512', blake3: 'BLAKE3' } as const;

function further(context: ReportContext, all: number, shown: number): Content {
  return all > shown && html`<div class="art soft">${context.text('items.further', { count: context.count(all - shown) })}</div>`;
}

function about(context: ReportContext, item: Item): Markup {
  const parts: Content[] = [html`<span>${context.text(`kind.${item.kind}`)}</span>`];
  if (item.size !== null) parts.push(html`<span>${context.text('items.bytes', { count: context.count(item.size) })}</span>`);
  if (item.mediaType !== null) parts.push(html`<code dir="ltr">${item.mediaType}</code>`);
  else if (item.size !== null && item.kind !== 'symlink') parts.push(html`<i>${context.text('items.no-type')}</i>`);
  if (item.extensionMismatch) parts.push(html`<i>${context.text('items.mismatch')} ${code(`.${item.extension ?? ''}`)}</i>`);
  if (item.entropy !== null) parts.push(html`<span>${context.text('items.entropy', { value: item.entropy.toFixed(4) })}</span>`);
  if (item.linkTarget !== null) parts.push(html`<span>${context.text('items.link-target')} ${pathMarkup(item.linkTarget)}</span>`);
  return html`<div class="meta">${parts}</div>`;
}

function digests(item: Item): Content {
  const found = digestAlgorithms.flatMap((algorithm) => {
    const digest = item[algorithm];
    return digest === undefined ? [] : [html`${digestNames[algorithm]} ${code(digest)}`];
  });
  return found.length > 0 && html`<div class="sums ltr" dir="ltr">${joined(found, html`<br>`)}</div>`;
}

/** A value as decoded, at most `limit` characters of it; in a direction of its own, whatever stands beside it. */
export function fieldValue(context: ReportContext, found: FieldValue, limit: number): Markup {
  if (typeof found === 'boolean') return context.own(context.text(found ? 'report.yes' : 'report.no'));
  if (typeof found === 'number') return html`<bdi dir="ltr">${found}</bdi>`;
  if (typeof found === 'string') return valueMarkup(found, limit);
  return isTimestamp(found) ? context.own(context.time(found)) : valueMarkup(found.join('; '), limit);
}

function artefact(context: ReportContext, { extractor, version, fields }: Artefact): Markup {
  const entries = Object.entries(fields);
  const shown = entries
    .slice(0, fieldsShown)
    .map(([name, found]) =>
      context.own(html`<b>${context.own(context.fieldLabel(extractor, name))}</b> ${fieldValue(context, found, valueLimit)}`),
    );
  return html`<div class="art">${code(`${extractor} ${version}`)} ${joined(shown, ' · ')}</div>${further(context, entries.length, fieldsShown)}`;
}

/** The steps that did not end in `done` or `not-applicable`; directories and links, skipped by nature, have none. */
export function openOutcomes(item: Item): [step: string, outcome: Outcome][] {
  const byNature = item.kind === 'directory' || item.kind === 'symlink' || item.kind === 'special';
  return orderedOutcomes(item.outcomes).filter(([, outcome]) => {
    const status = statusOf(outcome);
    return status !== 'done' && status !== 'not-applicable' && !(byNature && status === 'skipped');
  });
}

function gaps(context: ReportContext, item: Item): Content {
  if (Object.keys(item.outcomes).length === 0) return html`<div class="obs f"><b>${context.text('items.pending')}</b></div>`;
  const open = openOutcomes(item);
  if (open.length === 0) return null;
  const failed = open.some(([, outcome]) => ['failed', 'timed-out'].includes(statusOf(outcome)));
  const texts = open.map(([step, outcome]) => context.own(html`${stepName(context, step)}: ${outcomeText(context, outcome)}`));
  return html`<div class="obs ${failed ? 'f' : 'w'}"><b>${context.text('items.outcomes')}</b> ${joined(texts, ' · ')}</div>`;
}

/** An outcome in the report's language: `skipped(directory)` with its reason. */
export function outcomeText(context: ReportContext, outcome: string): string {
  const match = /^skipped\((.*)\)$/.exec(outcome);
  if (match === null) return context.coded('status', outcome);
  return `${context.coded('status', 'skipped')} (${context.coded('reason', match[1] as string)})`;
}

function observations(context: ReportContext, item: Item): Content {
  return item.observations
    .slice(0, observationsShown)
    .map(
      ({ severity, code: name, message, step, place }) =>
        html`<div class="obs${severity === 'warning' && ' w'}">${context.observation(name, message, valueLimit)} <span class="soft">(${code(name)}, <bdi dir="ltr">${step}${place !== undefined && html`, ${valueMarkup(place, 80)}`}</bdi>)</span></div>`,
    );
}

function times(context: ReportContext, item: Item): Markup {
  const rows = (['modified', 'accessed', 'changed', 'created'] as const).map((name) => {
    const time = item.times[name];
    if (time === null) return null;
    const { utc, local, zoneKnown, isTime } = showTime(time, context.zone);
    const beside = !isTime
      ? html`<i>${context.text('items.not-a-time')}</i>`
      : !zoneKnown
        ? html`<i>${context.text('items.zone-unknown')}</i>`
        : html`<bdi class="time local">${local ?? ''}</bdi>`;
    return html`<span class="label">${context.text(`items.${name}`)}</span><bdi class="time">${utc}</bdi>${beside}`;
  });
  return html`<div class="clock">${rows}</div>`;
}

/** The row of the item that stands at `ordinal` (counted from 0). */
export function itemRow(context: ReportContext, item: Item, ordinal: number): string {
  return html`<tr id="i${item.id}"><td class="num no">${context.count(ordinal + 1)}</td><td><span class="src">${item.source}</span>${pathMarkup(item.path)}${item.pathRaw !== null && html`<div class="raw soft">${context.text('items.raw')} ${code(item.pathRaw)}</div>`}
${about(context, item)}${digests(item)}${item.artefacts.slice(0, artefactsShown).map((found) => artefact(context, found))}${further(context, item.artefacts.length, artefactsShown)}${gaps(context, item)}${observations(context, item)}${further(context, item.observations.length, observationsShown)}</td><td class="when">${times(context, item)}</td></tr>
`.source;
}
