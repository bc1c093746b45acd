/** What the views of the review share beside the place: the selection, the cursor's row, and which panes are shown. */
import { create } from 'zustand';
import type { Filter, Sort } from '../../../contract/schemas.ts';

/** The items that a change means: some by id, or all that the filters select. */
export type Selection = { kind: 'some'; ids: ReadonlySet<string> } | { kind: 'all'; filters: Filter[]; count: number };

/** Filters and order of what the views show, and the page of its rows in which the cursor was put. */
export interface Shown {
  filters: Filter[];
  sort: Sort[];
  page: number;
}

interface ReviewState {
  /** Follows the place as soon as the rows for it are there; null until the first are. */
  shown: Shown | null;
  selection: Selection;
  selectedCount: number;
  /** Row of the cursor in the result set. */
  focusRow: number;
  /** Row from which a range is drawn. */
  anchorRow: number;
  quickLook: boolean;
  facetsShown: boolean;
  previewShown: boolean;
  /** The examiner let everything into the gallery. */
  galleryWide: boolean;
  /** The gallery itself holds the class to pictures and films. */
  galleryNarrowed: boolean;
  /** Nothing fits the filters. */
  empty: boolean;
  /** Counts the times that the cursor was moved by keyboard or from outside a view, so that the view brings it into sight. */
  revealCount: number;
}

/** Narrower windows show the preview only when it is asked for. */
export const roomForPreview = window.matchMedia('(min-width: 1100px)');

const nothing: Selection = { kind: 'some', ids: new Set() };

export const useReviewState = create<ReviewState>(() => ({
  shown: null,
  selection: nothing,
  selectedCount: 0,
  focusRow: 0,
  anchorRow: 0,
  quickLook: false,
  facetsShown: true,
  previewShown: roomForPreview.matches,
  galleryWide: false,
  galleryNarrowed: false,
  empty: false,
  revealCount: 0,
}));

export function select(selection: Selection): void {
  useReviewState.setState({ selection, selectedCount: selection.kind === 'all' ? selection.count : selection.ids.size });
}

export function selectNothing(): void {
  select(nothing);
}

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === 'all' || selection.ids.has(id);
}

/** Adds an item to the selection or takes it out. */
export function toggleSelected(id: string): void {
  const { selection } = useReviewState.getState();
  const ids = new Set(selection.kind === 'some' ? selection.ids : []);
  if (!ids.delete(id)) ids.add(id);
  select({ kind: 'some', ids });
}
