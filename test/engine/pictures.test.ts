/** Pictures of items: what is decoded, what is refused with which words, and what happens when a decoder dies, loops or lies. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ItemRow } from '../../src/contract/schemas.ts';
import { ViewerEnded, ViewerPool } from '../../src/engine/viewing/viewer-pool.ts';
import type { SpawnViewer } from '../../src/model/viewing.ts';
import { mp3Sample } from '../extractors/media-samples.ts';
import { bytes, exifSegment, png, pngChunk, tiff, u32 } from '../extractors/picture-builder.ts';
import { CaseBench } from './case-bench.ts';
import { minimalPdf } from './minimal-pdf.ts';

const corpus = join(import.meta.dirname, '../../../shared/corpora');
const heic = join(corpus, 'images-exif/tika/testHEIF.heic');
const pdf = join(corpus, 'types/file-type/fixture-printed.pdf');
const bench = new CaseBench('pictures');
let rows: Map<string, ItemRow>;

const little = (value: number) => u32(value).reverse();
const plain = (width: number, height: number, background: string) => sharp({ create: { width, height, channels: 3, background } });

/** 24-bit rows from the bottom up (Microsoft, BITMAPINFOHEADER): the lower half blue, the upper half red. */
function bitmap(width: number, height: number): Uint8Array {
  const line = width * 3 + ((4 - ((width * 3) % 4)) % 4);
  const pixels = Buffer.alloc(line * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) pixels[y * line + x * 3 + (y < height / 2 ? 0 : 2)] = 255;
  const header = [little(40), little(width), little(height), [1, 0, 24, 0], new Uint8Array(24)].flatMap((part) => [...part]);
  return bytes('BM', little(54 + pixels.length), little(0), little(54), header, pixels);
}

async function colourOf(picture: Uint8Array, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(picture).removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
}

