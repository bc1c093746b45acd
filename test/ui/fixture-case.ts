/** What the engine in memory tells of itself, of its case and of one item: as made up as the items, and as constant. */
import type { CallOutput } from '../../src/contract/engine-api.ts';
import type { ItemRow } from '../../src/contract/schemas.ts';
import { hexOf } from './fixture-items.ts';

export type CaseInfo = NonNullable<CallOutput<'case.current'>>;

/** Where the case lies. */
export const caseDirectory = '/cases/Karachi-laptop.sabut';
/** When it was made. */
export const started = '2024-06-03T09:14:00.000Z';

export function header(): CaseInfo['header'] {
  return {
    name: 'Karachi laptop seizure',
    caseNumber: 'FIR 214/2024',
    examiner: 'Insp. Sana Malik',
    agency: 'National Cyber Crime Investigation Agency',
    circle: 'Karachi',
    authority: 'Warrant 88/2024, Judicial Magistrate East; laptop and phone, communications of March to May 2024.',
    sections: 'PECA 2016 ss. 3, 4, 16',
    timeZone: 'Asia/Karachi',
    createdAt: started,
    caseId: hexOf(3, 32),
  };
}

export const application: CallOutput<'application.describe'> = {
  product: 'Sabut',
  version: '0.1.0',
  platform: 'linux',
  isolation: 'bubblewrap',
  profiles: ['quick', 'standard', 'full'],
  extractors: [
    {
      id: 'image/exif',
      version: '1',
      description: 'Reads EXIF.',
      references: ['CIPA DC-008'],
      fields: {
        make: { type: 'text', label: 'Camera make', source: 'EXIF 0x010F Make' },
        model: { type: 'text', label: 'Camera model', source: 'EXIF 0x0110 Model' },
        capturedAt: { type: 'timestamp', label: 'Captured', source: 'EXIF 0x9003 DateTimeOriginal' },
        width: { type: 'integer', label: 'Width', unit: 'px', source: 'EXIF 0xA002' },
        keywords: { type: 'text-list', label: 'Keywords', source: 'IPTC 2:25' },
      },
    },
  ],
};

export const recentCases: CallOutput<'case.recent'>['cases'] = [
  {
    directory: caseDirectory,
    name: 'Karachi laptop seizure',
    caseNumber: 'FIR 214/2024',
    openedAt: '2024-06-04T06:10:00.000Z',
    present: true,
    integrity: 'verified',
    verifiedAt: '2024-06-04T06:12:00.000Z',
  },
  {
    directory: '/cases/Lahore-phones.sabut',
    name: 'لاہور موبائل فون',
    caseNumber: 'Enquiry 71/2024',
    openedAt: '2024-05-21T11:40:00.000Z',
    present: true,
    integrity: 'unverified',
    verifiedAt: null,
  },
  {
    directory: '/media/old/Peshawar.sabut',
    name: 'Peshawar bank fraud',
    caseNumber: null,
    openedAt: '2024-02-02T08:00:00.000Z',
    present: false,
    integrity: 'unverified',
    verifiedAt: null,
  },
  {
    directory: '/cases/Multan.sabut',
    name: 'Multan server',
    caseNumber: 'FIR 9/2024',
    openedAt: '2024-01-12T08:00:00.000Z',
    present: true,
    integrity: 'fault',
    verifiedAt: '2024-01-12T09:00:00.000Z',
  },
];

const folder = { fileSystem: null, size: null, readOnly: null, removable: false };

/** Where a person looks for folders. */
export const places: CallOutput<'folders.places'> = {
  cases: '/cases',
  places: [
    {
      kind: 'volume',
      path: '/media/seizure-4471',
      name: 'SEIZURE-4471',
      fileSystem: 'ntfs',
      size: 500_107_862_016,
      readOnly: true,
      removable: true,
    },
    {
      kind: 'volume',
      path: '/media/usb',
      name: 'کنگسٹن',
      fileSystem: 'vfat',
      size: 31_004_295_168,
      readOnly: false,
      removable: true,
    },
    { ...folder, kind: 'cases', path: '/cases', name: 'cases' },
    { ...folder, kind: 'home', path: '/home/sana', name: 'sana' },
    { ...folder, kind: 'documents', path: '/home/sana/Documents', name: 'Documents' },
    { ...folder, kind: 'root', path: '/', name: '/' },
  ],
};

