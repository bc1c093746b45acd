/** A case database with many different items, made through the storage layer. */
import { hash } from 'node:crypto';
import { itemIdOf } from '../../src/model/address.ts';
import { displayRawName } from '../../src/model/display.ts';
import type { Outcomes } from '../../src/model/outcome.ts';
import type { ContentResult } from '../../src/model/processing.ts';
import { CaseTables } from '../../src/storage/case-tables.ts';
import type { Connection } from '../../src/storage/connection.ts';
import { addressOf } from '../../src/storage/item-reader.ts';
import { ItemWriter, type ListedItem, type Promoted } from '../../src/storage/item-writer.ts';
import { numbersFrom } from '../bench/million-case.ts';

const names = [
  'IMG_0001.JPG',
  'img_0001.jpg',
  'Ledger.xlsx',
  'رسید.pdf',
  'notes.txt',
  'a-b',
  'a',
  'A',
  'ab',
  'back\\slash.txt',
  'bidi\u202egpj.exe',
  'new\nline',
  'zip.zip',
  'x'.repeat(60),
  'Camera roll 2.mov',
];
const rawNames = [Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x2e, 0x74, 0x78, 0x74]), Buffer.from([0xff, 0xfe])];
const folderNames = ['DCIM', 'Camera', 'a', 'a-b', 'Documents', 'تصاویر', 'deep'];
const types = ['image/jpeg', 'image/png', 'video/mp4', 'application/pdf', 'text/plain', null];
const devices = ['Canon EOS 80D', 'canon eos 80d', 'TECNO KI7', null, null, null];
const codes = ['unreadable-sectors', 'hard-link', 'trailing-bytes'];
const outcomeSets: Outcomes[] = [
  { read: 'done', identify: 'done' },
  { read: 'partial', identify: 'done' },
  { read: 'failed', identify: 'skipped(not-read)' },
  { read: 'done', identify: 'timed-out' },
];

/** Fills a new database; gives the writer, so that a test can go on writing. */
export function writeManyItems(connection: Connection, count: number, seed: number): ItemWriter {
  const random = numbersFrom(seed);
  const pick = <Value>(list: readonly Value[]): Value => list[random(list.length)] as Value;
  const time = (): bigint | null => {
    switch (random(8)) {
      case 0:
        return null;
      case 1:
        return -1n * BigInt(random(2_000_000_000)) * 1_000_000n - 1n;
      case 2:
        return 1_600_000_000_000_000_000n;
      default:
        return BigInt(1_500_000_000 + random(200_000_000)) * 1_000_000_000n + BigInt(random(3));
    }
  };
  const tables = new CaseTables(connection);
  const writer = new ItemWriter(connection);
  connection.transaction(() => {
    for (const path of ['/one', '/two'])
      tables.addSource({
        path: Buffer.from(path),
        label: path,
        addedAt: '2024-05-01T00:00:00.000Z',
        device: '1',
        inode: '1',
        fileSystem: null,
        volume: null,
        capacity: null,
        born: null,
        mountedReadOnly: null,
        crossFileSystems: false,
      });
    const folders: { source: number; path: Buffer }[] = [
      { source: 1, path: Buffer.alloc(0) },
      { source: 2, path: Buffer.alloc(0) },
    ];
    const taken = new Set<string>();
    let row = 0;
    while (row < count) {
      const folder = pick(folders);
      const isFolder = random(9) === 0;
      const name = isFolder
        ? Buffer.from(pick(folderNames))
        : random(12) === 0
          ? pick(rawNames)
          : Buffer.from(random(2) === 0 ? pick(names) : `${row}-${pick(names)}`);
      const path = folder.path.length === 0 ? name : Buffer.concat([folder.path, Buffer.from('/'), name]);
      if (path.length > 200 || taken.has(`${folder.source}:${path.toString('hex')}`)) continue;
      taken.add(`${folder.source}:${path.toString('hex')}`);
      if (isFolder) folders.push({ source: folder.source, path });
      const kind = isFolder ? 'directory' : random(20) === 0 ? 'symlink' : 'file';
      const waits = kind === 'file' && random(15) === 0;
      const itemId = Buffer.from(
        itemIdOf(addressOf(folder.source, path), (text) => hash('sha256', text, 'hex')),
        'hex',
      );
      const listed: ListedItem = {
        itemId,
        source: folder.source,
        path,
        name: displayRawName(name).text,
        kind,
        size: kind === 'directory' ? null : random(5) === 0 ? 8_589_934_592 + random(4) : random(40),
        mode: 0,
        uid: 0,
        gid: 0,
        device: 1n,
        inode: BigInt(row),
        links: 1,
        modified: time(),
        accessed: time(),
        changed: time(),
        created: time(),
        linkTarget: null,
        extension: kind === 'file' ? pick(['jpg', 'txt', 'pdf', null]) : null,
        priority: 0,
        outcomes: kind === 'file' ? null : { read: 'skipped(directory)', identify: 'skipped(directory)' },
        observations: [],
      };
      writer.addListed(listed, 1);
      row += 1;
      const key = row;
      if (kind !== 'file' || waits) continue;
      writer.recordContent(key, itemId, contentOf(random, pick), promotedOf(random, pick, time), 1);
      if (random(10) !== 0) continue;
      const memberName = Buffer.from(pick(['thumbnail.jpg', 'inner/part.txt']));
      const memberPath = Buffer.concat([path, Buffer.from('//'), memberName]);
      const memberId = Buffer.from(hash('sha256', memberPath, 'hex').slice(0, 32), 'hex');
      const { row: member } = writer.addMember(
        {
          itemId: memberId,
          source: folder.source,
          parent: key,
          path: memberPath,
          address: `member ${memberPath.toString('hex')}`,
          name: displayRawName(memberName).text,
          extension: 'jpg',
        },
        1,
      );
      row = member;
      writer.recordContent(member, memberId, contentOf(random, pick), null, 1);
    }
  })();
  return writer;
}

type Pick = <Value>(list: readonly Value[]) => Value;

function contentOf(random: (below: number) => number, pick: Pick): ContentResult {
  const text = String(random(60));
  return {
    digests:
      random(10) === 0 ? {} : { md5: hash('md5', text, 'hex'), sha1: hash('sha1', text, 'hex'), sha256: hash('sha256', text, 'hex') },
    size: random(40),
    mediaType: pick(types),
    mediaTypeBasis: 'signature',
    charset: null,
    extensionMismatch: random(5) === 0,
    entropy: random(6) === 0 ? null : random(9) / 2,
    outcomes: pick(outcomeSets),
    observations: Array.from({ length: random(3) }, () => ({
      severity: 'note' as const,
      code: pick(codes),
      message: 'A remark.',
      step: 'read',
    })),
    artefacts:
      random(3) === 0
        ? [{ extractor: 'image/exif', version: '1', fields: { make: pick(['Canon', 'TECNO']), width: random(4) }, sources: {} }]
        : [],
    children: [],
  };
}

function promotedOf(random: (below: number) => number, pick: Pick, time: () => bigint | null): Promoted | null {
  if (random(2) === 0) return null;
  const captured = time();
  const capturedTime =
    captured === null
      ? null
      : JSON.stringify({ raw: 'x', iso: '2020-01-01T00:00:00', precision: 'second', basis: random(2) === 0 ? 'local-unknown' : 'utc' });
  const hasPosition = random(2) === 0;
  return {
    captured,
    capturedTime,
    deviceName: pick(devices),
    latitude: hasPosition ? random(90) : null,
    longitude: hasPosition ? random(180) : null,
  };
}
