/** Pages, counts and orders against plain loops over all rows, and filters against what SQL says of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemKinds } from '../../src/model/item.ts';
import { outcomeStatuses } from '../../src/model/outcome.ts';
import { rawPathOf } from '../../src/model/raw-path.ts';
import { sortableFields } from '../../src/storage/columns/item-orders.ts';
import { type Connection, openConnection, openReader } from '../../src/storage/connection.ts';
import { type ItemFilter, toWhere } from '../../src/storage/item-filter.ts';
import { ItemQuery, type ItemSort } from '../../src/storage/item-query.ts';
import { ItemReader } from '../../src/storage/item-reader.ts';
import type { ItemRow } from '../../src/storage/item-rows.ts';
import type { ItemWriter } from '../../src/storage/item-writer.ts';
import { ReviewTables } from '../../src/storage/review-tables.ts';
import { writeManyItems } from './many-items.ts';

const clock = { now: () => 0, monotonic: () => performance.now() };
const author = { examiner: 'Ayesha', at: '2024-05-01T00:00:00.000Z' };

interface Known {
  number: number;
  row: ItemRow;
  raw: Buffer;
  observations: string[];
}

let directory: string;
let connection: Connection;
let reader: Connection;
let writer: ItemWriter;
let review: ReviewTables;
let query: ItemQuery;
let known: Known[];

function readAll(): Known[] {
  const numbers = connection.prepare('SELECT id FROM item ORDER BY id').pluck().all() as number[];
  const items = new Map([...new ItemReader(reader).every()].map((item) => [item.id, item]));
  return query.readRows(numbers).map((row, index) => {
    const item = items.get(row.id);
    if (item === undefined) throw new Error('a row without an item');
    return {
      number: numbers[index] as number,
      row,
      raw: Buffer.from(rawPathOf(item)),
      observations: item.observations.map(({ code }) => code),
    };
  });
}

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'sabut-query-'));
  connection = openConnection(join(directory, 'case.db'), true);
  writer = writeManyItems(connection, 2500, 99);
  reader = openReader(join(directory, 'case.db'));
  review = new ReviewTables(connection);
  query = new ItemQuery(reader, { writer, review, clock, cacheDirectory: join(directory, 'cache') });
  connection.transaction(() => {
    for (const [name, every] of [
      ['Relevant', 3],
      ['Victim', 7],
    ] as const) {
      const tag = review.putTag({ id: null, name, colour: '#ff0000', key: null });
      review.addTag(tag, connection.prepare('SELECT id FROM item WHERE id % ? = 0').pluck().all(every) as number[], author);
    }
  })();
  known = readAll();
});

afterAll(() => {
  reader.close();
  connection.close();
  rmSync(directory, { recursive: true });
});

type Key = string | number | bigint | null;

function nanoseconds(row: ItemRow, number: number, field: string): bigint | null {
  const value = connection.prepare(`SELECT ${field} FROM item WHERE id = ?`).pluck().safeIntegers().get(number) as bigint | null;
  expect(value === null || field === 'captured' || row[field as 'modified'] !== undefined).toBe(true);
  return value;
}

/** What an item is sorted by, so that plain comparison sorts; null comes last. */
function keyOf({ row, number, raw }: Known, field: string): Key {
  switch (field) {
    case 'folder': {
      const path = raw.toString('latin1');
      const [file = ''] = path.split('//');
      return `${row.source} ${file.slice(0, Math.max(0, file.lastIndexOf('/')))}\u0000${path}`;
    }
    case 'path':
      return `${row.source} ${raw.toString('latin1')}`;
    case 'name':
      return Buffer.from(
        row.name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
        'utf8',
      ).toString('latin1');
    case 'kind':
      return itemKinds.indexOf(row.kind);
    case 'status':
      return [...outcomeStatuses, 'pending'].indexOf(row.status);
    case 'mediaClass':
      return row.mediaType?.split('/')[0] ?? null;
    case 'device':
      // Letter case decides only between texts that are otherwise equal.
      return row.device === null ? null : `${row.device.toLowerCase()}\u0000${row.device}`;
    case 'hasPosition':
      return Number(row.latitude !== null);
    case 'tagged':
      return Number(row.tags.length > 0);
    case 'extensionMismatch':
      return Number(row.extensionMismatch);
    case 'modified':
    case 'accessed':
    case 'changed':
    case 'created':
    case 'captured':
      return nanoseconds(row, number, field);
    default:
      return row[field as 'size'];
  }
}

