/** How fast a case of a million items answers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Filter, Sort } from '../../src/contract/schemas.ts';
import type { CallContext } from '../../src/contract/use-cases.ts';
import { bootstrapEngine } from '../../src/engine/bootstrap.ts';
import { sortableFields } from '../../src/storage/columns/item-orders.ts';
import { fillCase } from './million-case.ts';

/** A line of the benchmark's table. */
export interface Row {
  figure: string;
  value: number;
  unit: string;
  target: number;
  met: boolean;
}

const items = 1_000_000;
const pageLength = 200;

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((first, second) => first - second);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

const context: CallContext = { examiner: 'Benchmark', signal: new AbortController().signal, onProgress: () => undefined };

/** A filter on every field of items, some that select much and some that select little. */
function filtersOf(
  id: string,
  row: { md5: string | null; sha1: string | null; sha256: string | null; name: string; path: string },
  tag: number,
): Filter[] {
  const is = (field: string, ...values: Filter['values']): Filter => ({ field, operator: 'is', values });
  return [
    is('id', id),
    is('source', 'S1'),
    is('path', row.path),
    { field: 'path', operator: 'contains', values: ['DCIM/'] },
    is('name', row.name),
    { field: 'name', operator: 'contains', values: ['camera'] },
    { field: 'folder', operator: 'under', values: [row.path.slice(0, row.path.indexOf('/'))] },
    is('kind', 'file'),
    { field: 'size', operator: 'at-least', values: [10_000_000] },
    is('mediaType', 'image/jpeg', 'image/png'),
    is('mediaClass', 'image'),
    is('extension', 'exe'),
    is('extensionMismatch', true),
    { field: 'entropy', operator: 'at-least', values: [7.9] },
    is('status', 'partial'),
    { field: 'modified', operator: 'at-least', values: ['2020-01-01'] },
    { field: 'accessed', operator: 'at-most', values: ['2016-01-01'] },
    { field: 'changed', operator: 'at-least', values: ['2022-01-01'] },
    { field: 'created', operator: 'exists', values: [] },
    { field: 'captured', operator: 'at-least', values: ['2021-06-01'] },
    is('device', 'Apple iPhone 13'),
    is('hasPosition', true),
    is('tag', tag),
    is('tagged', false),
    is('parent', id),
    is('md5', row.md5 ?? ''),
    is('sha1', row.sha1 ?? ''),
    is('sha256', row.sha256 ?? ''),
    is('observation', 'thumbnail-differs'),
    { field: 'kind', operator: 'is-not', values: ['directory'] },
  ];
}

/** Makes the case in a temporary directory, asks, and removes it; each figure is said when it is known, for this takes minutes. */
export async function measureMillion(say: (text: string) => void): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'sabut-million-'));
  const engine = bootstrapEngine({ settingsDirectory: directory, keyStore: join(directory, 'keys') });
  const { useCases } = engine;
  const rows: Row[] = [];
  const timed = async <Answer>(work: () => Promise<Answer> | Answer): Promise<{ answer: Answer; took: number }> => {
    const began = performance.now();
    const answer = await work();
    return { answer, took: performance.now() - began };
  };
  const put = (figure: string, value: number, target: number) => {
    const row = { figure, value: Math.round(value * 10) / 10, unit: 'ms', target, met: value <= target };
    rows.push(row);
    say(`  ${figure}: ${row.value} ms (target ${target}${row.met ? '' : ', missed'})`);
  };
  const page = (filters: Filter[], sort: Sort[], offset: number) =>
    timed(() => useCases['items.page']({ filters, sort, offset, limit: pageLength }, context));
  const caseDirectory = join(directory, 'million.sabut');
  try {
    await useCases['case.create']({ directory: caseDirectory, header: {} }, context);
    say(`Making a case of ${items} items ...`);
    fillCase(engine.session, items);
    const made = await page([], [{ field: 'path', descending: false }], 0);
    put('first page, nothing kept beside the case', made.took, 1000);
    put('first counts, nothing kept beside the case', (await timed(() => useCases['items.facets']({ filters: [] }, context))).took, 15_000);
    const middle = (await page([], [{ field: 'path', descending: false }], items / 2)).answer.rows.find(
      ({ kind, path }) => kind === 'file' && path.includes('/'),
    );
    if (middle === undefined) throw new Error('the case has no file in a folder');
    const { tags } = await useCases['tags.list']({}, context);
    const tag = tags[0]?.id ?? 0;
    await useCases['tags.apply'](
      { selection: { filters: [{ field: 'extension', operator: 'is', values: ['pdf'] }] }, tag, on: true },
      context,
    );
    const filters = filtersOf(middle.id, middle, tag);

    const times: number[] = [];
    const slow: string[] = [];
    for (const [index, filter] of filters.entries()) {
      for (const [place, field] of sortableFields.entries()) {
        const sort = [{ field, descending: (index + place) % 2 === 0 }];
        const first = await page([filter], sort, 0);
        const { total } = first.answer;
        const pages = [
          first,
          await page([filter], sort, Math.floor(total / 2)),
          await page([filter], sort, Math.max(0, total - pageLength)),
        ];
        for (const { took } of pages) {
          times.push(took);
          if (took > 100) slow.push(`${filter.field} ${filter.operator} by ${field}: ${Math.round(took)} ms`);
        }
      }
    }
    put(`any page of ${pageLength}, one filter, one sort: p95 of ${times.length}`, percentile(times, 0.95), 100);
    put('any page: median', percentile(times, 0.5), 100);
    put(`any page: slowest (${slow.length} over 100 ms)`, Math.max(...times), 1000);
    if (process.env['SABUT_BENCH_DETAILS'] !== undefined) process.stderr.write(`${slow.join('\n')}\n`);

    const facets: number[] = [];
    for (const chosen of [[], ...filters.map((filter) => [filter]), filters.slice(7, 12)])
      facets.push((await timed(() => useCases['items.facets']({ filters: chosen }, context))).took);
    put('facet counts: median', percentile(facets, 0.5), 300);
    put(`facet counts: slowest of ${facets.length}`, Math.max(...facets), 300);
    const info: number[] = [];
    for (let count = 0; count < 5; count += 1) info.push((await timed(() => useCases['case.info']({}, context))).took);
    put('case.info: slowest of 5', Math.max(...info), 1000);
    put(
      'histogram of 400 buckets',
      (await timed(() => useCases['items.histogram']({ filters: [], field: 'modified', buckets: 400 }, context))).took,
      300,
    );
    put('50 000 positions', (await timed(() => useCases['items.positions']({ filters: [], limit: 50_000 }, context))).took, 500);
    put(
      'next untagged item',
      (
        await timed(() =>
          useCases['items.position'](
            { filters: [], sort: [{ field: 'path', descending: false }], id: middle.id, step: 'next-untagged' },
            context,
          ),
        )
      ).took,
      100,
    );

    await useCases['case.close']({}, context);
    const opened = await timed(() => useCases['case.open']({ directory: caseDirectory }, context));
    put('opening the case', opened.took, 1500);
    put('first page after opening', (await page([], [{ field: 'path', descending: false }], 0)).took, 1000);
    put('first counts after opening', (await timed(() => useCases['items.facets']({ filters: [] }, context))).took, 1500);
    put('first page by another order after opening', (await page([], [{ field: 'name', descending: true }], 0)).took, 200);
    return rows;
  } finally {
    await engine.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
