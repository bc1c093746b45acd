/**
 * Pictures of items, made in workers. A few are asked for at a time: of the latest wishes first, so that what is in view comes
 * before what was scrolled past, and of those that were wished for together the ones in view first, as one reads; what is no
 * longer wanted is cancelled; those that were shown are kept within a bound.
 */
import { useEffect, useRef, useState } from 'react';
import { toErrorRecord } from '../../model/error.ts';
import { useEngine } from '../app/engine.ts';
import type { EngineLink } from '../app/engine-link.ts';
import { errorSentence } from './error-words.ts';

export interface Picture {
  /** Address in this page's own origin, or null where no picture could be made. */
  address: string | null;
  width: number;
  height: number;
  /** Pages of a document; 1 for pictures. */
  pages: number;
  /** Why there is no picture. */
  reason: string | null;
}

interface PictureWish {
  id: string;
  /** Longest edge in pixels. */
  edge: number;
  page: number;
  greyScale: boolean;
}

interface Waiting {
  key: string;
  wish: PictureWish;
  abort: AbortController;
  wanted: Set<(picture: Picture) => void>;
  running: boolean;
  /** Wishes of one moment share a number; the latest have the highest. */
  moment: number;
  inView: boolean;
}

const atOnce = 6;
const keptPictures = 800;

const kept = new Map<string, Picture>();
const waiting = new Map<string, Waiting>();
let running = 0;
let moment = 0;
let momentLasts = false;

/** The number of this moment: all that is drawn at once wishes at once, before anything is asked for. */
function thisMoment(link: EngineLink): number {
  if (!momentLasts) {
    momentLasts = true;
    moment += 1;
    queueMicrotask(() => {
      momentLasts = false;
      startNext(link);
    });
  }
  return moment;
}

function keyOf({ id, edge, page, greyScale }: PictureWish): string {
  return `${id} ${edge} ${page} ${greyScale}`;
}

function keep(key: string, picture: Picture): void {
  kept.set(key, picture);
  for (const [oldest, { address }] of kept) {
    if (kept.size <= keptPictures) break;
    kept.delete(oldest);
    if (address !== null) URL.revokeObjectURL(address);
  }
}

async function fetchPicture(link: EngineLink, entry: Waiting): Promise<void> {
  entry.running = true;
  running += 1;
  try {
    const answer = await link.call('items.picture', entry.wish, { signal: entry.abort.signal });
    const usable = answer.mediaType !== null && answer.bytes.length > 0;
    const picture: Picture = {
      address: usable ? URL.createObjectURL(new Blob([answer.bytes as Uint8Array<ArrayBuffer>], { type: answer.mediaType ?? '' })) : null,
      width: answer.width,
      height: answer.height,
      pages: answer.pages,
      reason: answer.reason === null ? null : errorSentence(answer.reason),
    };
    keep(entry.key, picture);
    for (const tell of entry.wanted) tell(picture);
  } catch (thrown) {
    const error = toErrorRecord(thrown);
    if (error.code !== 'cancelled')
      for (const tell of entry.wanted) tell({ address: null, width: 0, height: 0, pages: 0, reason: errorSentence(error) });
  } finally {
    running -= 1;
    if (waiting.get(entry.key) === entry) waiting.delete(entry.key);
    startNext(link);
  }
}

function comesBefore(one: Waiting, other: Waiting): boolean {
  if (one.inView !== other.inView) return one.inView;
  return one.moment > other.moment;
}

function startNext(link: EngineLink): void {
  while (running < atOnce) {
    let next: Waiting | undefined;
    for (const entry of waiting.values()) if (!entry.running && (next === undefined || comesBefore(entry, next))) next = entry;
    if (next === undefined) return;
    void fetchPicture(link, next);
  }
}

/** Wishes for a picture. The returned function gives the wish up. */
function wishFor(link: EngineLink, wish: PictureWish, inView: boolean, tell: (picture: Picture) => void): () => void {
  const key = keyOf(wish);
  const entry = waiting.get(key) ?? { key, wish, abort: new AbortController(), wanted: new Set(), running: false, moment: 0, inView };
  entry.wanted.add(tell);
  entry.inView = inView;
  entry.moment = thisMoment(link);
  waiting.set(key, entry);
  return () => {
    entry.wanted.delete(tell);
    if (entry.wanted.size > 0) return;
    if (waiting.get(key) === entry) waiting.delete(key);
    if (entry.running) entry.abort.abort();
  };
}

/**
 * The picture of an item once it is there.
 * @param inView false for what is drawn beyond the edge of the view: its turn comes later
 */
export function usePicture(id: string, edge: number, page: number, greyScale: boolean, inView = true): Picture | null {
  const link = useEngine();
  const key = keyOf({ id, edge, page, greyScale });
  const [arrived, setArrived] = useState<{ key: string; picture: Picture } | null>(null);
  const shown = useRef(inView);
  useEffect(() => {
    if (kept.has(key)) return;
    return wishFor(link, { id, edge, page, greyScale }, shown.current, (picture) => setArrived({ key, picture }));
  }, [link, id, edge, page, greyScale, key]);
  useEffect(() => {
    shown.current = inView;
    const entry = waiting.get(key);
    if (entry !== undefined) entry.inView = inView;
  }, [inView, key]);
  const held = kept.get(key);
  if (held !== undefined) return held;
  return arrived?.key === key ? arrived.picture : null;
}

/** The edge to ask for: in few steps, so that sizes share what is kept. */
export function edgeFor(pixels: number): number {
  const needed = pixels * Math.min(2, window.devicePixelRatio);
  return needed <= 160 ? 160 : needed <= 320 ? 320 : 512;
}
