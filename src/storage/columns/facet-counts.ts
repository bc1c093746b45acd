/** Counts by value: what the review's left pane shows beside each value. */
import { EngineError } from '../../model/error.ts';
import { itemKinds } from '../../model/item.ts';
import type { Connection } from '../connection.ts';
import { sourceId } from '../item-reader.ts';
import { absent, type ItemColumns } from './item-columns.ts';
import { compareTexts } from './item-ranks.ts';
import type { TagMarks } from './tag-marks.ts';

export interface FacetCounts {
  field: string;
  values: { value: string | number | boolean; count: number }[];
  /** Number of values that are not listed. */
  more: number;
}

/** Values listed of each facet, most frequent first. */
const listedValues = 200;

/** Observations of items: parallel lists of item numbers and codes, each pair once. */
export interface ObservedItems {
  items: Uint32Array;
  codes: Uint16Array;
  texts: string[];
}

/** Reads which item has which observations. */
export function readObservedItems(connection: Connection): ObservedItems {
  const pairs = connection.prepare('SELECT DISTINCT code, item FROM observation').raw().all() as [string, number][];
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  const items = new Uint32Array(pairs.length);
  const codes = new Uint16Array(pairs.length);
  for (const [index, [text, item]] of pairs.entries()) {
    let code = numbers.get(text);
    if (code === undefined) {
      code = texts.push(text) - 1;
      numbers.set(text, code);
    }
    items[index] = item;
    codes[index] = code;
  }
  return { items, codes, texts };
}

export interface FacetSetting {
  columns: ItemColumns;
  tags: TagMarks;
  observed: ObservedItems;
  /** 1 for each item that all filters select but those on the field itself. */
  selected: (field: string) => Uint8Array;
  /** Aborts when nobody wants the counts any more. */
  signal: AbortSignal | undefined;
}

type Values = FacetCounts['values'];

/**
 * Counts every facet. Between two of them whoever else waits gets a turn: the rows that were asked for at the same time are
 * wanted first, and counts that nobody wants any more are given up.
 * @throws EngineError `cancelled`.
 */
export async function countFacets({ columns, tags, observed, selected, signal }: FacetSetting): Promise<FacetCounts[]> {
  const { arrays, length } = columns;
  const coded = (field: string, codes: Uint8Array | Uint16Array | Uint32Array, size: number): Uint32Array => {
    const counts = new Uint32Array(size);
    const marks = selected(field);
    for (let item = 1; item < length; item += 1) {
      if (marks[item] === 0) continue;
      const code = codes[item] as number;
      counts[code] = (counts[code] as number) + 1;
    }
    return counts;
  };
  const byText = (
    field: string,
    codes: Uint8Array | Uint16Array | Uint32Array,
    texts: readonly (string | null | undefined)[],
  ): FacetCounts => {
    const sums = new Map<string, number>();
    for (const [code, count] of coded(field, codes, Math.max(absent + 1, texts.length)).entries()) {
      const text = texts[code];
      if (count > 0 && typeof text === 'string') sums.set(text, (sums.get(text) ?? 0) + count);
    }
    return facet(
      field,
      [...sums].map(([value, count]) => ({ value, count })),
    );
  };
  const byTruth = (field: string, isTrue: (item: number) => boolean): FacetCounts => {
    const marks = selected(field);
    let all = 0;
    let yes = 0;
    for (let item = 1; item < length; item += 1) {
      if (marks[item] === 0) continue;
      all += 1;
      if (isTrue(item)) yes += 1;
    }
    return facet(field, [
      { value: true, count: yes },
      { value: false, count: all - yes },
    ]);
  };
  const counts: (() => FacetCounts)[] = [
    () =>
      facet(
        'source',
        [...coded('source', arrays.source, 65_536).entries()].map(([source, count]) => ({ value: sourceId(source), count })),
      ),
    () => byText('kind', arrays.kind, itemKinds),
    () =>
      byText(
        'mediaClass',
        arrays.mediaType,
        columns.mediaTypes.map((type) => type?.split('/')[0]),
      ),
    () => byText('mediaType', arrays.mediaType, columns.mediaTypes),
    () => byText('extension', arrays.extension, columns.extensions.texts),
    () => byTruth('extensionMismatch', (item) => arrays.mismatch[item] === 1),
    () => byText('status', arrays.outcomeSet, columns.statuses),
    () => byTruth('tagged', (item) => tags.isTagged(item)),
    () => facet('tag', countTags(tags, selected('tag'))),
    () => byText('device', arrays.device, columns.devices.texts),
    () => byTruth('hasPosition', (item) => arrays.hasPosition[item] === 1),
    () => facet('observation', countObservations(observed, selected('observation'))),
  ];
  const facets: FacetCounts[] = [];
  for (const count of counts) {
    await new Promise((resolve) => setImmediate(resolve));
    if (signal?.aborted) throw new EngineError('cancelled', 'The counts are no longer wanted.');
    facets.push(count());
  }
  return facets;
}

function countTags(tags: TagMarks, selected: Uint8Array): Values {
  const values: Values = [];
  for (const [tag, marks] of tags.tags()) {
    let count = 0;
    for (let item = 1; item < marks.length; item += 1) count += (marks[item] as number) & (selected[item] as number);
    values.push({ value: tag, count });
  }
  return values;
}

function countObservations({ items, codes, texts }: ObservedItems, selected: Uint8Array): Values {
  const counts = new Uint32Array(texts.length);
  for (let index = 0; index < items.length; index += 1) {
    if (selected[items[index] as number] !== 1) continue;
    const code = codes[index] as number;
    counts[code] = (counts[code] as number) + 1;
  }
  return texts.map((value, code) => ({ value, count: counts[code] as number }));
}

function facet(field: string, values: Values): FacetCounts {
  const found = values.filter(({ count }) => count > 0);
  found.sort((first, second) => second.count - first.count || compareTexts(String(first.value), String(second.value)));
  return { field, values: found.slice(0, listedValues), more: Math.max(0, found.length - listedValues) };
}
