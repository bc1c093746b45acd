/** Which rows a table lays out: those in view, or, until they arrive, the last that came. */
import { useLayoutEffect, useRef } from 'react';
import type { Filter, ItemRow, Sort } from '../../../contract/schemas.ts';
import type { ScaledRows } from '../../ui/use-scaled-rows.ts';
import type { ResultSet, Rows } from '../review/result-set.ts';

export interface LaidOutRows {
  /** First and one past the last row. */
  first: number;
  end: number;
  /** How many rows the view has moved on from the place of these rows; 0 where they are in their own place. */
  behind: number;
}

interface Held {
  filters: Filter[];
  sort: Sort[];
  first: number;
  end: number;
  firstSeen: number;
  /** One of the rows in view, which is there. */
  there: number;
}

/**
 * A drag over a million rows is faster than any answer. The rows that came last stand, dimmed and under their own numbers, where
 * the eye is: they tell how far the drag has come, as a blank page would not.
 */
export function useLaidOut(
  resultSet: ResultSet,
  rows: ScaledRows,
  rowAt: (row: number) => ItemRow | undefined,
  latest: Rows['arrived'],
): LaidOutRows {
  const { filters, sort } = resultSet;
  const { first, end, firstSeen, endSeen } = rows;
  const held = useRef<Held | null>(null);
  const taken = useRef(latest);
  // A view may lie over the border of two pages, of which one has arrived.
  const there = [firstSeen, endSeen - 1].find((row) => endSeen > firstSeen && rowAt(row) !== undefined);
  const arrived = there !== undefined;
  useLayoutEffect(() => {
    if (arrived) held.current = { filters, sort, first, end, firstSeen, there };
  });
  if (latest !== taken.current) {
    taken.current = latest;
    if (!arrived && latest !== null)
      held.current = { filters, sort, ...latest, firstSeen: latest.first + firstSeen - first, there: latest.first };
  }
  const last = held.current;
  const usable = !arrived && last !== null && last.filters === filters && last.sort === sort && rowAt(last.there) !== undefined;
  if (!usable) return { first, end, behind: 0 };
  return { first: last.first, end: last.end, behind: firstSeen - last.firstSeen };
}
