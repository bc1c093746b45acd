/** Makes a case of very many items through the storage layer, as a run would have left it, without any evidence. */
import { createHash, hash } from 'node:crypto';
import type { CaseSession } from '../../src/engine/case/case-session.ts';
import { itemIdOf } from '../../src/model/address.ts';
import type { ContentResult } from '../../src/model/processing.ts';
import { buildDeferredIndexes } from '../../src/storage/deferred-indexes.ts';
import { addressOf } from '../../src/storage/item-reader.ts';
import type { Promoted } from '../../src/storage/item-writer.ts';

/** Numbers that look random and are the same each time (xorshift32). */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const types: readonly (readonly [mediaType: string, extension: string, share: number])[] = [
  ['image/jpeg', 'jpg', 38],
  ['text/plain', 'txt', 18],
  ['application/pdf', 'pdf', 10],
  ['image/png', 'png', 9],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx', 6],
  ['video/mp4', 'mp4', 5],
  ['audio/mpeg', 'mp3', 4],
  ['message/rfc822', 'eml', 4],
  ['application/x-sqlite3', 'db', 3],
  ['application/zip', 'zip', 2],
  ['application/x-msdownload', 'exe', 1],
];
const devices = [
  'samsung SM-A546E',
  'NIKON CORPORATION NIKON D5600',
  'TECNO KI7',
  'Canon EOS 80D',
  'Xiaomi Redmi Note 12',
  'Apple iPhone 13',
  'HUAWEI P30',
  'vivo Y21',
];
const words = [
  'photos',
  'تصاویر',
  'Documents',
  'kamran',
  'backup',
  'DCIM',
  'Camera',
  'WhatsApp',
  'Downloads',
  'old',
  '2019',
  '2021',
  'work',
  'family',
  'Ledger',
  'رسید',
];
const nanosecondsOf = (random: (below: number) => number) =>
  BigInt(1_300_000_000 + random(400_000_000)) * 1_000_000_000n + BigInt(random(1_000_000_000));
const itemsAtOnce = 20_000;

/** Fills an open case with items in a tree of folders up to 15 deep; 30 % have a capture time, a device and a position. */
export function fillCase(session: CaseSession, items: number, seed = 7): void {
  const random = numbersFrom(seed);
  const source = session.tables.addSource({
    path: Buffer.from('/evidence/million'),
    label: 'million',
    addedAt: '2024-05-01T00:00:00.000Z',
    device: '1',
    inode: '1',
    fileSystem: 'ext4',
    volume: null,
    capacity: null,
    born: null,
    mountedReadOnly: true,
    crossFileSystems: false,
  });
  const run = session.tables.startRun({
    profile: 'standard',
    startedAt: '2024-05-01T00:00:00.000Z',
    workers: 2,
    isolation: 'bubblewrap',
    tools: {},
    sources: ['S1'],
  });
  const folders = [''];
  let folder = '';
  let batch = 0;
  const outcomes = { read: 'done', identify: 'done', 'image/exif': 'done' } as const;
  const insert = session.connection.transaction((first: number, last: number) => {
    batch += 1;
    for (let index = first; index < last; index += 1) {
      const isFolder = index % 18 === 0;
      if (index % 12 === 0) {
        folder = folders[random(folders.length)] as string;
        if (folder.split('/').length > 14) folder = '';
      }
      const type = pick(random(100));
      const name = isFolder ? `${words[random(words.length)]} ${index}` : nameOf(random, index, type[1]);
      const path = Buffer.from(folder === '' ? name : `${folder}/${name}`, 'utf8');
      if (isFolder) folders.push(path.toString('utf8'));
      const itemId = Buffer.from(
        itemIdOf(addressOf(source, path), (text) => hash('sha256', text, 'hex')),
        'hex',
      );
      const times = {
        modified: nanosecondsOf(random),
        accessed: nanosecondsOf(random),
        changed: nanosecondsOf(random),
        created: index % 3 === 0 ? null : nanosecondsOf(random),
      };
      session.writer.addListed(
        {
          itemId,
          source,
          path,
          name,
          kind: isFolder ? 'directory' : 'file',
          size: isFolder ? null : random(2 ** 20) * (1 + random(64)),
          mode: 33_188,
          uid: 1000,
          gid: 1000,
          device: 1n,
          inode: BigInt(index),
          links: 1,
          ...times,
          linkTarget: null,
          extension: isFolder ? null : type[1],
          priority: 1,
          outcomes: isFolder ? { read: 'skipped(directory)', identify: 'skipped(directory)' } : null,
          observations: [],
        },
        batch,
      );
      if (!isFolder)
        session.writer.recordContent(index + 1, itemId, contentOf(random, index, type[0], outcomes), promotedOf(random, index), batch);
    }
  });
  for (let first = 0; first < items; first += itemsAtOnce) insert(first, Math.min(items, first + itemsAtOnce));
  session.tables.markSourceListed(source);
  for (const _ of buildDeferredIndexes(session.connection));
  session.tables.setRun(run, { state: 'complete', endedAt: '2024-05-01T01:00:00.000Z' });
}

