/** Which element each laid out row has, so that rows that scroll by take the elements of those that have gone. */
import { useRef } from 'react';

interface Keyed {
  first: number;
  end: number;
  /** The row whose key is 0. */
  base: number;
}

/**
 * Gives the key of each row from `first` to before `end`, of which at most `pool` are laid out at once. A row that scrolls in has
 * the key of one that has scrolled out: making elements anew is what costs. After a jump the keys begin anew with the first row, so
 * that the elements stay in their order: to move them costs as much as to make them.
 */
export function useRowKeys(first: number, end: number, pool: number): (row: number) => number {
  const keyed = useRef<Keyed>({ first, end, base: first });
  const before = keyed.current;
  const jumped = first >= before.end || end <= before.first;
  const base = jumped ? first : before.base;
  keyed.current = { first, end, base };
  return (row) => (((row - base) % pool) + pool) % pool;
}
