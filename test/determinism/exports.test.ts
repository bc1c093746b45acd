/** The same evidence gives the same lists, byte for byte, whatever number of workers read it and wherever the examiner's clock stands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Workbench } from '../faults/workbench.ts';

const bench = new Workbench('determinism');
const here = process.env['TZ'] ?? 'UTC';
const elsewhere = here === 'UTC' ? 'Asia/Karachi' : 'UTC';
const lists = ['items.jsonl', 'items.csv', 'manifest.hashdeep', 'manifest-S1.txt'];
let drive: string;
let reference: Buffer[];

/** Makes a case and its report, all in one zone, and gives the lists of it. */
function listsOf(workers: number, zone: string): Buffer[] {
  const name = `${workers}-${zone.replace('/', '-')}`;
  const directory = bench.path(`case-${name}.sabut`);
  const report = bench.path(`report-${name}`);
  const triage = ['triage', drive, '--case', directory, '--report', report, '--workers', String(workers), '--quiet'];
  expect(bench.sabut(triage, { TZ: zone })).toMatchObject({ status: 0, errors: '' });
  return lists.map((list) => readFileSync(join(report, list)));
}

function expectSame(found: readonly Buffer[]): void {
  for (const [index, list] of lists.entries()) expect(found[index]?.equals(reference[index] as Buffer), list).toBe(true);
}

beforeAll(async () => {
  drive = await bench.makeDrive(320);
  reference = listsOf(1, here);
  expect(reference[0]?.length).toBeGreaterThan(300_000);
});
afterAll(() => bench.remove());

test.each([
  [2, here],
  [4, here],
  [2, elsewhere],
])('one worker in this zone and %i in the zone %s give the same lists', (workers, zone) => {
  expectSame(listsOf(workers, zone));
});

test('the lists of a command are those of the report', () => {
  const directory = bench.path(`case-1-${here.replace('/', '-')}.sabut`);
  for (const [index, format] of ['jsonl', 'csv', 'hashdeep'].entries()) {
    const output = bench.path(`items.${format}`);
    expect(bench.sabut(['items', directory, '--format', format, '--output', output], { TZ: elsewhere })).toMatchObject({ status: 0 });
    expect(readFileSync(output).equals(reference[index] as Buffer), format).toBe(true);
  }
});
