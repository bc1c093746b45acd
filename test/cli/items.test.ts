/** `sabut items` and `sabut show`: what a case holds, selected and written in every form. */
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSampleDrive } from '../../src/sample/generate.ts';
import { type Answer, jsonLines, Place } from './command.ts';

const timeout = 120_000;
let place: Place;
let items: Record<string, unknown>[];

interface Shown {
  id: string;
  path: string;
  kind: string;
  size: number | null;
  mediaType: string | null;
  artefacts: { extractor: string; fields: Record<string, unknown> }[];
}

const all = () => items as unknown as Shown[];
const field = (item: Shown, extractor: string, name: string) => item.artefacts.find((one) => one.extractor === extractor)?.fields[name];

beforeAll(async () => {
  place = new Place('items');
  await generateSampleDrive({ directory: place.path('drive'), items: 120, sparseSize: 0 });
  place.write({ 'second/DCIM/=1+1.txt': 'x', 'second/S1/odd.txt': 'y' });
  const triage = await place.run(['triage', 'drive', 'second', '--case', 'c', '--quiet']);
  expect([0, 3]).toContain(triage.status);
  items = jsonLines(await place.run(['items', 'c', '--format', 'jsonl']));
}, timeout);
afterAll(() => place.remove());

async function selected(...conditions: string[]): Promise<string[]> {
  const answer = await place.run(['items', 'c', '--format', 'jsonl', ...conditions.flatMap((condition) => ['--where', condition])]);
  expect(answer).toMatchObject({ status: 0, errors: '' });
  return jsonLines(answer)
    .map(({ id }) => id as string)
    .sort();
}

const ids = (filter: (item: Shown) => boolean) =>
  all()
    .filter(filter)
    .map(({ id }) => id)
    .sort();

describe('--where', () => {
  test('selects by fields of items and of what was found in them, and by all conditions together', { timeout }, async () => {
    const camera = all().find((item) => field(item, 'image/exif', 'make') !== undefined) as Shown;
    const make = field(camera, 'image/exif', 'make') as string;
    const taken = (field(camera, 'image/exif', 'capturedAt') as { iso: string }).iso;
    const cases: [string[], (item: Shown) => boolean][] = [
      [[`image/exif.make=${make}`], (item) => field(item, 'image/exif', 'make') === make],
      [[`image/exif.make!=${make}`, 'kind=file'], (item) => item.kind === 'file' && field(item, 'image/exif', 'make') !== make],
      [
        ['image/exif.latitude>=30', 'mediaClass=image'],
        (item) => Number(field(item, 'image/exif', 'latitude')) >= 30 && (item.mediaType ?? '').startsWith('image/'),
      ],
      [
        [`image/exif.capturedAt>=${taken}`],
        (item) => ((field(item, 'image/exif', 'capturedAt') as { iso: string } | undefined)?.iso ?? '') >= taken,
      ],
      [['size>=1000', 'size<=5000'], (item) => item.size !== null && item.size >= 1000 && item.size <= 5000],
      [['mediaType=image/jpeg', 'kind=file'], (item) => item.mediaType === 'image/jpeg' && item.kind === 'file'],
      [['name~=.jpg'], (item) => /\.jpg/i.test(item.path.slice(item.path.lastIndexOf('/') + 1))],
      [['path=DCIM/=1+1.txt'], (item) => item.path === 'DCIM/=1+1.txt'],
      [['source=S2', 'kind!=directory'], (item) => item.kind !== 'directory' && (item as unknown as { source: string }).source === 'S2'],
      [[`id=${camera.id}`], (item) => item.id === camera.id],
      [['kind=member'], (item) => item.kind === 'member'],
    ];
    for (const [conditions, filter] of cases) {
      const found = await selected(...conditions);
      expect(found, conditions.join(' and ')).toEqual(ids(filter));
      expect(found.length, conditions.join(' and ')).toBeGreaterThan(0);
    }
  });

  test('takes every field that --help lists, and refuses others by name', { timeout }, async () => {
    const conditions = [
      'folder=DCIM',
      'extension=jpg',
      'extensionMismatch=true',
      'entropy<=4',
      'status=done',
      'modified>=2001-01-01',
      'accessed>=2001-01-01',
      'changed>=2001-01-01',
      'created<=2001-01-01',
      'captured>=2020-01-01T00:00:00Z',
      'device~=a',
      'hasPosition=yes',
      'tag=Relevant',
      'tagged=false',
      `parent=${'0'.repeat(32)}`,
      `md5=${'0'.repeat(32)}`,
      `sha1=${'0'.repeat(40)}`,
      `sha256=${'0'.repeat(64)}`,
      'observation=nothing',
      'document/office-properties.title~=a',
      'image/exif.flashFired=true',
      'image/iptc.keywords=x',
    ];
    // They exclude each other; that each is understood is what is tested.
    expect(await selected(...conditions)).toEqual([]);
    const refusals: [string, RegExp][] = [
      ['colour=red', /items have no field colour\. sabut items --help lists all fields\./],
      ['image/exif.colour=red', /items have no field image\/exif\.colour\./],
      ['toString=1', /items have no field toString\./],
      ['size~=1', /size can be asked with =, !=, >=, <= only\./],
      ['size=big', /"big" is not a number\./],
      ['hasPosition=perhaps', /say true or false\./],
      ['kind=fifo', /kind is one of file, directory, symlink, special, member\./],
      ['status=bad', /status is one of /],
      ['modified>=yesterday', /needs a time such as/],
      ['md5=xyz', /hexadecimal/],
    ];
    for (const [condition, message] of refusals) {
      const refused = await place.run(['items', 'c', '--where', condition]);
      expect(refused, condition).toMatchObject({ status: 2, output: '', errors: expect.stringMatching(/^sabut: [^\n]+\.\n$/) });
      expect(refused.errors).toMatch(message);
    }
  });
});

