/** Keys that move the cursor in a view; the view says how far a step goes. */
import type { KeyboardEvent } from 'react';
import type { Cursor } from './result-set.ts';
import { useReviewState } from './review-state.ts';

/**
 * Moves the cursor for a key; true when the key was one of ours.
 * @param columns items beside one another; 1 in a table
 * @param pageRows rows that fit into the view
 */
export function moveByKey(event: KeyboardEvent, cursor: Cursor, columns: number, pageRows: number, total: number): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  const forwards = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const backwards = forwards === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
  const extend = event.shiftKey;
  const steps: Record<string, number> = {
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: columns * pageRows,
    PageUp: -columns * pageRows,
    ...(columns > 1 ? { [forwards]: 1, [backwards]: -1 } : {}),
  };
  const step = steps[event.key];
  if (step !== undefined) {
    const { focusRow } = useReviewState.getState();
    // An arrow at the edge of a grid stays; it does not jump into another column.
    if (Math.abs(step) === columns && (focusRow + step < 0 || focusRow + step > total - 1)) return true;
    void cursor.moveBy(step, extend);
  } else if (event.key === 'Home') void cursor.moveTo(0, extend);
  else if (event.key === 'End') void cursor.moveTo(total - 1, extend);
  else return false;
  return true;
}
