/** All items in the order of one field: from it any choice of them is had in that order without sorting. */
import type { SortedItems, SortKeys } from './sorting.ts';

/** Items that agree stand by their numbers; those without a value come last. */
export interface ItemOrder {
  items: Uint32Array;
  /** By place in `items`: 1 where a group of items that agree begins. */
  opens: Uint8Array;
  /** Number of items that have a value. */
  valued: number;
}

/** An order of all `present` items, in the order of their numbers, of which those in `sorted` have a value. */
export function orderOfAll(present: Uint32Array, sorted: SortedItems): ItemOrder {
  const valued = sorted.items.length;
  if (valued === present.length) return { ...sorted, valued };
  const hasValue = new Uint8Array((present.at(-1) as number) + 1);
  for (const item of sorted.items) hasValue[item] = 1;
  const items = new Uint32Array(present.length);
  const opens = new Uint8Array(present.length);
  items.set(sorted.items);
  opens.set(sorted.opens);
  let place = valued;
  opens[place] = 1;
  for (const item of present) {
    if (hasValue[item] === 1) continue;
    items[place] = item;
    place += 1;
  }
  return { items, opens, valued };
}

/** Where a choice is gathered before it is copied at its length: memory that is had and freed with every click is memory to clean up. */
let gathered = new Uint32Array(0);

/** Takes those of `items` from `start` to before `end` that are marked, into `target` from `place` on. Returns the place after them. */
function take(items: Uint32Array, start: number, end: number, marks: Uint8Array, target: Uint32Array, place: number): number {
  let next = place;
  // Written always and kept only if marked: a processor that must guess which items are marked guesses wrongly too often.
  for (let index = start; index < end; index += 1) {
    const item = items[index] as number;
    target[next] = item;
    next += marks[item] as number;
  }
  return next;
}

/** Those of the items that `marks` marks with 1, by item number. Descending, what has no value stays last, and ties stay by number. */
export function selectInOrder({ items, opens, valued }: ItemOrder, descending: boolean, marks: Uint8Array): Uint32Array {
  if (gathered.length < items.length) gathered = new Uint32Array(items.length);
  const selected = gathered;
  let place = 0;
  if (descending) {
    for (let start = valued - 1, end = valued; start >= 0; start -= 1) {
      if (opens[start] === 0) continue;
      if (end - start === 1) {
        // Mostly no two items agree.
        const item = items[start] as number;
        selected[place] = item;
        place += marks[item] as number;
      } else place = take(items, start, end, marks, selected, place);
      end = start;
    }
  } else place = take(items, 0, valued, marks, selected, place);
  return selected.slice(0, take(items, valued, items.length, marks, selected, place));
}

/** The order as keys by item number, for item numbers below `length`: to sort by it together with other fields. */
export function keysOfOrder({ items, opens, valued }: ItemOrder, descending: boolean, length: number): SortKeys {
  const keys = new Uint32Array(length).fill(valued);
  let rank = -1;
  for (let place = 0; place < valued; place += 1) {
    rank += opens[place] as number;
    keys[items[place] as number] = descending ? valued - 1 - rank : rank;
  }
  return { keys, highest: valued };
}
