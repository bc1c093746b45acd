/** Cases that may not be worked on: each is refused in one sentence, and not a byte of it changes. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Mounts, mayMount, mountReason } from './mounts.ts';
import { acknowledged, Workbench, waitFor } from './workbench.ts';

const timeout = 120_000;
const bench = new Workbench('case-refusals');
const mounts = new Mounts();
const sound = bench.path('sound.sabut');
let evidence: string;
let more: string;

beforeAll(async () => {
  evidence = await bench.makeDrive(60);
  more = bench.path('more');
  mkdirSync(more);
  writeFileSync(join(more, 'note.txt'), 'one more file');
  expect(bench.sabut(['triage', evidence, '--case', sound, '--quiet'])).toMatchObject({ status: 0, errors: '' });
});
afterAll(() => {
  mounts.unmountAll();
  bench.remove();
});

function copyOfCase(name: string): string {
  const directory = bench.path(`${name}.sabut`);
  cpSync(sound, directory, { recursive: true });
  return directory;
}

/** All files of a case with their bytes, without the lock, which whoever looks at a case takes for a moment. */
function bytesOf(directory: string): Map<string, string> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('case.lock'),
  );
  return new Map(names.map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), 'latin1')]));
}

/** Every command that opens a case, and what each would do with it. */
const commands = (directory: string): string[][] => [
  ['ingest', directory, more, '--quiet'],
  ['case', 'info', directory],
  ['items', directory],
  ['report', directory, '--output', bench.path('refused-report')],
];

function expectRefusals(directory: string, sentence: RegExp): void {
  const before = bytesOf(directory);
  for (const words of commands(directory)) {
    const answer = bench.sabut(words);
    expect(answer, words.join(' ')).toMatchObject({ status: 1, output: '' });
    expect(answer.errors, words.join(' ')).toMatch(sentence);
    expect(answer.errors.trimEnd().split('\n'), answer.errors).toHaveLength(1);
  }
  expect(readdirSync(bench.directory)).not.toContain('refused-report');
  expect(bytesOf(directory)).toEqual(before);
}

describe('a case is refused', () => {
  test('that a newer Sabut wrote', { timeout }, () => {
    const directory = copyOfCase('newer');
    const database = new Database(join(directory, 'case.db'));
    database.pragma('user_version = 9999');
    database.close();
    expectRefusals(directory, /written by a newer Sabut \(schema 9999; this one knows \d+\)\. Nothing was changed\./);
  });

  test('whose database belongs to another program', { timeout }, () => {
    const directory = copyOfCase('foreign');
    rmSync(join(directory, 'case.db'));
    const database = new Database(join(directory, 'case.db'));
    database.pragma('application_id = 1');
    database.exec('CREATE TABLE moz_places (id INTEGER)');
    database.close();
    expectRefusals(directory, /database of another program/);
  });

  test.each<[string, (file: string) => void]>([
    ['overwritten at its start', (file) => overwrite(file, 0, 100)],
    ['overwritten in its schema', (file) => overwrite(file, 100, 3000)],
    ['cut to half a page', (file) => truncateSync(file, 2000)],
    ['empty', (file) => truncateSync(file, 0)],
    ['text', (file) => writeFileSync(file, 'no database\n'.repeat(1000))],
  ])('whose database is %s', { timeout }, (name, damage) => {
    const directory = copyOfCase(`damaged ${name}`);
    damage(join(directory, 'case.db'));
    expectRefusals(directory, /damaged|is empty|no case|another program/);
  });

  test.each<[string, (log: string) => string]>([
    ['edited', (log) => log.replace('"action":"run-started"', '"action":"run-stopped"')],
    ['shortened', (log) => log.slice(0, log.lastIndexOf('\n', log.length - 2) + 1)],
    ['lengthened', (log) => log + log.slice(log.lastIndexOf('\n', log.length - 2) + 1)],
    ['emptied', () => ''],
  ])('whose audit log was %s', { timeout }, (name, change) => {
    const directory = copyOfCase(`log ${name}`);
    const log = join(directory, 'audit.ndjson');
    writeFileSync(log, change(readFileSync(log, 'utf8')));
    expectRefusals(directory, /audit log/);
  });

  test('whose audit log is gone', { timeout }, () => {
    const directory = copyOfCase('log gone');
    rmSync(join(directory, 'audit.ndjson'));
    expectRefusals(directory, /audit log/);
  });

  test.skipIf(!mayMount())(`in a folder that may not be written${mayMount() ? '' : mountReason}`, { timeout }, () => {
    const directory = copyOfCase('read-only');
    mounts.bind(directory, directory, 'ro');
    expectRefusals(directory, /cannot be written\. (?:Copy it to a|Choose a) place where you may write/);
    mounts.unmount(directory);
    expect(bench.sabut(['verify', directory, '--quiet'])).toMatchObject({ status: 0, errors: '' });
  });
});

test('two processes on one case: the second is told who holds it, and the first is not disturbed', { timeout }, async () => {
  const directory = bench.path('held.sabut');
  const large = bench.path('large');
  mkdirSync(large);
  // Zeros that take no room on the disk, and many seconds to hash: the run is told to stop when all has been asked.
  for (let index = 0; index < 200; index += 1) {
    writeFileSync(join(large, `zeros-${index}`), '');
    truncateSync(join(large, `zeros-${index}`), 1 << 26);
  }
  const { child, ended } = bench.start(['triage', large, '--case', directory, '--quiet', '--profile', 'quick']);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  await waitFor(() => acknowledged(directory).includes('"action":"run-started"'), 60_000);
  for (const words of commands(directory)) {
    const answer = bench.sabut(words);
    expect(over, 'the run ended before the second process came').toBe(false);
    expect(answer, words.join(' ')).toMatchObject({ status: 1, output: '' });
    expect(answer.errors).toMatch(/^[^\n]*open elsewhere: process \d+ on [^\n]+ holds it[^\n]*\n$/);
  }
  child.kill('SIGTERM');
  expect(await ended).toMatchObject({ status: 1 });
  expect(acknowledged(directory)).toContain('"action":"run-cancelled"');
  expect(bench.sabut(['verify', directory, '--quiet'])).toMatchObject({ status: 0, errors: '' });
});

function overwrite(file: string, offset: number, length: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0x5a, offset, offset + length);
  writeFileSync(file, bytes);
}
