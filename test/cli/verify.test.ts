/** `sabut verify`: whatever is done behind the product's back, to the case or to the evidence, is found and said in words. */

import { createPublicKey, hash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, jsonLines, Place } from './command.ts';

const timeout = 120_000;
let place: Place;
let head: string;

beforeAll(async () => {
  place = new Place('verify');
  place.write({ 'evidence/a.txt': 'one', 'evidence/b.txt': 'two', 'evidence/sub/c.txt': 'three' });
  const triage = await place.run(['triage', 'evidence', '--case', 'sound', '--case-number', 'FIR 1', '--json']);
  expect(triage).toMatchObject({ status: 0, errors: '' });
  head = (jsonLines(triage).at(-1) as { audit: { head: string } }).audit.head;
  cpSync(place.path('evidence'), place.path('kept'), { recursive: true, preserveTimestamps: true });
}, timeout);
afterAll(() => place.remove());
beforeEach(() => {
  rmSync(place.path('c.sabut'), { recursive: true, force: true });
  cpSync(place.path('sound.sabut'), place.path('c.sabut'), { recursive: true });
});

function sql(statement: string): void {
  const connection = new Database(place.path('c.sabut/case.db'));
  connection.exec(statement);
  connection.close();
}

function expectFault(answer: Answer, ...messages: RegExp[]): void {
  expect(answer.status, answer.output + answer.errors).toBe(1);
  for (const message of messages) expect(answer.errors).toMatch(message);
  expect(answer.errors).toMatch(/^(?:sabut: [a-z-]+: [^\n]+\.\n)+$/);
  expect(answer.output).toMatch(/^FAULTS WERE FOUND, see above\./m);
}

describe('a sound case', () => {
  test('passes with its evidence and its printed head; what cannot be seen is said', { timeout }, async () => {
    const plain = await place.run(['verify', 'c', '--evidence']);
    expect(plain).toMatchObject({ status: 0, errors: '' });
    expect(plain.output).toMatch(/^note: No printed head from outside the case was found/m);
    expect(plain.output).toMatch(/^4 items checked against the audit log, 3 files hashed again\.$/m);
    expect(plain.output).toMatch(/^No fault was found\.$/m);
    const anchored = await place.run(['verify', 'c', '--head', `${head.slice(0, 32)} ${head.slice(32)}`.toUpperCase()]);
    expect(anchored).toMatchObject({ status: 0, errors: '' });
    expect(anchored.output).toMatch(/^note: The printed head covers entries 1 to /m);
    expect(await place.run(['verify', 'c', '--quiet'])).toEqual({ status: 0, output: '', errors: '' });
    const json = jsonLines(await place.run(['verify', 'c', '--json'])).at(-1);
    expect(json).toMatchObject({ event: 'done', ok: true, itemsChecked: 4, findings: [{ severity: 'note' }, { severity: 'note' }] });
  });

  test('does not pass with a head that it never had', { timeout }, async () => {
    expectFault(
      await place.run(['verify', 'c', '--head', 'f'.repeat(64)]),
      /anchor-not-found: No line of the log has the printed head f{64}/,
    );
  });
});

test('the fingerprint shown is that of the key which signed last, whoever began the case', { timeout }, async () => {
  const fingerprint = (file: string) =>
    hash('sha256', createPublicKey(readFileSync(place.path('c.sabut/keys', file))).export({ type: 'spki', format: 'der' }), 'hex')
      .slice(0, 16)
      .replace(/(.{4})(?=.)/g, '$1 ');
  const shown = async () => /^Key +(.+)$/m.exec((await place.run(['case', 'info', 'c'])).output)?.[1];
  expect(await shown()).toBe(fingerprint('public.pem'));
  expect(await place.run(['report', 'c', '--output', 'report', '--examiner', 'Bilal Ahmed'])).toMatchObject({ status: 0 });
  const [second] = readdirSync(place.path('c.sabut/keys')).filter((name) => name !== 'public.pem');
  expect(second).toMatch(/^bilal-ahmed-/);
  expect(await shown()).toBe(fingerprint(second as string));
  const page = readFileSync(place.path('report/index.html'), 'utf8');
  expect(page).toContain(fingerprint(second as string));
  expect(page).not.toContain(fingerprint('public.pem'));
});

