/** The end of the report: its limits, the anchor of the audit log, how to verify, and room for signatures. */
import { type Content, html, type Markup } from './markup.ts';
import { qrCode } from './qr-code.ts';
import { code, type ReportContext, section } from './report-context.ts';

const standing = ['triage', 'live-files', 'archives', 'metadata', 'file-times', 'absence'] as const;

export function limitationsSection(context: ReportContext): Markup {
  const { limitations } = context.snapshot;
  const values = { coverage: context.text('coverage.title'), sources: context.text('sources.title') };
  return section(
    'limitations',
    context.text('limitations.title'),
    html`<p>${context.text('limitations.intro')}</p>
<ul>${standing.map((name) => html`<li>${context.text(`limitations.${name}`, values)}</li>\n`)}</ul>
${limitations.length > 0 && html`<h3>${context.text('limitations.case')}</h3>\n<ul>${limitations.map((limit) => html`<li>${context.translation.coded('limitation', limit) ?? html`<bdi>${limit}</bdi>`}</li>\n`)}</ul>`}`,
  );
}

/**
 * What the QR code holds: lines of `name value`, readable as they are and compared as they are.
 * The first line names the form and its version.
 */
export function auditAnchor(context: Pick<ReportContext, 'snapshot'>): string {
  const { header, audit } = context.snapshot.info;
  return [
    'sabut-audit-head 1',
    `case ${header.caseId}`,
    `entries ${audit.entries}`,
    `head ${audit.head}`,
    `root ${audit.root}`,
    `key ${audit.keyFingerprint ?? '-'}`,
  ].join('\n');
}

export function integritySection(context: ReportContext): Markup {
  const { audit, sources } = context.snapshot.info;
  const fact = (label: Parameters<ReportContext['text']>[0], value: Content, name = '') =>
    html`<div class="${name}"><dt>${context.text(label)}</dt><dd>${value}</dd></div>`;
  // One list holds the files of all sources, so that an audit of one alone would miss the others'.
  const evidence = sources.length > 1 ? sources.map(({ id }) => `EVIDENCE_${id}`).join(' ') : 'EVIDENCE';
  const commands = [
    ['integrity.verify.product', 'sabut verify CASE.sabut --evidence'],
    ['integrity.verify.shell', `sh verify-case.sh CASE.sabut --head ${audit.head}`],
    ['integrity.verify.manifest', `sha256sum ${sources.map(({ id }) => `manifest-${id}.txt`).join(' ')}`],
    ['integrity.verify.hashdeep', `hashdeep -r -o f -a -k manifest.hashdeep ${evidence}`],
  ] as const;
  return section(
    'integrity',
    context.text('integrity.title'),
    html`<p>${context.text('integrity.intro')}</p>
<div class="anchor"><dl>
${fact('integrity.head', code(audit.head), 'head')}
${fact('integrity.entries', context.count(audit.entries))}
${fact('integrity.root', code(audit.root))}
${fact('integrity.key', audit.keyFingerprint === null ? html`<i>${context.text('integrity.no-key')}</i>` : code(audit.keyFingerprint))}
${fact('header.case-id', code(context.snapshot.info.header.caseId))}
</dl>
${qrCode(auditAnchor(context), context.text('integrity.qr'))}</div>
<div class="keep"><h3>${context.text('integrity.print.title')}</h3><p>${context.text('integrity.print')}</p></div>
<h3>${context.text('integrity.verify')}</h3>
${commands.map(([key, command]) => html`<div>${context.text(key, { sources: context.text('sources.title') })}<pre dir="ltr">${command}</pre></div>\n`)}<p class="soft">${context.text('integrity.verify.scope')}</p>`,
  );
}

export function signatureSection(context: ReportContext): Markup {
  const lines = (['signature.name', 'signature.sign', 'signature.date'] as const).map(
    (key) => html`<div></div><span class="label">${context.text(key)}</span>`,
  );
  return section(
    'signature',
    context.text('signature.title'),
    html`<div class="sign"><div><h3>${context.text('signature.examiner')}</h3>${lines}</div><div><h3>${context.text('signature.supervisor')}</h3>${lines}</div></div>`,
  );
}
