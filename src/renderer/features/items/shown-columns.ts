/** Which columns the table shows, in which order and how wide, as was chosen; and which of them lie in the view. */
import { type RefObject, useEffect, useMemo, useState } from 'react';
import { usePreferences } from '../../app/preferences.ts';
import { type Column, columns } from './columns.tsx';

export const columnOf: ReadonlyMap<string, Column> = new Map(columns.map((column) => [column.id, column]));

/** Limits of a column's width, in pixels. */
export const narrowest = 48;
export const widest = 1200;

export interface ShownColumn {
  column: Column;
  /** In pixels. */
  width: number;
  /** Distance of its beginning from the table's, in pixels. */
  start: number;
}

export interface ShownColumns {
  /** All columns, hidden ones too. */
  order: string[];
  hidden: ReadonlySet<string>;
  shown: ShownColumn[];
  /** Of all that are shown together, in pixels. */
  width: number;
}

/** Columns in the order that was chosen; those that are new since then follow at the end. */
function orderOf(chosen: readonly string[]): string[] {
  const known = chosen.filter((id) => columnOf.has(id));
  return [...known, ...columns.map((column) => column.id).filter((id) => !known.includes(id))];
}

export function useShownColumns(): ShownColumns {
  const columnOrder = usePreferences((preferences) => preferences.columnOrder);
  const hiddenColumns = usePreferences((preferences) => preferences.hiddenColumns);
  const columnWidths = usePreferences((preferences) => preferences.columnWidths);
  return useMemo(() => {
    const order = orderOf(columnOrder);
    const hidden = new Set(hiddenColumns);
    let width = 0;
    const shown = order.flatMap((id) => {
      const column = columnOf.get(id);
      if (column === undefined || hidden.has(id)) return [];
      const start = width;
      const own = Math.min(widest, Math.max(narrowest, columnWidths[id] ?? column.width));
      width += own;
      return [{ column, width: own, start }];
    });
    return { order, hidden, shown, width };
  }, [columnOrder, hiddenColumns, columnWidths]);
}

/** Beyond the edges, so that a column is there when it comes into view. */
const overscan = 80;

/** Those of the columns that the scroller has in view, and their neighbours: cells that nobody sees cost as much as others. */
export function useColumnsInView(
  scroller: RefObject<HTMLElement | null>,
  shown: readonly ShownColumn[],
  width: number,
): readonly ShownColumn[] {
  const [view, setView] = useState({ first: 0, end: 1 });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = (): void => {
      // Negative where the page runs from right to left.
      const from = Math.abs(element.scrollLeft) - overscan;
      const to = Math.abs(element.scrollLeft) + width + overscan;
      const first = Math.max(
        0,
        shown.findIndex((column) => column.start + column.width > from),
      );
      const beyond = shown.findIndex((column) => column.start >= to);
      const end = beyond < 0 ? shown.length : beyond;
      setView((before) => (before.first === first && before.end === end ? before : { first, end }));
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [scroller, shown, width]);
  return useMemo(() => shown.slice(view.first, view.end), [shown, view]);
}
