/** Made-up items for the interface's own tests: the same on every machine, any number of them, each made from its row alone. */
import type { CallInput, CallOutput } from '../../src/contract/engine-api.ts';
import type { Filter, ItemRow, Sort } from '../../src/contract/schemas.ts';

/** A small generator of numbers between 0 and 1 that always runs alike (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function hexOf(seed: number, digits: number): string {
  const next = generator(seed * 2654435761 + digits);
  let text = '';
  while (text.length < digits)
    text += Math.floor(next() * 0x1_0000)
      .toString(16)
      .padStart(4, '0');
  return text.slice(0, digits);
}

interface Kind {
  folder: string;
  extension: string;
  mediaType: string;
  size: number;
  prefix: string;
}

const kinds: readonly Kind[] = [
  { folder: 'DCIM/100CANON', extension: 'jpg', mediaType: 'image/jpeg', size: 4_200_000, prefix: 'IMG_' },
  { folder: 'DCIM/Camera', extension: 'jpg', mediaType: 'image/jpeg', size: 3_100_000, prefix: '2024' },
  { folder: 'DCIM/Camera', extension: 'mp4', mediaType: 'video/mp4', size: 48_000_000, prefix: 'VID_' },
  { folder: 'WhatsApp/Media/WhatsApp Images', extension: 'jpg', mediaType: 'image/jpeg', size: 180_000, prefix: 'IMG-WA' },
  { folder: 'WhatsApp/Media/WhatsApp Voice Notes', extension: 'opus', mediaType: 'audio/ogg', size: 64_000, prefix: 'PTT-WA' },
  {
    folder: 'Documents/دستاویزات',
    extension: 'docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    size: 92_000,
    prefix: 'معاہدہ ',
  },
  { folder: 'Documents', extension: 'pdf', mediaType: 'application/pdf', size: 730_000, prefix: 'invoice-' },
  { folder: 'Documents', extension: 'txt', mediaType: 'text/plain', size: 5_100, prefix: 'note-' },
  { folder: 'Users/ali/AppData/Local', extension: 'db', mediaType: 'application/vnd.sqlite3', size: 1_300_000, prefix: 'cache-' },
  { folder: 'Users/ali/Downloads', extension: 'zip', mediaType: 'application/zip', size: 9_800_000, prefix: 'archive-' },
  {
    folder: 'Windows/System32',
    extension: 'dll',
    mediaType: 'application/vnd.microsoft.portable-executable',
    size: 340_000,
    prefix: 'lib',
  },
];

const devices = ['Canon EOS 700D', 'samsung SM-G991B', 'Apple iPhone 13', 'HUAWEI P30'] as const;
const places: readonly [number, number][] = [
  [33.6844, 73.0479],
  [24.8607, 67.0011],
  [31.5204, 74.3587],
  [34.0151, 71.5249],
  [30.1798, 66.975],
  [25.2048, 55.2708],
];
const firstMoment = Date.UTC(2023, 0, 1);
const span = 2 * 365 * 86_400_000;

/** Names as evidence chooses them, in the display form in which they reach the interface. */
export const hostileNames = [
  'report\\u{202e}fdp.exe',
  '<img src=x onerror=alert(1)>.html',
  'line\\nbreak.txt',
  'caf\\xe9.doc',
  '{{name}} $t(general.close).txt',
];

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000000Z');
}