describe('a case that was changed', () => {
  test.each<[string, string, RegExp]>([
    [
      'a digest',
      `UPDATE item SET sha256 = zeroblob(32) WHERE name = 'a.txt'`,
      /rows-changed: Batch \d+ of processed items .* is not as the audit log recorded it/,
    ],
    ['a time', `UPDATE item SET modified = modified + 1 WHERE name = 'a.txt'`, /rows-changed: Batch \d+ of listed items/],
    ['a row that is gone', `PRAGMA foreign_keys = OFF; DELETE FROM item WHERE name = 'b.txt'`, /rows-changed|rows-missing/],
    [
      'an outcome',
      `UPDATE outcome_set SET outcomes = replace(outcomes, 'not-applicable', 'done')`,
      /rows-changed: .*\n[\s\S]*outcomes-changed: The outcomes of items are not those/,
    ],
    [
      'the case number',
      `UPDATE case_header SET value = 'FIR 2' WHERE name = 'caseNumber'`,
      /header-changed: The case header says "FIR 2" for caseNumber; the audit log says "FIR 1"\./,
    ],
    [
      'the path of the evidence',
      `UPDATE source SET path = CAST('/elsewhere' AS BLOB)`,
      /source-changed: S1 has "\/elsewhere" as its path in the database; the audit log says ".*evidence"\./,
    ],
    ['the manifest', `UPDATE source SET manifest_sha256 = '${'0'.repeat(64)}'`, /manifest-changed: The manifest digest of S1/],
  ])('%s in the database', { timeout }, async (_name, statement, message) => {
    sql(statement);
    expectFault(await place.run(['verify', 'c']), message);
  });

  test.each<[string, (lines: string[]) => string[], RegExp]>([
    ['an edited entry', (lines) => lines.map((line) => line.replace('FIR 1', 'FIR 9')), /Line \d+ /],
    ['an entry taken out', (lines) => lines.filter((_, index) => index !== 2), /Line 3 /],
    ['its end cut off', (lines) => lines.slice(0, -3), /log-truncated: The log has \d+ entries, but a checkpoint signs \d+/],
    ['everything gone', () => [], /log-truncated|log-missing/],
  ])('%s of the audit log', { timeout }, async (_name, change, message) => {
    const log = place.path('c.sabut/audit.ndjson');
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
    writeFileSync(
      log,
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const [plain, json] = [await place.run(['verify', 'c']), jsonLines(await place.run(['verify', 'c', '--json'])).at(-1)];
    expectFault(plain, message);
    expect(json).toMatchObject({ event: 'done', ok: false });
  });

  test('checkpoints changed and taken away', { timeout }, async () => {
    const checkpoints = place.path('c.sabut/checkpoints');
    const notes = readdirSync(checkpoints).filter((name) => name.endsWith('.note'));
    appendFileSync(`${checkpoints}/${notes[0]}`, 'x');
    expectFault(await place.run(['verify', 'c']), /checkpoint-malformed: Checkpoint \d+ is not a signed note/);
    rmSync(checkpoints, { recursive: true });
    mkdirSync(checkpoints);
    expectFault(
      await place.run(['verify', 'c']),
      /checkpoint-missing: The checkpoint over entries 1 to 9 was signed, but is not in the case any more\./,
    );
  });

  test('a database that is damaged, and no database at all', { timeout }, async () => {
    writeFileSync(place.path('c.sabut/case.db'), 'not a database');
    const damaged = await place.run(['verify', 'c']);
    expect(damaged).toMatchObject({ status: 1, errors: expect.stringMatching(/^sabut: .*(?:damaged|another program).*\.\n$/) });
    rmSync(place.path('c.sabut/case.db'));
    const gone = await place.run(['verify', 'c']);
    expect(gone).toMatchObject({
      status: 1,
      errors: expect.stringMatching(/^sabut: .*is not a case directory: it has no case\.db\..*\n$/),
    });
  });
});

describe('evidence that was changed', () => {
  beforeEach(() => {
    for (const name of readdirSync(place.path('evidence'))) rmSync(place.path('evidence', name), { recursive: true });
    cpSync(place.path('kept'), place.path('evidence'), { recursive: true, preserveTimestamps: true });
  });

  const keepTimes = (name: string, change: (path: string) => void) => {
    const path = place.path('evidence', name);
    const folder = statSync(place.path('evidence'));
    const file = statSync(path);
    change(path);
    utimesSync(path, file.atime, file.mtime);
    utimesSync(place.path('evidence'), folder.atime, folder.mtime);
  };

  test.each<[string, () => void, RegExp[]]>([
    [
      'a byte',
      () => writeFileSync(place.path('evidence/a.txt'), 'onE'),
      [/evidence-changed: S1\/a\.txt has another content than when the case was made\./, /evidence-time-changed: S1\/a\.txt/],
    ],
    [
      'a byte, its times put back',
      () => keepTimes('a.txt', (path) => writeFileSync(path, 'onE')),
      [/evidence-changed: S1\/a\.txt has another content/],
    ],
    [
      'a file more',
      () => writeFileSync(place.path('evidence/new.txt'), ''),
      [/evidence-added: S1\/new\.txt is in the evidence now, but was not/],
    ],
    [
      'a file less',
      () => rmSync(place.path('evidence/b.txt')),
      [/evidence-removed: S1\/b\.txt was there when the case was made and is not in the evidence any more\./],
    ],
    [
      'another name',
      () => renameSync(place.path('evidence/b.txt'), place.path('evidence/z.txt')),
      [/evidence-added: S1\/z\.txt/, /evidence-removed: S1\/b\.txt/],
    ],
    [
      'another time',
      () => utimesSync(place.path('evidence/sub/c.txt'), 1, 1),
      [/evidence-time-changed: S1\/sub\/c\.txt was last modified at .*; its file system now says 1970-01-01T00:00:01/],
    ],
    [
      'a folder in place of a file',
      () => {
        rmSync(place.path('evidence/a.txt'));
        mkdirSync(place.path('evidence/a.txt'));
      },
      [/evidence-changed: S1\/a\.txt was a file and is a directory now\./],
    ],
  ])('by %s', { timeout }, async (_name, change, messages) => {
    change();
    expectFault(await place.run(['verify', 'c', '--evidence']), ...messages);
  });

  test('or is not connected: one sentence', { timeout }, async () => {
    renameSync(place.path('evidence'), place.path('unplugged'));
    const answer = await place.run(['verify', 'c', '--evidence']);
    renameSync(place.path('unplugged'), place.path('evidence'));
    expect(answer).toMatchObject({
      status: 1,
      errors: expect.stringMatching(
        /^sabut: S1 is not connected at .*evidence \(ENOENT\), so none of its files was compared\. Connect it there and verify again\.\n$/,
      ),
    });
  });
});
