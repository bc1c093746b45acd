/** HARDENING, "What the fault suite must show", first row: kill -9 of the engine at random points, resumed each time. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RandomStream } from '../../src/sample/random.ts';
import { isCampaign, killsOf, recordFigures } from './campaign.ts';
import { drawMoment, nextWords, strikeEngine } from './kills.ts';
import { acknowledged, differencesOf, doubledOf, type Examination, Workbench } from './workbench.ts';

const campaign = isCampaign();
const kills = killsOf(10, 200);
/** A case is killed so often before it may end. */
const killsOfOneCase = 4;
/** A run may be resumed with other workers and on a laptop set to another zone than it was begun with. */
const workerCounts = [1, 2, 4];
const zones = ['UTC', 'Asia/Karachi'];
const linux = process.platform === 'linux';

/** Killed once its end was durable in the database, if not yet in the log, a run has nothing left to resume and says so. */
const hadEnded = /nothing to resume/;

describe.skipIf(!linux)(`the engine, killed ${kills} times${linux ? '' : ' (skipped: it counts processes as Linux tells them)'}`, () => {
  const bench = new Workbench('kill-engine');
  let drive: string;
  let undisturbed: Examination;
  /** Of an undisturbed run: milliseconds, and entries of its log. */
  let length: number;
  let entries: number;

  beforeAll(async () => {
    drive = await bench.makeDrive(320);
    const start = performance.now();
    expect(bench.sabut(['triage', drive, '--case', bench.path('undisturbed.sabut'), '--quiet', '--workers', '2'])).toMatchObject({
      errors: '',
      status: 0,
    });
    length = performance.now() - start;
    entries = acknowledged(bench.path('undisturbed.sabut')).split('\n').length - 1;
    undisturbed = await bench.examine(bench.path('undisturbed.sabut'));
    expect(undisturbed.findings).toEqual([]);
    expect(undisturbed.items.length).toBeGreaterThan(400);
  });
  afterAll(() => bench.remove());

  test(
    'loses nothing acknowledged, doubles nothing, verifies, and exports as if undisturbed',
    async () => {
      const random = new RandomStream('kill -9 of the engine');
      const counts = { kills: 0, cases: 0, beforeFirstEntry: 0, afterLastEntry: 0 };
      while (counts.kills < kills) {
        counts.cases += 1;
        const directory = bench.path(`case-${counts.cases}.sabut`);
        let known = '';
        const next = () => nextWords(bench, directory, drive, random.pick(workerCounts));
        let words = next();
        for (let strikes = 0; strikes < killsOfOneCase && counts.kills < kills; ) {
          const struck = await strikeEngine(bench, directory, words, drawMoment(random, length, entries), random.pick(zones));
          const log = acknowledged(directory);
          expect(log.startsWith(known), 'entries on disk before the kill are gone after it').toBe(true);
          expect(struck.survivors).toEqual([]);
          if (struck.killed) {
            strikes += 1;
            counts.kills += 1;
            if (log === '') counts.beforeFirstEntry += 1;
            if (log.includes('"action":"run-completed"')) counts.afterLastEntry += 1;
          } else if (!hadEnded.test(struck.errors)) expect(struck, struck.errors).toMatchObject({ status: 0 });
          known = log;
          words = next();
          if (log.includes('"action":"run-completed"')) break;
        }
        const last = bench.sabut(words, { TZ: random.pick(zones) });
        const complete = acknowledged(directory);
        expect(complete.startsWith(known)).toBe(true);
        if (!hadEnded.test(last.errors)) expect(last, last.errors).toMatchObject({ status: 0, errors: '' });
        const examination = await bench.examine(directory);
        expect(examination.findings).toEqual([]);
        expect(doubledOf(examination.items)).toEqual([]);
        expect(differencesOf(examination, undisturbed)).toEqual([]);
        rmSync(directory, { recursive: true });
      }
      if (campaign)
        recordFigures('kill-engine.md', 'kill -9 of the engine', {
          'kills, each at a random point of a run that was resumed afterwards, with 1, 2 or 4 workers, in UTC or Asia/Karachi':
            counts.kills,
          'of these before the first entry of the log': counts.beforeFirstEntry,
          'of these after the last one': counts.afterLastEntry,
          'cases so made': counts.cases,
          'acknowledged entries lost': 0,
          'items doubled': 0,
          'faults found by verify': 0,
          'exports that differ from those of an undisturbed run (jsonl, csv, hashdeep of each case)': 0,
          'worker processes that outlived their engine by two seconds': 0,
        });
    },
    campaign ? 7_200_000 : 300_000,
  );
});
