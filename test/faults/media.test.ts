/** Cards that come and go in one reader: none is taken for another, and each is known again on whatever device it comes back. */
import { linkSync, lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Mounts, makeImage, mayMountImages, mountReason } from './mounts.ts';
import { acknowledged, differencesOf, doubledOf, type Examination, Workbench, waitFor } from './workbench.ts';

const possible = mayMountImages();
const timeout = 180_000;
const folders = 12;
const filesInFolder = 100;

describe.skipIf(!possible)(`two cards${possible ? '' : mountReason}`, () => {
  const bench = new Workbench('media');
  const mounts = new Mounts();
  const reader = bench.path('reader');
  const cards = { first: bench.path('first.img'), second: bench.path('second.img') };
  let undisturbed: Examination;

  /** Fills a card; both have the same names, with other content. */
  function fill(image: string, word: string): void {
    mounts.image(image, reader, 'ext4', 'rw');
    for (let folder = 0; folder < folders; folder += 1) {
      const path = join(reader, `DCIM/${100 + folder}CANON`);
      mkdirSync(path, { recursive: true });
      for (let file = 0; file < filesInFolder; file += 1) writeFileSync(join(path, `IMG_${file}.txt`), `${word} ${folder} ${file}\n`);
      // Names of one file in the first folder and in every other: a run that is resumed lists them in two sessions.
      if (folder > 0) linkSync(join(reader, 'DCIM/100CANON/IMG_0.txt'), join(path, 'same.txt'));
    }
    mounts.unmount(reader);
  }

  const deviceOf = (path: string) => lstatSync(path).dev;

  /** A case of the first card whose run was stopped on the way; the card is taken out again. */
  async function halfRead(name: string): Promise<{ directory: string; device: number }> {
    const directory = bench.path(`${name}.sabut`);
    mounts.image(cards.first, reader, 'ext4', 'ro');
    const device = deviceOf(reader);
    const { child, ended } = bench.start(['triage', reader, '--case', directory, '--quiet', '--workers', '1']);
    await waitFor(() => acknowledged(directory).includes('"action":"items-recorded"'), 60_000);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ status: 1 });
    mounts.unmount(reader);
    return { directory, device };
  }

  async function expectUndisturbed(directory: string): Promise<void> {
    const examination = await bench.examine(directory);
    expect(examination.findings).toEqual([]);
    expect(doubledOf(examination.items)).toEqual([]);
    expect(differencesOf(examination, undisturbed)).toEqual([]);
  }

  beforeAll(async () => {
    makeImage(cards.first, 16_384, 1_600_000_000);
    makeImage(cards.second, 16_384, 1_600_000_100);
    fill(cards.first, 'first');
    fill(cards.second, 'second');
    mounts.image(cards.first, reader, 'ext4', 'ro');
    expect(bench.sabut(['triage', reader, '--case', bench.path('undisturbed.sabut'), '--quiet'])).toMatchObject({ status: 0, errors: '' });
    mounts.unmount(reader);
    undisturbed = await bench.examine(bench.path('undisturbed.sabut'));
  });
  afterEach(() => mounts.unmountAll());
  afterAll(() => bench.remove());

  test('the second in the reader, on the same device, is not gone on with as the first', { timeout }, async () => {
    const { directory, device } = await halfRead('exchanged');
    const before = await bench.examine(directory);
    expect(before.items.length).toBeGreaterThan(0);
    mounts.image(cards.second, reader, 'ext4', 'ro', device);
    expect(deviceOf(reader)).toBe(device);
    const answer = bench.sabut(['ingest', directory, '--resume', '--quiet']);
    expect(answer).toMatchObject({ status: 1, output: '' });
    expect(answer.errors).toMatch(
      /^sabut: The evidence S1 is not at .*reader: another medium or folder stands there now: .*\. Nothing of that .*\n$/,
    );
    expect((await bench.examine(directory)).items).toEqual(before.items);
    mounts.unmount(reader);
    mounts.image(cards.first, reader, 'ext4', 'ro');
    expect(bench.sabut(['ingest', directory, '--resume', '--quiet'])).toMatchObject({ status: 0, errors: '' });
    await expectUndisturbed(directory);
  });

  test('the first comes back as another device, and the case ends as if undisturbed', { timeout }, async () => {
    const { directory, device } = await halfRead('returned');
    mounts.image(cards.second, bench.path('other reader'), 'ext4', 'ro', device);
    mounts.image(cards.first, reader, 'ext4', 'ro');
    expect(deviceOf(reader)).not.toBe(device);
    expect(bench.sabut(['ingest', directory, '--resume', '--quiet'])).toMatchObject({ status: 0, errors: '' });
    expect(acknowledged(directory)).toContain('"reconnected":["S1"]');
    await expectUndisturbed(directory);
    expect(bench.sabut(['verify', directory, '--evidence'])).toMatchObject({ status: 0, errors: '' });
  });

  test('the second is taken in beside an unfinished first, at the same place; each is read when it is there', { timeout }, async () => {
    const { directory } = await halfRead('in turn');
    mounts.image(cards.second, reader, 'ext4', 'ro');
    const second = bench.sabut(['ingest', directory, reader, '--quiet']);
    expect(second).toMatchObject({ status: 1 });
    expect(second.errors).toMatch(/The evidence S1 is not at .*reader/);
    const half = await bench.examine(directory);
    const read = (source: string) => half.items.filter((item) => item.source === source && item.outcomes['read'] === 'done').length;
    expect(read('S2')).toBe(folders * filesInFolder + folders - 1);
    expect(read('S1')).toBeLessThan(read('S2'));
    mounts.unmount(reader);
    mounts.image(cards.first, reader, 'ext4', 'ro');
    expect(bench.sabut(['ingest', directory, '--resume', '--quiet'])).toMatchObject({ status: 0, errors: '' });
    const { findings, items } = await bench.examine(directory);
    expect(findings).toEqual([]);
    expect(doubledOf(items.filter(({ source }) => source === 'S1'))).toEqual([]);
    const contents = (source: string) => new Set(items.flatMap((item) => (item.source === source && item.sha256 ? [item.sha256] : [])));
    expect(contents('S1').size).toBe(folders * filesInFolder);
    const ofSecond = contents('S2');
    expect([...contents('S1')].filter((digest) => ofSecond.has(digest))).toEqual([]);
  });

  test('the second under the numbers of the first is another source; what is not connected is named, not called removed', {
    timeout,
  }, () => {
    const directory = bench.path('both.sabut');
    mounts.image(cards.first, reader, 'ext4', 'ro');
    const device = deviceOf(reader);
    expect(bench.sabut(['triage', reader, '--case', directory, '--quiet'])).toMatchObject({ status: 0, errors: '' });
    mounts.unmount(reader);
    const other = bench.path('other place');
    mounts.image(cards.second, other, 'ext4', 'ro', device);
    expect(deviceOf(other)).toBe(device);
    expect(bench.sabut(['ingest', directory, other, '--quiet'])).toMatchObject({ status: 0, errors: '' });

    const verified = bench.sabut(['verify', directory, '--evidence']);
    expect(verified).toMatchObject({ status: 3, errors: '' });
    expect(verified.output).toMatch(
      /note: S1 is not connected at .*reader \(another medium or folder stands there now: .*\), so none of its files/,
    );
    expect(verified.output).toContain(`${folders * filesInFolder + folders - 1} files hashed again`);
    expect(verified.output).toContain('not all evidence was connected');

    // A medium that the case has is known wherever it is connected.
    const third = bench.path('third place');
    mounts.image(cards.first, third, 'ext4', 'ro');
    expect(bench.sabut(['ingest', directory, third]).errors).toMatch(/third place is the evidence that the case has already, as S1/);
  });
});
