import { launchBrowser } from '../ui/browser.ts';
import { openPage } from './interface/measured-page.ts';
import { serveCase } from './interface/serving.ts';
import { Acts } from './interface/acts.ts';
import { writeFileSync } from 'node:fs';
const mode = process.argv[2] ?? 'drag';
const browser = await launchBrowser();
const served = await serveCase('/tmp/bench-interface', '/tmp/bench-interface/million.sabut');
const measured = await openPage(browser, 'sabutProbe.watchOpening(3)');
await measured.page.goto(served.address, { waitUntil: 'commit' });
console.log('painted', await measured.known('opening.painted'));
await measured.page.locator('[role="grid"] [data-row="3"]').click({ position: { x: 90, y: 12 } });
await measured.known('opening.answered');
await measured.page.waitForTimeout(1500);
const cdp = await measured.page.context().newCDPSession(measured.page);
await cdp.send('Profiler.enable');
await cdp.send('Profiler.setSamplingInterval', { interval: 500 });
await cdp.send('Profiler.start');
const time = 5000;
if (mode === 'drag') { await measured.probe(`watchScroll(${time}, true)`); console.log(await measured.known('scroll')); }
if (mode === 'wheel') {
  await measured.probe(`watchScroll(${time}, false)`);
  const box = (await measured.page.locator('[role="grid"]').boundingBox())!;
  await measured.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const started = performance.now(); let last = started;
  for (;;) { const now = performance.now(); const share = (now - started) / time; if (share >= 1) break;
    const speed = [4000, 8000, 16000, 24000][Math.floor(share * 4)]!;
    await measured.page.mouse.wheel(0, Math.round((speed * (now - last)) / 1000)); last = now; await new Promise((r) => setTimeout(r, 12)); }
  console.log(await measured.known('scroll'));
}
if (mode === 'sorts') for (let r = 0; r < 3; r++) for (const i of [0, 1, 2, 3]) {
    await measured.probe('armAct(null)');
    const head = measured.page.locator('[role="columnheader"] button:not([disabled]):not([aria-haspopup])').nth(i);
    await head.click(); const a: any = await measured.known('act'); console.log(a.first?.toFixed(0), a.settled?.toFixed(0));
  }
if (mode === 'acts') {
  if (process.env.W) {
    await cdp.send('Network.enable');
    const open = new Map<string, { m: string; t: number }>();
    cdp.on('Network.webSocketFrameSent', (e: any) => { try { const d = JSON.parse(e.response.payloadData); if (d.id !== undefined) open.set(String(d.id), { m: (d.name ?? d.method ?? d.call) + ' ' + JSON.stringify(d.input ?? d.params ?? {}).slice(0, 100), t: e.timestamp }); } catch {} });
    cdp.on('Network.webSocketFrameReceived', (e: any) => { try { const d = JSON.parse(e.response.payloadData); const o = open.get(String(d.id)); if (o && (d.output !== undefined || d.result !== undefined || d.ok !== undefined)) console.log(`      ${o.t.toFixed(3)} +${((e.timestamp - o.t) * 1000).toFixed(0)} ms ${e.response.payloadData.length} ${o.m}`); else if (!o) console.log('      ?', e.response.payloadData.slice(0, 80)); } catch {} });
  }
  const acts = new Acts(measured); await acts.openSizes();
  for (let r = 0; r < Number(process.argv[3] ?? 2); r++) await acts.round(r);
  const kinds = new Map<string, number[]>(); for (const s of acts.samples) { if (!kinds.has(s.kind)) kinds.set(s.kind, []); kinds.get(s.kind)!.push(s.settled); }
  for (const [k, v] of kinds) { v.sort((a, b) => a - b); console.log(k, v.length, 'median', v[v.length >> 1]!.toFixed(0), 'p95', v[Math.floor(v.length * .95)]!.toFixed(0)); }
  const all = acts.samples.map((s) => s.settled).sort((a, b) => a - b); console.log('all median', all[all.length >> 1]!.toFixed(0), 'p95', all[Math.floor(all.length * .95)]!.toFixed(0));
  if (process.env.D) for (const s of acts.samples) console.log(`  ${s.kind} ${s.name}: ${s.first.toFixed(0)} ${s.settled.toFixed(0)}`);
}
if (mode === 'trace') {
  await cdp.send('Profiler.stop'); await cdp.send('Profiler.disable');
  const events: any[] = []; cdp.on('Tracing.dataCollected', (e: any) => events.push(...e.value));
  const done = new Promise((r) => cdp.once('Tracing.tracingComplete', r));
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'blink.user_timing', 'loading', 'toplevel'] } });
  for (const [i, act] of (['size', 'name', 'modified'] as const).entries()) {
    await measured.probe('armAct(null)');
    const head = measured.page.locator('[role="columnheader"] button:not([disabled]):not([aria-haspopup])').nth(i);
    await head.click(); const r: any = await measured.known('act'); console.log(act, r);
  }
  await cdp.send('Tracing.end'); await done; writeFileSync('/tmp/trace.json', JSON.stringify(events));
  await measured.close(); await served.close(); await browser.close(); process.exit(0);
}
const { profile } = await cdp.send('Profiler.stop');
writeFileSync('/tmp/r.cpuprofile', JSON.stringify(profile));
console.log(await measured.memory());
await measured.close(); await served.close(); await browser.close();
