/** Items and snapshots for the tests of reports: made up, deterministic, with every awkward name there is. */
import { createHash } from 'node:crypto';
import { itemIdOf, serialiseAddress } from '../../../src/model/address.ts';
import type { CaseInfo } from '../../../src/model/case.ts';
import { displayRawName } from '../../../src/model/display.ts';
import type { Item } from '../../../src/model/item.ts';
import { fromCalendarText, fromUnixNanoseconds } from '../../../src/model/timestamp.ts';
import type { ReportExhibit, ReportField, ReportMethod, ReportSnapshot } from '../../../src/reports/snapshot.ts';
import { tallyItems } from '../../../src/reports/tally.ts';

const digestOf = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex');

export interface ItemSketch extends Partial<Omit<Item, 'path' | 'pathRaw' | 'name'>> {
  path: string | Uint8Array;
  content?: Uint8Array | string;
}

/** A file as the case would hold it after a whole run, changed by what the sketch says. */
export function makeItem({ path, content = 'x', ...rest }: ItemSketch): Item {
  const bytes = typeof path === 'string' ? Buffer.from(path) : path;
  const { text, raw } = displayRawName(bytes);
  const source = rest.source ?? 'S1';
  const address = serialiseAddress([
    { kind: 'folder', source },
    { kind: 'path', path: bytes },
  ]);
  const body = Buffer.from(content);
  const isFile = (rest.kind ?? 'file') === 'file' || rest.kind === 'member';
  const dot = text.lastIndexOf('.');
  return {
    id: itemIdOf(address, (value) => digestOf('sha256', Buffer.from(value))),
    source,
    address,
    path: text,
    pathRaw: raw,
    name: text.slice(text.lastIndexOf('/') + 1),
    kind: 'file',
    parent: null,
    size: isFile ? body.length : null,
    ...(isFile ? { md5: digestOf('md5', body), sha1: digestOf('sha1', body), sha256: digestOf('sha256', body) } : {}),
    mediaType: isFile ? 'text/plain' : null,
    mediaTypeBasis: isFile ? 'text' : null,
    charset: null,
    extension: dot > 0 ? text.slice(dot + 1).toLowerCase() : null,
    extensionMismatch: false,
    entropy: isFile ? 3.25 : null,
    mode: 0o100644,
    uid: 1000,
    gid: 1000,
    inode: '4711',
    links: 1,
    linkTarget: null,
    times: {
      modified: fromUnixNanoseconds(1_709_634_030_123_456_789n),
      accessed: fromUnixNanoseconds(1_709_720_430_000_000_000n),
      changed: fromUnixNanoseconds(1_709_634_031_000_000_000n),
      created: null,
    },
    artefacts: [],
    observations: [],
    outcomes: isFile
      ? { 'image/exif': 'not-applicable', identify: 'done', read: 'done' }
      : { read: 'skipped(directory)', identify: 'skipped(directory)' },
    ...rest,
  };
}

export const sampleFields: ReportField[] = [
  { column: 'image/exif.make', label: 'Make' },
  { column: 'image/exif.model', label: 'Model' },
  { column: 'image/exif.capturedAt', label: 'Captured' },
  { column: 'image/exif.latitude', label: 'Latitude', unit: '°' },
  { column: 'image/exif.longitude', label: 'Longitude', unit: '°' },
];

const sampleMethods: ReportMethod[] = [
  {
    id: 'document/pdf-properties',
    version: '1',
    description: 'Reads what a PDF says about itself: title, author, producer and dates.',
    references: ['ISO 32000-1:2008, 14.3'],
  },
  {
    id: 'image/exif',
    version: '3',
    description: 'Reads camera metadata from JPEG, HEIC, TIFF, PNG, WebP and AVIF.',
    references: ['CIPA DC-008-2023 (Exif 3.0)', 'TIFF 6.0'],
  },
];

const camera = (
  make: string,
  model: string,
  latitude: number,
  longitude: number,
  capturedAt: string,
  offset?: string,
): Item['artefacts'] => [
  {
    extractor: 'image/exif',
    version: '3',
    fields: { make, model, capturedAt: fromCalendarText(capturedAt, offset), latitude, longitude },
    sources: {
      make: 'IFD0 0x010F Make',
      model: 'IFD0 0x0110 Model',
      capturedAt: 'Exif 0x9003 DateTimeOriginal',
      latitude: 'GPS 0x0002',
      longitude: 'GPS 0x0004',
    },
  },
];

