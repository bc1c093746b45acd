/**
 * Whatever is edited in case.db behind the product is found by a verification: each column of each table that the schema has, in
 * rows of every sort, and rows added and removed. The columns are asked of SQLite, so that a new one without cover fails here.
 */
import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallInput, CallName, CallOutput } from '../../src/contract/engine-api.ts';
import { bootstrapEngine } from '../../src/engine/bootstrap.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { Recorder } from '../../src/engine/processing/recorder.ts';
import { verifyCase } from '../../src/engine/verification/verify-case.ts';
import { fromErrorRecord } from '../../src/model/error.ts';
import { generateSampleDrive } from '../../src/sample/generate.ts';
import { openConnection } from '../../src/storage/connection.ts';
import { createDispatcher, type Dispatcher } from '../../src/transport/dispatcher.ts';
import { listedItem } from './listed-item.ts';

/** Tables and columns in which an edit cannot matter, each with the reason. */
const harmless: Record<string, string> = {
  sqlite_schema: 'is compared as a whole: another schema is a fault, see below',
  sqlite_temp_schema: 'is not in the file',
  sqlite_sequence: "is SQLite's own: which numbers were given so far; no number of it is shown",
  sqlite_stat1: "is SQLite's own: statistics by which it chooses an index; they change how fast an answer is, not the answer",
  sqlite_stat4: "is SQLite's own: statistics by which it chooses an index; they change how fast an answer is, not the answer",
};

type Value = number | bigint | string | Buffer | null;
type Row = Record<string, Value>;

let directory: string;
let engine: Engine;
let dispatcher: Dispatcher;
let behind: Database.Database;

async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const answer = await dispatcher.dispatch(name, input, { examiner: 'Ayesha' });
  if (!answer.ok) throw fromErrorRecord(answer.error);
  return answer.output as CallOutput<Name>;
}

beforeAll(async () => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'sabut-every-column-')));
  engine = bootstrapEngine({ settingsDirectory: directory, keyStore: join(directory, 'keys') });
  dispatcher = createDispatcher({ useCases: engine.useCases, validateOutput: true });
  await generateSampleDrive({ directory: join(directory, 'drive'), items: 12, sparseSize: 1 << 12 });
  mkdirSync(join(directory, 'more/folder'), { recursive: true });
  writeFileSync(join(directory, 'more/one.txt'), 'one');
  linkSync(join(directory, 'more/one.txt'), join(directory, 'more/two.txt'));
  symlinkSync('one.txt', join(directory, 'more/link'));
  await call('case.create', { directory: join(directory, 'c.sabut'), header: { name: 'Every column', caseNumber: 'FIR 1' } });
  await call('run.start', { evidence: [join(directory, 'drive'), join(directory, 'more')], profile: 'standard', workers: 1 });
  // What a run over evidence of which some can be read does not leave behind: an unreadable folder, a name that could not be
  // described, and files that wait, one of them for its first name.
  const { session } = engine;
  mkdirSync(join(directory, 'third'));
  const run = session.record('Ayesha', [{ action: 'source-added', details: {} }], () => {
    session.tables.addSource({
      path: Buffer.from(join(directory, 'third')),
      label: 'third',
      addedAt: '2024-05-01T00:00:00.000Z',
      device: '1',
      inode: '2',
      fileSystem: null,
      mountedReadOnly: null,
      crossFileSystems: true,
      volume: null,
      capacity: null,
      born: null,
    });
    return session.tables.startRun({
      profile: 'full',
      startedAt: '2024-05-01T00:00:00.000Z',
      workers: 1,
      isolation: 'process',
      tools: {},
      sources: ['S3'],
    });
  });
  const closed = listedItem(3, 'closed', { kind: 'directory', size: null, outcomes: { read: 'skipped(directory)' } });
  const observation = { severity: 'warning' as const, code: 'not-listed', message: 'The folder could not be listed.', step: 'read' };
  new Recorder(session, run, 'Ayesha').record(
    [
      {
        items: [
          closed,
          listedItem(3, 'odd', { size: null, outcomes: { read: 'failed' }, observations: [{ ...observation, place: 'EIO' }] }),
          listedItem(3, 'waiting-1', { links: 2, inode: 77n }),
          listedItem(3, 'waiting-2', { links: 2, inode: 77n }),
        ],
        faults: [{ itemId: closed.itemId, outcomes: { read: 'failed' }, observation }],
        done: false,
        source: 3,
      },
    ],
    [],
    [],
  );
  const { rows } = await call('items.page', { filters: [], sort: [], offset: 0, limit: 20 });
  const ids = rows.map(({ id }) => id);
  const { tags } = await call('tags.list', {});
  const [first, second] = tags.map(({ id }) => id) as [number, number];
  await call('tags.apply', { selection: { ids: ids.slice(0, 9) }, tag: first, on: true });
  await call('tags.apply', { selection: { ids: ids.slice(2, 4) }, tag: first, on: false });
  await call('tags.apply', { selection: { filters: [] }, tag: second, on: true });
  await call('items.comment', { id: ids[0] as string, text: 'seen' });
  await call('exhibits.add', { ids: ids.slice(0, 2) });
  await call('notes.save', { text: 'Notes on the case' });
  await call('searches.save', { name: 'All', filters: [], sort: [] });
  await call('tags.remove', { id: tags[5]?.id as number });
  await call('review.undo', {});
  behind = new Database(join(session.directory, 'case.db'));
  behind.pragma('foreign_keys = OFF');
  behind.pragma('ignore_check_constraints = ON');
  behind.defaultSafeIntegers(true);
}, 120_000);
afterAll(async () => {
  behind?.close();
  await engine?.close();
  rmSync(directory, { recursive: true, force: true });
});

