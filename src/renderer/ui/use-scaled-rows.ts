/** Rows of one height in a scrolling element, however many there are; only those in view are laid out. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { ScaledScroll } from './scaled-scroll.ts';

interface ScaledRows {
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
  /** Size of the scroller's inside. */
  viewport: { width: number; height: number };
  /** Distance of a row from the top of the element inside the scroller. */
  topOf(row: number): number;
  /** Brings a row into view; `centre` puts it in the middle when it was out of view. */
  reveal(row: number, where?: 'nearest' | 'centre'): void;
}

const overscan = 6;

/**
 * @param headHeight height of a head inside the scroller that sticks to its top
 */
export function useScaledRows(count: number, rowHeight: number, headHeight = 0): ScaledRows {
  const scroller = useRef<HTMLDivElement | null>(null);
  const [viewport, setViewport] = useState({ width: 0, height: 0 });
  const total = count * rowHeight;
  const carried = useRef(0);
  const scaled = useMemo(() => new ScaledScroll(total), [total]);
  const [, repaint] = useState(0);
  const inside = Math.max(0, viewport.height - headHeight);

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
    element.scrollTop = scaled.goTo(carried.current, inside);
    repaint((count) => count + 1);
  }, [scaled, inside]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const onScroll = (): void => {
      const seen = element.clientHeight - headHeight;
      const before = scaled.offset;
      const top = scaled.scrolled(element.scrollTop, seen);
      if (Math.abs(top - element.scrollTop) >= 1) element.scrollTop = top;
      carried.current = scaled.offset;
      if (scaled.offset !== before) repaint((count) => count + 1);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scaled, headHeight]);

  const reveal = useCallback(
    (row: number, where: 'nearest' | 'centre' = 'nearest') => {
      const element = scroller.current;
      if (element === null) return;
      const seen = element.clientHeight - headHeight;
      const start = row * rowHeight;
      const now = scaled.offset;
      if (start >= now && start + rowHeight <= now + seen) return;
      const centred = where === 'centre' || start + rowHeight < now - seen || start > now + 2 * seen;
      const wanted = centred ? start - (seen - rowHeight) / 2 : start < now ? start : start + rowHeight - seen;
      element.scrollTop = scaled.goTo(wanted, seen);
      carried.current = scaled.offset;
      repaint((count) => count + 1);
    },
    [scaled, rowHeight, headHeight],
  );

  const firstSeen = Math.floor(scaled.offset / rowHeight);
  const pageRows = Math.max(1, Math.floor(inside / rowHeight));
  const endSeen = inside === 0 ? 0 : Math.min(count, Math.ceil((scaled.offset + inside) / rowHeight));
  return {
    scroller,
    height: scaled.laidOut,
    first: Math.max(0, firstSeen - overscan),
    end: inside === 0 ? 0 : Math.min(count, firstSeen + pageRows + 2 + overscan),
    firstSeen,
    endSeen,
    pageRows,
    viewport,
    topOf: (row) => row * rowHeight - scaled.shift,
    reveal,
  };
}