/** One of everything. */
export function sampleItems(): Item[] {
  return [
    makeItem({ path: 'DCIM', kind: 'directory', mode: 0o040755 }),
    makeItem({
      path: 'DCIM/IMG_0001.jpg',
      content: 'photo 1',
      mediaType: 'image/jpeg',
      entropy: 7.9512,
      artefacts: camera('Samsung', 'SM-A546E', 24.860735, 67.001137, '2024:03:05 15:20:30', '+05:00'),
      outcomes: { read: 'done', identify: 'done', 'image/exif': 'done' },
    }),
    makeItem({
      path: 'DCIM/IMG_0002.jpg',
      content: 'photo 2',
      mediaType: 'image/jpeg',
      entropy: 7.9401,
      artefacts: camera('=HYPERLINK("http://x")', '<script>alert(1)</script>', -33.8688, 151.2093, '2024:03:06 09:00:00'),
      outcomes: { read: 'done', identify: 'done', 'image/exif': 'partial' },
      observations: [
        {
          severity: 'warning',
          code: 'truncated',
          message: 'The directory ends beyond the end of the file.',
          step: 'image/exif',
          place: 'IFD1',
        },
      ],
    }),
    makeItem({ path: 'Documents/رپورٹ/حساب کتاب.pdf', content: 'pdf', mediaType: 'application/pdf' }),
    makeItem({
      path: 'Documents/invoice.pdf',
      content: 'MZ',
      mediaType: 'application/vnd.microsoft.portable-executable',
      extensionMismatch: true,
      entropy: 6.2,
    }),
    makeItem({ path: 'Documents/=1+1,"quoted".csv', content: 'csv' }),
    makeItem({ path: 'Documents/photo\u202egpj.exe', content: 'MZ2', mediaType: 'application/vnd.microsoft.portable-executable' }),
    makeItem({ path: 'Documents/two\nlines.txt', content: 'nl' }),
    makeItem({ path: Buffer.concat([Buffer.from('Documents/caf'), Buffer.from([0xe9]), Buffer.from('.txt')]), content: 'latin' }),
    makeItem({ path: 'Documents/back\\slash & <b>.txt', content: 'bs' }),
    makeItem({
      path: 'Downloads/backup.zip',
      content: 'PK',
      mediaType: 'application/zip',
      observations: [{ severity: 'note', code: 'encrypted', message: 'Some entries are encrypted.', step: 'identify' }],
    }),
    makeItem({ path: 'Downloads/container.bin', mediaType: null, mediaTypeBasis: 'none', size: 52_428_800, entropy: 7.9999 }),
    makeItem({ path: 'Downloads/empty.dat', content: '', mediaType: 'application/x-empty', entropy: 0 }),
    makeItem({ path: 'Downloads/film.mkv', mediaType: 'video/x-matroska', size: 2_147_483_648, entropy: 7.98 }),
    makeItem({ path: 'Windows/System32/calc.exe', content: 'MZ3', mediaType: 'application/vnd.microsoft.portable-executable' }),
    makeItem({
      path: 'chat.db',
      content: 'SQLite format 3',
      mediaType: 'application/x-sqlite3',
      observations: [
        {
          severity: 'warning',
          code: 'changed-while-reading',
          message: 'The file changed while it was read: 15 bytes before, 15 read, 31 after.',
          step: 'read',
        },
        {
          severity: 'warning',
          code: 'changed-since-listing',
          message: 'The file changed after it was listed: it had 9 bytes and has 15.',
          step: 'read',
        },
      ],
      outcomes: { read: 'partial', identify: 'done', 'image/exif': 'not-applicable' },
    }),
    makeItem({
      path: 'link',
      kind: 'symlink',
      linkTarget: '../etc/passwd',
      mode: 0o120777,
      outcomes: { read: 'skipped(symbolic-link)', identify: 'skipped(symbolic-link)', 'image/exif': 'skipped(symbolic-link)' },
    }),
    makeItem({
      path: 'pipe',
      kind: 'special',
      mode: 0o010644,
      outcomes: { read: 'skipped(special-file)', identify: 'skipped(special-file)', 'image/exif': 'skipped(special-file)' },
    }),
    makeItem({
      path: 'private/locked.txt',
      size: 120,
      md5: undefined,
      sha1: undefined,
      sha256: undefined,
      mediaType: null,
      entropy: null,
      outcomes: { read: 'failed', identify: 'skipped(not-read)', 'image/exif': 'skipped(not-read)' },
      observations: [{ severity: 'warning', code: 'not-read', message: 'The system refused to open it.', step: 'read', place: 'EACCES' }],
    }),
    makeItem({
      path: 'unread.txt',
      size: 7,
      md5: undefined,
      sha1: undefined,
      sha256: undefined,
      mediaType: null,
      entropy: null,
      outcomes: {},
    }),
  ];
}

