/** All items in the order of one field: from it any choice of them is had in that order without sorting. */
import type { ItemRanks } from './item-ranks.ts';
import type { Ranks } from './sorting.ts';

/** Orders that are remembered, each four bytes an item. */
const remembered = 6;

/** Items that agree stand by their numbers; those without a value come last. */
export interface ItemOrder {
  /** All item numbers, by rank. */
  items: Uint32Array;
  /** By rank, the place in `items` after the last item that has it. The last rank is that of items without a value. */
  ends: Uint32Array;
}

export class ItemOrders {
  private readonly ranks: ItemRanks;
  private readonly made = new Map<string, ItemOrder>();

  constructor(ranks: ItemRanks) {
    this.ranks = ranks;
  }

  /**
   * The items that `marks` marks with 1, in the order of `field`.
   * @throws EngineError `invalid-request` for a field that items cannot be sorted by.
   */
  async select(field: string, descending: boolean, marks: Uint8Array): Promise<Uint32Array> {
    const ranks = await this.ranks.of(field);
    const order = this.made.get(field) ?? orderOf(ranks);
    this.made.delete(field);
    this.made.set(field, order);
    for (const oldest of this.made.keys()) {
      if (this.made.size <= remembered) break;
      this.made.delete(oldest);
    }
    return selectInOrder(order, descending, marks);
  }
}

/** A counting sort, as ranks are dense. */
export function orderOf({ ranks, none }: Ranks): ItemOrder {
  const { length } = ranks;
  const ends = new Uint32Array(none + 1);
  for (let item = 1; item < length; item += 1) (ends[ranks[item] as number] as number) += 1;
  let start = 0;
  for (let rank = 0; rank <= none; rank += 1) {
    const count = ends[rank] as number;
    ends[rank] = start;
    start += count;
  }
  const items = new Uint32Array(Math.max(0, length - 1));
  for (let item = 1; item < length; item += 1) {
    const rank = ranks[item] as number;
    const place = ends[rank] as number;
    items[place] = item;
    ends[rank] = place + 1;
  }
  return { items, ends };
}

/** Takes those of `items` from `start` to before `end` that are marked, into `target` from `place` on. Returns the place after them. */
function take(items: Uint32Array, start: number, end: number, marks: Uint8Array, target: Uint32Array, place: number): number {
  let next = place;
  for (let index = start; index < end; index += 1) {
    const item = items[index] as number;
    if (marks[item] === 0) continue;
    target[next] = item;
    next += 1;
  }
  return next;
}

/** Those of the items that `marks` marks with 1, by item number. */
export function selectInOrder(order: ItemOrder, descending: boolean, marks: Uint8Array): Uint32Array {
  return descending ? selectDescending(order, marks) : selectAscending(order, marks);
}

function selectAscending({ items }: ItemOrder, marks: Uint8Array): Uint32Array {
  const selected = new Uint32Array(items.length);
  return selected.slice(0, take(items, 0, items.length, marks, selected, 0));
}

/** Group by group of equal ranks, each from its first item to its last; what has no value stays last. */
function selectDescending({ items, ends }: ItemOrder, marks: Uint8Array): Uint32Array {
  const selected = new Uint32Array(items.length);
  const none = ends.length - 1;
  const valued = none === 0 ? 0 : (ends[none - 1] as number);
  let place = 0;
  for (let rank = none - 1, end = valued; rank >= 0; rank -= 1) {
    const start = rank === 0 ? 0 : (ends[rank - 1] as number);
    place = take(items, start, end, marks, selected, place);
    end = start;
  }
  return selected.slice(0, take(items, valued, items.length, marks, selected, place));
}
