/** Cases that an earlier version made open as they are: nothing of them is lost, and what they did not record is null. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, test } from 'vitest';
import { CaseTables } from '../../src/storage/case-tables.ts';
import { openConnection, schemaVersion } from '../../src/storage/connection.ts';
import { foundation } from '../../src/storage/migrations/0001-foundation.ts';
import { review } from '../../src/storage/migrations/0002-review.ts';
import { vouchItems } from '../../src/storage/vouched-items.ts';

const directory = mkdtempSync(join(tmpdir(), 'sabut-migration-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('a case of schema 2', () => {
  const path = join(directory, 'case.db');
  const old = new Database(path);
  old.exec(foundation);
  old.exec(review);
  old.pragma('application_id = 0x53616274');
  old.pragma('user_version = 2');
  old.exec(`INSERT INTO source VALUES (1, 'folder', x'2f6d6e742f63617264', 'card', '2024-05-01T00:00:00.000Z', '2065', '2', 'ext4', 1, 0, 1, 'aa');
    INSERT INTO outcome_set VALUES (1, '{"read":"done"}', 'done');
    INSERT INTO item (id, item_id, source, path, name, kind, size, modified, priority, state, processed_batch, outcome_set)
      VALUES (1, x'0102', 1, x'61', 'a', 0, 5, 1700000000123456789, 0, 1, 1, 1);
    INSERT INTO tag VALUES (1, 'relevant', 'red', '1');
    INSERT INTO item_tag VALUES (1, 1, 'Ayesha Khan', '2024-05-01T00:00:00.000Z');`);
  old.close();
  const connection = openConnection(path, false);
  const tables = new CaseTables(connection);
  afterAll(() => connection.close());

  test('keeps its rows, and the references between them', () => {
    expect(connection.pragma('user_version', { simple: true })).toBe(schemaVersion);
    expect(connection.pragma('foreign_key_check')).toEqual([]);
    expect(connection.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(tables.sourceRecords()).toEqual([
      {
        id: 1,
        path: Buffer.from('/mnt/card'),
        label: 'card',
        device: '2065',
        inode: '2',
        fileSystem: 'ext4',
        volume: null,
        capacity: null,
        born: null,
        crossFileSystems: false,
        listed: true,
      },
    ]);
    expect(connection.prepare('SELECT count(*) FROM item_tag').pluck().get()).toBe(1);
    // The database still refuses an item of a source that it does not have.
    expect(() => connection.exec('UPDATE item SET source = 7')).toThrow('FOREIGN KEY');
  });

  test('has lines for its items, of which an older log knows nothing', () => {
    const faults: string[] = [];
    const steps = vouchItems(connection, ({ code }) => faults.push(code));
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    expect(step.value).toMatchObject({ items: 1, members: 0 });
    expect([...step.value.batches.processed].map(([batch, { rows }]) => [batch, rows])).toEqual([[1, 1]]);
    expect(faults).toEqual(['rows-without-entry']);
  });

  test('takes another medium in at the same place', () => {
    const added = { ...(tables.sourceRecords()[0] as ReturnType<typeof tables.sourceRecords>[number]), addedAt: '', mountedReadOnly: null };
    expect(tables.addSource({ ...added, volume: 'uuid', capacity: '1024', born: '7' })).toBe(2);
    expect(tables.sourceRecords()[1]).toMatchObject({ volume: 'uuid', capacity: '1024', born: '7' });
  });
});
