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

function expectRefusals(directory: string, sentence: RegExp, refused = commands(directory)): void {
  const before = bytesOf(directory);
  for (const words of refused) {
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

  test.skipIf(!mayMount())(
    `in a folder that may not be written, by commands that write${mayMount() ? '' : mountReason}`,
    { timeout },
    () => {
      const directory = copyOfCase('read-only');
      mounts.bind(directory, directory, 'ro');
      const writing = commands(directory).filter(([word]) => word === 'ingest' || word === 'report');
      expectRefusals(directory, /cannot be written\. (?:Copy it to a|Choose a) place where you may write/, writing);
      mounts.unmount(directory);
      expect(bench.sabut(['verify', directory, '--quiet'])).toMatchObject({ status: 0, errors: '' });
    },
  );
});

describe.skipIf(!mayMount())(`a case on sealed media${mayMount() ? '' : mountReason}`, () => {
  const listing = (directory: string) => readdirSync(directory, { recursive: true }).sort();

  test('is verified, described and listed, and nothing comes to lie in it or is left elsewhere', { timeout }, () => {
    const directory = copyOfCase('sealed');
    // Rows of a writer that was killed stand in the write-ahead log only.
    const database = new Database(join(directory, 'case.db'));
    database.pragma('wal_autocheckpoint = 0');
    database.exec(`UPDATE note SET text = ''`);
    for (const name of ['case.db', 'case.db-wal', 'case.db-shm']) cpSync(join(directory, name), bench.path(`kept-${name}`));
    database.close();
    for (const name of ['case.db', 'case.db-wal', 'case.db-shm']) cpSync(bench.path(`kept-${name}`), join(directory, name));
    const before = [listing(directory), bytesOf(directory)];
    const scratch = bench.path('scratch');
    mkdirSync(scratch);
    mounts.bind(directory, directory, 'ro');
    const run = (...words: string[]) => bench.sabut(words, { TMPDIR: scratch });
    const recordedNothing = /^The case cannot be written: it was opened for reading, and nothing was recorded in it\.\n$/;

    const verified = run('verify', directory);
    expect(verified).toMatchObject({ status: 0, errors: '' });
    expect(verified.output).toMatch(/^note: The case cannot be written, so this verification was not recorded in it\.$/m);
    expect(verified.output).toMatch(/^No fault was found\.$/m);
    const described = run('case', 'info', directory);
    expect(described).toMatchObject({ status: 0, errors: expect.stringMatching(recordedNothing) });
    const listed = run('items', directory, '--format', 'jsonl');
    expect(listed).toMatchObject({ status: 0, errors: expect.stringMatching(recordedNothing) });
    const items = listed.output.trimEnd().split('\n');
    expect(verified.output).toMatch(
      new RegExp(`^${items.length} items(?: \\(\\d+ of them members\\))? checked against the audit log\\.$`, 'm'),
    );
    const shown = run('show', directory, (JSON.parse(items[0] as string) as { id: string }).id);
    expect(shown).toMatchObject({ status: 0, errors: expect.stringMatching(recordedNothing) });

    mounts.unmount(directory);
    expect([listing(directory), bytesOf(directory)]).toEqual(before);
    expect(readdirSync(scratch)).toEqual([]);
  });

  test('is found to be altered where it is', { timeout }, () => {
    const directory = copyOfCase('sealed and altered');
    const database = new Database(join(directory, 'case.db'));
    database.exec(`UPDATE item SET name = 'other.jpg' WHERE id = 3`);
    database.close();
    mounts.bind(directory, directory, 'ro');
    const answer = bench.sabut(['verify', directory]);
    mounts.unmount(directory);
    expect(answer).toMatchObject({ status: 1, errors: expect.stringMatching(/^sabut: rows-changed: Batch \d+ of listed items/) });
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
