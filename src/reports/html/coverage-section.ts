/** What was examined and what was not, with reasons: gaps stand in the same tables as what was done. */
import { type Outcome, type OutcomeStatus, statusOf } from '../../model/outcome.ts';
import { compareSteps } from '../item-order.ts';
import { type Content, html, type Markup } from './markup.ts';
import { code, type ReportContext, section, stepName } from './report-context.ts';

/** Columns of the table by step, what went well first. */
const columns: readonly OutcomeStatus[] = ['done', 'not-applicable', 'skipped', 'partial', 'timed-out', 'failed'];
const statuses: readonly string[] = [...columns, 'pending'];
const gaps: readonly string[] = ['failed', 'timed-out', 'pending'];

function cellClass(status: string, count: number): string {
  if (count === 0) return 'num zero';
  if (gaps.includes(status)) return 'num gap';
  return status === 'partial' ? 'num part' : 'num';
}

/** Most first, then by name. */
function byCount(record: Readonly<Record<string, number>>): [name: string, count: number][] {
  return Object.entries(record).sort(([name, count], [otherName, otherCount]) => otherCount - count || (name < otherName ? -1 : 1));
}

function byStatus(context: ReportContext): Content {
  const { coverage } = context.snapshot.info;
  const total = Math.max(1, coverage.items);
  const present = statuses.map((status) => ({ status, count: coverage.byStatus[status] ?? 0 }));
  const bar = present
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => html`<span class="s-${status}" style="flex:${count}"></span>`);
  const rows = present.map(
    ({ status, count }) =>
      html`<tr><td>${context.coded('status', status)}</td><td class="${cellClass(status, count)}">${context.count(count)}</td><td class="num soft">${((100 * count) / total).toFixed(count > 0 && count / total < 0.001 ? 3 : 1)} %</td></tr>\n`,
  );
  return html`<div><h3>${context.text('coverage.by-status')}</h3>
<div class="bar" aria-hidden="true">${bar}</div>
<table><thead><tr><th>${context.text('coverage.outcome')}</th><th class="num">${context.text('coverage.items')}</th><th class="num">${context.text('coverage.share')}</th></tr></thead><tbody>
${rows}</tbody></table></div>`;
}

function byStep(context: ReportContext): Content {
  const { coverage } = context.snapshot.info;
  const steps = [...coverage.steps].sort((first, second) => compareSteps(first.step, second.step));
  const skips: { step: string; reason: string; count: number }[] = [];
  const rows = steps.map(({ step, outcomes }) => {
    const counts: Partial<Record<OutcomeStatus, number>> = {};
    let sum = 0;
    for (const [outcome, count] of byCount(outcomes)) {
      const status = statusOf(outcome as Outcome);
      counts[status] = (counts[status] ?? 0) + count;
      sum += count;
      if (status === 'skipped') skips.push({ step, reason: outcome.slice('skipped('.length, -1), count });
    }
    const without = Math.max(0, coverage.items - sum);
    const cells = columns.map(
      (status) => html`<td class="${cellClass(status, counts[status] ?? 0)}">${context.count(counts[status] ?? 0)}</td>`,
    );
    return html`<tr><td>${stepName(context, step)}</td>${cells}<td class="${cellClass('pending', without)}">${context.count(without)}</td></tr>\n`;
  });
  const head = columns.map((status) => html`<th class="num">${context.coded('status', status)}</th>`);
  return html`<h3>${context.text('coverage.by-step')}</h3>
<table><thead><tr><th>${context.text('coverage.step')}</th>${head}<th class="num">${context.text('coverage.no-outcome')}</th></tr></thead><tbody>
${rows}</tbody></table>
${skips.length > 0 && skipTable(context, skips)}`;
}

/** One line for each reason: steps that passed over equally many items for the same reason share it. */
function skipTable(context: ReportContext, skips: readonly { step: string; reason: string; count: number }[]): Markup {
  const groups = new Map<string, { reason: string; count: number; steps: string[] }>();
  for (const { step, reason, count } of skips) {
    const key = `${reason}\n${count}`;
    const group = groups.get(key) ?? { reason, count, steps: [] };
    groups.set(key, group);
    group.steps.push(step);
  }
  const rows = [...groups.values()].map(({ reason, count, steps }) => {
    const text = context.translation.coded('reason', reason);
    const names = steps.map((step, index) => html`${index > 0 && ' · '}${stepName(context, step)}`);
    return html`<tr><td>${text === null ? code(reason) : text}</td><td class="num">${context.count(count)}</td><td>${names}</td></tr>\n`;
  });
  return html`<h3>${context.text('coverage.skipped')}</h3>
<table><thead><tr><th>${context.text('coverage.reason')}</th><th class="num">${context.text('coverage.items')}</th><th>${context.text('coverage.step')}</th></tr></thead><tbody>
${rows}</tbody></table>`;
}

function observations(context: ReportContext): Content {
  const counts = byCount(context.snapshot.info.coverage.observations);
  if (counts.length === 0) return null;
  const rows = counts.map(
    ([name, count]) =>
      html`<tr><td>${code(name)}<br><span class="soft">${context.translation.coded('observation', name)}</span></td><td class="num">${context.count(count)}</td></tr>\n`,
  );
  return html`<div><h3>${context.text('coverage.observations')}</h3>
<p class="soft">${context.text('coverage.observations-intro')}</p>
<table><thead><tr><th>${context.text('coverage.observation')}</th><th class="num">${context.text('coverage.count')}</th></tr></thead><tbody>
${rows}</tbody></table></div>`;
}

export function coverageSection(context: ReportContext): Markup {
  const { coverage } = context.snapshot.info;
  return section(
    'coverage',
    context.text('coverage.title'),
    html`<p>${context.text('coverage.intro')}</p>
<div class="two">${byStatus(context)}${observations(context)}</div>
${coverage.steps.length === 0 ? html`<p><i>${context.text('coverage.none')}</i></p>` : byStep(context)}`,
  );
}
