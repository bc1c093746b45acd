import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Extractor } from '../../../src/extractors/define-extractor.ts';
import { systemDownloadOrigin } from '../../../src/extractors/system/download-origin/index.ts';
import { rootIdentityOf } from '../../../src/model/medium.ts';
import type { Configuration, ItemResult, Work, WorkItem } from '../../../src/model/processing.ts';
import { identityOf } from '../../../src/sources/folder/medium.ts';
import { ItemProcessor } from '../../../src/workers/item-processor.ts';
import { SourceUnavailable } from '../../../src/workers/read-content.ts';
import { listedTraits } from '../listed-traits.ts';
import { opensslDigest } from '../openssl.ts';
import { scratchFolder } from '../scratch-folder.ts';

const scratch = scratchFolder('process');
const root = join(scratch, 'evidence');

const counting: Extractor = {
  id: 'test/length',
  version: '1',
  accepts: ['text/*'],
  produces: { length: { type: 'integer', label: 'Length', unit: 'B', source: 'test' } },
  description: 'Gives the length.',
  references: [],
  limits: {},
  async *run({ reader }) {
    yield { kind: 'artefact', fields: { length: reader.size }, sources: {} };
  },
};
const second: Extractor = { ...counting, id: 'test/second' };

function processorOf(path: string, extractors: readonly Extractor[], platform?: NodeJS.Platform): ItemProcessor {
  const configuration: Configuration = {
    type: 'configure',
    digests: ['md5', 'sha256'],
    extractors: extractors.map(({ id }) => id),
    thorough: false,
    roots: { 1: { path: Buffer.from(path).toString('latin1'), ...rootIdentityOf(identityOf(Buffer.from(path))) } },
  };
  return new ItemProcessor(configuration, extractors, platform);
}

function item(name: Buffer | string): WorkItem {
  const bytes = Buffer.from(name as string);
  return {
    key: 7,
    source: 1,
    path: bytes.toString('latin1'),
    name: bytes.toString(),
    extension: bytes.toString().split('.')[1] ?? null,
    listed: listedTraits(root, bytes),
  };
}

async function process(name: Buffer | string, extractors: readonly Extractor[] = [counting, second], work: Partial<Work> = {}) {
  const steps: [string, ItemResult | null][] = [];
  const given: Work = { type: 'work', batch: 1, items: [], alone: false, ...work };
  const result = await processorOf(root, extractors).process(item(name), given, (step, hashed) => steps.push([step, hashed]));
  return { result, steps };
}

beforeAll(() => {
  mkdirSync(root);
  writeFileSync(join(root, 'notes.txt'), 'some notes\n');
  writeFileSync(join(root, 'notes.jpg'), 'some notes\n');
  writeFileSync(join(root, 'nothing.txt'), '');
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0xe9, 0x0a])]), 'raw');
  symlinkSync('notes.txt', join(root, 'link.txt'));
  execFileSync('mkfifo', [join(root, 'fifo')]);
});

