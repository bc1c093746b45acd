/**
 * Which items a filter selects, as one byte an item. Filters on what the columns hold are loops over them; the others go
 * through SQL. Either way the answer is that of `toCondition`, and is kept for as long as the columns stand.
 */
import { itemKinds } from '../../model/item.ts';
import type { Connection } from '../connection.ts';
import { type ItemFilter, lowerAscii, nanoseconds, numberOf, pathBytes, sourceRow, toCondition, truth } from '../item-filter.ts';
import type { ObservedItems } from './facet-counts.ts';
import { absent, digestColumns, type ItemColumns, splitNanoseconds, type TimeField, timeFields } from './item-columns.ts';
import { remember } from './remember.ts';
import type { Codes } from './sorting.ts';
import type { TagMarks } from './tag-marks.ts';

/** So many filters are remembered; each costs a byte an item. */
const remembered = 24;

function lowerText(text: string): string {
  return lowerAscii(Buffer.from(text, 'utf8')).toString('utf8');
}

export class FilterMarks {
  private readonly connection: Connection;
  private readonly columns: ItemColumns;
  private readonly tags: TagMarks;
  /** Null until they are in memory: the database knows them too. */
  private readonly observed: () => ObservedItems | null;
  private readonly known = new Map<string, Uint8Array>();

  constructor(connection: Connection, columns: ItemColumns, tags: TagMarks, observed: () => ObservedItems | null) {
    this.connection = connection;
    this.columns = columns;
    this.tags = tags;
    this.observed = observed;
  }

  /**
   * 1 for each item that the filter selects, by item number.
   * @throws EngineError `invalid-request` as `toCondition` does.
   */
  of(filter: ItemFilter): Uint8Array {
    const about = filter.field === 'tag' || filter.field === 'tagged' ? `${this.tags.revision} ` : '';
    const key = about + JSON.stringify([filter.field, filter.operator, filter.values]);
    let marks = this.known.get(key);
    if (marks === undefined) {
      const { sql, bound } = toCondition(filter);
      marks = this.fromColumns(filter) ?? this.fromDatabase(sql, bound);
    }
    remember(this.known, key, marks, remembered);
    return marks;
  }

  private fromDatabase(sql: string, bound: readonly unknown[]): Uint8Array {
    const { length } = this.columns;
    const marks = new Uint8Array(length);
    for (const item of this.connection
      .prepare(`SELECT item.id FROM item WHERE ${sql}`)
      .pluck()
      .all(...bound) as number[])
      if (item < length) marks[item] = 1;
    return marks;
  }

  /** Null where the columns do not hold the answer. */
  private fromColumns({ field, operator, values }: ItemFilter): Uint8Array | null {
    switch (operator) {
      case 'is':
        return this.equal(field, values);
      case 'is-not': {
        const marks = this.equal(field, values);
        return marks === null ? null : this.where((item) => marks[item] === 0);
      }
      case 'contains':
        return this.containing(field, values);
      case 'under':
        return this.under(values);
      case 'at-least':
        return this.bounded(field, values[0] as string, 1);
      case 'at-most':
        return this.bounded(field, values[0] as string, -1);
      case 'exists':
        return this.existing(field);
    }
  }

  private where(test: (item: number) => boolean): Uint8Array {
    const { length, arrays } = this.columns;
    const { kind } = arrays;
    const marks = new Uint8Array(length);
    for (let item = 1; item < length; item += 1) if (kind[item] !== absent && test(item)) marks[item] = 1;
    return marks;
  }

  /** Items whose code is among those for which `isWanted` holds. */
  private coded(codes: Codes, texts: readonly (string | null | undefined)[], isWanted: (text: string) => boolean): Uint8Array {
    return this.marked(
      codes,
      Uint8Array.from(texts, (text) => Number(typeof text === 'string' && isWanted(text))),
    );
  }

  /** Items for whose code `wanted` holds 1. A loop of its own: a function called a million times is most of the cost. */
  private marked(codes: Codes, wanted: Uint8Array): Uint8Array {
    const { length, arrays } = this.columns;
    const { kind } = arrays;
    const marks = new Uint8Array(length);
    for (let item = 1; item < length; item += 1) if (wanted[codes[item] as number] === 1 && kind[item] !== absent) marks[item] = 1;
    return marks;
  }