function naiveOrder(items: readonly Known[], sort: readonly ItemSort[]): number[] {
  const keyed = items.map((item) => ({ number: item.number, keys: sort.map(({ field }) => keyOf(item, field)) }));
  keyed.sort((first, second) => {
    for (const [index, { descending }] of sort.entries()) {
      const [left, right] = [first.keys[index] as Key, second.keys[index] as Key];
      if (left === right) continue;
      if (left === null) return 1;
      if (right === null) return -1;
      return left < right !== descending ? -1 : 1;
    }
    return first.number - second.number;
  });
  return keyed.map(({ number }) => number);
}

const anyOf = <Value>(...values: Value[]) => fc.constantFrom(...values);
const filterOn = (field: string, operator: ItemFilter['operator'], value: fc.Arbitrary<string | number | boolean>, most = 2) =>
  fc.array(value, { minLength: 1, maxLength: most }).map((values): ItemFilter => ({ field, operator, values }));
const times = anyOf('1969-12-01', '2020-09-13T12:26:40Z', '2018-01-01', '2019-06-01T10:00:00.000000001Z', '2023-01-01');
const item = fc.nat({ max: 2499 }).map((index) => known[index] as Known);

/** Filters of every kind with values that occur, and some that do not. */
const anyFilter = fc.oneof(
  filterOn('source', 'is', anyOf('S1', 'S2', 'S9')),
  filterOn('kind', 'is', anyOf(...itemKinds)),
  filterOn('kind', 'is-not', anyOf(...itemKinds)),
  filterOn('size', 'is', fc.nat({ max: 40 })),
  filterOn('size', 'at-least', anyOf(10, 8_589_934_593), 1),
  filterOn('size', 'at-most', anyOf(10, 8_589_934_593), 1),
  filterOn('mediaType', 'is', anyOf('image/jpeg', 'text/plain', 'none/such')),
  filterOn('mediaType', 'is-not', anyOf('image/jpeg', 'text/plain')),
  filterOn('mediaClass', 'is', anyOf('image', 'video', 'IMAGE')),
  filterOn('extension', 'is', anyOf('jpg', 'TXT', 'none')),
  filterOn('extensionMismatch', 'is', fc.boolean()),
  filterOn('entropy', 'at-least', anyOf(0.5, 2), 1),
  filterOn('entropy', 'at-most', anyOf(0.5, 2), 1),
  filterOn('entropy', 'is', anyOf(0.5, 2)),
  filterOn('status', 'is', anyOf('done', 'failed', 'pending', 'skipped')),
  filterOn('status', 'is-not', anyOf('done', 'pending'), 1),
  filterOn('device', 'is', anyOf('Canon EOS 80D', 'TECNO KI7')),
  filterOn('device', 'contains', anyOf('CANON', 'ki')),
  filterOn('hasPosition', 'is', fc.boolean()),
  filterOn('tag', 'is', anyOf<string | number>(1, 2, 'Relevant')),
  filterOn('tagged', 'is', fc.boolean()),
  filterOn('observation', 'is', anyOf('trailing-bytes', 'none-such')),
  filterOn('image/exif.make', 'is', anyOf('Canon')),
  filterOn('image/exif.width', 'at-least', anyOf(2), 1),
  filterOn(
    'name',
    'is',
    item.map(({ row }) => row.name),
  ),
  filterOn('name', 'contains', anyOf('img', 'A', 'رسید', '\\u{202e}', '.', 'part', '%', '_')),
  filterOn(
    'path',
    'is',
    item.map(({ row }) => row.path),
  ),
  filterOn('path', 'contains', anyOf('dcim/', 'a/a', '/IMG', 'رسید', '\\xe9', 'camera', '//', 'inner/', '0-')),
  filterOn('folder', 'under', anyOf('DCIM', 'a', 'a-b', 'DCIM/Camera', 'none', '')),
  filterOn(
    'path',
    'under',
    item.map(({ row }) => row.path),
  ),
  filterOn(
    'md5',
    'is',
    item.map(({ row }) => row.md5 ?? 'ff'.repeat(16)),
  ),
  filterOn(
    'sha256',
    'is',
    item.map(({ row }) => row.sha256 ?? 'ff'.repeat(32)),
  ),
  filterOn(
    'id',
    'is',
    item.map(({ row }) => row.id),
  ),
  filterOn(
    'parent',
    'is',
    item.map(({ row }) => row.id),
  ),
  ...['modified', 'accessed', 'created', 'captured'].flatMap((field) => [
    filterOn(field, 'at-least', times, 1),
    filterOn(field, 'at-most', times, 1),
    filterOn(field, 'is', times),
  ]),
  anyOf('md5', 'sha256', 'modified', 'captured', 'device', 'mediaType', 'tag', 'observation', 'parent', 'image/exif.make').map(
    (field): ItemFilter => ({ field, operator: 'exists', values: [] }),
  ),
);
const anySort = fc.record({ field: fc.constantFrom(...sortableFields), descending: fc.boolean() });

