/** The whole product over known material, through its command line: every answer in the case against the truth. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Item } from '../../src/model/item.ts';
import { compareWithTruth, type TruthComparison } from '../../src/sample/compare-with-truth.ts';
import { generateSampleDrive } from '../../src/sample/generate.ts';
import type { SampleSummary } from '../../src/sample/ground-truth.ts';

const program = fileURLToPath(new URL('../../src/cli/sabut.mjs', import.meta.url));
const working = mkdtempSync(join(tmpdir(), 'sabut-sample-truth-'));

function sabut(...words: string[]): { status: number | null; output: string } {
  const environment = { ...process.env, HOME: working, SABUT_KEY_STORE: join(working, 'keys') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { status, output: stdout + stderr };
}

let summary: SampleSummary;
let items: Item[];
let comparison: TruthComparison;

beforeAll(async () => {
  const drive = join(working, 'drive');
  const list = join(working, 'items.jsonl');
  summary = await generateSampleDrive({ directory: drive, items: 400, sparseSize: 16 << 20 });
  const triage = sabut('triage', drive, '--case', join(working, 'case.sabut'), '--quiet');
  // 3: the file whose mode forbids reading, for everyone but the superuser.
  expect(triage, triage.output).toMatchObject({ status: process.getuid?.() === 0 ? 0 : 3 });
  const listing = sabut('items', join(working, 'case.sabut'), '--format', 'jsonl', '--output', list);
  expect(listing, listing.output).toMatchObject({ status: 0 });
  const lines = readFileSync(list, 'utf8').trimEnd().split('\n');
  items = lines.map((line) => ({ pathRaw: null, ...(JSON.parse(line) as Partial<Item>) }) as Item);
  comparison = compareWithTruth(readFileSync(summary.truthFile, 'utf8'), items);
});
afterAll(() => rmSync(working, { recursive: true, force: true }));

describe('a case over the sample drive', () => {
  test('holds every entry of the drive with its kind, link, time, digests, type, charset and fields, and no other', () => {
    expect(comparison.differences).toEqual([]);
    expect(comparison.entries).toBe(summary.files + summary.directories + summary.symlinks + summary.specials);
  });

  test('was compared in every answer, for every extractor', () => {
    const answers = [...comparison.byAnswer.keys()];
    for (const answer of [
      'kind',
      'linkTarget',
      'modified',
      'size',
      'md5',
      'sha1',
      'sha256',
      'mediaType',
      'charset',
      'extension',
      'extensionMismatch',
    ]) {
      expect(answers).toContain(answer);
    }
    const extractors = new Set(answers.filter((answer) => answer.includes('.')).map((answer) => answer.slice(0, answer.indexOf('.'))));
    expect([...extractors].sort()).toEqual([
      'audio-video/container',
      'audio-video/tags',
      'document/office-properties',
      'document/pdf-properties',
      'executable/headers',
      'image/exif',
      'image/iptc',
      'image/xmp',
      'system/link',
    ]);
  });

  test('holds no field that the truth does not know', () => {
    expect([...comparison.beyondTruth].map(([field, path]) => `${field} in ${path}`)).toEqual([]);
  });

  test('holds thumbnails as items of their own, and nothing else from inside', () => {
    const members = items.filter((item) => item.kind === 'member');
    expect(members.length).toBeGreaterThan(30);
    expect(members.every((item) => item.mediaType === 'image/jpeg')).toBe(true);
    expect(comparison.byAnswer.get('member of image/exif')?.compared).toBe(members.length);
  });

  test('warns of nothing: all of it is sound, but for the file that may not be read', () => {
    const readable = items.filter((item) => item.mode === null || (item.mode & 0o777) !== 0);
    const warnings = readable.flatMap((item) =>
      item.observations.filter(({ severity }) => severity === 'warning').map(({ code }) => `${item.path}: ${code}`),
    );
    expect(warnings).toEqual([]);
    const poor = readable.flatMap((item) =>
      Object.entries(item.outcomes).filter(([, outcome]) => /^(?:failed|partial|timed-out)/.test(outcome)),
    );
    expect(poor).toEqual([]);
  });
});
