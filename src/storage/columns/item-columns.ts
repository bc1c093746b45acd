/**
 * What items are filtered, sorted and counted by, as columns of machine numbers in memory: a million items are a few dozen
 * milliseconds of plain loops, whatever is asked. Rows themselves are always read from the database.
 */
import type { Statement } from 'better-sqlite3';
import type { Connection } from '../connection.ts';
import { lowerAscii } from '../item-filter.ts';
import { FolderTree } from './folder-tree.ts';
import { NameTexts } from './name-texts.ts';

export const timeFields = ['modified', 'accessed', 'changed', 'created', 'captured'] as const;

export type TimeField = (typeof timeFields)[number];

/** Kind of a number without an item. */
export const absent = 255;

/** Rows read in one go, so that whoever else waits gets a turn between. */
const sliceLength = 4000;

/** Texts that many items share, by number; 0 is for none. */
class TextCodes {
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
function emptyArray(name: ArrayName, length: number): Arrays[ArrayName] {
  return new arrayTypes[name](length);
}

/** A column over bytes that were kept. */
export function arrayOver(name: ArrayName, buffer: ArrayBuffer, offset: number, length: number): Arrays[ArrayName] {
  return new arrayTypes[name](buffer, offset, length);
}

/** A row as it is scanned; small numbers come packed, as each value that crosses from SQLite costs time. */
type ScannedRow = [
  id: number,
  /** From the lowest bit: kind (3), mismatch, position, local capture time (1 each), digests (5), source (16). */
  marks: number,
  /** Media type, and combination of outcomes times 65 536. */
  types: number,
  entropy: number | null,
  size: number | null,
  /** Read as text, which is faster than bytes; what is not UTF-8 is read again. */
  path: string,
  oddName: string | null,
  extension: string | null,
  device: string | null,
  ...times: (number | null)[],
];

const firstTime = 9;
/** What stands in a text for bytes that are not UTF-8. */
const replacement = '\ufffd';

/** Digests by their bit in the column of those that an item has. */
export const digestColumns = ['md5', 'sha1', 'sha256', 'sha512', 'blake3'] as const;

const second = 1_000_000_000;
// The display name where it is not simply the last part of the path.
const oddName = `CASE WHEN substr(path, -length(CAST(name AS BLOB))) = CAST(name AS BLOB) AND instr(name, '/') = 0 THEN NULL ELSE name END`;
const digestMarks = digestColumns.map((column, bit) => `((${column} IS NOT NULL) << ${6 + bit})`).join(' + ');
const scanned = `id,
  kind + (extension_mismatch << 3) + ((latitude IS NOT NULL) << 4) + ((captured_time IS NOT NULL AND instr(captured_time, '"local-unknown"') > 0) << 5) + ${digestMarks} + (source << 11),
  coalesce(media_type, 0) + 65536 * coalesce(outcome_set, 0), entropy, size, CAST(path AS TEXT), ${oddName}, extension, device_name,
  ${timeFields.map((field) => `${field} / ${second}, ${field} % ${second}`).join(', ')}`;

/** Whole seconds and the nanoseconds beyond them, both with the sign of the time, as SQLite divides. */
export function splitNanoseconds(time: bigint): { seconds: number; rest: number } {
  return { seconds: Number(time / BigInt(second)), rest: Number(time % BigInt(second)) };
}

/** A time of every item. */
export interface TimeColumn {
  seconds: Float64Array;
  rest: Int32Array;
}

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
  private times: readonly TimeColumn[] = [];
  /** The folder that was entered last: items mostly come folder by folder. */
  private lastFolder = { source: -1, path: '', number: -1 };

  /** Seconds since 1970 and nanoseconds beyond them; seconds are NaN where the item has no such time. */
  time(field: TimeField): TimeColumn {
    return this.times[timeFields.indexOf(field)] as TimeColumn;
  }

