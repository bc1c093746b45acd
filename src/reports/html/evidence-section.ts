/** What was taken in, with the digest of each source's manifest. */
import type { EvidenceSourceSummary } from '../../model/case.ts';
import { keepsAccessTimes, timeCautionOf, type Volume, zoneAssumptionOf } from '../../model/volume.ts';
import { pathMarkup } from './evidence-text.ts';
import { html, type Markup } from './markup.ts';
import { code, type ReportContext, section } from './report-context.ts';

export function evidenceSection(context: ReportContext): Markup {
  const { sources } = context.snapshot.info;
  if (sources.length === 0) return section('sources', context.text('sources.title'), html`<p>${context.text('sources.none')}</p>`);
  const rows = sources.map(
    (source) => html`<tr>
<td class="id"><b>${source.id}</b></td>
<td>${context.typed(source.label)}<br>${pathMarkup(source.path)}${source.pathRaw === null ? null : html`<br><span class="soft">${context.text('sources.path-bytes')}</span> ${code(source.pathRaw)}`}<br>
<span class="soft">${context.text('sources.manifest')}</span> ${source.manifestSha256 === null ? html`<i>${context.text('sources.no-manifest')}</i>` : code(source.manifestSha256)}</td>
<td>${source.fileSystem === null ? html`<span class="none">${context.text('report.unknown')}</span>` : code(source.fileSystem)}</td>
<td>${readOnly(context, source.mountedReadOnly)}</td>
<td>${context.moment(source.addedAt)}</td>
<td class="num">${context.count(source.items)}</td>
<td class="num">${context.count(source.bytes)}</td>
</tr>
`,
  );
  const head = (['sources.file-system', 'sources.read-only', 'sources.added'] as const).map((key) => html`<th>${context.text(key)}</th>`);
  return section(
    'sources',
    context.text('sources.title'),
    html`<p>${context.text('sources.intro')}</p>
<table><thead><tr><th></th><th>${context.text('sources.source')}</th>${head}<th class="num">${context.text('sources.items')}</th><th class="num">${context.text('sources.bytes')}</th></tr></thead>
<tbody>
${rows}</tbody></table>
<ul>${sources.map((source) => remarks(context, source).map((remark) => html`<li><b>${source.id}</b> ${remark}</li>\n`))}</ul>
<p class="soft">${context.text('sources.later')}</p>`,
  );
}

/** What opening the source may have done to it, and what the times of its file systems are worth. */
function remarks(context: ReportContext, { volumes, mountedReadOnly }: EvidenceSourceSummary): string[] {
  const folders = volumes.map((volume) => keepsAccessTimes(volume, 'folders'));
  const notKept = volumes.reduce((sum, volume) => sum + volume.accessTimesNotKept, 0);
  return [
    context.text(`sources.mount-${mountedReadOnly === true ? 'read-only' : mountedReadOnly === false ? 'writable' : 'unknown'}`),
    ...(folders.length > 0 && folders.every((kept) => kept === true)
      ? [context.text('sources.access-times-kept')]
      : [context.text('sources.folder-times-touched')]),
    ...(notKept > 0 ? [context.text('sources.file-times-touched', { count: context.count(notKept) })] : []),
    ...volumes.flatMap((volume) => timeRemarks(context, volume)),
  ];
}

function timeRemarks(context: ReportContext, volume: Volume): string[] {
  const caution = timeCautionOf(volume);
  if (caution === null) return volume.fileSystem === null ? [context.text('sources.times-unknown')] : [];
  const named = { fileSystem: volume.fileSystem ?? '' };
  if (caution === 'exfat' || caution === 'offset-applied') return [context.text(`sources.times-${caution}`, named)];
  const { kind, minutes } = zoneAssumptionOf(volume);
  const assumed = context.text(`sources.zone-${kind}`, { minutes: String(minutes) });
  return [`${context.text(`sources.times-${caution}`, named)} ${assumed}`];
}

function readOnly(context: ReportContext, mountedReadOnly: boolean | null): Markup {
  if (mountedReadOnly === null) return html`<i>${context.text('report.unknown')}</i>`;
  return mountedReadOnly ? html`${context.text('report.yes')}` : html`<i>${context.text('report.no')}</i>`;
}