/** The item of a row. */
export function madeItem(index: number): ItemRow {
  const next = generator(index + 1);
  const kind = kinds[Math.floor(next() * kinds.length)] as Kind;
  const hostile = index % 97 === 5 ? hostileNames[Math.floor(index / 97) % hostileNames.length] : undefined;
  const name = hostile ?? `${kind.prefix}${String(index).padStart(5, '0')}.${kind.extension}`;
  const isPicture = kind.mediaType.startsWith('image/');
  const located = isPicture && next() < 0.4;
  const place = places[Math.floor(next() * places.length)] as [number, number];
  const modified = firstMoment + Math.floor(next() ** 1.6 * span);
  const mismatch = next() < 0.03;
  const camera = kind.folder.startsWith('DCIM');
  const localUnknown = next() < 0.5;
  const failing = next();
  const captured = new Date(modified - 60_000).toISOString().slice(0, 19);
  return {
    id: hexOf(index + 7, 32),
    source: index % 5 === 4 ? 'S2' : 'S1',
    path: `${kind.folder}/${name}`,
    name,
    kind: 'file',
    size: Math.floor(kind.size * (0.4 + next())),
    mediaType: kind.mediaType,
    extension: kind.extension,
    extensionMismatch: mismatch,
    status: failing < 0.01 ? 'failed' : failing < 0.02 ? 'timed-out' : failing < 0.04 ? 'partial' : 'done',
    md5: hexOf(index + 11, 32),
    sha1: hexOf(index + 13, 40),
    sha256: hexOf(index % 50 === 0 ? 17 : index + 17, 64),
    entropy: Math.round(next() * 80_000) / 10_000,
    modified: isoOf(modified),
    accessed: isoOf(modified + 3_600_000),
    changed: isoOf(modified + 60_000),
    created: null,
    captured: camera
      ? {
          raw: captured.replace('T', ' ').replaceAll('-', ':'),
          iso: localUnknown ? captured : `${captured}+05:00`,
          precision: 'second',
          basis: localUnknown ? 'local-unknown' : 'offset',
        }
      : null,
    device: camera ? (devices[Math.floor(next() * devices.length)] as string) : null,
    latitude: located ? place[0] + (next() - 0.5) * 0.3 : null,
    longitude: located ? place[1] + (next() - 0.5) * 0.3 : null,
    tags: [],
    comment: null,
    exhibit: null,
  };
}

type Comparable = string | number | boolean | null;

function fieldOf(row: ItemRow, field: string): Comparable {
  switch (field) {
    case 'mediaClass':
      return row.mediaType?.split('/')[0] ?? null;
    case 'hasPosition':
      return row.latitude !== null;
    case 'tagged':
      return row.tags.length > 0;
    case 'captured':
      return row.captured?.iso ?? null;
    case 'folder':
      return row.path.slice(0, Math.max(0, row.path.lastIndexOf('/')));
    default:
      return (row as unknown as Record<string, Comparable>)[field] ?? null;
  }
}

function holds(row: ItemRow, { field, operator, values }: Filter): boolean {
  if (field === 'tag') return values.some((value) => row.tags.includes(Number(value)));
  const value = fieldOf(row, field);
  const [first] = values;
  switch (operator) {
    case 'is':
      return values.some((one) => one === value);
    case 'is-not':
      return values.every((one) => one !== value);
    case 'contains':
      return String(value).toLowerCase().includes(String(first).toLowerCase());
    case 'under':
      return `${value}/`.startsWith(`${first}/`);
    case 'at-least':
      return value !== null && value >= (first as string);
    case 'at-most':
      return value !== null && value <= (first as string);
    case 'exists':
      return value !== null;
  }
}

/** Folder by folder, in each by path, as the engine orders. */
function folderKeyOf(row: ItemRow): string {
  return `${row.source} ${fieldOf(row, 'folder')}\u0000${row.path}`;
}

export function chosen(rows: readonly ItemRow[], filters: readonly Filter[], sort: readonly Sort[] = []): ItemRow[] {
  const found = rows.filter((row) => filters.every((filter) => holds(row, filter)));
  return found.sort((a, b) => {
    for (const { field, descending } of sort) {
      const [left, right] = field === 'folder' ? [folderKeyOf(a), folderKeyOf(b)] : [fieldOf(a, field), fieldOf(b, field)];
      if (left === right) continue;
      if (left === null) return 1;
      if (right === null) return -1;
      return (left < right ? -1 : 1) * (descending ? -1 : 1);
    }
    return a.id < b.id ? -1 : 1;
  });
}

