/** HARDENING: the evidence tree before and after everything that Sabut does with it; and no network at all. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changesBetween, takeTree } from './evidence-tree.ts';
import { Mounts, mayMount, mountReason } from './mounts.ts';
import { Workbench } from './workbench.ts';

const bench = new Workbench('evidence-unaltered');
const mounts = new Mounts();
let drive: string;

beforeAll(async () => {
  drive = await bench.makeDrive(300);
});
afterAll(() => {
  mounts.unmountAll();
  bench.remove();
});

/** Everything that reads evidence: triage, report, verification with the evidence hashed again. */
function examine(evidence: string, name: string): void {
  const directory = bench.path(`${name}.sabut`);
  const everything = [
    ['triage', evidence, '--case', directory, '--profile', 'full', '--report', bench.path(`${name}-report`), '--quiet'],
    ['report', directory, '--output', bench.path(`${name}-second-report`), '--quiet'],
    ['verify', directory, '--evidence', '--quiet'],
  ];
  for (const words of everything) expect(bench.sabut(words), words[0]).toMatchObject({ status: 0, errors: '' });
}

describe('the evidence', () => {
  const root = process.getuid?.() === 0;
  test(`is the same to the last nanosecond after triage, report and verification${root ? '' : ', files that others own but for their access times'}`, () => {
    takeTree(drive);
    const before = takeTree(drive);
    expect(before.size).toBeGreaterThan(400);
    examine(drive, 'plain');
    // Only the owner and the superuser may read without a trace in the access time; of directories nobody may, as their listing is no open file.
    expect(changesBetween(before, takeTree(drive), ['file'])).toEqual([]);
  });

  test.skipIf(!mayMount())(`keeps even its folders' access times where it is mounted read-only${mayMount() ? '' : mountReason}`, () => {
    const point = bench.path('read-only');
    mkdirSync(point);
    mounts.bind(drive, point, 'ro,noatime');
    const before = takeTree(point);
    examine(point, 'mounted');
    expect(changesBetween(before, takeTree(point), ['file', 'directory', 'other'])).toEqual([]);
    const answer = bench.sabut(['case', 'info', bench.path('mounted.sabut'), '--json']);
    const { sources } = JSON.parse(answer.output) as { sources: { mountedReadOnly: boolean }[] };
    expect(sources).toMatchObject([{ mountedReadOnly: true }]);
  });
});

const hasStrace = process.platform === 'linux' && spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

describe.skipIf(!hasStrace)(`the network${hasStrace ? '' : ' (skipped: strace is not here or may not trace)'}`, () => {
  test('is asked for no internet socket in a whole triage, workers included', () => {
    const trace = bench.path('trace');
    const words = bench.command('triage', drive, '--case', bench.path('traced.sabut'), '--report', bench.path('traced-report'), '--quiet');
    const answer = bench.run([
      'strace',
      '-f',
      '--seccomp-bpf',
      '-s',
      '400',
      '-v',
      '-e',
      'trace=socket,connect,bind,sendto,execve',
      '-o',
      trace,
      ...words,
    ]);
    expect(answer).toMatchObject({ status: 0 });
    const calls = readFileSync(trace, 'utf8').split('\n');
    // The trace did see the workers.
    expect(calls.some((call) => call.includes('execve(') && call.includes('workers/processing.ts'))).toBe(true);
    expect(calls.filter((call) => /AF_INET6?\b|sin6?_port/.test(call))).toEqual([]);
  }, 120_000);
});