  private equal(field: string, values: ItemFilter['values']): Uint8Array | null {
    const { columns } = this;
    const { arrays } = columns;
    const texts = new Set(values.map(String));
    const numbers = (convert: (value: string | number | boolean) => number) => new Set(values.map(convert));
    switch (field) {
      case 'source': {
        const wanted = numbers((value) => sourceRow(field, value));
        return this.where((item) => wanted.has(arrays.source[item] as number));
      }
      case 'kind':
        return this.coded(arrays.kind, itemKinds, (kind) => texts.has(kind));
      case 'size': {
        const wanted = numbers((value) => numberOf(field, value));
        return this.where((item) => wanted.has(arrays.size[item] as number));
      }
      case 'mediaType':
        return this.coded(arrays.mediaType, columns.mediaTypes, (type) => texts.has(type));
      case 'mediaClass': {
        const wanted = new Set([...texts].map(lowerText));
        return this.coded(arrays.mediaType, columns.mediaTypes, (type) =>
          wanted.has(lowerText(type.slice(0, Math.max(0, type.indexOf('/'))))),
        );
      }
      case 'extension': {
        const wanted = new Set([...texts].map((text) => text.toLowerCase()));
        return this.coded(arrays.extension, columns.extensions.texts, (extension) => wanted.has(extension));
      }
      case 'extensionMismatch': {
        const wanted = numbers((value) => truth(field, value));
        return this.where((item) => wanted.has(arrays.mismatch[item] as number));
      }
      case 'hasPosition': {
        const wanted = numbers((value) => truth(field, value));
        return this.where((item) => wanted.has(arrays.hasPosition[item] as number));
      }
      case 'entropy': {
        const wanted = numbers((value) => Math.round(numberOf(field, value) * 10_000));
        return this.where((item) => arrays.entropy[item] !== -1 && wanted.has(arrays.entropy[item] as number));
      }
      case 'status':
        return this.coded(arrays.outcomeSet, columns.statuses, (status) => texts.has(status));
      case 'device':
        return this.coded(arrays.device, columns.devices.texts, (device) => texts.has(device));
      case 'tagged': {
        const wanted = numbers((value) => truth(field, value));
        return this.where((item) => wanted.has(Number(this.tags.isTagged(item))));
      }
      case 'tag':
        return this.tagged(values);
      case 'name':
        return this.named(values);
      case 'observation':
        return this.observedAs(texts);
    }
    if (!isTime(field)) return null;
    const { seconds, rest } = columns.time(field);
    const moments = values.map((value) => splitNanoseconds(nanoseconds(field, value)));
    return this.where((item) => moments.some((moment) => seconds[item] === moment.seconds && rest[item] === moment.rest));
  }

  private observedAs(codes: ReadonlySet<string>): Uint8Array | null {
    const observed = this.observed();
    if (observed === null) return null;
    const wanted = Uint8Array.from(observed.texts, (text) => Number(codes.has(text)));
    const marks = new Uint8Array(this.columns.length);
    for (let index = 0; index < observed.items.length; index += 1)
      if (wanted[observed.codes[index] as number] === 1) marks[observed.items[index] as number] = 1;
    return marks;
  }

  /** By number, or by name where not all are numbers. */
  private tagged(values: ItemFilter['values']): Uint8Array | null {
    if (!values.every((value) => typeof value === 'number')) return null;
    const lists = (values as number[]).map((tag) => this.tags.marksOf(tag));
    return this.where((item) => lists.some((marks) => marks[item] === 1));
  }

  /** The names in memory are in lower case: those that agree so far are compared in the database. */
  private named(values: ItemFilter['values']): Uint8Array {
    const { length, names } = this.columns;
    const candidates = new Uint8Array(length);
    for (const value of values) {
      const text = lowerAscii(Buffer.from(String(value), 'utf8'));
      names.markBeginning(text, candidates, (item) => (names.ends[item] as number) - (names.starts[item] as number) === text.length);
    }
    const items: number[] = [];
    for (let item = 1; item < length; item += 1) if (candidates[item] === 1) items.push(item);
    const exact = this.connection
      .prepare(
        `SELECT item.id FROM json_each(?) AS candidate JOIN item ON item.id = candidate.value WHERE item.name IN (SELECT value FROM json_each(?))`,
      )
      .pluck()
      .all(JSON.stringify(items), JSON.stringify(values.map(String))) as number[];
    const marks = new Uint8Array(length);
    for (const item of exact) marks[item] = 1;
    return marks;
  }

  private containing(field: string, values: ItemFilter['values']): Uint8Array | null {
    const { columns } = this;
    const { arrays, length, names } = columns;
    switch (field) {
      case 'name': {
        const marks = new Uint8Array(length);
        for (const value of values) {
          if (value === '') return this.where(() => true);
          names.markContaining(lowerAscii(Buffer.from(String(value), 'utf8')), marks);
        }
        return marks;
      }
      case 'device': {
        const wanted = values.map((value) => lowerText(String(value)));
        return this.coded(arrays.device, columns.devices.texts, (device) => wanted.some((text) => lowerText(device).includes(text)));
      }
      case 'path': {
        const marks = new Uint8Array(length);
        for (const text of values.flatMap((value) => pathBytes(String(value)))) {
          if (text.length === 0) return this.where(() => true);
          this.markPaths(lowerAscii(text), marks);
        }
        return marks;
      }
      default:
        return null;
    }
  }

