/**
 * What items are filtered, sorted and counted by, as columns of machine numbers in memory: a million items are a few dozen
 * milliseconds of plain loops, whatever is asked. Rows themselves are always read from the database.
 */
import type { Connection } from '../connection.ts';
import { FolderTree } from './folder-tree.ts';
import { lowerAscii, NameTexts } from './name-texts.ts';

export const timeFields = ['modified', 'accessed', 'changed', 'created', 'captured'] as const;

export type TimeField = (typeof timeFields)[number];

/** Kind of a number without an item. */
export const absent = 255;

/** Rows read in one go, so that whoever else waits gets a turn between. */
const sliceLength = 4000;

/** Texts that many items share, by number; 0 is for none. */
export class TextCodes {
  readonly texts: (string | null)[] = [null];
  private readonly numbers = new Map<string, number>();

  codeOf(text: string | null): number {
    if (text === null) return 0;
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const code = this.texts.length;
    this.texts.push(text);
    this.numbers.set(text, code);
    return code;
  }

  find(text: string): number | null {
    return this.numbers.get(text) ?? null;
  }
}

/** Arrays that are indexed by item number, by their name and type: also what the cache keeps. */
const arrayTypes = {
  kind: Uint8Array,
  source: Uint16Array,
  folder: Uint32Array,
  size: Float64Array,
  extension: Uint32Array,
  mediaType: Uint16Array,
  mismatch: Uint8Array,
  entropy: Int32Array,
  outcomeSet: Uint32Array,
  device: Uint32Array,
  hasPosition: Uint8Array,
  digests: Uint8Array,
  capturedLocally: Uint8Array,
  modifiedSeconds: Float64Array,
  modifiedRest: Int32Array,
  accessedSeconds: Float64Array,
  accessedRest: Int32Array,
  changedSeconds: Float64Array,
  changedRest: Int32Array,
  createdSeconds: Float64Array,
  createdRest: Int32Array,
  capturedSeconds: Float64Array,
  capturedRest: Int32Array,
} as const;

export type ArrayName = keyof typeof arrayTypes;
type Arrays = { [Name in ArrayName]: InstanceType<(typeof arrayTypes)[Name]> };

export const arrayNames = Object.keys(arrayTypes) as ArrayName[];

/** An empty array of a column's type. */
export function emptyArray(name: ArrayName, length: number): Arrays[ArrayName] {
  return new arrayTypes[name](length);
}

/** A column over bytes that were kept. */
export function arrayOver(name: ArrayName, buffer: ArrayBuffer, offset: number, length: number): Arrays[ArrayName] {
  return new arrayTypes[name](buffer, offset, length);
}

type ScannedRow = [
  id: number,
  source: number,
  path: Buffer,
  oddName: string | null,
  kind: number,
  size: number | null,
  extension: string | null,
  mediaType: number | null,
  mismatch: number,
  entropy: number | null,
  outcomeSet: number | null,
  device: string | null,
  hasPosition: number,
  digests: number,
  capturedLocally: number,
  ...times: (number | null)[],
];

/** Digests by their bit in the column of those that an item has. */
export const digestColumns = ['md5', 'sha1', 'sha256', 'sha512', 'blake3'] as const;

const second = 1_000_000_000;
// The display name where it is not simply the last part of the path.
const oddName = `CASE WHEN substr(path, -length(CAST(name AS BLOB))) = CAST(name AS BLOB) AND instr(name, '/') = 0 THEN NULL ELSE name END`;
const scanned = `id, source, path, ${oddName}, kind, size, extension, media_type, extension_mismatch, entropy, outcome_set, device_name, latitude IS NOT NULL,
  ${digestColumns.map((column, bit) => `(${column} IS NOT NULL) * ${1 << bit}`).join(' + ')},
  captured_time IS NOT NULL AND instr(captured_time, '"local-unknown"') > 0, ${timeFields.map((field) => `${field} / ${second}, ${field} % ${second}`).join(', ')}`;

export class ItemColumns {
  /** Item numbers are below it. */
  length = 1;
  items = 0;
  arrays: Arrays = Object.fromEntries(arrayNames.map((name) => [name, emptyArray(name, 0)])) as unknown as Arrays;
  readonly extensions = new TextCodes();
  readonly devices = new TextCodes();
  readonly folders = new FolderTree();
  readonly names = new NameTexts();
  /** Last parts of paths that are not shown as they are: item number to bytes in lower case as latin1. */
  readonly oddNames = new Map<number, string>();
  /** By the number of the media type or of the combination of outcomes; 0 is for none. */
  mediaTypes: (string | null)[] = [null];
  statuses: string[] = ['pending'];
  private capacity = 0;

