/** Rows of one height in a scrolling element, however many there are; only those in view are laid out. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { ScaledScroll } from './scaled-scroll.ts';

export interface ScaledRows {
  scroller: RefObject<HTMLDivElement | null>;
  /** Height to give to the element inside the scroller. */
  height: number;
  /** First and one past the last row to lay out. */
  first: number;
  end: number;
  /** The same without those beyond the edges of the view. */
  firstSeen: number;
  endSeen: number;
  /** Rows that fit into the view. */
  pageRows: number;
  /** Most rows that are laid out at once: row modulo this number tells rows that are laid out together apart. */
  pool: number;
  /** Size of the scroller's inside. */
  viewport: { width: number; height: number };
  /** Distance of a row from the top of the element inside the scroller. */
  topOf(row: number): number;
  /** Brings a row into view; `centre` puts it in the middle when it was out of view. */
  reveal(row: number, where?: 'nearest' | 'centre'): void;
}

/** Rows beyond each edge of the view, for what scrolls in before it is drawn; after a jump they follow once nobody waits for them. */
const overscan = 6;
const afterJump = 250;

/** A row to bring into view with the next drawing, once for each number. */
interface Aim {
  row: number;
  number: number;
}

/** Where to scroll to so that a row comes into view; null where it is in view. */
function placeOf(row: number, rowHeight: number, now: number, seen: number, where: 'nearest' | 'centre' = 'nearest'): number | null {
  const start = row * rowHeight;
  if (start >= now && start + rowHeight <= now + seen) return null;
  // Far away, it comes to the middle.
  if (where === 'centre' || start + rowHeight < now - seen || start > now + 2 * seen) return start - (seen - rowHeight) / 2;
  return start < now ? start : start + rowHeight - seen;
}

/**
 * @param headHeight height of a head inside the scroller that sticks to its top
 * @param aim brought into view before anything is drawn, so that rows elsewhere are neither asked for nor laid out
 */
export function useScaledRows(count: number, rowHeight: number, headHeight = 0, aim: Aim | null = null): ScaledRows {
  const scroller = useRef<HTMLDivElement | null>(null);
  const [viewport, setViewport] = useState({ width: 0, height: 0 });
  const total = count * rowHeight;
  const carried = useRef(0);
  const inside = Math.max(0, viewport.height - headHeight);
  const jumped = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another number of rows keeps the place as far as there is one; another height of the view does not move it
  const scaled = useMemo(() => {
    const made = new ScaledScroll(total);
    if (inside > 0) made.goTo(carried.current, inside);
    jumped.current = true;
    return made;
  }, [total]);
  const [, repaint] = useState(0);
  const aimed = useRef<number | null>(null);
  const top = useRef<number | null>(null);
  if (aim !== null && aim.number !== aimed.current && inside > 0 && count > 0) {
    aimed.current = aim.number;
    const wanted = placeOf(aim.row, rowHeight, scaled.offset, inside);
    if (wanted !== null) {
      top.current = scaled.goTo(wanted, inside);
      carried.current = scaled.offset;
      jumped.current = true;
    }
  }

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      setViewport((before) =>
        before.width === element.clientWidth && before.height === element.clientHeight
          ? before
          : { width: element.clientWidth, height: element.clientHeight },
      );
    });
    observer.observe(element);
    setViewport({ width: element.clientWidth, height: element.clientHeight });
    return () => observer.disconnect();
  }, []);

  // Another number of rows: stay at the same place as far as there is one.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || inside === 0) return;
    const before = scaled.offset;
    element.scrollTop = scaled.goTo(carried.current, inside);
    top.current = null;
    if (scaled.offset !== before) repaint((count) => count + 1);
  }, [scaled, inside]);

  useLayoutEffect(() => {
    if (top.current !== null && scroller.current !== null) scroller.current.scrollTop = top.current;
    top.current = null;
  });

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = (): void => {
      const seen = element.clientHeight - headHeight;
      const before = scaled.offset;
      const top = scaled.scrolled(element.scrollTop, seen);
      if (Math.abs(top - element.scrollTop) >= 1) element.scrollTop = top;
      carried.current = scaled.offset;
      jumped.current = Math.abs(scaled.offset - before) > seen;
      // Drawn in this very frame: rows that came one frame later would always be out of the view of a fast drag.
      if (scaled.offset !== before) flushSync(() => repaint((count) => count + 1));
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scaled, headHeight]);

  const reveal = useCallback(
    (row: number, where: 'nearest' | 'centre' = 'nearest') => {
      const element = scroller.current;
      if (element === null) return;
      const seen = element.clientHeight - headHeight;
      const wanted = placeOf(row, rowHeight, scaled.offset, seen, where);
      if (wanted === null) return;
      element.scrollTop = scaled.goTo(wanted, seen);
      carried.current = scaled.offset;
      repaint((count) => count + 1);
    },
    [scaled, rowHeight, headHeight],
  );

  useEffect(() => {
    if (!jumped.current) return;
    const timer = setTimeout(() => {
      jumped.current = false;
      repaint((count) => count + 1);
    }, afterJump);
    return () => clearTimeout(timer);
  });

  const margin = jumped.current ? 0 : overscan;
  const firstSeen = Math.floor(scaled.offset / rowHeight);
  const pageRows = Math.max(1, Math.floor(inside / rowHeight));
  const endSeen = inside === 0 ? 0 : Math.min(count, Math.ceil((scaled.offset + inside) / rowHeight));
  return {
    scroller,
    height: scaled.laidOut,
    first: Math.max(0, firstSeen - margin),
    end: inside === 0 ? 0 : Math.min(count, firstSeen + pageRows + 2 + margin),
    firstSeen,
    endSeen,
    pageRows,
    pool: pageRows + 2 + 2 * overscan,
    viewport,
    topOf: (row) => row * rowHeight - scaled.shift,
    reveal,
  };
}
