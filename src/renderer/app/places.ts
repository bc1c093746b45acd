/** Where the examiner is. Each place is an entry of the browser's history, so that back and forward keep its context. */
import { create } from 'zustand';
import type { Filter, Sort } from '../../contract/schemas.ts';
import { onReturn, recordPlace } from './place-history.ts';

export const screens = ['start', 'evidence', 'review', 'exhibits', 'case', 'settings'] as const;
export type Screen = (typeof screens)[number];

export const reviewViews = ['table', 'gallery', 'timeline', 'map'] as const;
export type ReviewView = (typeof reviewViews)[number];

export const timeFields = ['modified', 'accessed', 'changed', 'created', 'captured'] as const;
export type TimeField = (typeof timeFields)[number];

export interface Place {
  screen: Screen;
  /** The part of a screen that has several, such as `audit` of the case. */
  section: string | null;
  filters: Filter[];
  sort: Sort[];
  view: ReviewView;
  timeField: TimeField;
  /** The item that the cursor is on. */
  focus: string | null;
}

interface PlaceState extends Place {
  /** How many entries lie behind and ahead. */
  depth: number;
  furthest: number;
  /** Whether the page was opened anew and nobody has gone anywhere yet. */
  untouched: boolean;
}

const home: Place = {
  screen: 'start',
  section: null,
  filters: [],
  sort: [{ field: 'path', descending: false }],
  view: 'table',
  timeField: 'modified',
  focus: null,
};

export const usePlace = create<PlaceState>(() => ({ ...home, depth: 0, furthest: 0, untouched: false }));

function addressOf(place: Place): string {
  const detail = place.screen === 'review' ? place.view : place.section;
  return `#/${place.screen}${detail === null ? '' : `/${detail}`}`;
}

function placeOf({ screen, section, filters, sort, view, timeField, focus }: Place): Place {
  return { screen, section, filters, sort, view, timeField, focus };
}

/** Goes to another place. What `change` leaves out stays as it is. `replace` makes no entry in the history. */
export function goTo(change: Partial<Place>, how: 'push' | 'replace' = 'push'): void {
  const before = usePlace.getState();
  const next = { ...placeOf(before), ...change };
  if (change.screen !== undefined && change.screen !== before.screen && change.section === undefined) next.section = null;
  const push = how === 'push';
  const depth = before.depth + (push ? 1 : 0);
  const state = { ...next, depth, furthest: push ? depth : before.furthest, untouched: false };
  usePlace.setState(state);
  recordPlace({ state, address: addressOf(next), push });
}

function isPlace(state: unknown): state is PlaceState {
  return typeof state === 'object' && state !== null && 'screen' in state && (screens as readonly unknown[]).includes(state.screen);
}

/** Takes up the place that this page was at before a reload, if it was at one, and follows the back and forward buttons. */
export function followHistory(): void {
  if (isPlace(window.history.state)) usePlace.setState({ ...home, ...window.history.state });
  else usePlace.setState({ untouched: true });
  onReturn((state) => {
    if (isPlace(state)) usePlace.setState({ ...state, furthest: Math.max(usePlace.getState().furthest, state.depth) });
  });
}

/** Forgets the review's context: another case was opened. */
export function forgetReview(): void {
  goTo({ filters: home.filters, sort: home.sort, view: home.view, focus: null }, 'replace');
}
