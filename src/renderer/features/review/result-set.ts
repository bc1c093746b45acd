/** The result set that all views show: its size, its rows page by page, and moving the cursor through it. */
import { keepPreviousData, type QueryClient, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { CallOutput } from '../../../contract/engine-api.ts';
import type { Filter, ItemRow, Sort } from '../../../contract/schemas.ts';
import type { ErrorRecord } from '../../../model/error.ts';
import { failureOf, useEngine } from '../../app/engine.ts';
import type { EngineLink } from '../../app/engine-link.ts';
import { goTo, usePlace } from '../../app/places.ts';
import { type Shown, select, useReviewState } from './review-state.ts';

/** No more than most windows show at once: whoever waits for rows waits for a page of them or two. */
const pageSize = 50;
/** Rows before and after the cursor's that a tall window shows. */
const reach = 25;
/** Most items that one range may select; it is what one command takes. */
const longestRange = 100_000;
const fetchSize = 1000;
/** Pages that nobody shows are kept this long, so that fast scrolling does not pile them up. */
const pageKeptFor = 3000;

type Page = CallOutput<'items.page'>;

export interface ResultSet {
  filters: Filter[];
  sort: Sort[];
  total: number | undefined;
  error: ErrorRecord | null;
}

/** The question for one page of rows. */
export function pageQuery(link: EngineLink, filters: Filter[], sort: Sort[], page: number) {
  const input = { filters, sort, offset: page * pageSize, limit: pageSize };
  return {
    queryKey: ['items.page', input],
    queryFn: ({ signal }: { signal: AbortSignal }) => link.call('items.page', input, { signal }),
    gcTime: pageKeptFor,
    // Row by row, a comparison with what was held before would cost more than drawing does.
    structuralSharing: false,
  };
}

/** What was chosen: which items, in which order. */
type Choice = Pick<Shown, 'filters' | 'sort'>;

/** Where the cursor goes in what is shown next. */
interface Found {
  position: number;
  /** Null where nothing is shown. */
  id: string | null;
}

/**
 * Gets ready what another choice of items will show: the rows around the cursor's item, found again. Where the item is not among
 * them, or there is none, the first row takes its place.
 */
async function makeReady(link: EngineLink, queries: QueryClient, { filters, sort }: Choice, signal: AbortSignal): Promise<Found> {
  for (;;) {
    const { focus } = usePlace.getState();
    if (focus === null) {
      const { rows } = await queries.fetchQuery(pageQuery(link, filters, sort, 0));
      return { position: 0, id: rows[0]?.id ?? null };
    }
    const { total, position, offset, rows } = await link.call('items.around', { filters, sort, id: focus, pageSize, reach }, { signal });
    // The cursor may have moved on meanwhile, in what was shown until now.
    if (usePlace.getState().focus !== focus) continue;
    for (let start = 0; start === 0 || start < rows.length; start += pageSize) {
      const { queryKey } = pageQuery(link, filters, sort, (offset + start) / pageSize);
      queries.setQueryData<Page>(queryKey, { total, rows: rows.slice(start, start + pageSize) });
    }
    return position === null ? { position: 0, id: rows[0]?.id ?? null } : { position, id: focus };
  }
}

/** Shows a choice of items and puts the cursor in it, all at once. */
function show({ filters, sort }: Choice, { position, id }: Found): void {
  const shown = { filters, sort, page: Math.floor(position / pageSize) };
  useReviewState.setState(({ revealCount }) => ({ shown, focusRow: position, anchorRow: position, revealCount: revealCount + 1 }));
  select({ kind: 'some', ids: new Set(id === null ? [] : [id]) });
  if (id !== null && usePlace.getState().focus !== id) goTo({ focus: id }, 'replace');
}

/** Shows what is chosen, each time that something else is, as soon as its rows are there. Returns how to stop. */
function followChoice(link: EngineLink, queries: QueryClient): () => void {
  let latest = new AbortController();
  const follow = ({ filters, sort }: Choice): void => {
    latest.abort();
    const own = new AbortController();
    latest = own;
    const choice = { filters, sort };
    makeReady(link, queries, choice, own.signal).then(
      (found) => own.signal.aborted || show(choice, found),
      // The question for a page, asked by what shows it, tells what is wrong.
      () => own.signal.aborted || useReviewState.setState({ shown: { ...choice, page: 0 } }),
    );
  };
  follow(usePlace.getState());
  // Told before anything is drawn: the engine is at work while the choice itself is being shown.
  const stop = usePlace.subscribe((now, before) => {
    if (now.filters !== before.filters || now.sort !== before.sort) follow(now);
  });
  return () => {
    stop();
    latest.abort();
  };
}

/** The filters whose rows are shown: those that were chosen, once their rows are there. */
export function useShownFilters(): Filter[] {
  const filters = usePlace((place) => place.filters);
  return useReviewState((state) => state.shown?.filters) ?? filters;
}

/**
 * What the filters select, without its rows. What was shown stays until the new rows are there with the cursor's item in view:
 * rows that first vanish, then come and then jump away would cost the eye more than the wait.
 */
export function useResultSet(): { resultSet: ResultSet; waiting: boolean } {
  const link = useEngine();
  const queries = useQueryClient();
  const filters = usePlace((place) => place.filters);
  const sort = usePlace((place) => place.sort);
  const shown = useReviewState((state) => state.shown);
  useEffect(() => followChoice(link, queries), [link, queries]);
  const { filters: shownFilters, sort: shownSort, page } = shown ?? { filters, sort, page: 0 };
  const first = useQuery<Page>({ ...pageQuery(link, shownFilters, shownSort, page), placeholderData: keepPreviousData });
  const isFollowed = shown !== null && shownFilters === filters && shownSort === sort;
  const total = first.data?.total;
  const waiting = !isFollowed || first.isPlaceholderData || first.isPending;
  const { error } = first;
  // Whether it waits is told apart: nothing of what is shown is drawn anew for that.
  const resultSet = useMemo(
    () => ({ filters: shownFilters, sort: shownSort, total, error: failureOf({ error }) }),
    [shownFilters, shownSort, total, error],
  );
  return { resultSet, waiting };
}

/** Rows that were asked for together. */
interface Question {
  filters: Filter[];
  sort: Sort[];
  first: number;
  end: number;
  firstPage: number;
  lastPage: number;
}

export interface Rows {
  /** A row as far as it has arrived. */
  at(row: number): ItemRow | undefined;
  /** The rows that arrived last, which may be others than those in view by now; another object with each arrival. */
  arrived: { first: number; end: number } | null;
}

/**
 * Rows `first` to `end` as far as they have arrived; asks for those that have not. What was asked for is waited for before the
 * next question: pages that were asked for anew in each frame of a drag, and given up in the following one, would never arrive.
 */
export function useRows(resultSet: ResultSet, first: number, end: number): Rows {
  const link = useEngine();
  const queries = useQueryClient();
  const { filters, sort } = resultSet;
  const firstPage = Math.floor(first / pageSize);
  const lastPage = Math.max(firstPage, Math.floor(Math.max(0, end - 1) / pageSize));
  const wanted: Question = { filters, sort, first, end, firstPage, lastPage };
  const [asked, setAsked] = useState(wanted);
  const current = asked.filters === filters && asked.sort === sort ? asked : wanted;
  const pages = useQueries({
    queries: Array.from({ length: current.lastPage - current.firstPage + 1 }, (_, index) =>
      pageQuery(link, filters, sort, current.firstPage + index),
    ),
  });
  const arrived = pages.every(({ data, isError }) => data !== undefined || isError);
  const latest = useRef<Question | null>(null);
  if (arrived) latest.current = current;
  const moved = current.firstPage !== firstPage || current.lastPage !== lastPage;
  if (asked !== current || (arrived && moved)) setAsked(wanted);

  // Whoever scrolls on will want the neighbours next; whoever jumped far will not.
  const before = useRef(firstPage);
  useEffect(() => {
    if (!arrived) return;
    const distance = Math.abs(firstPage - before.current);
    before.current = firstPage;
    if (distance > 2) return;
    for (const page of [lastPage + 1, firstPage - 1])
      if (page >= 0 && page * pageSize < (resultSet.total ?? 0)) void queries.prefetchQuery(pageQuery(link, filters, sort, page));
  }, [arrived, firstPage, lastPage, resultSet.total, queries, link, filters, sort]);

  const kept = new Map<number, Page | undefined>();
  const at = (row: number): ItemRow | undefined => {
    const page = Math.floor(row / pageSize);
    if (page >= current.firstPage && page <= current.lastPage) return pages[page - current.firstPage]?.data?.rows[row % pageSize];
    if (!kept.has(page)) kept.set(page, queries.getQueryData<Page>(pageQuery(link, filters, sort, page).queryKey));
    return kept.get(page)?.rows[row % pageSize];
  };
  const last = latest.current;
  return { at, arrived: last?.filters === filters && last.sort === sort ? last : null };
}

/** A row of the result set, asked for if need be. */
async function fetchRow(
  link: EngineLink,
  queries: QueryClient,
  filters: Filter[],
  sort: Sort[],
  row: number,
): Promise<ItemRow | undefined> {
  const query = pageQuery(link, filters, sort, Math.floor(row / pageSize));
  const page = await queries.fetchQuery({ queryKey: query.queryKey, queryFn: query.queryFn, gcTime: pageKeptFor });
  return page.rows[row % pageSize];
}

export interface Cursor {
  /** Puts the cursor on a row; `extend` draws the selection from its anchor to there. */
  moveTo(row: number, extend?: boolean): Promise<void>;
  moveBy(rows: number, extend?: boolean): Promise<void>;
  /** Puts the cursor on an item wherever it stands; false when the filters leave it out, or the cursor was moved meanwhile. */
  moveToItem(id: string): Promise<boolean>;
  /** Goes to the next item without a tag, or back to the previous one; false when there is none. */
  moveToUntagged(direction: 'next' | 'previous'): Promise<boolean>;
  selectAll(): void;
}

/** Moves the cursor through the result set. */
export function useCursor(resultSet: ResultSet): Cursor {
  const link = useEngine();
  const queries = useQueryClient();
  const { filters, sort, total } = resultSet;

  const selectRange = useCallback(
    async (from: number, to: number) => {
      const start = Math.min(from, to);
      const count = Math.min(Math.abs(to - from) + 1, longestRange);
      const ids = new Set<string>();
      for (let offset = start; offset < start + count; offset += fetchSize) {
        const limit = Math.min(fetchSize, start + count - offset);
        const input = { filters, sort, offset, limit };
        const page = await queries.fetchQuery({
          queryKey: ['items.page', input],
          queryFn: () => link.call('items.page', input),
          gcTime: 0,
        });
        for (const row of page.rows) ids.add(row.id);
      }
      select({ kind: 'some', ids });
    },
    [link, queries, filters, sort],
  );

  const moveTo = useCallback(
    async (row: number, extend = false) => {
      if (total === undefined || total === 0) return;
      const wanted = Math.min(Math.max(0, row), total - 1);
      const state = useReviewState.getState();
      useReviewState.setState({ focusRow: wanted, anchorRow: extend ? state.anchorRow : wanted, revealCount: state.revealCount + 1 });
      const item = await fetchRow(link, queries, filters, sort, wanted);
      // The cursor may have moved on while the row was under way.
      if (item === undefined || useReviewState.getState().focusRow !== wanted) return;
      goTo({ focus: item.id }, 'replace');
      if (extend) await selectRange(state.anchorRow, wanted);
      else select({ kind: 'some', ids: new Set([item.id]) });
    },
    [link, queries, filters, sort, total, selectRange],
  );

  const moveToFound = useCallback((found: { position: number | null; id: string | null }): boolean => {
    if (found.position === null || found.id === null) return false;
    const { revealCount } = useReviewState.getState();
    useReviewState.setState({ focusRow: found.position, anchorRow: found.position, revealCount: revealCount + 1 });
    select({ kind: 'some', ids: new Set([found.id]) });
    goTo({ focus: found.id }, 'replace');
    return true;
  }, []);

  return useMemo(
    () => ({
      moveTo,
      moveBy: (rows, extend) => moveTo(useReviewState.getState().focusRow + rows, extend),
      moveToItem: async (id) => {
        const { revealCount } = useReviewState.getState();
        const found = await link.call('items.position', { filters, sort, id, step: 'self' });
        return useReviewState.getState().revealCount === revealCount && moveToFound(found);
      },
      moveToUntagged: async (direction) => {
        const { focus } = usePlace.getState();
        if (focus === null) return false;
        return moveToFound(await link.call('items.position', { filters, sort, id: focus, step: `${direction}-untagged` }));
      },
      selectAll: () => select({ kind: 'all', filters, count: total ?? 0 }),
    }),
    [moveTo, moveToFound, link, filters, sort, total],
  );
}

/** Changes rows in the pages that are held, ahead of the engine's own answer. */
export function patchRows(queries: QueryClient, applies: (row: ItemRow) => boolean, change: (row: ItemRow) => ItemRow): void {
  queries.setQueriesData<Page>({ queryKey: ['items.page'] }, (page) =>
    page === undefined ? page : { ...page, rows: page.rows.map((row) => (applies(row) ? change(row) : row)) },
  );
  queries.setQueriesData<CallOutput<'items.get'>>({ queryKey: ['items.get'] }, (held) =>
    held !== undefined && applies(held.row) ? { ...held, row: change(held.row) } : held,
  );
}