  /** Seconds since 1970 and nanoseconds beyond them; seconds are NaN where the item has no such time. */
  time(field: TimeField): { seconds: Float64Array; rest: Int32Array } {
    return { seconds: this.arrays[`${field}Seconds`], rest: this.arrays[`${field}Rest`] };
  }

  /** Takes in items that are not in the columns yet, slice by slice. Answers whether there were any. */
  async readNew(connection: Connection): Promise<boolean> {
    const highest = connection.prepare('SELECT coalesce(max(id), 0) FROM item').pluck().get() as number;
    if (highest < this.length) return false;
    this.reserve(highest + 1);
    const slice = connection.prepare(`SELECT ${scanned} FROM item WHERE id > ? AND id <= ? ORDER BY id`).raw();
    for (let from = this.length - 1; from < highest; from += sliceLength) {
      const to = Math.min(highest, from + sliceLength);
      for (const row of slice.all(from, to) as ScannedRow[]) this.take(row, true);
      this.length = to + 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return true;
  }

  /** Reads items again that were written to. */
  readAgain(connection: Connection, items: readonly number[]): void {
    const rows = connection.prepare(`SELECT ${scanned} FROM item WHERE id IN (SELECT value FROM json_each(?)) AND id < ?`).raw();
    for (const row of rows.all(JSON.stringify(items), this.length) as ScannedRow[]) this.take(row, false);
  }

  /** Reads the texts behind the numbers of media types and outcomes. */
  readDictionaries(connection: Connection): void {
    this.mediaTypes = [null];
    for (const { id, name } of connection.prepare('SELECT id, name FROM media_type').all() as { id: number; name: string }[])
      this.mediaTypes[id] = name;
    this.statuses = ['pending'];
    for (const { id, status } of connection.prepare('SELECT id, status FROM outcome_set').all() as { id: number; status: string }[])
      this.statuses[id] = status;
  }

  private reserve(length: number): void {
    if (length <= this.capacity) return;
    // The first reading is exact; a run that lists more and more must not copy everything each time.
    this.capacity = this.capacity === 0 ? length : Math.max(length, Math.ceil(this.capacity * 1.5));
    for (const name of arrayNames) {
      const larger = emptyArray(name, this.capacity);
      larger.set(this.arrays[name] as never);
      if (name === 'kind') larger.fill(absent, this.arrays.kind.length);
      (this.arrays as Record<ArrayName, unknown>)[name] = larger;
    }
    this.names.resize(this.capacity);
  }

  /** Fills the columns from what was kept. */
  restore(length: number, items: number, arrays: Arrays): void {
    this.length = length;
    this.capacity = length;
    this.items = items;
    this.arrays = arrays;
  }

  private take(row: ScannedRow, isNew: boolean): void {
    const { arrays } = this;
    const [
      id,
      source,
      path,
      odd,
      kind,
      size,
      extension,
      mediaType,
      mismatch,
      entropy,
      outcomeSet,
      device,
      hasPosition,
      digests,
      capturedLocally,
    ] = row;
    arrays.size[id] = size ?? Number.NaN;
    arrays.mediaType[id] = mediaType ?? 0;
    arrays.mismatch[id] = mismatch;
    arrays.entropy[id] = entropy ?? -1;
    arrays.outcomeSet[id] = outcomeSet ?? 0;
    arrays.device[id] = this.devices.codeOf(device);
    arrays.hasPosition[id] = hasPosition;
    arrays.digests[id] = digests;
    arrays.capturedLocally[id] = capturedLocally;
    for (const [index, field] of timeFields.entries()) {
      const seconds = row[15 + 2 * index] as number | null;
      arrays[`${field}Seconds`][id] = seconds ?? Number.NaN;
      arrays[`${field}Rest`][id] = (row[16 + 2 * index] as number | null) ?? 0;
    }
    if (!isNew) return;
    this.items += 1;
    arrays.kind[id] = kind;
    arrays.source[id] = source;
    arrays.extension[id] = this.extensions.codeOf(extension);
    const slash = path.lastIndexOf(0x2f);
    arrays.folder[id] = this.folders.enter(source, slash < 0 ? '' : path.toString('latin1', 0, slash));
    if (kind === 1) this.folders.isDirectory[this.folders.enter(source, path.toString('latin1'))] = true;
    if (odd === null) this.names.add(id, path.subarray(slash + 1));
    else {
      this.names.add(id, Buffer.from(odd, 'utf8'));
      this.oddNames.set(id, lowerAscii(path.subarray(slash + 1)).toString('latin1'));
    }
  }
}
