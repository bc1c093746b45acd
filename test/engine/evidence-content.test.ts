/** Bytes, search, digests and text of items, read again from the evidence: files, what lies inside them, and what changed since. */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ItemRow } from '../../src/contract/schemas.ts';
import { readChunks } from '../../src/engine/evidence/item-content.ts';
import { textWindow } from '../../src/engine/evidence/text-window.ts';
import { EngineContext } from '../../src/engine/use-cases/context.ts';
import { memoryReader } from '../../src/model/reader.ts';
import { mp3Sample } from '../extractors/media-samples.ts';
import { bytes, exifSegment, tiff } from '../extractors/picture-builder.ts';
import { CaseBench } from './case-bench.ts';

const megabyte = 1024 * 1024;
const bench = new CaseBench('evidence-content');
const large = Buffer.alloc(3 * megabyte, 'quite ordinary content. ');
const needle = Buffer.from('ثبوت');
/** Over the border of two pieces of search, by one byte. */
const needlePlace = megabyte - needle.length + 1;
let thumbnail: Buffer;
let rows: Map<string, ItemRow>;

const rowOf = (path: string): ItemRow => {
  const row = rows.get(path);
  if (row === undefined) throw new Error(`no ${path} among ${[...rows.keys()].join(', ')}`);
  return row;
};
const digest = (algorithm: string, content: Uint8Array) => createHash(algorithm).update(content).digest('hex');

beforeAll(async () => {
  needle.copy(large, needlePlace);
  thumbnail = await sharp({ create: { width: 24, height: 16, channels: 3, background: '#0a0' } })
    .jpeg()
    .toBuffer();
  const picture = await sharp({ create: { width: 240, height: 160, channels: 3, background: '#0a0' } })
    .jpeg()
    .toBuffer();
  bench.put('large.txt', large);
  bench.put('empty', '');
  bench.put('photo.jpg', bytes(picture.subarray(0, 2), exifSegment(tiff({ thumbnail })), picture.subarray(2)));
  bench.put('song.mp3', mp3Sample());
  bench.put('name \udcff.txt'.toWellFormed(), 'odd');
  bench.put('forged.txt', 'pay \u202e0001 rupees\u200b\r\nand\u0000go');
  bench.put('grows.txt', 'as it was');
  bench.put('same-size.txt', 'as it was');
  bench.put('touched.txt', 'as it was');
  bench.put('removed.txt', 'as it was');
  bench.put('becomes-link.txt', 'as it was');
  bench.put('container.jpg', bytes(picture.subarray(0, 2), exifSegment(tiff({ thumbnail: thumbnail })), picture.subarray(2)));
  symlinkSync('large.txt', join(bench.evidence, 'link'));
  mkdirSync(join(bench.evidence, 'folder'));
  rows = await bench.process();
});
afterAll(() => bench.end());

describe('bytes', () => {
  test('are those of the file, from where they are asked to the end', async () => {
    const { id } = rowOf('large.txt');
    const first = await bench.call('items.bytes', { id, offset: 0, length: megabyte });
    expect(Buffer.compare(first.bytes, large.subarray(0, megabyte))).toBe(0);
    expect(first).toMatchObject({ size: large.length, changed: false });
    const last = await bench.call('items.bytes', { id, offset: large.length - 5, length: 100 });
    expect(Buffer.compare(last.bytes, large.subarray(-5))).toBe(0);
    expect((await bench.call('items.bytes', { id, offset: large.length + 5, length: 100 })).bytes).toHaveLength(0);
    expect(await bench.call('items.bytes', { id: rowOf('empty').id, offset: 0, length: 1 })).toMatchObject({ size: 0, changed: false });
  });

  test('leave the access time alone', async () => {
    const path = join(bench.evidence, 'large.txt');
    const before = statSync(path, { bigint: true }).atimeNs;
    await bench.call('items.bytes', { id: rowOf('large.txt').id, offset: 0, length: megabyte });
    expect(statSync(path, { bigint: true }).atimeNs).toBe(before);
  });

  test.each([
    ['link', 'symbolic link'],
    ['folder', 'folder'],
  ])('of %s are refused: it is a %s', async (path, what) => {
    await expect(bench.call('items.bytes', { id: rowOf(path).id, offset: 0, length: 1 })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining(what),
    });
  });
});

