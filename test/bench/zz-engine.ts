import { bootstrapEngine } from '../../src/engine/bootstrap.ts';
const engine = bootstrapEngine({ settingsDirectory: '/tmp/bench-interface/served', keyStore: '/tmp/bench-interface/served/keys' });
const context = { examiner: 'Benchmark', signal: new AbortController().signal, onProgress: () => undefined };
const u = engine.useCases as any;
await u['case.open']({ directory: '/tmp/bench-interface/million.sabut' }, context);
const timed = async (name: string, work: () => Promise<any>) => { const c = process.cpuUsage(); const t = performance.now(); const r = await work(); const d = process.cpuUsage(c); console.log(name.padEnd(50), 'cpu', ((d.user + d.system) / 1000).toFixed(0).padStart(5), 'wall', (performance.now() - t).toFixed(0).padStart(5), r?.total ?? ''); return r; };
const page = (filters: any[], sort: any[], offset = 0) => u['items.page']({ filters, sort, offset, limit: 100 }, context);
const path = [{ field: 'path', descending: false }];
const first = await timed('open path', () => page([], path));
await timed('facets', () => u['items.facets']({ filters: [] }, context));
const id = first.rows[50].id;
for (const f of ['name', 'size', 'mediaType', 'modified', 'path', 'captured', 'device', 'status', 'sha256'])
  for (const d of [false, true, false]) { await timed(`sort ${f} ${d}`, () => page([], [{ field: f, descending: d }])); }
await timed('position', () => u['items.position']({ filters: [], sort: [{ field: 'sha256', descending: false }], id, step: 'self' }, context));
await timed('page again', () => page([], [{ field: 'sha256', descending: false }], 5000));
const F = (field: string, ...values: any[]) => ({ field, operator: 'is', values });
for (const f of [[F('device', 'Apple iPhone 13')], [F('device', 'Apple iPhone 13'), F('extension', 'jpg')], [F('mediaClass', 'image')], [{ field: 'size', operator: 'at-least', values: [1] }, { field: 'size', operator: 'at-most', values: [1000000] }], [{ field: 'name', operator: 'contains', values: ['camera'] }], [F('status', 'partial')], [F('observation', 'thumbnail-differs')], [{ field: 'folder', operator: 'under', values: ['work'] }], []]) {
  await timed('page ' + JSON.stringify(f).slice(0, 45), () => page(f, path));
  await timed('  position', () => u['items.position']({ filters: f, sort: path, id, step: 'self' }, context));
  await timed('  facets', () => u['items.facets']({ filters: f }, context));
  await timed('  sort by size', () => page(f, [{ field: 'size', descending: true }]));
}
await timed('get', () => u['items.get']({ id }, context));
await engine.close();
