/** How the examination was made: runs, isolation, tools with versions, decoders, and how to read times and names. */
import { type Content, html, type Markup } from './markup.ts';
import { code, type ReportContext, section } from './report-context.ts';

/** Escapes of names, with what each stands for. */
const escapes = [
  ['\\n', 'method.names.line-break'],
  ['\\u{202e}', 'method.names.direction'],
  ['\\xff', 'method.names.byte'],
  ['\\\\', 'method.names.backslash'],
] as const;

function runs(context: ReportContext): Content {
  const { info } = context.snapshot;
  if (info.runs.length === 0) return html`<p><i>${context.text('method.no-runs')}</i></p>`;
  const intake = new Map(context.snapshot.intake.map((found) => [found.run, found]));
  const tookIn = (run: number) => {
    const found = intake.get(run);
    if (found === undefined) return html`<span class="none">–</span>`;
    return html`${context.text('method.took-in.value', { listed: context.count(found.listed), processed: context.count(found.processed) })}`;
  };
  const rows = info.runs.map(
    (
      run,
    ) => html`<tr><td><b>${run.id}</b></td><td>${run.sources.join(', ')}</td><td>${tookIn(run.id)}</td><td>${context.coded('profile', run.profile)}</td>
<td>${run.state === 'complete' ? context.coded('state', run.state) : html`<i>${context.coded('state', run.state)}</i>`}</td>
<td>${context.moment(run.startedAt)}</td><td>${run.endedAt === null ? html`<i>${context.text('method.not-ended')}</i>` : context.moment(run.endedAt)}</td>
<td class="num">${run.workers}</td><td>${context.coded('isolation', run.isolation)}</td></tr>
`,
  );
  const head = (['run', 'sources', 'took-in', 'profile', 'state', 'started', 'ended', 'workers', 'isolation'] as const).map(
    (name) => html`<th>${context.text(`method.${name}`)}</th>`,
  );
  return html`<table><thead><tr>${head}</tr></thead><tbody>
${rows}</tbody></table>
${info.runs.some(({ state }) => state !== 'complete') && html`<p class="soft">${context.text('method.runs.note')}</p>`}`;
}

/** One line for each tool and version; runs that used another version have a line of their own. */
function tools(context: ReportContext): Content {
  const found = new Map<string, { name: string; version: string; runs: number[] }>();
  for (const run of context.snapshot.info.runs) {
    for (const [name, version] of Object.entries(run.tools)) {
      const key = `${name}\n${version}`;
      const tool = found.get(key) ?? { name, version, runs: [] };
      found.set(key, tool);
      tool.runs.push(run.id);
    }
  }
  if (found.size === 0) return null;
  const severalRuns = context.snapshot.info.runs.length > 1;
  const rows = [...found.values()].map(
    ({ name, version, runs: users }) =>
      html`<tr><td>${code(name)}</td><td>${code(version)}</td>${severalRuns && html`<td class="soft">${context.text('method.tools-of', { runs: users.join(', ') })}</td>`}</tr>\n`,
  );
  return html`<h3>${context.text('method.tools')}</h3>
<table class="narrow"><thead><tr><th>${context.text('method.tool')}</th><th>${context.text('method.version')}</th>${severalRuns && html`<th></th>`}</tr></thead><tbody>
${rows}</tbody></table>`;
}

function extractors(context: ReportContext): Content {
  const { methods } = context.snapshot;
  if (methods.length === 0) return null;
  const rows = methods.map(
    ({ id, version, description, references }) =>
      html`<tr><td>${code(id)}</td><td>${code(version)}</td><td>${context.translation.coded('decoder', id) ?? html`<bdi lang="en">${description}</bdi>`}</td><td class="soft"><bdi lang="en">${references.join('; ')}</bdi></td></tr>\n`,
  );
  const head = (['extractor', 'version', 'description', 'references'] as const).map(
    (name) => html`<th>${context.text(`method.${name}`)}</th>`,
  );
  return html`<h3>${context.text('method.extractors')}</h3>
<table><thead><tr>${head}</tr></thead><tbody>
${rows}</tbody></table>`;
}

export function methodSection(context: ReportContext): Markup {
  return section(
    'method',
    context.text('method.title'),
    html`<p>${context.text('method.intro')}</p>
<h3>${context.text('method.runs')}</h3>
${runs(context)}
${tools(context)}
${extractors(context)}
<div class="two"><div><h3>${context.text('method.times.title')}</h3><p>${context.text('method.times', { zone: context.zone?.name ?? 'UTC' })}</p></div>
<div><h3>${context.text('method.names.title')}</h3><p>${context.text('method.names')}</p>
<ul>${escapes.map(([shown, key]) => html`<li>${code(shown)} ${context.text(key)}</li>\n`)}</ul></div></div>`,
  );
}