/** An exhibit with a picture of one pixel. */
export function exhibitOf(item: Item): ReportExhibit {
  return {
    number: 'EX-1',
    description: 'ملاقات کی جگہ',
    item,
    tags: ['Relevant'],
    comment: 'Taken the day before.',
    picture: {
      mediaType: 'image/png',
      base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
    },
    excerpt: null,
    shortfall: null,
  };
}

export function sampleInfo(items: readonly Item[], finished: boolean): CaseInfo {
  const tally = tallyItems(items, 100);
  const total = tally.countsByKind.reduce((sum, { items: count }) => sum + count, 0);
  const bytes = tally.countsByKind.reduce((sum, count) => sum + count.bytes, 0);
  return {
    directory: '/cases/sample.sabut',
    schemaVersion: 2,
    header: {
      name: 'Enquiry 118/2026 – Samsung phone and USB stick',
      caseNumber: 'ENQ-118/2026',
      examiner: 'Sub-Inspector Ayesha Khan',
      agency: 'National Cyber Crime Investigation Agency',
      circle: 'Karachi',
      authority:
        'Search warrant 44/2026 of the Judicial Magistrate, Karachi South: storage media found at the premises, financial records of 2024 only',
      sections: 'PECA 2016 ss. 13, 14, 16',
      timeZone: 'Asia/Karachi',
      createdAt: '2026-03-01T05:00:00.000Z',
      caseId: '0123456789abcdef0123456789abcdef',
    },
    sources: [
      {
        id: 'S1',
        kind: 'folder',
        path: '/media/seized/usb',
        pathRaw: null,
        label: 'USB stick, Kingston 64 GB, seal 0071',
        addedAt: '2026-03-01T05:02:11.000Z',
        fileSystem: 'exfat',
        mountedReadOnly: true,
        volumes: [{ device: '2049', fileSystem: 'exfat', options: 'ro,relatime', localClock: false, accessTimesNotKept: 0 }],
        manifestSha256: finished ? 'ab'.repeat(32) : null,
        items: total,
        bytes,
      },
    ],
    runs: [
      {
        id: 1,
        profile: 'standard',
        state: finished ? 'complete' : 'interrupted',
        startedAt: '2026-03-01T05:03:00.000Z',
        endedAt: finished ? '2026-03-01T05:11:42.000Z' : null,
        workers: 2,
        isolation: finished ? 'bubblewrap' : 'process',
        tools: { Sabut: '0.1.0', 'Node.js': '24.21.0', SQLite: '3.54.1', 'file-type': '22.3.0', wasmagic: '1.0.10' },
        sources: ['S1'],
      },
    ],
    unfinished: !finished,
    coverage: {
      items: total,
      bytes,
      byStatus: finished
        ? { done: 12, skipped: 4, partial: 2, failed: 1, 'timed-out': 0, 'not-applicable': 0 }
        : { done: 12, skipped: 3, partial: 2, failed: 1, pending: 2 },
      steps: [
        {
          step: 'image/exif',
          outcomes: {
            done: 1,
            partial: 1,
            'not-applicable': 13,
            'skipped(directory)': 1,
            'skipped(symbolic-link)': 1,
            'skipped(special-file)': 1,
            'skipped(not-read)': 1,
          },
        },
        {
          step: 'identify',
          outcomes: { done: 15, 'skipped(directory)': 1, 'skipped(symbolic-link)': 1, 'skipped(special-file)': 1, 'skipped(not-read)': 1 },
        },
        {
          step: 'read',
          outcomes: { done: 14, partial: 1, failed: 1, 'skipped(directory)': 1, 'skipped(symbolic-link)': 1, 'skipped(special-file)': 1 },
        },
      ],
      observations: { 'changed-while-reading': 1, 'changed-since-listing': 1, truncated: 1, encrypted: 1, 'not-read': 1 },
    },
    audit: {
      entries: 42,
      head: `${'c0ffee'.repeat(10)}c0ff`,
      root: 'n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=',
      keyFingerprint: '1a2b 3c4d 5e6f 7788',
    },
  };
}

export function sampleSnapshot(
  overrides: Partial<ReportSnapshot> = {},
  items: readonly Item[] = sampleItems(),
  finished = true,
): ReportSnapshot {
  const { countsByType, countsByKind, notable } = tallyItems(items, 100);
  return {
    product: { name: 'Sabut', version: '0.1.0' },
    generatedAt: '2026-03-01T05:12:00.000Z',
    info: sampleInfo(items, finished),
    intake: [{ run: 1, listed: 20, processed: finished ? 20 : 18 }],
    countsByType,
    countsByKind,
    notable,
    exhibits: null,
    limitations: ['The medium is formatted with exFAT, which keeps times to 10 milliseconds and an offset that programs may leave out.'],
    language: 'en',
    fields: sampleFields,
    methods: sampleMethods,
    items: () => items,
    ...overrides,
  };
}
