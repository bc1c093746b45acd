/** Exhibits: numbered, ordered, taken back, exported with a manifest that `sha256sum -c` accepts, and refused when the evidence changed. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { expectedIsolation, spawnNodeWorker } from '../../src/engine/processes/node-worker.ts';
import { standardDeadline } from '../../src/engine/processing/start-run.ts';
import { exportNames } from '../../src/engine/review/export-exhibits.ts';
import { systemClock } from '../../src/model/clock.ts';

const working = mkdtempSync(join(tmpdir(), 'sabut-exhibits-'));
const evidence = join(working, 'evidence');
const call = { examiner: 'Ayesha Khan', signal: new AbortController().signal, onProgress: () => undefined };
let engine: Engine;
let ids: string[];

beforeAll(async () => {
  mkdirSync(join(evidence, 'دستاویزات'), { recursive: true });
  writeFileSync(join(evidence, 'letter.txt'), 'Dear sir,\n=cmd()\n');
  writeFileSync(join(evidence, 'دستاویزات', 'رسید.txt'), 'رسید نمبر ۱۲\n');
  writeFileSync(join(evidence, 'odd\nname.bin'), Buffer.from([0, 1, 2, 3, 255]));
  engine = createEngine({
    clock: systemClock,
    randomId: () => '0'.repeat(32),
    process: process.pid,
    host: 'test',
    productVersion: '0',
    keyStore: join(working, 'keys'),
    spawnWorker: spawnNodeWorker,
    isolation: expectedIsolation(),
    deadline: standardDeadline,
  });
  await engine.useCases['case.create']({ directory: join(working, 'case'), header: {} }, call);
  await engine.useCases['run.start']({ evidence: [evidence], profile: 'quick', workers: 1 }, call);
  const { rows } = await engine.useCases['items.page'](
    { filters: [{ field: 'kind', operator: 'is', values: ['file'] }], sort: [{ field: 'path', descending: false }], offset: 0, limit: 10 },
    call,
  );
  ids = rows.map(({ id }) => id);
}, 60_000);

afterAll(async () => {
  await engine.close();
  rmSync(working, { recursive: true, force: true });
});

const listed = async () => (await engine.useCases['exhibits.list']({}, call)).exhibits;

describe('exhibits', () => {
  it('are numbered, ordered, described and taken back', async () => {
    expect(ids).toHaveLength(3);
    expect(await engine.useCases['exhibits.add']({ ids }, call)).toEqual({ added: 3 });
    expect(await engine.useCases['exhibits.add']({ ids }, call)).toEqual({ added: 0 });
    expect((await listed()).map(({ number, position }) => [number, position])).toEqual([
      ['EX-1', 1],
      ['EX-2', 2],
      ['EX-3', 3],
    ]);
    const last = (await listed())[2];
    await engine.useCases['exhibits.save']({ id: last?.id as number, position: 1, number: 'P-7', description: 'the receipt' }, call);
    expect((await listed()).map(({ number }) => number)).toEqual(['P-7', 'EX-1', 'EX-2']);
    await expect(engine.useCases['exhibits.save']({ id: last?.id as number, number: 'EX-1' }, call)).rejects.toMatchObject({
      code: 'conflict',
    });
    await engine.useCases['review.undo']({}, call);
    expect((await listed()).map(({ number }) => number)).toEqual(['EX-1', 'EX-2', 'EX-3']);
    await engine.useCases['review.redo']({}, call);
    expect((await listed()).map(({ number, description }) => [number, description])[0]).toEqual(['P-7', 'the receipt']);
  });

  it('leave with a manifest that sha256sum accepts, under names of their own', async () => {
    const target = join(working, 'out');
    const exported = await engine.useCases['exhibits.export']({ directory: target }, call);
    expect(exported.files).toBe(3);
    expect(execFileSync('sha256sum', ['-c', '--quiet', 'manifest-sha256.txt'], { cwd: target, encoding: 'utf8' })).toBe('');
    for (const name of readdirSync(join(target, 'data'))) expect(name).toMatch(/^[A-Za-z0-9.-]+$/);
    const index = readFileSync(join(target, 'exhibits.csv'), 'utf8');
    expect(index).toContain('odd\\nname.bin');
    expect(index).toContain('the receipt');
    const { entries } = await engine.useCases['audit.page']({ action: 'exhibits-exported', text: null, offset: 0, limit: 5 }, call);
    expect(entries[0]?.details).toMatchObject({ files: 3, manifestSha256: exported.manifestSha256 });
  });

  it('stand in the report in both languages', async () => {
    for (const language of ['en', 'ur'] as const) {
      const directory = join(working, `report-${language}`);
      await engine.useCases['report.write']({ directory, language, exhibits: true }, call);
      const page = readFileSync(join(directory, 'index.html'), 'utf8');
      expect(page).toContain('id="exhibits"');
      expect(page).toContain('P-7');
      expect(page).toContain('رسید نمبر');
      expect(page).not.toContain('<script');
    }
    const plain = join(working, 'report-plain');
    await engine.useCases['report.write']({ directory: plain }, call);
    expect(readFileSync(join(plain, 'index.html'), 'utf8')).not.toContain('id="exhibits"');
  });

  it('are not exported when the evidence is no longer as it was, nor into the evidence', async () => {
    await expect(engine.useCases['exhibits.export']({ directory: join(evidence, 'out') }, call)).rejects.toMatchObject({
      code: 'conflict',
    });
    cpSync(join(evidence, 'letter.txt'), join(working, 'letter'));
    appendFileSync(join(evidence, 'letter.txt'), 'one more line');
    const target = join(working, 'changed');
    await expect(engine.useCases['exhibits.export']({ directory: target }, call)).rejects.toMatchObject({ code: 'source-changed' });
    expect(existsSync(target)).toBe(false);
    expect(readdirSync(working).filter((name) => name.endsWith('.partial'))).toEqual([]);
    cpSync(join(working, 'letter'), join(evidence, 'letter.txt'));
  });

  it('never share a name in the export', () => {
    const item = { extension: 'jpg' } as never;
    expect(
      exportNames([
        { number: 'EX 1', item },
        { number: 'EX-1', item },
        { number: '۱', item },
        { number: '../../x', item },
      ]),
    ).toEqual(['EX-1.jpg', 'EX-1-2.jpg', 'exhibit.jpg', 'x.jpg']);
  });
});