describe('ItemProcessor', () => {
  it('reads on Windows where a file came from, as fields of the file itself', async () => {
    const given: Work = { type: 'work', batch: 1, items: [], alone: false };
    const extractors = [systemDownloadOrigin, counting];
    const on = (platform: NodeJS.Platform, name: string) =>
      processorOf(root, extractors, platform).process(item(name), given, () => undefined);
    // Elsewhere a colon is a letter like others, which is how a stream comes to be beside the file here.
    writeFileSync(join(root, 'setup.txt'), 'a program\n');
    writeFileSync(join(root, 'setup.txt:Zone.Identifier'), '[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://example.pk/setup\r\n');
    const marked = await on('win32', 'setup.txt');
    expect(marked.outcomes).toEqual({ read: 'done', identify: 'done', 'system/download-origin': 'done', 'test/length': 'done' });
    expect(marked.artefacts.find(({ extractor }) => extractor === 'system/download-origin')?.fields).toEqual({
      zoneId: 3,
      hostUrl: 'https://example.pk/setup',
    });
    expect((await on('win32', 'notes.txt')).outcomes['system/download-origin']).toBe('not-applicable');
    expect((await on('linux', 'setup.txt')).outcomes['system/download-origin']).toBe('not-applicable');
    // The mark as a file of its own is decoded everywhere.
    const copy = await on('linux', 'setup.txt:Zone.Identifier');
    expect(copy).toMatchObject({ mediaType: 'text/x-zone-identifier', outcomes: { 'system/download-origin': 'done' } });
  });

  it('digests, identifies and extracts in one go', async () => {
    const { result } = await process('notes.txt');
    const bytes = Buffer.from('some notes\n');
    expect(result).toEqual({
      key: 7,
      accessTimeKept: expect.any(Boolean),
      digests: { md5: opensslDigest('md5', bytes), sha256: opensslDigest('sha256', bytes) },
      size: 11,
      mediaType: 'text/plain',
      mediaTypeBasis: 'text',
      charset: 'us-ascii',
      extensionMismatch: false,
      // Of eleven bytes three values come twice and five once: 3 x 2/11 log2 11/2 + 5 x 1/11 log2 11.
      entropy: 2.914,
      outcomes: { read: 'done', identify: 'done', 'test/length': 'done', 'test/second': 'done' },
      observations: [],
      artefacts: [
        { extractor: 'test/length', version: '1', fields: { length: 11 }, sources: {} },
        { extractor: 'test/second', version: '1', fields: { length: 11 }, sources: {} },
      ],
      children: [],
    });
    expect((await process('notes.jpg')).result.extensionMismatch).toBe(true);
    expect((await process('nothing.txt')).result).toMatchObject({
      size: 0,
      mediaType: 'inode/x-empty',
      entropy: null,
      outcomes: { read: 'done' },
    });
    expect((await process(Buffer.from([0xe9, 0x0a]))).result.digests.md5).toBe(opensslDigest('md5', Buffer.from('raw')));
  });

  it('gives every step an outcome where an item cannot be read', async () => {
    for (const [name, code] of [
      ['gone.txt', 'ENOENT'],
      ['link.txt', 'ELOOP'],
      ['fifo', 'not-a-regular-file'],
      ['notes.txt/below', 'ENOTDIR'],
    ] as const) {
      const { result } = await process(name);
      expect(result, name).toMatchObject({
        size: 0,
        digests: {},
        mediaType: null,
        outcomes: {
          read: 'failed',
          identify: 'skipped(not-read)',
          'test/length': 'skipped(not-read)',
          'test/second': 'skipped(not-read)',
        },
      });
      expect(result.observations).toMatchObject([{ severity: 'warning', code: 'not-read', step: 'read', place: code }]);
      expect(result.observations[0]?.message).toMatch(/^It .*\.$/);
    }
  });

  it('names the item once before its extractors in a batch, and each step when it is alone', async () => {
    const inBatch = await process('notes.txt');
    expect(inBatch.steps.map(([step]) => step)).toEqual(['test/length']);
    const alone = await process('notes.txt', [counting, second], { alone: true });
    expect(alone.steps.map(([step]) => step)).toEqual(['read', 'identify', 'test/length', 'test/second']);
    const quick = await process('notes.txt', []);
    expect(quick.steps).toEqual([]);
  });

  it('hands on the digests before a step that may crash', async () => {
    const { steps } = await process('notes.txt', [counting], { alone: true });
    const md5 = opensslDigest('md5', Buffer.from('some notes\n'));
    expect(steps.map(([step, hashed]) => [step, hashed?.digests.md5])).toEqual([
      ['read', undefined],
      ['identify', md5],
      ['test/length', md5],
    ]);
  });

  it('does the other steps where one is to be given up', async () => {
    const observation = { severity: 'warning' as const, code: 'step-crashed', message: 'It crashed.', step: 'test/length' };
    const { result, steps } = await process('notes.txt', [counting, second], {
      alone: true,
      give: { 'test/length': { outcome: 'failed', observation } },
    });
    expect(result.outcomes).toEqual({ read: 'done', identify: 'done', 'test/length': 'failed', 'test/second': 'done' });
    expect(result.observations).toEqual([observation]);
    expect(steps.map(([step]) => step)).toEqual(['read', 'identify', 'test/second']);

    const blind = await process('notes.txt', [counting], {
      alone: true,
      give: { identify: { outcome: 'timed-out', observation: { ...observation, step: 'identify' } } },
    });
    expect(blind.result).toMatchObject({
      mediaType: null,
      outcomes: { read: 'done', identify: 'timed-out', 'test/length': 'not-applicable' },
      digests: { md5: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
  });

  it('calls the reading partial where the file changed meanwhile', async () => {
    writeFileSync(join(root, 'changing.txt'), 'before');
    const changing: Extractor = {
      ...counting,
      async *run() {
        writeFileSync(join(root, 'changing.txt'), 'after all');
        yield { kind: 'artefact', fields: { length: 9 }, sources: {} };
      },
    };
    const { result } = await process('changing.txt', [changing]);
    expect(result.outcomes['read']).toBe('partial');
    expect(result.observations.map(({ code }) => code)).toEqual(['changed-while-reading']);
    expect(result.digests.md5).toBe(opensslDigest('md5', Buffer.from('before')));
  });

  it('calls the reading partial where the file is not what was listed, and gives what is there now', async () => {
    writeFileSync(join(root, 'rewritten.txt'), 'as listed');
    const before = item('rewritten.txt');
    writeFileSync(join(root, 'rewritten.txt'), 'rewritten since');
    utimesSync(join(root, 'rewritten.txt'), 1, 1);
    const work: Work = { type: 'work', batch: 1, items: [], alone: false };
    const result = await processorOf(root, []).process(before, work, () => undefined);
    expect(result).toMatchObject({
      size: 15,
      readModified: '1000000000',
      outcomes: { read: 'partial', identify: 'done' },
      observations: [{ severity: 'warning', code: 'changed-since-listing', step: 'read' }],
      digests: { md5: opensslDigest('md5', Buffer.from('rewritten since')) },
    });
    expect(result.observations[0]?.message).toMatch(
      /^The file changed after it was listed: it had 9 bytes and has 15; it was last modified at 20.*Z and now at 1970-01-01T00:00:01\.000000000Z; its entry was last changed at .*\.$/,
    );
    // The same file, listed again, is as it was listed.
    expect(await processorOf(root, []).process(item('rewritten.txt'), work, () => undefined)).toMatchObject({
      outcomes: { read: 'done' },
      observations: [],
    });
  });

  it('throws where the whole source is gone, so that no item is blamed', async () => {
    const medium = join(scratch, 'medium');
    mkdirSync(medium);
    const processor = processorOf(medium, []);
    renameSync(medium, join(scratch, 'pulled'));
    const work: Work = { type: 'work', batch: 1, items: [], alone: false };
    await expect(processor.process(item('file'), work, () => undefined)).rejects.toBeInstanceOf(SourceUnavailable);
  });
});
