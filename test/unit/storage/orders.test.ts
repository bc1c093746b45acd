import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOf, selectInOrder } from '../../../src/storage/columns/item-orders.ts';
import { ranksOfKeys, ranksOfRareTies } from '../../../src/storage/columns/sorting.ts';

/** Keys by item number, from 1; few values, so that many agree, or many, so that few do. */
const keys = (highest: number) =>
  fc.array(fc.nat({ max: highest }), { minLength: 1, maxLength: 300 }).map((list) => Uint32Array.from([0, ...list]));

function itemsOf(list: Uint32Array): Uint32Array {
  return Uint32Array.from({ length: list.length - 1 }, (_, index) => index + 1);
}

describe('ranks of rare ties', () => {
  it.each([3, 100_000, 2 ** 32 - 1])('are those of both keys together, with major keys up to %i', (highest) => {
    fc.assert(
      fc.property(keys(highest), keys(5), (major, drawn) => {
        const minor = Uint32Array.from(major, (_, item) => drawn[item % drawn.length] as number);
        const words = [
          { keys: minor, highest: 5 },
          { keys: major, highest },
        ] as const;
        expect(ranksOfRareTies(major.length, itemsOf(major), ...words)).toEqual(ranksOfKeys(major.length, itemsOf(major), words));
      }),
      { seed: 3 },
    );
  });

  it('hold for groups too long to be put in order by moving', () => {
    const major = Uint32Array.from({ length: 500 }, (_, item) => item % 3);
    const minor = Uint32Array.from({ length: 500 }, (_, item) => (item * 7919) % 101);
    const words = [
      { keys: minor, highest: 100 },
      { keys: major, highest: 2 },
    ] as const;
    expect(ranksOfRareTies(500, itemsOf(major), ...words)).toEqual(ranksOfKeys(500, itemsOf(major), words));
  });
});

describe('an order of all items', () => {
  it('gives any choice of them as sorting does, both ways: ties by number, no value last', () => {
    fc.assert(
      fc.property(keys(20), fc.infiniteStream(fc.boolean()), fc.boolean(), (list, draws, descending) => {
        const none = 21;
        // One value stands for none.
        const ranks = list.map((key) => (key === 20 ? none : key));
        const marks = Uint8Array.from(list, (_, item) => (item > 0 && draws.next().value === true ? 1 : 0));
        const rankOf = (item: number) => ranks[item] as number;
        const expected = Array.from(itemsOf(list))
          .filter((item) => marks[item] === 1)
          .sort((first, second) => {
            const [one, other] = [rankOf(first), rankOf(second)];
            if (one === other) return first - second;
            if (one === none || other === none) return one === none ? 1 : -1;
            return descending ? other - one : one - other;
          });
        expect(Array.from(selectInOrder(orderOf({ ranks, none }), descending, marks))).toEqual(expected);
      }),
      { seed: 4 },
    );
  });
});
