/** Counts by value: what the review's left pane shows beside each value. */
import { EngineError } from '../../model/error.ts';
import { itemKinds } from '../../model/item.ts';
import type { Connection } from '../connection.ts';
import { sourceId } from '../item-reader.ts';
import { absent, type ItemColumns } from './item-columns.ts';
import { compareTexts } from './item-orders.ts';
import type { Codes } from './sorting.ts';
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

/** A choice of items: 1 for each of them by item number, and their numbers. */
export interface SelectedItems {
  marks: Uint8Array;
  items: Uint32Array;
}

export interface FacetSetting {
  columns: ItemColumns;
  tags: TagMarks;
  observed: ObservedItems;
  /** The items that all filters select but those on the field itself. */
  selected: (field: string) => SelectedItems;
  /** Aborts when nobody wants the counts any more. */
  signal: AbortSignal | undefined;
}

/** Lets whoever else waits have a turn. @throws EngineError `cancelled` when nobody wants the answer any more. */
export async function turnOfOthers(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (signal?.aborted) throw new EngineError('cancelled', 'The answer is no longer wanted.');
}

type Values = FacetCounts['values'];

/**
 * Counts every facet. Between two of them whoever else waits gets a turn: the rows that were asked for at the same time are
 * wanted first, and counts that nobody wants any more are given up.
 * @throws EngineError `cancelled`.
 */
export async function countFacets({ columns, tags, observed, selected, signal }: FacetSetting): Promise<FacetCounts[]> {
  const { arrays } = columns;
  const coded = (field: string, codes: Codes, size: number): Uint32Array => countCodes(selected(field).items, codes, new Uint32Array(size));
  const byText = (field: string, codes: Codes, texts: readonly (string | null | undefined)[]): FacetCounts => {
    const sums = new Map<string, number>();
    for (const [code, count] of counted(coded(field, codes, Math.max(absent + 1, texts.length)))) {
      const text = texts[code];
      if (typeof text === 'string') sums.set(text, (sums.get(text) ?? 0) + count);
    }
    return facet(
      field,
      [...sums].map(([value, count]) => ({ value, count })),
    );
  };
  const byTruth = (field: string, count: (items: Uint32Array) => number): FacetCounts => {
    const { items } = selected(field);
    const yes = count(items);
    return facet(field, [
      { value: true, count: yes },
      { value: false, count: items.length - yes },
    ]);
  };
  const byMark = (field: string, marks: Uint8Array) => byTruth(field, (items) => countCodes(items, marks, new Uint32Array(2))[1] as number);
  const counts: (() => FacetCounts)[] = [
    () =>
      facet(
        'source',
        counted(coded('source', arrays.source, 65_536)).map(([source, count]) => ({ value: sourceId(source), count })),
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
    () => byMark('extensionMismatch', arrays.mismatch),
    () => byText('status', arrays.outcomeSet, columns.statuses),
    () => byTruth('tagged', (items) => tags.countTagged(items)),
    () => facet('tag', countTags(tags, selected('tag').items)),
    () => byText('device', arrays.device, columns.devices.texts),
    () => byMark('hasPosition', arrays.hasPosition),
    () => facet('observation', countObservations(observed, selected('observation').marks)),
  ];
  const facets: FacetCounts[] = [];
  for (const count of counts) {
    await turnOfOthers(signal);
    facets.push(count());
  }
  return facets;
}

/** Adds to `counts`, by code, how many of the items have it. */
function countCodes(items: Uint32Array, codes: Codes, counts: Uint32Array): Uint32Array {
  for (let index = 0; index < items.length; index += 1) {
    const code = codes[items[index] as number] as number;
    counts[code] = (counts[code] as number) + 1;
  }
  return counts;
}

/** The codes that were found, with their counts. */
function counted(counts: Uint32Array): [code: number, count: number][] {
  const found: [number, number][] = [];
  for (let code = 0; code < counts.length; code += 1) if (counts[code] !== 0) found.push([code, counts[code] as number]);
  return found;
}

function countTags(tags: TagMarks, selected: Uint32Array): Values {
  const values: Values = [];
  for (const [tag, marks] of tags.tags()) values.push({ value: tag, count: countCodes(selected, marks, new Uint32Array(2))[1] as number });
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