const verify = async () =>
  (await verifyCase(engine.session, { evidence: false, signal: new AbortController().signal, onProgress: () => undefined })).findings
    .filter(({ severity }) => severity === 'fault')
    .map(({ code }) => code);

/** Names of tables and their columns, from a database as the product makes it. */
function schema(): { table: string; columns: { name: string; type: string; pk: number }[] }[] {
  const folder = mkdtempSync(join(tmpdir(), 'sabut-schema-'));
  const connection = openConnection(join(folder, 'case.db'), true);
  const tables = connection.pragma('table_list') as { name: string; schema: string }[];
  const list = tables
    .filter(({ name, schema }) => schema === 'main' && !(name in harmless))
    .map(({ name }) => ({
      table: name,
      columns: connection.pragma(`table_info(${name})`) as { name: string; type: string; pk: number }[],
    }));
  connection.close();
  rmSync(folder, { recursive: true });
  return list;
}

const where = (row: Row) =>
  Object.keys(row)
    .map((column) => `${column} IS ?`)
    .join(' AND ');

/** Rows of a table, one of each sort: what differs in kind or in what is empty is another sort. */
function sorts(table: string): Row[] {
  const rows = behind.prepare(`SELECT * FROM ${table}`).all() as Row[];
  const sortOf = (row: Row) =>
    table === 'item'
      ? [row['kind'], row['processed_batch'] === null, row['outcome_set'] === null, row['hard_link_of'] === null, row['captured'] === null]
      : Object.values(row).map((value) => value === null);
  const found = new Map(
    rows.map((row) => [JSON.stringify(sortOf(row), (_, value) => (typeof value === 'bigint' ? String(value) : value)), row]),
  );
  if (table === 'case_header') for (const row of rows) found.set(String(row['name']), row);
  return [...found.values()];
}

/** Other values for a column, in the order in which they are tried: one that another row has, and one that is not plausible. */
function others(table: string, column: string, type: string, value: Value): Value[] {
  const elsewhere = behind.prepare(`SELECT ${column} FROM ${table} WHERE ${column} IS NOT ? LIMIT 1`).pluck().get(value) as
    | Value
    | undefined;
  const odd = () => {
    if (type === 'TEXT') return `${value ?? ''}x`;
    if (type === 'BLOB') return Buffer.concat([(value as Buffer | null) ?? Buffer.alloc(0), Buffer.of(1)]);
    return type === 'REAL' ? Number(value ?? 0) + 0.5 : BigInt((value as bigint | null) ?? 0n) + 100_000n;
  };
  return [...(elsewhere === undefined ? [] : [elsewhere]), odd()];
}

/** What the schema itself does not let anybody write. */
const constrained = (thrown: unknown) => /^SQLITE_(?:CONSTRAINT|MISMATCH)/.test(String((thrown as { code?: string }).code));