describe('what lies inside an item', () => {
  test.each(['photo.jpg//thumbnail.jpg', 'song.mp3//cover.jpg'])('%s has the bytes that the case recorded', async (path) => {
    const row = rowOf(path);
    expect(row.kind).toBe('member');
    const answer = await bench.call('items.bytes', { id: row.id, offset: 0, length: megabyte });
    expect(answer).toMatchObject({ size: row.size, changed: false });
    expect(digest('sha256', answer.bytes)).toBe(row.sha256);
    const part = await bench.call('items.bytes', { id: row.id, offset: 2, length: 7 });
    expect(Buffer.compare(part.bytes, answer.bytes.subarray(2, 9))).toBe(0);
  });

  test('is the thumbnail that was put in', async () => {
    const { bytes: found } = await bench.call('items.bytes', { id: rowOf('photo.jpg//thumbnail.jpg').id, offset: 0, length: megabyte });
    expect(Buffer.compare(found, thumbnail)).toBe(0);
  });

  test('is taken out by a process of its own', () => {
    expect(bench.viewers.length).toBeGreaterThan(0);
    for (const { pid } of bench.viewers) expect(pid).not.toBe(process.pid);
  });

  test('can be searched and digested', async () => {
    const { id, size, md5, sha1, sha256 } = rowOf('photo.jpg//thumbnail.jpg');
    expect(await bench.call('items.digest', { id, offset: 0, length: size as number })).toEqual({ md5, sha1, sha256 });
    expect(await bench.call('items.find', { id, pattern: 'ffd9', from: 0 })).toEqual({ offset: thumbnail.length - 2 });
  });
});