function pick(share: number): readonly [string, string, number] {
  let sum = 0;
  for (const type of types) {
    sum += type[2];
    if (share < sum) return type;
  }
  return types[0] as readonly [string, string, number];
}

function nameOf(random: (below: number) => number, index: number, extension: string): string {
  switch (random(4)) {
    case 0:
      return `IMG_${20_150_000 + random(90_000)}_${String(index).padStart(7, '0')}.${extension}`;
    case 1:
      return `${words[random(words.length)]}-${index}.${extension}`;
    case 2:
      return `${(random(2 ** 31) * 7).toString(36)}.${index}.${extension.toUpperCase()}`;
    default:
      return `${words[random(words.length)]} ${words[random(words.length)]} (${index}).${extension}`;
  }
}

function contentOf(
  random: (below: number) => number,
  index: number,
  mediaType: string,
  outcomes: ContentResult['outcomes'],
): ContentResult {
  // One item in seven is a copy of an earlier one.
  const content = String(index % 7 === 0 ? random(index + 1) : index);
  const digest = (algorithm: string) => createHash(algorithm).update(content).digest('hex');
  const troubled = random(50) === 0;
  return {
    digests: { md5: digest('md5'), sha1: digest('sha1'), sha256: digest('sha256') },
    size: random(2 ** 20) * (1 + random(64)),
    mediaType,
    mediaTypeBasis: 'signature',
    charset: mediaType.startsWith('text/') ? 'utf-8' : null,
    extensionMismatch: random(60) === 0,
    entropy: random(80_000) / 10_000,
    outcomes: troubled ? { ...outcomes, 'image/exif': 'partial' } : outcomes,
    observations:
      random(8) === 0
        ? [
            {
              severity: 'note',
              code: ['hard-link', 'thumbnail-differs', 'unknown-tag', 'trailing-bytes'][random(4)] as string,
              message: 'Something that a reader of the case should see.',
              step: 'read',
            },
          ]
        : [],
    artefacts:
      index % 10 < 3
        ? [
            {
              extractor: 'image/exif',
              version: '1',
              fields: { make: 'Canon', model: devices[index % devices.length] as string, iso: 100 * (1 + random(30)) },
              sources: { make: 'IFD0 0x010F Make' },
            },
          ]
        : [],
    children: [],
  };
}

function promotedOf(random: (below: number) => number, index: number): Promoted | null {
  if (index % 10 >= 3) return null;
  const captured = nanosecondsOf(random);
  return {
    captured,
    capturedTime: JSON.stringify({
      raw: '2019:05:01 10:20:30',
      iso: '2019-05-01T10:20:30',
      precision: 'second',
      basis: index % 2 === 0 ? 'local-unknown' : 'offset',
    }),
    deviceName: devices[index % devices.length] as string,
    latitude: 24 + random(100_000) / 10_000,
    longitude: 62 + random(150_000) / 10_000,
  };
}