/** Whether the row's column could be set to a value. */
function edit(table: string, column: string, row: Row, value: Value): boolean {
  try {
    return behind.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where(row)}`).run(value, ...Object.values(row)).changes === 1;
  } catch (thrown) {
    if (constrained(thrown)) return false;
    throw thrown;
  }
}

test('the case as it is has no fault, and holds rows in every table', { timeout: 60_000 }, async () => {
  expect(await verify()).toEqual([]);
  for (const { table } of schema()) expect(behind.prepare(`SELECT count(*) FROM ${table}`).pluck().get(), table).toBeGreaterThan(0n);
  const sortsOfItems = sorts('item');
  for (const kind of [0n, 1n, 2n, 3n, 4n])
    expect(
      sortsOfItems.some((row) => row['kind'] === kind),
      `kind ${kind}`,
    ).toBe(true);
  expect(sortsOfItems.some((row) => row['state'] === 2n)).toBe(true);
  expect(sortsOfItems.some((row) => row['listed_outcome_set'] !== null)).toBe(true);
});

describe('an edit behind the product is found', () => {
  test.each(schema().flatMap(({ table, columns }) => columns.map((column) => [`${table}.${column.name}`, table, column] as const)))(
    '%s',
    { timeout: 60_000 },
    async (_title, table, { name, type }) => {
      let edits = 0;
      for (const row of sorts(table)) {
        const was = row[name] as Value;
        for (const candidates of [others(table, name, type, was), was === null ? [] : [null]]) {
          const value = candidates.find((one) => edit(table, name, row, one));
          if (value === undefined) continue;
          const faults = await verify();
          edit(table, name, { ...row, [name]: value }, was);
          expect(faults, `${table}.${name}: ${was} changed to ${value} in ${Object.values(row).slice(0, 9)}`).not.toEqual([]);
          edits += 1;
        }
      }
      expect(edits, 'no row could be edited').toBeGreaterThan(0);
    },
  );

  test.each(schema().map(({ table, columns }) => [table, columns] as const))(
    'a row removed from and added to %s',
    { timeout: 60_000 },
    async (table, columns) => {
      for (const row of sorts(table)) {
        behind.prepare(`DELETE FROM ${table} WHERE ${where(row)}`).run(...Object.values(row));
        const faults = await verify();
        const put = behind.prepare(
          `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
            .map(() => '?')
            .join(', ')})`,
        );
        put.run(...Object.values(row));
        // The product itself removes a copy of an entry that the log has.
        if (table !== 'audit_outbox') expect(faults, `${table}: removed ${Object.values(row).slice(0, 9)}`).not.toEqual([]);
        const unique = uniqueColumns(table, columns);
        const added = Object.fromEntries(
          Object.entries(row).map(([column, value]) => [
            column,
            !unique.has(column) || value === null
              ? value
              : typeof value === 'bigint'
                ? value + 100_000n
                : typeof value === 'string'
                  ? `${value}+`
                  : Buffer.concat([value as Buffer, Buffer.of(0x2b)]),
          ]),
        );
        put.run(...Object.values(added));
        const faultsOfAdded = await verify();
        behind.prepare(`DELETE FROM ${table} WHERE ${where(added)}`).run(...Object.values(added));
        expect(faultsOfAdded, `${table}: added ${Object.values(added).slice(0, 9)}`).not.toEqual([]);
      }
      expect(await verify()).toEqual([]);
    },
  );

  test('an item of which no batch knows, which was found by hand', { timeout: 60_000 }, async () => {
    behind.exec(
      `INSERT INTO item (id, item_id, source, path, name, kind, priority, state, outcome_set) SELECT 90000, randomblob(16), 1, CAST('planted.jpg' AS BLOB), 'planted.jpg', 0, 0, 1, max(outcome_set) FROM item`,
    );
    const faults = await verify();
    behind.exec('DELETE FROM item WHERE id = 90000');
    expect(faults).toContain('rows-without-entry');
    expect(faults).toContain('manifest-changed');
  });

  test.each([
    ['a trigger', 'CREATE TRIGGER later AFTER INSERT ON run BEGIN DELETE FROM comment; END', 'DROP TRIGGER later'],
    ['a view', 'CREATE VIEW seen AS SELECT 1', 'DROP VIEW seen'],
    ['a table', 'CREATE TABLE kept (id INTEGER)', 'DROP TABLE kept'],
    [
      'an index that is another one',
      'DROP INDEX item_path; CREATE INDEX item_path ON item (path)',
      'DROP INDEX item_path; CREATE UNIQUE INDEX item_path ON item (source, path)',
    ],
  ])('%s in the schema', { timeout: 60_000 }, async (_name, change, back) => {
    behind.exec(change);
    const faults = await verify();
    behind.exec(back);
    expect(faults).toContain('schema-changed');
  });
});

/** Columns that take part in a key or a unique index. */
function uniqueColumns(table: string, columns: readonly { name: string; pk: number }[]): Set<string> {
  const found = new Set(columns.filter(({ pk }) => pk === 1 || (pk > 0 && table === 'item_tag')).map(({ name }) => name));
  for (const { name, unique } of behind.pragma(`index_list(${table})`) as { name: string; unique: bigint }[])
    if (unique === 1n) {
      const parts = behind.pragma(`index_info(${JSON.stringify(name)})`) as { name: string }[];
      const last = parts.at(-1);
      if (last !== undefined) found.add(last.name);
    }
  return found;
}