describe('search', () => {
  test('finds across the border of two pieces, and from where it is told', async () => {
    const { id } = rowOf('large.txt');
    const pattern = needle.toString('hex');
    expect(await bench.call('items.find', { id, pattern, from: 0 })).toEqual({ offset: needlePlace });
    expect(await bench.call('items.find', { id, pattern, from: needlePlace })).toEqual({ offset: needlePlace });
    expect(await bench.call('items.find', { id, pattern, from: needlePlace + 1 })).toEqual({ offset: null });
    expect(await bench.call('items.find', { id, pattern: large.subarray(-200).toString('hex'), from: large.length - 200 })).toEqual({
      offset: large.length - 200,
    });
    expect(await bench.call('items.find', { id: rowOf('empty').id, pattern, from: 0 })).toEqual({ offset: null });
  });

  test('lets others be answered, and stops when it is cancelled', async () => {
    const { id } = rowOf('large.txt');
    const abort = new AbortController();
    let turns = 0;
    const turning = setInterval(() => {
      turns += 1;
      abort.abort();
    }, 0);
    const searches = Array.from({ length: 50 }, () => bench.call('items.find', { id, pattern: 'fefefe', from: 0 }, abort.signal));
    const results = await Promise.allSettled(searches);
    clearInterval(turning);
    expect(turns).toBeGreaterThan(0);
    expect(results.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
  });
});

test('digests of a range are those of its bytes', async () => {
  const range = large.subarray(1000, 1000 + 2 * megabyte);
  expect(await bench.call('items.digest', { id: rowOf('large.txt').id, offset: 1000, length: range.length })).toEqual({
    md5: digest('md5', range),
    sha1: digest('sha1', range),
    sha256: digest('sha256', range),
  });
  expect((await bench.call('items.digest', { id: rowOf('large.txt').id, offset: large.length, length: 10 })).sha256).toBe(
    digest('sha256', Buffer.alloc(0)),
  );
});

describe('text', () => {
  test('shows what is hidden, and line breaks as what they are', async () => {
    const { id } = rowOf('forged.txt');
    const { text, charset, next } = await bench.call('items.text', { id, charset: 'utf-8', offset: 0, length: 1000 });
    expect(text).toBe('pay \\u{202e}0001 rupees\\u{200b}\nand\\x00go');
    expect(charset).toBe('utf-8');
    expect(next).toBeNull();
  });

  test('uses the recorded charset unless another is asked for, and refuses one that is none', async () => {
    const { id } = rowOf('large.txt');
    expect((await bench.call('items.text', { id, charset: null, offset: needlePlace, length: needle.length })).text).toMatch(/^ثبوت/);
    expect((await bench.call('items.text', { id, charset: 'windows-1252', offset: needlePlace, length: 9 })).text).toMatch(/^Ø«/);
    await expect(bench.call('items.text', { id, charset: 'klingon-8', offset: 0, length: 9 })).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });

  const sample = 'سلام 👮🏽 ثبوت\r\nRs. 500 – paid\n';
  test.each(['utf-8', 'utf-16le', 'utf-16be'])('in %s is whole however it is cut into windows', async (charset) => {
    const utf16 = Buffer.from(sample, 'utf16le');
    const content = charset === 'utf-8' ? Buffer.from(sample) : charset === 'utf-16le' ? utf16 : Buffer.from(utf16).swap16();
    for (let length = 1; length < 40; length += 1) {
      let text = '';
      for (let offset: number | null = 0; offset !== null; ) {
        const window = await textWindow(memoryReader(content), { charset, recorded: null, offset, length });
        text += window.text;
        expect(window.next === null || window.next > offset).toBe(true);
        offset = window.next;
      }
      expect(text).toBe(sample.replace('\r\n', '\n'));
    }
  });

  test('asked for in the middle of a character begins with the next', async () => {
    const content = Buffer.from('ثبوت');
    expect((await textWindow(memoryReader(content), { charset: 'utf-8', recorded: null, offset: 1, length: 20 })).text).toBe('بوت');
    const pair = Buffer.from('👮x', 'utf16le');
    expect((await textWindow(memoryReader(pair), { charset: 'utf-16le', recorded: null, offset: 2, length: 20 })).text).toBe('x');
    expect((await textWindow(memoryReader(pair), { charset: 'utf-16le', recorded: null, offset: 1, length: 20 })).text).toBe('👮x');
  });

  test.each([
    ['windows-1256', [0xed, 0xe6, 0xe3], 'يوم'],
    ['iso-8859-6', [0xea, 0xe8, 0xe5], 'يوم'],
    ['windows-1252', [0x80, 0x31, 0x30], '€10'],
    ['shift_jis', [0x8f, 0xd8, 0x8b, 0x92], '証拠'],
  ])('in %s', async (charset, content, expected) => {
    const reader = memoryReader(Uint8Array.from(content));
    expect(await textWindow(reader, { charset: null, recorded: charset, offset: 0, length: 10 })).toMatchObject({
      text: expected,
      charset,
    });
  });

  test('of bytes that are no text of the charset goes on', async () => {
    const content = Buffer.alloc(5000, 0xff);
    let offset: number | null = 0;
    for (let windows = 0; offset !== null; windows += 1) {
      expect(windows).toBeLessThan(100);
      offset = (await textWindow(memoryReader(content), { charset: 'utf-8', recorded: null, offset, length: 100 })).next;
    }
  });

  test('without a charset follows the byte order mark', async () => {
    const content = Buffer.from('\ufeffاب', 'utf16le');
    expect(await textWindow(memoryReader(content), { charset: null, recorded: null, offset: 0, length: 10 })).toMatchObject({
      text: 'اب',
      charset: 'utf-16le',
    });
  });
});

describe('evidence that changed since', () => {
  const path = (name: string) => join(bench.evidence, name);
  const read = (name: string) => bench.call('items.bytes', { id: rowOf(name).id, offset: 0, length: 100 });
  /** The bench's engine has one context; exports read through one of the same case. */
  const contextOf = () => {
    const context = new EngineContext({} as never, () => undefined);
    Object.defineProperty(context, 'session', { value: bench.engine.session });
    return context;
  };
  const whole = async (name: string) => {
    const parts: Uint8Array[] = [];
    for await (const part of readChunks(contextOf(), rowOf(name).id)) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  };

  test('is flagged by size and by time', async () => {
    appendFileSync(path('grows.txt'), ', and more');
    expect(await read('grows.txt')).toMatchObject({ changed: true, size: 19 });
    writeFileSync(path('same-size.txt'), 'as it is!');
    expect(await read('same-size.txt')).toMatchObject({ changed: true, size: 9 });
    utimesSync(path('touched.txt'), 1, 1);
    expect(await read('touched.txt')).toMatchObject({ changed: true });
  });

  test('is not exported, unless its bytes are what they were', async () => {
    expect(Buffer.compare(await whole('large.txt'), large)).toBe(0);
    expect((await whole('touched.txt')).toString()).toBe('as it was');
    await expect(whole('grows.txt')).rejects.toMatchObject({ code: 'source-changed' });
    await expect(whole('same-size.txt')).rejects.toMatchObject({ code: 'source-changed' });
  });

  test('is named when it is gone, or became a link', async () => {
    unlinkSync(path('removed.txt'));
    await expect(read('removed.txt')).rejects.toMatchObject({ code: 'source-changed' });
    unlinkSync(path('becomes-link.txt'));
    symlinkSync('/etc/hostname', path('becomes-link.txt'));
    await expect(read('becomes-link.txt')).rejects.toMatchObject({ code: 'source-changed' });
  });

  test('does not give other bytes for what lay inside it', async () => {
    const row = rowOf('container.jpg//thumbnail.jpg');
    writeFileSync(path('container.jpg'), 'no picture any more');
    await expect(bench.call('items.bytes', { id: row.id, offset: 0, length: 100 })).rejects.toMatchObject({ code: 'source-changed' });
  });

  test('is told apart from a source that is not there, or is another folder', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'sabut-moved-'));
    renameSync(bench.evidence, join(elsewhere, 'evidence'));
    try {
      await expect(read('large.txt')).rejects.toMatchObject({ code: 'source-unavailable' });
      mkdirSync(bench.evidence);
      writeFileSync(path('large.txt'), large);
      await expect(read('large.txt')).rejects.toMatchObject({ code: 'source-unavailable' });
      rmSync(bench.evidence, { recursive: true });
    } finally {
      renameSync(join(elsewhere, 'evidence'), bench.evidence);
      rmSync(elsewhere, { recursive: true });
    }
    expect(await read('large.txt')).toMatchObject({ changed: false });
  });
});
