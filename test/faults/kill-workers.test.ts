/** kill -9 of worker processes while they read and parse: their items are tried again, and nothing shows in the case. */
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RandomStream } from '../../src/sample/random.ts';
import { isCampaign, killsOf, recordFigures } from './campaign.ts';
import { descendantsOf, differencesOf, doubledOf, type Examination, isAlive, Workbench, waitFor } from './workbench.ts';

const campaign = isCampaign();
const kills = killsOf(10, 50);
const linux = process.platform === 'linux';

describe.skipIf(!linux)(`worker processes, ${kills} of them killed${linux ? '' : ' (skipped: it finds them as Linux tells them)'}`, () => {
  const bench = new Workbench('kill-workers');
  let drive: string;
  let undisturbed: Examination;

  beforeAll(async () => {
    drive = await bench.makeDrive(320);
    expect(bench.sabut(['triage', drive, '--case', bench.path('undisturbed.sabut'), '--quiet', '--workers', '2'])).toMatchObject({
      errors: '',
      status: 0,
    });
    undisturbed = await bench.examine(bench.path('undisturbed.sabut'));
  });
  afterAll(() => bench.remove());

  test(
    'cost nothing: the run completes, verifies, and exports as if undisturbed',
    async () => {
      const random = new RandomStream('kill -9 of workers');
      const counts = { kills: 0, runs: 0 };
      while (counts.kills < kills) {
        counts.runs += 1;
        const workers = random.pick([1, 2, 4]);
        const directory = bench.path(`case-${counts.runs}.sabut`);
        const { child, ended } = bench.start(['triage', drive, '--case', directory, '--quiet', '--workers', String(workers)]);
        const engine = child.pid as number;
        let over = false;
        void ended.then(() => {
          over = true;
        });
        // All workers of a run are struck at one moment. An item that is struck once more while it is tried again
        // would be recorded as its own worker's killer, and from outside nobody can tell that it is not.
        await waitFor(() => over || descendantsOf(engine).length >= workers, 60_000);
        await new Promise((resolve) => setTimeout(resolve, random.integer(0, 900)));
        const struck = descendantsOf(engine).filter(isAlive);
        const direct = struck.filter((one) => !struck.some((other) => other !== one && descendantsOf(other).includes(one)));
        // Either the confinement around a worker, or the worker inside it.
        for (const [index, top] of direct.entries()) {
          const inside = descendantsOf(top);
          try {
            process.kill(index % 2 === 0 ? top : (inside.at(-1) ?? top), 'SIGKILL');
            counts.kills += 1;
          } catch {
            // It has just ended by itself: the run is over.
          }
        }
        expect(await ended).toMatchObject({ status: 0, errors: '' });
        const examination = await bench.examine(directory);
        expect(examination.findings).toEqual([]);
        expect(doubledOf(examination.items)).toEqual([]);
        expect(differencesOf(examination, undisturbed)).toEqual([]);
        rmSync(directory, { recursive: true });
      }
      if (campaign)
        recordFigures('kill-workers.md', 'kill -9 of worker processes', {
          'workers killed, all of a run at one random moment': counts.kills,
          'runs, with 1, 2 or 4 workers': counts.runs,
          'runs that did not complete by themselves': 0,
          'items doubled': 0,
          'faults found by verify': 0,
          'exports that differ from those of an undisturbed run (jsonl, csv, hashdeep of each run)': 0,
        });
    },
    campaign ? 3_600_000 : 300_000,
  );
});
