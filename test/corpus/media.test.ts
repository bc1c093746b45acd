/** Sound and video files against what exiftool says of them, and hostile ones against their deadline. */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { describe, expect, test } from 'vitest';
import { audioVideoContainer } from '../../src/extractors/audio-video/container/index.ts';
import { audioVideoTags } from '../../src/extractors/audio-video/tags/index.ts';
import { isTimestamp } from '../../src/model/field.ts';
import { type Collected, collect } from '../extractors/run-extractor.ts';
import { Agreement } from './agreement.ts';

const corpora = path.join(import.meta.dirname, '../../../shared/corpora');
const present = fs.existsSync(path.join(corpora, 'types/file-type'));
const exiftool = present ? exiftoolVersion() : null;
const absentNote = present ? '' : ' (skipped: ../shared/corpora is absent)';

function exiftoolVersion(): string | null {
  try {
    return execFileSync('exiftool', ['-ver'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

const extensions = 'mp3 mp4 m4a m4b m4p m4v f4v mov mkv avi ogg opus oga ogv spx aif asf amr mp2 mp1 aac flv mpg 3g2 mpc rm qcp mid'.split(
  ' ',
);
const mediaFiles = (): string[] =>
  fs
    .readdirSync(path.join(corpora, 'types/file-type'))
    .filter((name) => extensions.includes(name.split('.').at(-1) as string))
    .sort()
    .map((name) => `types/file-type/${name}`);

async function mediaTypeOf(bytes: Buffer, otherwise: string): Promise<string> {
  try {
    return (await fileTypeFromBuffer(bytes))?.mime ?? otherwise;
  } catch {
    return otherwise;
  }
}

type PeerValues = Record<string, unknown>;

/** What exiftool says of each file, without group names; of values that occur twice the first. */
function askExiftool(files: readonly string[]): Map<string, PeerValues> {
  // It exits with 1 where one of the files is of no type that it knows.
  const options = ['-n', '-j', '-G1', '-api', 'QuickTimeUTC=0'];
  const { stdout } = spawnSync('exiftool', [...options, ...files], { cwd: corpora, encoding: 'utf8', maxBuffer: 1 << 26 });
  return new Map((JSON.parse(stdout) as PeerValues[]).map((values) => [String(values.SourceFile), values]));
}

function peer(values: PeerValues, groups: RegExp, ...names: string[]): unknown {
  for (const name of names) {
    const key = Object.keys(values).find((each) => each.endsWith(`:${name}`) && groups.test(each));
    if (key !== undefined && values[key] !== '') return values[key];
  }
  return null;
}

const field = (collected: Collected, name: string) => collected.artefacts[0]?.fields[name] ?? null;

function time(collected: Collected, name: string): string | null {
  const value = field(collected, name);
  return value !== null && isTimestamp(value) && value.iso !== null
    ? value.iso.replace(/^(\d{4})-(\d{2})-(\d{2})T/, '$1:$2:$3 ').replace(/Z$/, '')
    : null;
}

/** The peer's number where ours lies within 2 % or 50 ms of it: bit rates and frame counts are estimated in different ways. */
function near(ours: unknown, theirs: unknown): unknown {
  return typeof ours === 'number' && typeof theirs === 'number' && Math.abs(ours - theirs) <= Math.max(0.05, 0.02 * theirs) ? theirs : ours;
}

const structure = /^(?!ExifTool|System|File|Composite|ID3|Lavc)/;

const preroll = 'exiftool gives the play duration with its 3.1 s of preroll, which are no part of the recording';
const quality = 'exiftool takes the QLCM header for one of WAVE';

const explanations: Record<string, string> = {
  'duration: types/file-type/fixture.wma.asf': preroll,
  'duration: types/file-type/fixture.wmv.asf': preroll,
  'duration: types/file-type/fixture.ogg': 'exiftool estimates by size and nominal bit rate; the last granule position says 0.767 s',
  'duration: types/file-type/fixture-mp2l3.mp3':
    'a fragment of 128 bytes without two whole frames; exiftool estimates from a bit rate in the noise',
  'duration: types/file-type/fixture.qcp': quality,
  'sampleRate: types/file-type/fixture.qcp': quality,
  'channels: types/file-type/fixture.qcp': quality,
};

describe.skipIf(!present || exiftool === null)(
  `media of the corpus${absentNote || (exiftool === null ? ' (skipped: exiftool is absent)' : '')}`,
  () => {
    test('containers and tags agree with exiftool', { timeout: 120_000 }, async () => {
      const agreement = new Agreement(explanations);
      const files = mediaFiles();
      const peers = askExiftool(files);
      for (const file of files) {
        const values = peers.get(file);
        if (values === undefined || values['ExifTool:Error'] !== undefined) continue;
        const bytes = fs.readFileSync(path.join(corpora, file));
        const mediaType = await mediaTypeOf(bytes, 'video/x-unknown');
        const container = await collect(audioVideoContainer, bytes, { mediaType });
        const tags = await collect(audioVideoTags, bytes, { mediaType });
        const compare = (name: string, ours: unknown, theirs: unknown) => {
          if (theirs !== null && theirs !== undefined) agreement.compare(name, file, ours, theirs);
        };
        const duration = peer(values, structure, 'Duration') ?? peer(values, /^Composite/, 'Duration');
        compare('duration', near(field(container, 'duration'), duration), duration === 0 ? null : duration);
        compare('width', field(container, 'width'), peer(values, structure, 'ImageWidth'));
        compare('height', field(container, 'height'), peer(values, structure, 'ImageHeight'));
        // For MPEG and Musepack exiftool -n prints the index in the frame header, for AVI the rate of blocks.
        const sampleRate = peer(values, structure, 'AudioSampleRate', 'SampleRate');
        compare('sampleRate', field(container, 'sampleRate'), typeof sampleRate === 'number' && sampleRate < 1000 ? null : sampleRate);
        compare('channels', field(container, 'channels'), peer(values, structure, 'AudioChannels', 'NumChannels'));
        const rate = peer(values, structure, 'VideoFrameRate', 'FrameRate');
        compare('frameRate', near(field(container, 'frameRate'), rate), rate);
        const created = peer(values, /^(?:Keys|UserData)/, 'CreationDate') ?? peer(values, /^QuickTime/, 'CreateDate');
        compare('creationTime', time(container, 'creationTime'), created === '0000:00:00 00:00:00' ? null : created);
        compare('make', field(container, 'make'), peer(values, structure, 'Make'));
        compare('model', field(container, 'model'), peer(values, structure, 'Model'));
        compare('majorBrand', field(container, 'majorBrand'), String(peer(values, /^QuickTime/, 'MajorBrand') ?? '').trim() || null);
        compare('title', field(tags, 'title'), peer(values, /^(?!Track|System)/, 'Title'));
        compare('artist', field(tags, 'artist'), peer(values, /^(?!System)/, 'Artist', 'Author'));
        compare('album', field(tags, 'album'), peer(values, /^(?!System)/, 'Album'));
        compare('year', field(tags, 'year'), peer(values, /^(?:ID3|APE)/, 'Year'));
      }
      process.stdout.write(agreement.table(`audio-video against exiftool ${exiftool}, ${files.length} files`));
      expect(agreement.unused).toEqual([]);
      for (const [name, share] of Object.entries(agreement.shares)) expect(share, name).toBeGreaterThanOrEqual(0.98);
    });
  },
);

describe.skipIf(!present)(`hostile media${absentNote}`, () => {
  /** HARDENING.md gives 60 s + 2 s a megabyte; nothing of this size may come near it. */
  const deadlineMilliseconds = 10_000;

  test('each ends in time with a result or a recorded fault', { timeout: 300_000 }, async () => {
    const folder = path.join(corpora, 'hostile/me-fuzzing');
    const files = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
    const slow: string[] = [];
    const silent: string[] = [];
    for (const name of files) {
      const bytes = fs.readFileSync(path.join(folder, name));
      const mediaType = await mediaTypeOf(bytes, 'video/x-unknown');
      const start = performance.now();
      const container = await collect(audioVideoContainer, bytes, { mediaType });
      await collect(audioVideoTags, bytes, { mediaType });
      if (performance.now() - start > deadlineMilliseconds) slow.push(name);
      if (container.artefacts.length + container.observations.length === 0) silent.push(name);
    }
    expect(files.length).toBeGreaterThan(100);
    expect(slow).toEqual([]);
    expect(silent).toEqual([]);
  });
});
