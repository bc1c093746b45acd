/**
 * Turns of the films that show a frame of themselves: browsers decode only so many films at once, and a drive behind a write blocker
 * reads only so many well. A few are loaded at a time, the latest wish first; those in view are kept up to a bound.
 */
import { useCallback, useEffect, useRef, useState } from 'react';

interface Turn {
  state: 'waiting' | 'loading' | 'loaded';
  begin(): void;
}

const mostLoading = 4;
/** Chromium refuses more than 75 players in a page. */
const mostKept = 48;

const turns = new Set<Turn>();

function startNext(): void {
  for (;;) {
    const begun = [...turns].filter(({ state }) => state !== 'waiting');
    if (begun.length >= mostKept || begun.filter(({ state }) => state === 'loading').length >= mostLoading) return;
    const next = [...turns].findLast(({ state }) => state === 'waiting');
    if (next === undefined) return;
    next.state = 'loading';
    next.begin();
  }
}

/** Whether it is this film's turn; `loaded` is to be called once its frame is there, or will never be. */
export function useFrameTurn(wanted: boolean): { granted: boolean; loaded: () => void } {
  const [granted, setGranted] = useState(false);
  const mine = useRef<Turn | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const turn: Turn = { state: 'waiting', begin: () => setGranted(true) };
    mine.current = turn;
    turns.add(turn);
    startNext();
    return () => {
      turns.delete(turn);
      setGranted(false);
      startNext();
    };
  }, [wanted]);
  const loaded = useCallback(() => {
    if (mine.current === null || mine.current.state === 'loaded') return;
    mine.current.state = 'loaded';
    startNext();
  }, []);
  return { granted, loaded };
}
