/** Keeps columns and orders beside the case, so that a large case answers at once when it is opened again. */
import { hash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from '../connection.ts';
import type { ObservedItems } from './facet-counts.ts';
import { type ArrayName, arrayNames, arrayOver, ItemColumns } from './item-columns.ts';
import type { ItemOrder } from './item-order.ts';
import { keepArrays, readKept } from './kept-arrays.ts';

/** Raised whenever the form of what is kept changes. */
const version = 2;

/** Smaller cases are read in no time, and need nothing kept. */
const keptFrom = 20_000;

interface ColumnFacts {
  length: number;
  items: number;
  extensions: (string | null)[];
  devices: (string | null)[];
  folders: { parents: number[]; sources: number[]; paths: string[]; isDirectory: number[] };
  oddNames: [number, string][];
}

/**
 * Names the state of the items: they change only in runs. Null while a run is under way or was cut off, as its items may still change.
 */
export function stampOf(connection: Connection): string | null {
  const runs = connection.prepare('SELECT id, state, ended_at FROM run ORDER BY id').all() as { state: string }[];
  if (runs.some(({ state }) => state === 'running')) return null;
  const highest = connection.prepare('SELECT max(id) FROM item').pluck().get();
  return hash('sha256', JSON.stringify([version, runs, highest]), 'hex');
}

export class ColumnCache {
  private readonly directory: string | null;

  /** `directory` null: nothing is kept. */
  constructor(directory: string | null) {
    this.directory = directory;
  }

  private path(name: string): string | null {
    return this.directory === null ? null : join(this.directory, `${name}.bin`);
  }

  /** Forgets all that was kept. */
  clear(): void {
    if (this.directory !== null) rmSync(this.directory, { recursive: true, force: true });
  }

  keepColumns(stamp: string | null, columns: ItemColumns): void {
    const path = this.path('columns');
    if (path === null || stamp === null || columns.items < keptFrom) return;
    // Whatever else is there speaks of an earlier state of the items.
    this.clear();
    const { folders, names } = columns;
    const facts: ColumnFacts = {
      length: columns.length,
      items: columns.items,
      extensions: columns.extensions.texts,
      devices: columns.devices.texts,
      folders: { parents: folders.parents, sources: folders.sources, paths: folders.paths, isDirectory: folders.isDirectory.map(Number) },
      oddNames: [...columns.oddNames],
    };
    keepArrays(path, stamp, facts, {
      ...Object.fromEntries(arrayNames.map((name) => [name, columns.arrays[name].subarray(0, columns.length)])),
      names: names.bytes.subarray(0, names.length),
      nameStarts: names.starts.subarray(0, columns.length),
      nameEnds: names.ends.subarray(0, columns.length),
    });
  }

  async readColumns(stamp: string | null): Promise<ItemColumns | null> {
    const path = this.path('columns');
    const kept = path === null || stamp === null ? null : await readKept(path, stamp);
    if (kept === null) return null;
    const facts = kept.facts as ColumnFacts;
    const columns = new ItemColumns();
    for (const text of facts.extensions) columns.extensions.codeOf(text);
    for (const text of facts.devices) columns.devices.codeOf(text);
    for (const [index, folder] of facts.folders.paths.entries()) {
      columns.folders.append(facts.folders.sources[index] as number, folder, facts.folders.parents[index] as number);
      columns.folders.isDirectory[index] = facts.folders.isDirectory[index] === 1;
    }
    for (const [item, name] of facts.oddNames) columns.oddNames.set(item, name);
    const over = (name: ArrayName) => {
      const { buffer, offset } = kept.bytes(name);
      return arrayOver(name, buffer, offset, facts.length);
    };
    columns.restore(
      facts.length,
      facts.items,
      Object.fromEntries(arrayNames.map((name) => [name, over(name)])) as unknown as ItemColumns['arrays'],
    );
    const texts = kept.bytes('names');
    const starts = kept.bytes('nameStarts');
    const ends = kept.bytes('nameEnds');
    columns.names.restore(
      Buffer.from(texts.buffer, texts.offset, texts.length),
      new Uint32Array(starts.buffer, starts.offset, facts.length),
      new Uint32Array(ends.buffer, ends.offset, facts.length),
    );
    return columns;
  }

  keepObserved(stamp: string | null, items: number, { items: numbers, codes, texts }: ObservedItems): void {
    const path = this.path('observed');
    if (path !== null && stamp !== null && items >= keptFrom) keepArrays(path, stamp, { texts }, { items: numbers, codes });
  }

  async readObserved(stamp: string | null): Promise<ObservedItems | null> {
    const path = this.path('observed');
    const kept = path === null || stamp === null ? null : await readKept(path, stamp);
    if (kept === null) return null;
    const numbers = kept.bytes('items');
    const codes = kept.bytes('codes');
    return {
      items: new Uint32Array(numbers.buffer, numbers.offset, numbers.length / 4),
      codes: new Uint16Array(codes.buffer, codes.offset, codes.length / 2),
      texts: (kept.facts as { texts: string[] }).texts,
    };
  }

  keepOrder(stamp: string | null, field: string, { items, opens, valued }: ItemOrder): void {
    const path = this.path(`order-${field}`);
    if (path !== null && stamp !== null && items.length >= keptFrom)
      keepArrays(path, stamp, { items: items.length, valued }, { items, opens });
  }

  /** The order of a field, if it was kept of so many items. */
  async readOrder(stamp: string | null, field: string, items: number): Promise<ItemOrder | null> {
    const path = this.path(`order-${field}`);
    const kept = path === null || stamp === null ? null : await readKept(path, stamp);
    const facts = kept?.facts as { items: number; valued: number } | undefined;
    if (kept === null || facts?.items !== items) return null;
    const numbers = kept.bytes('items');
    const opens = kept.bytes('opens');
    return {
      items: new Uint32Array(numbers.buffer, numbers.offset, items),
      opens: new Uint8Array(opens.buffer, opens.offset, items),
      valued: facts.valued,
    };
  }
}
