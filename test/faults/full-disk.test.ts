/** A disk that fills up, while a case is made, while a run writes it, and while lists leave it: one clear error, nothing torn, and it goes on. */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Mounts, mayMount, mountReason } from './mounts.ts';
import { acknowledged, differencesOf, doubledOf, type Examination, Workbench } from './workbench.ts';

const possible = mayMount();
const timeout = 180_000;
/** Enough for the whole case of the drive, with room to spare. */
const diskKibibytes = 24_576;

/** One sentence or two, on one line, of a disk that is full. */
const fullDisk = /^[^\n]*\bfull\b[^\n]*\n$/;

describe.skipIf(!possible)(`a full disk${possible ? '' : mountReason}`, () => {
  const bench = new Workbench('full-disk');
  const mounts = new Mounts();
  let drive: string;
  let undisturbed: Examination;

  beforeAll(async () => {
    drive = await bench.makeDrive(320);
    expect(bench.sabut(['triage', drive, '--case', bench.path('undisturbed.sabut'), '--quiet'])).toMatchObject({ status: 0, errors: '' });
    undisturbed = await bench.examine(bench.path('undisturbed.sabut'));
  });
  afterAll(() => {
    mounts.unmountAll();
    bench.remove();
  });

  /** A small disk on which only so much is left; the answer frees the rest. */
  function diskWith(name: string, freeKibibytes: number): { disk: string; free: () => void } {
    const disk = bench.path(name);
    mounts.small(disk, diskKibibytes);
    const ballast = join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc((diskKibibytes - freeKibibytes) * 1024));
    return { disk, free: () => rmSync(ballast) };
  }

  test.each([16, 64, 160])('of %i KiB: no case is made, and nothing of it stays', { timeout }, (freeKibibytes) => {
    const { disk } = diskWith(`making-${freeKibibytes}`, freeKibibytes);
    const answer = bench.sabut(['case', 'create', join(disk, 'made.sabut'), '--examiner', 'Ayesha Khan']);
    if (answer.status === 0) expect(bench.sabut(['verify', join(disk, 'made.sabut')])).toMatchObject({ status: 0 });
    else {
      expect(answer).toMatchObject({ status: 1, output: '' });
      expect(answer.errors).toMatch(fullDisk);
      // There is nothing to resume.
      expect(answer.errors).toMatch(/Free some space and try again; nothing was left behind\.\n$/);
      expect(readdirSync(disk)).toEqual(['ballast']);
    }
    // The smallest is too small for the schema alone: this row cannot pass by making the case.
    if (freeKibibytes === 16) expect(answer.status).toBe(1);
  });

  test.each([400, 700, 1100, 1600])(
    'with %i KiB left stops a run; what was acknowledged is there; freed, the run goes on and ends as if undisturbed',
    { timeout },
    async (freeKibibytes) => {
      const { disk, free } = diskWith(`run-${freeKibibytes}`, freeKibibytes);
      const directory = join(disk, 'case.sabut');
      const stopped = bench.sabut(['triage', drive, '--case', directory, '--quiet', '--workers', '2']);
      expect(stopped).toMatchObject({ status: 1, output: '' });
      expect(stopped.errors).toMatch(fullDisk);
      const known = acknowledged(directory);
      free();
      const words = known.includes('"action":"run-started"')
        ? ['ingest', directory, '--resume', '--quiet']
        : existsSync(directory)
          ? ['ingest', directory, drive, '--quiet']
          : ['triage', drive, '--case', directory, '--quiet'];
      expect(bench.sabut(words)).toMatchObject({ status: 0, errors: '' });
      expect(acknowledged(directory).startsWith(known)).toBe(true);
      const examination = await bench.examine(directory);
      expect(examination.findings).toEqual([]);
      expect(doubledOf(examination.items)).toEqual([]);
      expect(differencesOf(examination, undisturbed)).toEqual([]);
    },
  );

  test('under a report or a list leaves neither, and takes nothing from the case', { timeout }, () => {
    const { disk } = diskWith('leaving', 200);
    const directory = bench.path('undisturbed.sabut');
    const report = bench.sabut(['report', directory, '--output', join(disk, 'report'), '--quiet']);
    expect(report).toMatchObject({ status: 1, output: '' });
    expect(report.errors).toMatch(fullDisk);
    const list = bench.sabut(['items', directory, '--format', 'jsonl', '--output', join(disk, 'items.jsonl')]);
    expect(list).toMatchObject({ status: 1, output: '' });
    expect(list.errors).toMatch(fullDisk);
    expect(readdirSync(disk)).toEqual(['ballast']);
    expect(bench.sabut(['verify', directory, '--quiet'])).toMatchObject({ status: 0, errors: '' });
  });

  test('under the key store makes neither key nor case', { timeout }, () => {
    const { disk } = diskWith('keys', 0);
    mkdirSync(bench.path('keys-case'));
    const words = ['case', 'create', bench.path('keys-case', 'made.sabut'), '--examiner', 'Ayesha Khan'];
    const answer = bench.sabut(words, { SABUT_KEY_STORE: join(disk, 'keys') });
    expect(answer).toMatchObject({ status: 1, output: '' });
    expect(answer.errors).toMatch(fullDisk);
    expect(readdirSync(bench.path('keys-case'))).toEqual([]);
    const left = existsSync(join(disk, 'keys'))
      ? readdirSync(join(disk, 'keys')).filter((name) => statSync(join(disk, 'keys', name)).size > 0)
      : [];
    expect(left).toEqual([]);
  });
});