beforeAll(async () => {
  const wide = await plain(400, 200, '#f00')
    .composite([{ input: await plain(200, 200, '#00f').png().toBuffer(), left: 0, top: 0 }])
    .jpeg({ quality: 95 })
    .toBuffer();
  const noise = await sharp({
    create: { width: 640, height: 480, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
    .jpeg()
    .toBuffer();
  const damaged = await sharp(noise).png().toBuffer();
  damaged.fill(0, Math.floor(damaged.length * 0.6));
  bench.put('wide.jpg', wide);
  bench.put('turned.jpg', await sharp(wide).withMetadata({ orientation: 6 }).toBuffer());
  bench.put('small.png', await plain(20, 10, '#0f0').png().toBuffer());
  bench.put(
    'transparent.png',
    await sharp({ create: { width: 90, height: 90, channels: 4, background: '#ff000080' } })
      .png()
      .toBuffer(),
  );
  bench.put('picture.webp', await plain(300, 100, '#ff0').webp().toBuffer());
  bench.put('picture.gif', await plain(300, 100, '#ff0').gif().toBuffer());
  bench.put('scan.tiff', await plain(300, 100, '#ff0').tiff().toBuffer());
  bench.put('picture.avif', await plain(300, 100, '#ff0').avif({ effort: 0 }).toBuffer());
  bench.put('picture.bmp', bitmap(50, 40));
  bench.put('truncated.jpg', noise.subarray(0, Math.floor(noise.length / 2)));
  bench.put('truncated.png', damaged);
  bench.put('bomb.png', png(100_000, 100_000, pngChunk('IDAT', Buffer.alloc(64))));
  bench.put('headless.jpg', bytes([0xff, 0xd8, 0xff, 0xe0], new Uint8Array(64)));
  bench.put(
    'camera.jpg',
    bytes(wide.subarray(0, 2), exifSegment(tiff({ thumbnail: await plain(40, 20, '#0a0').jpeg().toBuffer() })), wide.subarray(2)),
  );
  bench.put(
    'drawing.svg',
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><script>throw 1</script><image href="wide.jpg" width="200" height="100"/><rect width="100" height="100" fill="#00f"/></svg>',
  );
  bench.put('page.html', '<!DOCTYPE html><html><body><script>alert(1)</script></body></html>');
  bench.put('note.txt', 'not a picture');
  bench.put('song.mp3', mp3Sample(await plain(30, 30, '#0ff').jpeg().toBuffer()));
  bench.put(
    'silent.wav',
    bytes('RIFF', little(36), 'WAVEfmt ', little(16), [1, 0, 1, 0], little(8000), little(16_000), [2, 0, 16, 0], 'data', little(0)),
  );
  bench.put('two-pages.pdf', minimalPdf(['1 0 0 rg 0 0 300 200 re f', '0 0 1 rg 0 0 300 200 re f']));
  bench.put('changes.png', await plain(64, 64, '#f00').png().toBuffer());
  bench.put('victim.png', await plain(65, 64, '#f00').png().toBuffer());
  bench.put('kept.png', await plain(66, 64, '#f0f').png().toBuffer());
  bench.put('folder/empty.jpg', '');
  if (existsSync(heic)) bench.put('corpus.heic', readFileSync(heic));
  if (existsSync(pdf)) bench.put('corpus.pdf', readFileSync(pdf));
  rows = await bench.process();
});
afterAll(() => bench.end());

const rowOf = (path: string): ItemRow => {
  const row = rows.get(path);
  if (row === undefined) throw new Error(`no ${path} among ${[...rows.keys()].join(', ')}`);
  return row;
};
const pictureOf = (path: string, wish: { edge?: number; page?: number; greyScale?: boolean } = {}) =>
  bench.call('items.picture', { id: rowOf(path).id, edge: 100, page: 0, ...wish });

describe('pictures', () => {
  test.each(['wide.jpg', 'picture.webp', 'picture.gif', 'scan.tiff', 'picture.avif', 'drawing.svg', 'transparent.png'])(
    'of %s',
    async (path) => {
      const answer = await pictureOf(path);
      expect(answer.reason).toBeNull();
      expect(answer.pages).toBe(1);
      const { width = 0, height = 0, format } = await sharp(answer.bytes).metadata();
      expect(answer.mediaType).toBe(`image/${format}`);
      expect(Math.max(width, height)).toBeLessThanOrEqual(100);
      expect(width / height).toBeCloseTo(answer.width / answer.height, 1);
    },
  );

  test('are turned as the camera was held, and told in the pixels of the original', async () => {
    const answer = await pictureOf('turned.jpg');
    expect(answer).toMatchObject({ width: 200, height: 400 });
    expect(await sharp(answer.bytes).metadata()).toMatchObject({ width: 50, height: 100 });
    const [red, , blue] = await colourOf(answer.bytes, 25, 10);
    expect(blue).toBeGreaterThan(200);
    expect(red).toBeLessThan(60);
  });

  test('are not enlarged', async () => {
    expect(await sharp((await pictureOf('small.png')).bytes).metadata()).toMatchObject({ width: 20, height: 10 });
  });

  test('are grey where that is asked for', async () => {
    const [red, green, blue] = await colourOf((await pictureOf('wide.jpg', { greyScale: true })).bytes, 90, 10);
    expect(red).toBe(green);
    expect(green).toBe(blue);
  });

  test('of a bitmap of Windows', async () => {
    const answer = await pictureOf('picture.bmp');
    expect(answer).toMatchObject({ reason: null, width: 50, height: 40 });
    expect((await colourOf(answer.bytes, 25, 4))[0]).toBeGreaterThan(200);
    expect((await colourOf(answer.bytes, 25, 36))[2]).toBeGreaterThan(200);
  });

  test('of a drawing load nothing that it names', async () => {
    const { bytes: drawn } = await pictureOf('drawing.svg');
    const { data, info } = await sharp(drawn).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const [red, , , alpha] = data.subarray((10 * info.width + 90) * 4, (10 * info.width + 91) * 4);
    expect(alpha === 0 || red === 255).toBe(true);
    expect((await colourOf(drawn, 10, 10))[2]).toBeGreaterThan(200);
  });

  test('of sound are its cover', async () => {
    expect(await pictureOf('song.mp3')).toMatchObject({ reason: null, mediaType: 'image/jpeg' });
  });

  test('of what lies inside a picture', async () => {
    expect(await pictureOf('camera.jpg//thumbnail.jpg')).toMatchObject({ width: 40, height: 20, reason: null });
  });

  test('of the pages of a document', async () => {
    const first = await pictureOf('two-pages.pdf');
    expect(first).toMatchObject({ pages: 2, width: 300, height: 200, reason: null });
    expect(await colourOf(first.bytes, 50, 30)).toEqual([expect.closeTo(254, -1), expect.any(Number), expect.any(Number)]);
    const second = await pictureOf('two-pages.pdf', { page: 1 });
    expect((await colourOf(second.bytes, 50, 30))[2]).toBeGreaterThan(200);
    expect((await pictureOf('two-pages.pdf', { page: 2 })).reason?.message).toMatch(/2 pages/);
  });

  test('take the access time of nothing', async () => {
    const path = join(bench.evidence, 'wide.jpg');
    const before = statSync(path, { bigint: true }).atimeNs;
    await pictureOf('wide.jpg', { edge: 77 });
    expect(statSync(path, { bigint: true }).atimeNs).toBe(before);
  });
});

describe.skipIf(!existsSync(heic))(`a HEIC picture${existsSync(heic) ? '' : ' (skipped: the corpora are not here)'}`, () => {
  test('is decoded', async () => {
    const answer = await pictureOf('corpus.heic');
    expect(answer).toMatchObject({ width: 800, height: 544, reason: null });
    expect((await sharp(answer.bytes).metadata()).width).toBe(100);
  });
});

describe.skipIf(!existsSync(pdf))(`a printed document${existsSync(pdf) ? '' : ' (skipped: the corpora are not here)'}`, () => {
  test('is drawn', async () => {
    const answer = await pictureOf('corpus.pdf', { edge: 600 });
    expect(answer).toMatchObject({ pages: 1, reason: null });
    const { channels } = await sharp(answer.bytes).stats();
    expect(channels[0]?.min).toBeLessThan(100);
  });
});

describe('what cannot be shown says why', () => {
  test.each([
    ['bomb.png', /pixel/i],
    ['headless.jpg', /decoded/],
    ['page.html', /text\/html/],
    ['note.txt', /text\/plain/],
    ['silent.wav', /cover/],
    ['folder', /no content/],
    ['folder/empty.jpg', /empty/],
  ])('%s', async (path, reason) => {
    const answer = await pictureOf(path);
    expect(answer).toMatchObject({ mediaType: null, reason: { message: expect.stringMatching(reason) } });
    expect(answer.bytes).toHaveLength(0);
  });

  test.each(['truncated.jpg', 'truncated.png'])('%s, and is shown as far as it goes', async (path) => {
    const answer = await pictureOf(path);
    expect(answer.reason?.message).toMatch(/damaged/);
    expect(answer).toMatchObject({ width: 640, height: 480 });
    expect((await sharp(answer.bytes).metadata()).width).toBe(100);
  });

  test('evidence of the same size and time with other content is not shown, nor kept', async () => {
    const path = join(bench.evidence, 'changes.png');
    const { atime, mtime, size } = statSync(path);
    const forged = Buffer.from(readFileSync(path));
    forged.fill(0x20, 40, 60);
    expect(forged).toHaveLength(size);
    writeFileSync(path, forged);
    utimesSync(path, atime, mtime);
    const answer = await pictureOf('changes.png');
    expect(answer).toMatchObject({ mediaType: null, reason: { message: expect.stringContaining('no longer') } });
  });
});

describe('a decoder', () => {
  test('that is killed in the middle costs its picture, and not the next', async () => {
    bench.onAsked = (viewer) => viewer.kill();
    const answer = await pictureOf('victim.png');
    bench.onAsked = () => undefined;
    expect(answer).toMatchObject({ mediaType: null, reason: { message: expect.stringContaining('broke down') } });
    expect(await pictureOf('small.png', { edge: 16 })).toMatchObject({ mediaType: 'image/jpeg', reason: null });
  });

  test('is one of two processes at most, however much is asked for', async () => {
    const before = bench.viewers.length;
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => pictureOf('wide.jpg', { edge: 120 + index })));
    expect(answers.every(({ reason }) => reason === null)).toBe(true);
    expect(bench.viewers.length - before).toBeLessThanOrEqual(2);
  });

  test('that never answers is ended at its deadline; what waits gets another process', async () => {
    const posted: number[] = [];
    const killed: number[] = [];
    let started = 0;
    const spawn: SpawnViewer = () => {
      const number = ++started;
      let exited: (description: string) => void = () => undefined;
      return {
        pid: undefined,
        isolation: 'process',
        post: () => void posted.push(number),
        onMessage: (listener) => void setImmediate(() => listener({ type: 'ready' })),
        onExit: (listener) => {
          exited = listener;
        },
        kill: () => {
          killed.push(number);
          exited('SIGKILL');
        },
      };
    };
    const pool = new ViewerPool({ spawn, count: 1, deadline: 50 });
    const target = {
      root: { path: '/', device: '0', inode: '0' },
      path: 'x',
      name: 'x',
      members: [],
      mediaType: 'image/png',
      sha256: null,
    };
    const ask = () => pool.ask({ type: 'content', target } as never, new AbortController().signal);
    const results = await Promise.allSettled([ask(), ask()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    for (const result of results) expect((result as PromiseRejectedResult).reason).toBeInstanceOf(ViewerEnded);
    expect(posted).toEqual([1, 2]);
    expect(killed).toEqual([1, 2]);
    pool.stop();
  });

  test('that is idle is ended', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      let tell: (message: never) => void = () => undefined;
      const kill = vi.fn();
      const spawn: SpawnViewer = () => ({
        pid: undefined,
        isolation: 'process',
        post: ({ request }) => setImmediate(() => tell({ type: 'unread', request, code: 'ENOENT', message: '' } as never)),
        onMessage: (listener) => {
          tell = listener as never;
          setImmediate(() => listener({ type: 'ready' }));
        },
        onExit: () => undefined,
        kill,
      });
      const pool = new ViewerPool({ spawn, count: 1, deadline: 15_000 });
      await pool.ask({ type: 'content', target: {} } as never, new AbortController().signal);
      vi.advanceTimersByTime(29_000);
      expect(kill).not.toHaveBeenCalled();
      vi.advanceTimersByTime(2000);
      expect(kill).toHaveBeenCalledTimes(1);
      pool.stop();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the cache beside the case', () => {
  const folder = () => join(bench.caseDirectory, 'cache', 'pictures');
  const files = () =>
    existsSync(folder())
      ? readdirSync(folder(), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
      : [];
  let path: string;

  test('answers without a process', async () => {
    const before = new Set(files());
    const made = await pictureOf('kept.png', { edge: 50 });
    const added = files().filter((file) => !before.has(file));
    expect(added).toHaveLength(1);
    path = added[0] as string;
    let asked = 0;
    bench.onAsked = () => {
      asked += 1;
    };
    const kept = await pictureOf('kept.png', { edge: 50 });
    expect(Buffer.compare(kept.bytes, made.bytes)).toBe(0);
    expect({ ...kept, bytes: null }).toEqual({ ...made, bytes: null });
    expect(asked).toBe(0);
    await pictureOf('kept.png', { edge: 51 });
    expect(asked).toBe(1);
  });

  test.each([
    ['cut short', (content: Buffer) => content.subarray(0, content.length - 9)],
    ['altered', (content: Buffer) => content.fill(0, content.length - 20, content.length - 10)],
    ['emptied', () => Buffer.alloc(0)],
    ['filled with something else', () => Buffer.from('{"mediaType":"image/jpeg"}\n<script>')],
  ])('makes an entry again that was %s', async (_how, spoil) => {
    const made = await pictureOf('kept.png', { edge: 50 });
    writeFileSync(path, spoil(readFileSync(path)));
    const again = await pictureOf('kept.png', { edge: 50 });
    expect(createHash('sha256').update(again.bytes).digest('hex')).toBe(createHash('sha256').update(made.bytes).digest('hex'));
    expect(again).toMatchObject({ width: 66, height: 64, reason: null });
  });

  test('leaves no trace in the audit log', async () => {
    const { entries } = await bench.call('audit.page', { action: null, text: null, offset: 0, limit: 500 });
    expect(entries.some(({ action }) => /picture/.test(action))).toBe(false);
  });
});

test('processes end with the case', async () => {
  await pictureOf('wide.jpg', { edge: 99 });
  await bench.call('case.close', {});
  const alive = () =>
    bench.viewers.filter(({ pid }) => {
      try {
        process.kill(pid as number, 0);
        return true;
      } catch {
        return false;
      }
    });
  await vi.waitFor(() => expect(alive()).toEqual([]), { timeout: 10_000, interval: 50 });
  await expect(pictureOf('wide.jpg')).rejects.toMatchObject({ code: 'not-found' });
});