async function inDatabase(filters: readonly ItemFilter[]): Promise<number[]> {
  const { sql, bound } = toWhere(filters);
  return connection
    .prepare(`SELECT item.id FROM item WHERE ${sql} ORDER BY item.id`)
    .pluck()
    .all(...bound) as number[];
}

describe('the result set', () => {
  it('holds what SQL selects, whatever the filters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFilter, { maxLength: 3 }), async (filters) => {
        expect(Array.from(await query.numbers(filters))).toEqual(await inDatabase(filters));
      }),
      { numRuns: 250, seed: 1 },
    );
  });

  it('is ordered as plain comparison orders, ties by number, missing values last', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyFilter, { maxLength: 1 }),
        fc.array(anySort, { minLength: 1, maxLength: 3 }),
        fc.nat({ max: 2600 }),
        fc.integer({ min: 1, max: 300 }),
        async (filters, sort, offset, limit) => {
          const selected = new Set(await inDatabase(filters));
          const expected = naiveOrder(
            known.filter(({ number }) => selected.has(number)),
            sort,
          );
          const { total, rows } = await query.page(filters, sort, offset, limit);
          expect(total).toBe(expected.length);
          const byId = new Map(known.map(({ row, number }) => [row.id, number]));
          expect(rows.map(({ id }) => byId.get(id))).toEqual(expected.slice(offset, offset + limit));
        },
      ),
      { numRuns: 80, seed: 2 },
    );
  });

  it('orders by every field, both ways', async () => {
    for (const field of sortableFields) {
      for (const descending of [false, true])
        expect([field, descending, Array.from(await query.numbers([], [{ field, descending }]))]).toEqual([
          field,
          descending,
          naiveOrder(known, [{ field, descending }]),
        ]);
    }
  });

  it('knows where an item stands, and the next one without a tag', async () => {
    const sort = [{ field: 'name', descending: false }];
    const order = naiveOrder(known, sort);
    const byNumber = new Map(known.map((one) => [one.number, one]));
    for (const place of [0, 10, 1200, order.length - 1]) {
      const { row } = byNumber.get(order[place] as number) as Known;
      expect(await query.position([], sort, row.id, 'self')).toEqual({ position: place, id: row.id });
      const next = order.findIndex((number, index) => index > place && byNumber.get(number)?.row.tags.length === 0);
      expect((await query.position([], sort, row.id, 'next-untagged')).position).toBe(next < 0 ? null : next);
      const before = order.findLastIndex((number, index) => index < place && byNumber.get(number)?.row.tags.length === 0);
      expect((await query.position([], sort, row.id, 'previous-untagged')).position).toBe(before < 0 ? null : before);
    }
    expect(await query.position([{ field: 'kind', operator: 'is', values: ['special'] }], sort, known[0]?.row.id ?? '', 'self')).toEqual({
      position: null,
      id: null,
    });
  });

  it('finds an item again: the pages in which it and its neighbours stand, or the first', async () => {
    const sort = [{ field: 'size', descending: true }];
    const order = naiveOrder(known, sort);
    const byNumber = new Map(known.map((one) => [one.number, one]));
    const idOf = (number: number) => byNumber.get(number)?.row.id as string;
    for (const place of [0, 24, 25, 26, 49, 50, 74, 75, 1210, order.length - 1]) {
      const { total, position, offset, rows } = await query.around([], sort, idOf(order[place] as number), { pageSize: 50, reach: 25 });
      expect([total, position]).toEqual([order.length, place]);
      expect(offset).toBe(Math.floor(Math.max(0, place - 25) / 50) * 50);
      const end = Math.min(order.length, (Math.floor((place + 25) / 50) + 1) * 50);
      expect(rows.map(({ id }) => id)).toEqual(order.slice(offset, end).map(idOf));
    }
    const files = [{ field: 'kind', operator: 'is' as const, values: ['file'] }];
    const directory = known.find(({ row }) => row.kind === 'directory')?.row.id as string;
    for (const id of [directory, 'f'.repeat(32)])
      expect(await query.around(files, sort, id, { pageSize: 50, reach: 25 })).toEqual({
        ...(await query.page(files, sort, 0, 50)),
        position: null,
        offset: 0,
      });
  });

  it('refuses fields that it cannot filter or sort by', async () => {
    await expect(query.page([{ field: 'colour', operator: 'is', values: ['red'] }], [], 0, 10)).rejects.toMatchObject({
      code: 'invalid-request',
    });
    await expect(query.page([], [{ field: 'colour', descending: false }], 0, 10)).rejects.toMatchObject({ code: 'invalid-request' });
    await expect(query.page([{ field: 'kind', operator: 'is', values: ['heap'] }], [], 0, 10)).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });
});

