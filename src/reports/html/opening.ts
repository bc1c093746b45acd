/**
 * The first page of the report, which must do as a field report by itself: whose case it is, whether the examination is
 * finished, its figures at a glance, the digests of the evidence, what to look at first, and the head of the audit log.
 * On paper it is one page, so that everything on it is bounded; what is cut here stands whole further on.
 */
import { auditAnchor } from './closing.ts';
import { pathMarkup } from './evidence-text.ts';
import { type Content, html, type Markup } from './markup.ts';
import { qrCode } from './qr-code.ts';
import { code, type ReportContext, section } from './report-context.ts';

/** So many sources stand on the first page. */
const sourcesShown = 4;
/** Of so few there is room for the path too. */
const sourcesWithPath = 3;
const labelShown = 32;
/** What was typed about the case is cut to so many characters on the first page; the authority may be longer than the rest. */
const typedShown = 60;
const authorityShown = 160;
/** The end of a path tells more than its beginning. */
const pathShown = 38;

const typedFields = [
  ['name', 'report.case'],
  ['caseNumber', 'header.case-number'],
  ['examiner', 'header.examiner'],
  ['agency', 'header.agency'],
  ['circle', 'header.circle'],
  ['sections', 'header.sections'],
  ['authority', 'header.authority'],
] as const;

function shownOf(field: (typeof typedFields)[number][0]): number {
  return field === 'authority' ? authorityShown : typedShown;
}

/** What was typed, cut to what the first page has room for. */
function beginning(context: ReportContext, value: string | null, shown: number): Markup {
  if (value === null || value.length <= shown) return context.typed(value);
  return context.withMarkup('summary.cut', 'beginning', context.typed(value.slice(0, shown)));
}

/** What the first page had to cut, whole; nothing where it cut nothing. */
export function wholeHeader(context: ReportContext): Markup {
  const { header } = context.snapshot.info;
  const long = typedFields.filter(([name]) => (header[name] ?? '').length > shownOf(name));
  if (long.length === 0) return html``;
  return section(
    'whole',
    context.text('summary.whole'),
    html`<dl>${long.map(([name, label]) => html`<dt>${context.text(label)}</dt><dd>${context.typed(header[name])}</dd>`)}</dl>`,
  );
}

function facts(context: ReportContext): Markup {
  const { header } = context.snapshot.info;
  const fact = (label: Parameters<ReportContext['text']>[0], value: Content, wide = false) =>
    html`<div class="${wide ? 'wide' : ''}"><dt>${context.text(label)}</dt><dd>${value}</dd></div>`;
  const typed = (name: (typeof typedFields)[number][0]) => beginning(context, header[name], shownOf(name));
  return html`<dl class="facts">
${fact('header.case-number', typed('caseNumber'))}
${fact('header.examiner', typed('examiner'))}
${fact('header.agency', typed('agency'))}
${fact('header.circle', typed('circle'))}
${fact('header.sections', typed('sections'))}
${fact('header.time-zone', code(header.timeZone))}
${fact('header.authority', typed('authority'), true)}
${fact('header.created', context.moment(header.createdAt))}
${fact('report.generated', context.moment(context.snapshot.generatedAt))}
${fact('header.case-id', code(header.caseId))}
</dl>`;
}

/**
 * Reasons why the examination cannot be called finished, as sentences; empty when it can. What is left to be listed or read
 * decides, not the state of the runs: a run that was interrupted keeps that state although a later one took in what it left.
 */
function reasonsForIncompleteness(context: ReportContext): string[] {
  const { info } = context.snapshot;
  if (info.sources.length === 0) return [context.text('sources.none')];
  const reasons: string[] = [];
  const pending = info.coverage.byStatus.pending ?? 0;
  if (pending > 0) {
    reasons.push(context.text('banner.incomplete.pending', { count: context.count(pending), total: context.count(info.coverage.items) }));
  }
  const covered = new Set(info.runs.flatMap(({ sources }) => sources));
  for (const { id, manifestSha256 } of info.sources) {
    if (!covered.has(id)) reasons.push(context.text('banner.incomplete.no-run', { source: id }));
    else if (info.unfinished && manifestSha256 === null) reasons.push(context.text('banner.incomplete.unlisted', { source: id }));
  }
  if (info.unfinished && reasons.length === 0) reasons.push(context.text('banner.incomplete.left'));
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

function ending(path: string): string {
  return path.length <= pathShown ? path : `…${path.slice(-pathShown)}`;
}

function shortened(label: string): string {
  return label.length <= labelShown ? label : `${label.slice(0, labelShown)}…`;
}

function evidence(context: ReportContext): Content {
  const { sources } = context.snapshot.info;
  if (sources.length === 0) return null;
  const rows = sources
    .slice(0, sourcesShown)
    .map(
      (source) =>
        html`<tr><td class="id"><b>${source.id}</b></td><td>${context.typed(shortened(source.label))}${sources.length <= sourcesWithPath && html`<br>${pathMarkup(ending(source.path))}`}</td><td class="num">${context.count(source.items)}</td><td>${source.manifestSha256 === null ? html`<i>${context.text('sources.no-manifest')}</i>` : code(source.manifestSha256)}</td></tr>\n`,
    );
  const count = context.count(sources.length - sourcesShown);
  return html`<h2>${context.text('summary.evidence')}</h2>
<table class="brief"><colgroup><col class="w-id"><col class="w-source"><col class="w-count"><col></colgroup><thead><tr><th></th><th>${context.text('sources.source')}</th><th class="num">${context.text('sources.items')}</th><th>${context.text('sources.manifest')}</th></tr></thead><tbody>
${rows}</tbody></table>
${sources.length > sourcesShown && html`<p class="soft">${context.text('summary.further-sources', { count, sources: context.text('sources.title') })}</p>`}`;
}

/** The notable groups with their counts; the section on them names the items. */
function lookFirst(context: ReportContext): Markup {
  const groups = context.snapshot.notable.filter(({ total }) => total > 0);
  const list = groups.map(
    ({ code: name, total }) =>
      html`<li><a href="#notable-${name}">${context.text(`notable.${name}`)}</a> <b><bdi>${context.count(total)}</bdi></b></li>\n`,
  );
  return html`<h2>${context.text('summary.notable')}</h2>
${groups.length === 0 ? html`<p>${context.text('notable.none')}</p>` : html`<ul class="look">${list}</ul>`}`;
}

function anchor(context: ReportContext): Markup {
  const { audit } = context.snapshot.info;
  const fact = (label: Parameters<ReportContext['text']>[0], value: Content) =>
    html`<div><dt>${context.text(label)}</dt><dd>${value}</dd></div>`;
  return html`<h2>${context.text('summary.anchor')}</h2>
<div class="anchor"><dl>
${fact('integrity.head', code(audit.head))}
${fact('integrity.entries', context.count(audit.entries))}
${fact('integrity.key', audit.keyFingerprint === null ? html`<i>${context.text('integrity.no-key')}</i>` : code(audit.keyFingerprint))}
</dl>
${qrCode(auditAnchor(context), context.text('integrity.qr'))}</div>`;
}

/** Everything above the contents: the first page on paper. */
export function opening(context: ReportContext): Markup {
  const { product, info } = context.snapshot;
  return html`<header class="opening">
<div class="over"><span>${context.text('report.title')}</span><span>${context.text('report.made-by', { product: product.name, version: product.version })}</span></div>
<h1>${beginning(context, info.header.name, typedShown)}</h1>
${banners(context)}${figures(context)}
${facts(context)}
${evidence(context)}${lookFirst(context)}
${anchor(context)}
</header>
`;
}
