/** Exhibits: numbered, ordered, taken back, exported with a manifest that `sha256sum -c` accepts, and refused when the evidence changed. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportNames } from '../../src/engine/review/export-exhibits.ts';
import { CaseBench } from './case-bench.ts';

const bench = new CaseBench('exhibits');
const { directory: working, evidence } = bench;
let ids: string[];

beforeAll(async () => {
  bench.put('letter.txt', 'Dear sir,\n=cmd()\n');
  bench.put('دستاویزات/رسید.txt', 'رسید نمبر ۱۲\n');
  bench.put('odd\nname.bin', Buffer.from([0, 1, 2, 3, 255]));
  const rows = await bench.process('quick');
  ids = [...rows.values()].filter(({ kind }) => kind === 'file').map(({ id }) => id);
}, 60_000);

afterAll(() => bench.end());

const listed = async () => (await bench.call('exhibits.list', {})).exhibits;

describe('exhibits', () => {
  it('are numbered, ordered, described and taken back', async () => {
    expect(ids).toHaveLength(3);
    expect(await bench.call('exhibits.add', { ids })).toEqual({ added: 3 });
    expect(await bench.call('exhibits.add', { ids })).toEqual({ added: 0 });
    expect((await listed()).map(({ number, position }) => [number, position])).toEqual([
      ['EX-1', 1],
      ['EX-2', 2],
      ['EX-3', 3],
    ]);
    const last = (await listed())[2];
    await bench.call('exhibits.save', { id: last?.id as number, position: 1, number: 'P-7', description: 'the receipt' });
    expect((await listed()).map(({ number }) => number)).toEqual(['P-7', 'EX-1', 'EX-2']);
    await expect(bench.call('exhibits.save', { id: last?.id as number, number: 'EX-1' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await bench.call('review.undo', {});
    expect((await listed()).map(({ number }) => number)).toEqual(['EX-1', 'EX-2', 'EX-3']);
    await bench.call('review.redo', {});
    expect((await listed()).map(({ number, description }) => [number, description])[0]).toEqual(['P-7', 'the receipt']);
  });

  it('leave with a manifest that sha256sum accepts, under names of their own', async () => {
    const target = join(working, 'out');
    const exported = await bench.call('exhibits.export', { directory: target });
    expect(exported.files).toBe(3);
    expect(execFileSync('sha256sum', ['-c', '--quiet', 'manifest-sha256.txt'], { cwd: target, encoding: 'utf8' })).toBe('');
    for (const name of readdirSync(join(target, 'data'))) expect(name).toMatch(/^[A-Za-z0-9.-]+$/);
    const index = readFileSync(join(target, 'exhibits.csv'), 'utf8');
    expect(index).toContain('odd\\nname.bin');
    expect(index).toContain('the receipt');
    const { entries } = await bench.call('audit.page', { action: 'exhibits-exported', text: null, offset: 0, limit: 5 });
    expect(entries[0]?.details).toMatchObject({ files: 3, manifestSha256: exported.manifestSha256 });
  });

  it('stand in the report in both languages', async () => {
    for (const language of ['en', 'ur'] as const) {
      const directory = join(working, `report-${language}`);
      await bench.call('report.write', { directory, language, exhibits: true });
      const page = readFileSync(join(directory, 'index.html'), 'utf8');
      expect(page).toContain('id="exhibits"');
      expect(page).toContain('P-7');
      expect(page).toContain('رسید نمبر');
      expect(page).not.toContain('<script');
    }
    const plain = join(working, 'report-plain');
    await bench.call('report.write', { directory: plain });
    expect(readFileSync(join(plain, 'index.html'), 'utf8')).not.toContain('id="exhibits"');
  });

  it('are not exported when the evidence is no longer as it was, nor into the evidence', async () => {
    await expect(bench.call('exhibits.export', { directory: join(evidence, 'out') })).rejects.toMatchObject({
      code: 'conflict',
    });
    cpSync(join(evidence, 'letter.txt'), join(working, 'letter'));
    appendFileSync(join(evidence, 'letter.txt'), 'one more line');
    const target = join(working, 'changed');
    await expect(bench.call('exhibits.export', { directory: target })).rejects.toMatchObject({ code: 'source-changed' });
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