  /** Takes in items that are not in the columns yet, slice by slice. Answers whether there were any. */
  async readNew(connection: Connection): Promise<boolean> {
    const highest = connection.prepare('SELECT coalesce(max(id), 0) FROM item').pluck().get() as number;
    if (highest < this.length) return false;
    this.reserve(highest + 1);
    const rawPath = connection.prepare('SELECT path FROM item WHERE id = ?').pluck();
    const slice = connection.prepare(`SELECT ${scanned} FROM item WHERE id > ? AND id <= ? ORDER BY id`).raw();
    for (let from = this.length - 1; from < highest; from += sliceLength) {
      const to = Math.min(highest, from + sliceLength);
      for (const row of slice.all(from, to) as ScannedRow[]) {
        this.take(row);
        this.takePlace(row, rawPath);
      }
      this.length = to + 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return true;
  }

  /** Reads items again that were written to. */
  readAgain(connection: Connection, items: readonly number[]): void {
    const rows = connection.prepare(`SELECT ${scanned} FROM item WHERE id IN (SELECT value FROM json_each(?)) AND id < ?`).raw();
    for (const row of rows.all(JSON.stringify(items), this.length) as ScannedRow[]) this.take(row);
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
    this.gatherTimes();
  }

  private gatherTimes(): void {
    this.times = timeFields.map((field) => ({ seconds: this.arrays[`${field}Seconds`], rest: this.arrays[`${field}Rest`] }));
  }

  /** Fills the columns from what was kept. */
  restore(length: number, items: number, arrays: Arrays): void {
    this.length = length;
    this.capacity = length;
    this.items = items;
    this.arrays = arrays;
    this.gatherTimes();
  }

  private take(row: ScannedRow): void {
    const { arrays } = this;
    const id = row[0];
    const marks = row[1];
    arrays.mismatch[id] = (marks >>> 3) & 1;
    arrays.hasPosition[id] = (marks >>> 4) & 1;
    arrays.capturedLocally[id] = (marks >>> 5) & 1;
    arrays.digests[id] = (marks >>> 6) & 31;
    arrays.mediaType[id] = row[2] % 65_536;
    arrays.outcomeSet[id] = Math.floor(row[2] / 65_536);
    arrays.entropy[id] = row[3] ?? -1;
    arrays.size[id] = row[4] ?? Number.NaN;
    arrays.device[id] = this.devices.codeOf(row[8]);
    for (let index = 0; index < timeFields.length; index += 1) {
      const { seconds, rest } = this.times[index] as TimeColumn;
      seconds[id] = (row[firstTime + 2 * index] as number | null) ?? Number.NaN;
      rest[id] = (row[firstTime + 2 * index + 1] as number | null) ?? 0;
    }
  }

  /** What of an item never changes: where it lies and what it is called. */
  private takePlace(row: ScannedRow, rawPath: Statement): void {
    const { arrays } = this;
    const id = row[0];
    const kind = row[1] & 7;
    const source = row[1] >>> 11;
    const path = row[5];
    const odd = row[6];
    this.items += 1;
    arrays.kind[id] = kind;
    arrays.source[id] = source;
    arrays.extension[id] = this.extensions.codeOf(row[7]);
    const bytes = path.includes(replacement) ? (rawPath.get(id) as Buffer) : null;
    const folder = bytes === null ? path.slice(0, Math.max(0, path.lastIndexOf('/'))) : null;
    if (folder !== null && this.lastFolder.source === source && this.lastFolder.path === folder) arrays.folder[id] = this.lastFolder.number;
    else {
      const raw = bytes === null ? latin1Of(path) : bytes.toString('latin1');
      arrays.folder[id] = this.folders.enter(source, raw.slice(0, Math.max(0, raw.lastIndexOf('/'))));
      if (folder !== null) this.lastFolder = { source, path: folder, number: arrays.folder[id] as number };
    }
    if (kind === 1) this.folders.isDirectory[this.folders.enter(source, bytes === null ? latin1Of(path) : bytes.toString('latin1'))] = true;
    if (odd === null) this.names.add(id, path.slice(path.lastIndexOf('/') + 1));
    else {
      this.names.add(id, odd);
      const raw = bytes ?? Buffer.from(path, 'utf8');
      this.oddNames.set(id, lowerAscii(raw.subarray(raw.lastIndexOf(0x2f) + 1)).toString('latin1'));
    }
  }
}

/** Bytes of a text in UTF-8, as latin1. */
function latin1Of(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