/** The case as it stands. */
export function caseInfo(state: { items: number; bytes: number; run: 'none' | 'running' | 'interrupted'; auditEntries: number }): CaseInfo {
  const { items: count, bytes } = state;
  const source = {
    kind: 'folder' as const,
    pathRaw: null,
    addedAt: started,
    items: Math.round(count * 0.8),
    bytes: Math.round(bytes * 0.8),
  };
  const run = {
    id: 1,
    profile: 'standard' as const,
    startedAt: '2024-06-03T09:15:11.000Z',
    workers: 4,
    isolation: 'bubblewrap',
    tools: { sabut: '0.1.0', node: '24.21.0', sqlite: '3.54.1', sharp: '0.35.5', 'image/exif': '1', 'text/plain': '1' },
    sources: ['S1', 'S2'],
  };
  return {
    directory: caseDirectory,
    schemaVersion: 2,
    header: header(),
    sources:
      count === 0
        ? []
        : [
            {
              ...source,
              id: 'S1',
              path: '/media/seizure-4471',
              label: 'seizure-4471',
              fileSystem: 'ntfs',
              mountedReadOnly: true,
              volumes: [{ device: '2049', fileSystem: 'ntfs', options: 'ro,relatime', localClock: false, accessTimesNotKept: 0 }],
              manifestSha256: hexOf(5, 64),
            },
            {
              ...source,
              id: 'S2',
              path: '/media/usb',
              label: 'usb',
              fileSystem: 'vfat',
              mountedReadOnly: false,
              volumes: [{ device: '2049', fileSystem: 'vfat', options: 'rw,relatime', localClock: false, accessTimesNotKept: 0 }],
              manifestSha256: null,
              items: Math.round(count * 0.2),
              bytes: Math.round(bytes * 0.2),
            },
          ],
    runs:
      count === 0
        ? []
        : [
            {
              ...run,
              state: state.run === 'none' ? 'complete' : state.run,
              endedAt: state.run === 'running' ? null : '2024-06-03T09:41:52.000Z',
            },
          ],
    unfinished: state.run !== 'none',
    coverage: {
      items: count,
      bytes,
      byStatus: {
        done: Math.round(count * 0.96),
        partial: Math.round(count * 0.02),
        'timed-out': Math.round(count * 0.01),
        failed: Math.round(count * 0.01),
      },
      steps: [
        { step: 'read', outcomes: { done: count - 3, 'skipped(symbolic-link)': 3 } },
        { step: 'identify', outcomes: { done: count } },
        {
          step: 'image/exif',
          outcomes: { done: Math.round(count * 0.3), 'not-applicable': Math.round(count * 0.69), partial: Math.round(count * 0.01) },
        },
      ],
      observations: { 'extension-mismatch': Math.round(count * 0.03), 'truncated-structure': 4 },
    },
    audit: {
      entries: state.auditEntries,
      head: hexOf(state.auditEntries, 64),
      root: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=',
      keyFingerprint: '1f3a 90bc 77e2 04d1',
    },
  };
}

/** Everything that is known of an item, from its row. */
export function itemOf(row: ItemRow): CallOutput<'items.get'>['item'] {
  const time =
    row.modified === null
      ? null
      : {
          raw: String(BigInt(Date.parse(`${row.modified.slice(0, 19)}Z`)) * 1_000_000n),
          iso: row.modified,
          precision: 'nanosecond' as const,
          basis: 'utc' as const,
        };
  return {
    id: row.id,
    source: row.source,
    address: `folder:${row.source}>path:${encodeURI(row.path)}`,
    path: row.path,
    pathRaw: row.name.includes('\\xe9') ? '636166e92e646f63' : null,
    name: row.name,
    kind: row.kind,
    parent: null,
    size: row.size,
    md5: row.md5 ?? undefined,
    sha1: row.sha1 ?? undefined,
    sha256: row.sha256 ?? undefined,
    sha512: undefined,
    blake3: undefined,
    mediaType: row.mediaType,
    mediaTypeBasis: 'signature',
    charset: row.mediaType === 'text/plain' ? 'utf-8' : null,
    extension: row.extension,
    extensionMismatch: row.extensionMismatch,
    entropy: row.entropy,
    mode: 0o100644,
    uid: 1000,
    gid: 1000,
    inode: '48213',
    links: 1,
    linkTarget: null,
    times: { modified: time, accessed: time, changed: time, created: null },
    artefacts:
      row.device === null
        ? []
        : [
            {
              extractor: 'image/exif',
              version: '1',
              fields: {
                make: row.device.split(' ')[0] as string,
                model: row.device,
                width: 4032,
                keywords: ['شادی', 'Karachi'],
                ...(row.captured === null ? {} : { capturedAt: row.captured }),
              },
              sources: { make: 'IFD0 0x010F Make', model: 'IFD0 0x0110 Model', capturedAt: 'Exif 0x9003 DateTimeOriginal' },
            },
          ],
    observations: row.extensionMismatch
      ? [
          {
            severity: 'warning',
            code: 'extension-mismatch',
            message: 'The content is not what the extension says.',
            step: 'identify',
          },
        ]
      : [],
    outcomes: { read: 'done', identify: 'done', 'image/exif': row.device === null ? 'not-applicable' : 'done' },
  };
}