describe('facets', () => {
  it('count every value under the filters on other fields', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyFilter, { maxLength: 3 }), async (filters) => {
        for (const { field, values, more } of await query.facets(filters)) {
          const selected = new Set(await inDatabase(filters.filter((filter) => filter.field !== field)));
          const counts = new Map<string | number | boolean, number>();
          for (const one of known)
            if (selected.has(one.number)) for (const value of valuesOf(one, field)) counts.set(value, (counts.get(value) ?? 0) + 1);
          expect(more).toBe(0);
          expect([field, new Map(values.map(({ value, count }) => [value, count]))]).toEqual([field, counts]);
          expect(values.map(({ count }) => count)).toEqual([...counts.values()].sort((first, second) => second - first));
        }
      }),
      { numRuns: 25, seed: 3 },
    );
  });
});

describe('counts of ranges', () => {
  it('are the numbers of items that filters for the same ends select, whatever else is filtered', async () => {
    const ends = {
      size: [null, 0, 1, 1000, 100_000, 10_000_000],
      modified: [null, '1700-01-01T00:00:00Z', '2019-12-31T19:00:00Z', '2021-06-01', '2024-03-04T05:06:07.123456789Z', '2100-01-01'],
    };
    for (const [field, values] of Object.entries(ends)) {
      const ranges = values.flatMap((least) => values.map((most) => ({ least, most })));
      for (const filters of [
        [],
        [{ field: 'kind', operator: 'is' as const, values: ['file'] }],
        [{ field, operator: 'at-least' as const, values: [5] }],
      ]) {
        if (field === 'modified' && filters[0]?.field === 'modified') continue;
        const others = filters.filter((filter) => filter.field !== field);
        const expected: number[] = [];
        for (const { least, most } of ranges) {
          const bounds: ItemFilter[] = [];
          if (least !== null) bounds.push({ field, operator: 'at-least', values: [least] });
          if (most !== null) bounds.push({ field, operator: 'at-most', values: [most] });
          expected.push((await inDatabase([...others, ...bounds])).length);
        }
        expect(await query.ranges(filters, field, ranges)).toEqual(expected);
        expect(Math.max(...expected)).toBeGreaterThan(10);
      }
    }
  });

  it('are given up when nobody wants them, and refuse what has no order', async () => {
    const ranges = [{ least: 1, most: 2 }];
    await expect(query.ranges([], 'size', ranges, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    await expect(query.ranges([], 'colour', ranges)).rejects.toMatchObject({ code: 'invalid-request' });
  });
});

function valuesOf({ row, observations }: Known, field: string): (string | number | boolean)[] {
  switch (field) {
    case 'tag':
      return row.tags;
    case 'tagged':
      return [row.tags.length > 0];
    case 'hasPosition':
      return [row.latitude !== null];
    case 'observation':
      return [...new Set(observations)];
    case 'mediaClass':
      return row.mediaType === null ? [] : [row.mediaType.split('/')[0] as string];
    default: {
      const value = row[field as keyof ItemRow];
      return value === null ? [] : [value as string | number | boolean];
    }
  }
}

describe('folders, times and positions', () => {
  it('count what lies below each folder', async () => {
    const check = async (source: string, path: string): Promise<number> => {
      let checked = 0;
      for (const folder of await query.folders(source, path)) {
        const raw = Buffer.from(rawPathOf({ path: folder.path, pathRaw: null }));
        const below = known.filter(
          (one) => one.row.source === source && one.raw.subarray(0, raw.length + 1).equals(Buffer.concat([raw, Buffer.from('/')])),
        );
        expect([folder.path, folder.items]).toEqual([folder.path, below.length]);
        checked += 1 + (folder.hasFolders ? await check(source, folder.path) : 0);
      }
      return checked;
    };
    const sources = await query.folders(null, '');
    expect(sources.map(({ source, items }) => [source, items])).toEqual(
      ['S1', 'S2'].map((source) => [source, known.filter(({ row }) => row.source === source).length]),
    );
    const directories = known.filter(({ row }) => row.kind === 'directory').length;
    expect((await check('S1', '')) + (await check('S2', ''))).toBe(directories);
  });

  it('count items over time', async () => {
    for (const field of ['modified', 'captured'] as const) {
      for (const buckets of [1, 7, 400]) {
        const histogram = await query.histogram([], field, buckets);
        const moments = known.flatMap((one) => nanoseconds(one.row, one.number, field) ?? []);
        expect(histogram.without).toBe(known.length - moments.length);
        expect(histogram.counts.reduce((sum, { count }) => sum + count, 0)).toBe(moments.length);
        expect(histogram.counts.length).toBeLessThanOrEqual(buckets);
        const local = known.filter(({ row }) => row.captured?.basis === 'local-unknown').length;
        expect(histogram.counts.reduce((sum, { localUnknown }) => sum + localUnknown, 0)).toBe(field === 'captured' ? local : 0);
        if (buckets === 1) continue;
        const bucket = histogram.counts[Math.floor(histogram.counts.length / 2)];
        const start = BigInt(Date.parse(bucket?.start ?? '')) * 1_000_000n;
        const end = start + BigInt(histogram.width) * 1_000_000_000n;
        expect(bucket?.count).toBe(moments.filter((moment) => moment >= start && moment < end).length);
      }
    }
    expect(await query.histogram([{ field: 'kind', operator: 'is', values: ['special'] }], 'created', 5)).toEqual({
      from: null,
      to: null,
      width: 86_400,
      counts: [],
      without: 0,
    });
  });

  it('gives the positions of items that have one', async () => {
    const placed = known.filter(({ row }) => row.latitude !== null);
    const { points, total } = await query.positions([], 50_000);
    expect(total).toBe(placed.length);
    expect(new Map(points.map(({ id, latitude, longitude }) => [id, [latitude, longitude]]))).toEqual(
      new Map(placed.map(({ row }) => [row.id, [row.latitude, row.longitude]])),
    );
    expect((await query.positions([], 3)).points).toHaveLength(3);
  });
});

describe('what changes', () => {
  it('shows in the next answer: tags put and taken, items added and written again', async () => {
    const tagged = { field: 'tag', operator: 'is', values: [2] } as const;
    const before = (await query.numbers([tagged])).length;
    const free = known.find(({ row }) => !row.tags.includes(2)) as Known;
    connection.transaction(() => review.addTag(2, [free.number], author))();
    expect((await query.numbers([tagged])).length).toBe(before + 1);
    connection.transaction(() => review.takeTag(2, [free.number]))();
    expect((await query.numbers([tagged])).length).toBe(before);
    review.forgetTagChanges();
    expect((await query.numbers([tagged])).length).toBe(before);

    const path = Buffer.from('late/IMG_9999.jpg');
    const itemId = Buffer.alloc(16, 7);
    connection.transaction(() => {
      writer.addListed(
        {
          itemId,
          source: 1,
          path,
          name: 'IMG_9999.jpg',
          kind: 'file',
          size: 1,
          mode: 0,
          uid: 0,
          gid: 0,
          device: 1n,
          inode: 1n,
          links: 1,
          modified: null,
          accessed: null,
          changed: null,
          created: null,
          linkTarget: null,
          extension: 'jpg',
          priority: 0,
          outcomes: null,
          observations: [],
        },
        2,
      );
    })();
    query.settle();
    expect(
      (await query.page([{ field: 'name', operator: 'contains', values: ['9999'] }], [], 0, 10)).rows.map(({ status }) => status),
    ).toEqual(['pending']);
    const number = query.numberOf(itemId.toString('hex')) as number;
    connection.transaction(() => {
      writer.recordContent(
        number,
        itemId,
        {
          digests: {},
          size: 5,
          mediaType: 'image/x-late',
          mediaTypeBasis: 'magic',
          charset: null,
          extensionMismatch: false,
          entropy: 1,
          outcomes: { read: 'done' },
          observations: [],
          artefacts: [],
          children: [],
        },
        null,
        3,
      );
    })();
    query.settle();
    expect(
      Array.from(
        await query.numbers([{ field: 'mediaType', operator: 'is', values: ['image/x-late'] }], [{ field: 'path', descending: true }]),
      ),
    ).toEqual([number]);
    expect(Array.from(await query.numbers([{ field: 'folder', operator: 'under', values: ['late'] }]))).toEqual([number]);
    known = readAll();
    expect(Array.from(await query.numbers([], [{ field: 'name', descending: false }]))).toEqual(
      naiveOrder(known, [{ field: 'name', descending: false }]),
    );
  });
});