  /** A path contains a text in its folder, in its last part, or across the slash between them. */
  private markPaths(text: Buffer, marks: Uint8Array): void {
    const { arrays, length, folders, names, oddNames } = this.columns;
    const sought = text.toString('latin1');
    const lowered = folders.paths.map((path) => (path === '' ? '' : `${lowerAscii(Buffer.from(path, 'latin1')).toString('latin1')}/`));
    const inFolder = Uint8Array.from(lowered, (path) => Number(path.includes(sought)));
    const own = new Uint8Array(length);
    names.markContaining(text, own);
    const slash = text.lastIndexOf(0x2f);
    if (slash >= 0) {
      const head = sought.slice(0, slash + 1);
      const endsSo = Uint8Array.from(lowered, (path) => Number(path.endsWith(head)));
      names.markBeginning(text.subarray(slash + 1), own, (item) => endsSo[arrays.folder[item] as number] === 1);
      for (const [item, name] of oddNames)
        own[item] = Number(
          name.includes(sought) || (endsSo[arrays.folder[item] as number] === 1 && name.startsWith(sought.slice(slash + 1))),
        );
    } else for (const [item, name] of oddNames) own[item] = Number(name.includes(sought));
    for (let item = 1; item < length; item += 1)
      if (arrays.kind[item] !== absent && (own[item] === 1 || inFolder[arrays.folder[item] as number] === 1)) marks[item] = 1;
  }

  private under(values: ItemFilter['values']): Uint8Array {
    const { folders, arrays } = this.columns;
    const paths = new Set(values.flatMap((value) => pathBytes(String(value).replace(/\/+$/, ''))).map((path) => path.toString('latin1')));
    if (paths.has('')) return this.where(() => true);
    const sources = new Set(folders.sources);
    const wanted = [...sources].flatMap((source) => [...paths].flatMap((path) => folders.find(source, path) ?? []));
    const inside = folders.below(wanted);
    return this.marked(arrays.folder, inside);
  }

  private bounded(field: string, value: string | number | boolean, sign: 1 | -1): Uint8Array | null {
    const { columns } = this;
    const { kind } = columns.arrays;
    const isThere = (item: number) => Number(kind[item] !== absent);
    if (isTime(field)) {
      const { seconds, rest } = columns.time(field);
      const bound = splitNanoseconds(nanoseconds(field, value));
      const marks = new Uint8Array(columns.length);
      for (let item = 1; item < columns.length; item += 1) {
        const difference = (seconds[item] as number) - bound.seconds;
        // A time that is missing differs by NaN, which is neither more nor less.
        if (difference * sign > 0 || (difference === 0 && ((rest[item] as number) - bound.rest) * sign >= 0)) marks[item] = isThere(item);
      }
      return marks;
    }
    if (field === 'size') {
      const bound = numberOf(field, value);
      const { size } = columns.arrays;
      const marks = new Uint8Array(columns.length);
      // What has no size has NaN there.
      for (let item = 1; item < columns.length; item += 1) if (((size[item] as number) - bound) * sign >= 0) marks[item] = isThere(item);
      return marks;
    }
    if (field !== 'entropy') return null;
    const bound = Math.round(numberOf(field, value) * 10_000);
    return this.where((item) => columns.arrays.entropy[item] !== -1 && ((columns.arrays.entropy[item] as number) - bound) * sign >= 0);
  }

  private existing(field: string): Uint8Array | null {
    const { arrays } = this.columns;
    const bit = (digestColumns as readonly string[]).indexOf(field);
    if (bit >= 0) return this.where((item) => ((arrays.digests[item] as number) & (1 << bit)) !== 0);
    if (isTime(field)) {
      const { seconds } = this.columns.time(field);
      return this.where((item) => !Number.isNaN(seconds[item]));
    }
    if (field === 'device') return this.where((item) => arrays.device[item] !== 0);
    if (field === 'mediaType') return this.where((item) => arrays.mediaType[item] !== 0);
    if (field === 'tag' || field === 'tagged') return this.where((item) => this.tags.isTagged(item));
    return null;
  }
}

function isTime(field: string): field is TimeField {
  return (timeFields as readonly string[]).includes(field);
}
