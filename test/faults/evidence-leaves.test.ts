/** Evidence that goes away: before a run, in the middle of one, and between a pause and its resumption. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RandomStream } from '../../src/sample/random.ts';
import { acknowledged, differencesOf, doubledOf, type Examination, Workbench, waitFor } from './workbench.ts';

const timeout = 180_000;
const bench = new Workbench('evidence-leaves');
let drive: string;
let undisturbed: Examination;
let entries: number;

const linesIn = (text: string) => text.split('\n').length - 1;
const oneSentence = /^[^\n]*is not there|^[^\n]*not connected|^[^\n]*Connect[^\n]*\n$/;

beforeAll(async () => {
  drive = await bench.makeDrive(320);
  expect(bench.sabut(['triage', drive, '--case', bench.path('undisturbed.sabut'), '--quiet'])).toMatchObject({ status: 0, errors: '' });
  undisturbed = await bench.examine(bench.path('undisturbed.sabut'));
  entries = linesIn(acknowledged(bench.path('undisturbed.sabut')));
});
afterAll(() => bench.remove());

describe('evidence', () => {
  test('that was never there: one sentence, and no case', { timeout }, () => {
    const answer = bench.sabut(['triage', bench.path('absent'), '--case', bench.path('none.sabut')]);
    expect(answer).toMatchObject({ status: 1, output: '' });
    expect(answer.errors.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync(bench.path('none.sabut'))).toBe(false);
  });

  test('taken out in the middle of a run pauses it within five seconds; nothing is marked bad; put back, the run ends as if undisturbed', {
    timeout,
  }, async () => {
    const random = new RandomStream('evidence taken out');
    let paused = 0;
    for (let round = 1; round <= 3; round += 1) {
      const directory = bench.path(`case-${round}.sabut`);
      const away = bench.path('in-the-bag');
      const { ended } = bench.start(['triage', drive, '--case', directory, '--quiet', '--workers', '2']);
      let over = false;
      void ended.then(() => {
        over = true;
      });
      const wanted = random.integer(3, entries - 2);
      await waitFor(() => over || linesIn(acknowledged(directory)) >= wanted, 60_000);
      renameSync(drive, away);
      const start = performance.now();
      const stopped = await ended;
      const seconds = (performance.now() - start) / 1000;
      if (stopped.status === 0) {
        // All had been read when it was taken out: that is no fault.
        renameSync(away, drive);
      } else {
        paused += 1;
        expect(seconds).toBeLessThan(5);
        expect(stopped).toMatchObject({ status: 1, output: '' });
        expect(stopped.errors).toMatch(oneSentence);
        const half = await bench.examine(directory);
        expect(half.findings).toEqual([]);
        const bad = half.items.filter(({ outcomes }) => outcomes['read'] === 'failed' || outcomes['read'] === 'partial');
        expect(bad.map(({ path }) => path)).toEqual(
          undisturbed.items.filter(({ outcomes }) => outcomes['read'] === 'failed').map(({ path }) => path),
        );
        // Still away: resuming says so and changes nothing that matters.
        const tooSoon = bench.sabut(['ingest', directory, '--resume', '--quiet']);
        expect(tooSoon).toMatchObject({ status: 1, output: '' });
        expect(tooSoon.errors).toMatch(oneSentence);
        // Another folder in its place is not the evidence.
        mkdirSync(drive);
        expect(bench.sabut(['ingest', directory, '--resume', '--quiet'])).toMatchObject({ status: 1, output: '' });
        rmSync(drive, { recursive: true });
        renameSync(away, drive);
        expect(bench.sabut(['ingest', directory, '--resume', '--quiet'])).toMatchObject({ status: 0, errors: '' });
      }
      const examination = await bench.examine(directory);
      expect(examination.findings).toEqual([]);
      expect(doubledOf(examination.items)).toEqual([]);
      expect(differencesOf(examination, undisturbed)).toEqual([]);
      rmSync(directory, { recursive: true });
    }
    expect(paused).toBeGreaterThan(0);
  });
});