describe('the forms', () => {
  test('are the same on standard output and in a new file', { timeout }, async () => {
    for (const format of ['table', 'csv', 'jsonl', 'hashdeep', 'dfxml']) {
      const words = ['items', 'c', '--format', format, '--where', 'source=S2'];
      const answers = [await place.run(words), await place.run([...words, '--output', `lists/new.${format}`])];
      expect(answers).toMatchObject([{ status: 0 }, { status: 0, output: '' }]);
      const timeless = (text: string) => text.replace(/<(dc:date|start_time|[a-z:]*time[a-z]*)>[^<]*</g, '<');
      expect(timeless(readFileSync(place.path(`lists/new.${format}`), 'utf8')), format).toBe(timeless(answers[0]?.output ?? ''));
    }
    expect(place.list('lists')).toEqual(['new.csv', 'new.dfxml', 'new.hashdeep', 'new.jsonl', 'new.table']);
    expect(readFileSync(place.path('lists/new.csv'), 'utf8')).not.toMatch(/(?:^|,)"?=1/m);
  });

  test('are refused where something is, and inside the evidence', { timeout }, async () => {
    place.write({ 'there.csv': 'mine' });
    const there = await place.run(['items', 'c', '--format', 'csv', '--output', 'there.csv']);
    expect(there).toMatchObject({
      status: 1,
      errors: expect.stringMatching(/^sabut: .*there\.csv exists already\. Choose another name; nothing was written\.\n$/),
    });
    expect(readFileSync(place.path('there.csv'), 'utf8')).toBe('mine');
    const inside = await place.run(['items', 'c', '--output', 'second/DCIM/list']);
    expect(inside).toMatchObject({ status: 1, errors: expect.stringMatching(/^sabut: The list .* lies inside the evidence .*\.\n$/) });
    const below = await place.run(['items', 'c', '--output', 'there.csv/list']);
    expect(below).toMatchObject({ status: 1, errors: expect.stringMatching(/lies below something that is not a folder\./) });
    expect(place.list('second/DCIM')).toEqual(['=1+1.txt']);
    rmSync(place.path('there.csv'));
    expect(place.list().filter((name) => name.includes('partial'))).toEqual([]);
  });

  test('end quietly with a reader that has seen enough, and loudly on a full disk', { timeout }, async () => {
    const head = await place.shell('set -o pipefail; sabut items c --format jsonl | head -n 1 >/dev/null');
    expect(head).toEqual({ status: 0, output: '', errors: '' });
    const full = await place.shell('sabut items c --format csv > /dev/full');
    expect(full).toMatchObject({ status: 1, errors: expect.stringMatching(/^sabut: Standard output could not be written \(ENOSPC\)\./) });
    const closed = await place.shell('sabut case info c <&- >&- 2>&-');
    expect(closed.status).toBe(0);
  });
});

describe('show', () => {
  test('finds an item by id, by path, and by source and path', { timeout }, async () => {
    const [odd] = all().filter(({ path }) => path === 'S1/odd.txt');
    const answers: Answer[] = [];
    for (const name of [odd?.id ?? '', 'S1/odd.txt', 'S2/S1/odd.txt']) answers.push(await place.run(['show', 'c', name, '--json']));
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 0, errors: '' });
      expect(jsonLines(answer)).toMatchObject([{ id: odd?.id, path: 'S1/odd.txt', source: 'S2' }]);
    }
    const text = await place.run(['show', 'c', 'S2/DCIM/=1+1.txt']);
    expect(text.output).toMatch(/^Path {19}S2\/DCIM\/=1\+1\.txt\nId .*\nKind {19}file\nSize {19}1 bytes\nMD5 /);
    const unknown = await place.run(['show', 'c', 'S1/nothing', '--json']);
    expect(unknown).toMatchObject({
      status: 1,
      errors: 'sabut: The case has no item S1/nothing. Give an id or a path as sabut items prints it.\n',
    });
    expect(jsonLines(unknown)).toEqual([{ event: 'error', code: 'not-found', message: expect.any(String) }]);
  });

  test('lets no name or value of the evidence move the cursor or forge a line', { timeout }, async () => {
    const list = await place.run(['items', 'c']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none of them gets through is what is tested
    expect(list.output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(list.output.split('\n').length).toBe(items.length + 3);
  });
});