const facetFields = ['mediaClass', 'mediaType', 'extensionMismatch', 'status', 'tagged', 'tag', 'device', 'hasPosition', 'kind'] as const;

export function facetsOf(rows: readonly ItemRow[], filters: readonly Filter[]): CallOutput<'items.facets'> {
  return {
    facets: facetFields.map((field) => {
      const counts = new Map<string | number | boolean, number>();
      for (const row of chosen(
        rows,
        filters.filter((filter) => filter.field !== field),
      )) {
        const values = field === 'tag' ? row.tags : [fieldOf(row, field)];
        for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const values = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
      return { field, values: values.slice(0, 30), more: Math.max(0, values.length - 30) };
    }),
  };
}

export function rangesOf(
  rows: readonly ItemRow[],
  filters: readonly Filter[],
  field: string,
  ranges: CallInput<'items.ranges'>['ranges'],
): number[] {
  const others = filters.filter((filter) => filter.field !== field);
  return ranges.map(({ least, most }) => {
    const bounds: Filter[] = [];
    if (least !== null) bounds.push({ field, operator: 'at-least', values: [least] });
    if (most !== null) bounds.push({ field, operator: 'at-most', values: [most] });
    return chosen(rows, [...others, ...bounds]).length;
  });
}

export function histogramOf(rows: readonly ItemRow[], field: string, buckets: number): CallOutput<'items.histogram'> {
  const moments = rows.map((row) => ({
    row,
    at: Date.parse(
      String(fieldOf(row, field))
        .replace(/(\.\d{3})\d+/, '$1')
        .replace(/^(.{19})$/, '$1Z'),
    ),
  }));
  const timed = moments.filter(({ at }) => !Number.isNaN(at));
  if (timed.length === 0) return { from: null, to: null, width: 0, counts: [], without: rows.length };
  const times = timed.map(({ at }) => at);
  const from = times.reduce((least, at) => Math.min(least, at));
  const to = times.reduce((most, at) => Math.max(most, at));
  const width = Math.max(1000, Math.ceil((to - from + 1) / Math.min(buckets, 120)));
  const counts = new Map<number, { count: number; localUnknown: number }>();
  for (const { row, at } of timed) {
    const bucket = Math.floor((at - from) / width);
    const entry = counts.get(bucket) ?? { count: 0, localUnknown: 0 };
    entry.count += 1;
    if (field === 'captured' && row.captured?.basis === 'local-unknown') entry.localUnknown += 1;
    counts.set(bucket, entry);
  }
  const last = Math.floor((to - from) / width);
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    width: width / 1000,
    counts: Array.from({ length: last + 1 }, (_, bucket) => ({
      start: new Date(from + bucket * width).toISOString(),
      count: counts.get(bucket)?.count ?? 0,
      localUnknown: counts.get(bucket)?.localUnknown ?? 0,
    })),
    without: rows.length - timed.length,
  };
}

export function foldersOf(rows: readonly ItemRow[], source: string | null, path: string): CallOutput<'items.folders'> {
  const found = new Map<string, { items: number; hasFolders: boolean }>();
  const prefix = path === '' ? '' : `${path}/`;
  for (const row of rows) {
    if (row.source !== source || !row.path.startsWith(prefix)) continue;
    const [name, ...rest] = row.path.slice(prefix.length).split('/');
    if (name === undefined || rest.length === 0) continue;
    const entry = found.get(name) ?? { items: 0, hasFolders: false };
    entry.items += 1;
    if (rest.length > 1) entry.hasFolders = true;
    found.set(name, entry);
  }
  return {
    folders: [...found]
      .sort()
      .map(([name, { items, hasFolders }]) => ({ source: source ?? 'S1', path: prefix + name, name, items, hasFolders })),
  };
}
