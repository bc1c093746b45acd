import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keysOfOrder, orderOfAll, selectInOrder } from '../../../src/storage/columns/item-order.ts';
import { type SortedItems, sortedByBytes, sortedByKeys, sortedByRareTies } from '../../../src/storage/columns/sorting.ts';

/** Keys by item number, from 1; few values, so that many agree, or many, so that few do. */
const keys = (highest: number) =>
  fc.array(fc.nat({ max: highest }), { minLength: 1, maxLength: 300 }).map((list) => Uint32Array.from([0, ...list]));

function itemsOf(list: Uint32Array): Uint32Array {
  return Uint32Array.from({ length: list.length - 1 }, (_, index) => index + 1);
}

/** The plainest way to sort: what the others are measured by. */
function sortedPlainly(items: readonly number[], compare: (one: number, other: number) => number): SortedItems {
  const sorted = items.toSorted((one, other) => compare(one, other) || one - other);
  return {
    items: Uint32Array.from(sorted),
    opens: Uint8Array.from(sorted, (item, place) => (place === 0 || compare(sorted[place - 1] as number, item) !== 0 ? 1 : 0)),
  };
}

describe('items sorted by two keys', () => {
  it.each([3, 100_000, 2 ** 32 - 1])('stand as plain comparing puts them, with major keys up to %i', (highest) => {
    fc.assert(
      fc.property(keys(highest), keys(5), (major, drawn) => {
        const minor = Uint32Array.from(major, (_, item) => drawn[item % drawn.length] as number);
        const words = [
          { keys: minor, highest: 5 },
          { keys: major, highest },
        ] as const;
        const at = (list: Uint32Array, item: number) => list[item] as number;
        const expected = sortedPlainly(
          Array.from(itemsOf(major)),
          (one, other) => at(major, one) - at(major, other) || at(minor, one) - at(minor, other),
        );
        expect(sortedByKeys(itemsOf(major), words)).toEqual(expected);
        expect(sortedByRareTies(itemsOf(major), ...words)).toEqual(expected);
      }),
      { seed: 3 },
    );
  });

  it('do so in groups too long to be put in order by moving', () => {
    const major = Uint32Array.from({ length: 500 }, (_, item) => item % 3);
    const minor = Uint32Array.from({ length: 500 }, (_, item) => (item * 7919) % 101);
    const words = [
      { keys: minor, highest: 100 },
      { keys: major, highest: 2 },
    ] as const;
    expect(sortedByRareTies(itemsOf(major), ...words)).toEqual(sortedByKeys(itemsOf(major), words));
  });
});

describe('items sorted by rows of bytes', () => {
  it('stand as comparing whole rows puts them, where the first eight bytes agree too', () => {
    // Two values for all but one byte: rows agree often, wholly and in their beginnings.
    const row = fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), (drawn) => {
        const width = 16;
        const rows = drawn.map(([first, ninth, last]) => Buffer.from([first, 0, 0, 0, 0, 0, 0, 0, ninth, 0, 0, 0, 0, 0, 0, last & 3]));
        // Numbers with gaps between them.
        const numbers = Uint32Array.from(rows, (_, place) => 3 * place + 2);
        const rowOf = (item: number) => rows[(item - 2) / 3] as Buffer;
        expect(sortedByBytes(numbers, Buffer.concat(rows), width)).toEqual(
          sortedPlainly(Array.from(numbers), (one, other) => Buffer.compare(rowOf(one), rowOf(other))),
        );
      }),
      { seed: 5 },
    );
  });
});

describe('an order of all items', () => {
  it('gives any choice of them as sorting does, both ways: ties by number, no value last', () => {
    fc.assert(
      fc.property(keys(20), fc.infiniteStream(fc.boolean()), fc.boolean(), (list, draws, descending) => {
        // One value stands for none.
        const none = 20;
        const marks = Uint8Array.from(list, (_, item) => (item > 0 && draws.next().value === true ? 1 : 0));
        const keyOf = (item: number) => list[item] as number;
        const expected = Array.from(itemsOf(list))
          .filter((item) => marks[item] === 1)
          .sort((first, second) => {
            const [one, other] = [keyOf(first), keyOf(second)];
            if (one === other) return first - second;
            if (one === none || other === none) return one === none ? 1 : -1;
            return descending ? other - one : one - other;
          });
        const valued = itemsOf(list).filter((item) => keyOf(item) !== none);
        const order = orderOfAll(itemsOf(list), sortedByKeys(valued, [{ keys: list, highest: none }]));
        expect(Array.from(selectInOrder(order, descending, marks))).toEqual(expected);
        const { keys: own, highest } = keysOfOrder(order, descending, list.length);
        expect(Array.from(sortedByKeys(itemsOf(list), [{ keys: own, highest }]).items).filter((item) => marks[item] === 1)).toEqual(
          expected,
        );
      }),
      { seed: 4 },
    );
  });
});
