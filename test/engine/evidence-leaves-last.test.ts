/** Evidence that is taken out while the last of it is at a worker: nobody needs it any more, so nobody is asked for it. */
import { existsSync, renameSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { spawnNodeWorker } from '../../src/engine/processes/node-worker.ts';
import type { FromWorker, SpawnWorker } from '../../src/model/processing.ts';
import { CaseBench } from './case-bench.ts';

let bench: CaseBench;
afterEach(() => bench.end());

/** Longer than the engine leaves between two looks at whether the evidence is there. */
const hold = 1500;

/** Workers whose messages are held back from the first results on, and `onHeld` called then. */
function holding(onHeld: () => void): SpawnWorker {
  return (options) => {
    const worker = spawnNodeWorker(options);
    return {
      ...worker,
      onMessage(listener) {
        let held: FromWorker[] | null = null;
        let released = false;
        worker.onMessage((message) => {
          if (released || (held === null && message.type !== 'results')) return listener(message);
          if (held === null) {
            onHeld();
            setTimeout(() => {
              released = true;
              for (const one of held ?? []) listener(one);
            }, hold);
          }
          held = [...(held ?? []), message];
        });
      },
    };
  };
}

it('ends the run as if it were still there', async () => {
  bench = new CaseBench(
    'leaves-last',
    holding(() => renameSync(bench.evidence, `${bench.evidence}-in-the-bag`)),
  );
  for (const name of ['a.txt', 'b.txt', 'c.txt']) bench.put(name, `content of ${name}\n`);
  await bench.make();
  const run = await bench.call('run.start', { evidence: [bench.evidence], profile: 'quick', workers: 1 });
  expect(existsSync(bench.evidence)).toBe(false);
  expect(run.state).toBe('complete');
  const { rows } = await bench.call('items.page', { filters: [], sort: [{ field: 'path', descending: false }], offset: 0, limit: 10 });
  expect(rows.filter(({ kind }) => kind === 'file').map(({ name, status }) => [name, status])).toEqual([
    ['a.txt', 'done'],
    ['b.txt', 'done'],
    ['c.txt', 'done'],
  ]);
});
