/** Damage in the body of case.db, wherever it lies: every command says so in its sentence, and a verification reports it. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Workbench } from './workbench.ts';

const timeout = 120_000;
const bench = new Workbench('damaged-case');
const sound = bench.path('sound.sabut');
let evidence: string;

beforeAll(async () => {
  evidence = await bench.makeDrive(60);
  expect(bench.sabut(['triage', evidence, '--case', sound, '--quiet'])).toMatchObject({ status: 0, errors: '' });
}, timeout);
afterAll(() => bench.remove());

/** Numbers of the pages that hold a table or index, the root first; all where nothing is named. */
function pagesOf(name: string | null): number[] {
  const database = new Database(join(sound, 'case.db'), { readonly: true });
  const pages =
    name === null
      ? Array.from({ length: database.pragma('page_count', { simple: true }) as number }, (_, index) => index + 1)
      : rootsBelow(database, name);
  database.close();
  return pages;
}

/** SQLite's own list of pages is not compiled in, so the tree is walked: an interior page names its children (file format, 1.6). */
function rootsBelow(database: Database.Database, name: string): number[] {
  const root = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(name) as number;
  const size = database.pragma('page_size', { simple: true }) as number;
  const bytes = readFileSync(join(sound, 'case.db'));
  const pages: number[] = [];
  const visit = (page: number) => {
    pages.push(page);
    const start = (page - 1) * size;
    const kind = bytes[start];
    if (kind !== 2 && kind !== 5) return;
    const cells = bytes.readUInt16BE(start + 3);
    for (let cell = 0; cell < cells; cell += 1) visit(bytes.readUInt32BE(start + bytes.readUInt16BE(start + 12 + 2 * cell)));
    visit(bytes.readUInt32BE(start + 8));
  };
  visit(root);
  return pages;
}

const damage = (name: string, pages: readonly number[], fill: number): string => {
  const directory = bench.path(`${name}.sabut`);
  cpSync(sound, directory, { recursive: true });
  const file = join(directory, 'case.db');
  const bytes = readFileSync(file);
  for (const page of pages) bytes.fill(fill, (page - 1) * 4096, page * 4096);
  writeFileSync(file, bytes);
  return directory;
};

const sentence = 'The case database is damaged';
const foreseen = /^(?:sabut: [^\n]+\n)+$/;

describe('damage is called damage by every command', () => {
  test.each<[string, () => number[], number, string[][]]>([
    ['the rows of items', () => pagesOf('item').slice(1), 0, [['items'], ['report'], ['ingest']]],
    ['the artefacts', () => pagesOf('artefact'), 0, [['items', '--format', 'jsonl'], ['report']]],
    ['the observations', () => pagesOf('observation'), 0xff, [['items', '--format', 'jsonl'], ['report']]],
    ['the combinations of outcomes', () => pagesOf('outcome_set'), 0, [['items'], ['case', 'info'], ['report'], ['ingest']]],
    ['the runs', () => pagesOf('run'), 0, [['case', 'info'], ['report'], ['ingest']]],
    ['every page but the first', () => pagesOf(null).slice(1), 0, [['items'], ['case', 'info'], ['report'], ['ingest']]],
  ])('in %s', { timeout }, (name, pages, fill, failing) => {
    const directory = damage(name, pages(), fill);
    for (const [word, ...rest] of failing) {
      const words =
        word === 'report'
          ? ['report', directory, '--output', bench.path('no-report')]
          : word === 'ingest'
            ? ['ingest', directory, '--resume', '--quiet']
            : word === 'case'
              ? ['case', 'info', directory]
              : [word as string, directory, ...rest];
      const answer = bench.sabut(words);
      expect(answer.status, words.join(' ')).toBe(1);
      expect(answer.errors, words.join(' ')).toContain(sentence);
      expect(answer.errors, words.join(' ')).toMatch(foreseen);
      expect(answer.errors).not.toMatch(/does not foresee|SqliteError|malformed|JSON/);
    }
    const verified = bench.sabut(['verify', directory]);
    expect(verified.status).toBe(1);
    expect(verified.errors).toMatch(/^sabut: (?:database-damaged|case-corrupt): /m);
    expect(verified.errors).toMatch(foreseen);
    expect(verified.output).toMatch(/^FAULTS WERE FOUND/m);
  });

  test('JSON that is none any more, in an artefact', { timeout }, () => {
    const directory = damage('not json', [], 0);
    const database = new Database(join(directory, 'case.db'));
    database.exec('UPDATE artefact SET fields = substr(fields, 1, 5) || char(1) WHERE ordinal = 0');
    database.close();
    const answer = bench.sabut(['items', directory, '--format', 'jsonl', '--output', bench.path('list.jsonl')]);
    expect(answer).toMatchObject({
      status: 1,
      output: '',
      errors: expect.stringMatching(/^sabut: The case database is damaged [^\n]+\n$/),
    });
    expect(bench.sabut(['verify', directory]).errors).toMatch(/^sabut: rows-changed: /m);
  });
});
