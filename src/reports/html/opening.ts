/** The top of the report: whose case it is, whether the examination is finished, and its figures at a glance. */
import type { ReportSnapshot } from '../snapshot.ts';
import { type Content, html, type Markup } from './markup.ts';
import { code, type ReportContext } from './report-context.ts';

function facts(context: ReportContext): Markup {
  const { header } = context.snapshot.info;
  const fact = (label: Parameters<ReportContext['text']>[0], value: Content, wide = false) =>
    html`<div class="${wide ? 'wide' : ''}"><dt>${context.text(label)}</dt><dd>${value}</dd></div>`;
  return html`<dl class="facts">
${fact('header.case-number', context.typed(header.caseNumber))}
${fact('header.examiner', context.typed(header.examiner))}
${fact('header.agency', context.typed(header.agency))}
${fact('header.circle', context.typed(header.circle))}
${fact('header.sections', context.typed(header.sections))}
${fact('header.time-zone', code(header.timeZone))}
${fact('header.authority', context.typed(header.authority), true)}
${fact('header.created', context.moment(header.createdAt))}
${fact('report.generated', context.moment(context.snapshot.generatedAt))}
${fact('header.case-id', code(header.caseId))}
</dl>`;
}

/** Reasons why the examination cannot be called finished, as sentences; empty when it can. */
function reasonsForIncompleteness(context: ReportContext): string[] {
  const { info } = context.snapshot;
  const reasons: string[] = [];
  const pending = info.coverage.byStatus.pending ?? 0;
  if (pending > 0) {
    reasons.push(context.text('banner.incomplete.pending', { count: context.count(pending), total: context.count(info.coverage.items) }));
  }
  for (const source of info.sources) {
    // Runs are numbered in the order in which they were started.
    const last = info.runs
      .filter(({ sources }) => sources.includes(source.id))
      .reduce((late, run) => (late === null || run.id > late.id ? run : late), null as ReportSnapshot['info']['runs'][number] | null);
    if (last === null) reasons.push(context.text('banner.incomplete.no-run', { source: source.id }));
    else if (last.state !== 'complete') {
      reasons.push(context.text('banner.incomplete.run', { source: source.id, state: context.coded('state', last.state) }));
    }
  }
  if (info.sources.length === 0) reasons.push(context.text('sources.none'));
  return reasons;
}

function banners(context: ReportContext): Content[] {
  const { coverage } = context.snapshot.info;
  const status = (name: string) => coverage.byStatus[name] ?? 0;
  const changed = coverage.observations['changed-while-reading'] ?? 0;
  const changedBefore = coverage.observations['changed-since-listing'] ?? 0;
  const reasons = reasonsForIncompleteness(context);
  const names = { coverage: context.text('coverage.title'), notable: context.text('notable.title') };
  const content: Content[] = [];
  if (reasons.length > 0) {
    content.push(
      html`<div class="banner bad" role="alert"><h2>${context.text('banner.incomplete.title')}</h2><ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul></div>\n`,
    );
  }
  if (status('failed') + status('timed-out') + status('partial') + changed + changedBefore > 0) {
    const values = {
      total: context.count(coverage.items),
      failed: context.count(status('failed')),
      timedOut: context.count(status('timed-out')),
      partial: context.count(status('partial')),
      changed: context.count(changed),
      changedBefore: context.count(changedBefore),
      ...names,
    };
    content.push(
      html`<div class="banner warn"><h2>${context.text('banner.gaps.title')}</h2><p>${context.text('banner.gaps.text', values)}</p></div>\n`,
    );
  } else if (reasons.length === 0) {
    const text = context.text('banner.complete.text', { skipped: context.count(status('skipped')), ...names });
    content.push(html`<div class="banner good"><h2>${context.text('banner.complete.title')}</h2><p>${text}</p></div>\n`);
  }
  return content;
}

function figures(context: ReportContext): Markup {
  const { coverage } = context.snapshot.info;
  const status = (name: string) => coverage.byStatus[name] ?? 0;
  const figure = (label: Parameters<ReportContext['text']>[0], value: number, alarm: '' | 'warn' | 'bad' = '') =>
    html`<div class="${value === 0 ? 'zero' : alarm}"><b>${context.count(value)}</b><span class="label">${context.text(label)}</span></div>`;
  return html`<div class="figures">
${figure('summary.items', coverage.items)}
<div><b>${context.size(coverage.bytes)}</b><span class="label">${context.text('summary.bytes')}</span></div>
${figure('summary.done', status('done') + status('not-applicable'))}
${figure('summary.skipped', status('skipped'))}
${figure('summary.pending', status('pending'), 'bad')}
${figure('summary.failed', status('failed'), 'bad')}
${figure('summary.timed-out', status('timed-out'), 'bad')}
${figure('summary.partial', status('partial'), 'warn')}
${figure('summary.changed', coverage.observations['changed-while-reading'] ?? 0, 'warn')}
${figure('summary.changed-before', coverage.observations['changed-since-listing'] ?? 0, 'warn')}
</div>`;
}

/** Everything above the contents. */
export function opening(context: ReportContext): Markup {
  const { product, info } = context.snapshot;
  return html`<header class="opening">
<div class="over"><span>${context.text('report.title')}</span><span>${context.text('report.made-by', { product: product.name, version: product.version })}</span></div>
<h1>${context.typed(info.header.name)}</h1>
${banners(context)}${figures(context)}
${facts(context)}
</header>
`;
}
