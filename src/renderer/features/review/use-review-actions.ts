/** The keys and actions of the review. */
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Action, offerActions } from '../../app/actions.ts';
import { openDialog } from '../../app/dialogs.ts';
import { useAsk } from '../../app/engine.ts';
import { isControl, isTyping, keyOf } from '../../app/keys.ts';
import { goTo } from '../../app/places.ts';
import { usePreferences } from '../../app/preferences.ts';
import { notify } from '../../ui/notices-store.ts';
import { useReveal } from '../../ui/reveal.ts';
import { type ResultSet, useCursor } from './result-set.ts';
import { selectNothing, useReviewState } from './review-state.ts';
import { isSettled, useExhibiting, useTagging } from './tagging.ts';
import { showView } from './views.ts';

/** Puts tags with digits and takes them off with Shift and a digit; works in the quick look too. */
function useTagKeys(advance: () => void): void {
  const tags = useAsk('tags.list', {}).data?.tags;
  const tagging = useTagging();
  const { t } = useTranslation();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const key = keyOf(event);
      if (!/^\d$/.test(key) || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const quickLook = useReviewState.getState().quickLook;
      if (!quickLook && document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
      event.preventDefault();
      const tag = tags?.find((candidate) => candidate.key === key);
      if (tag === undefined) {
        notify(t('tags.noneForKey', { key }));
        return;
      }
      void tagging(tag, !event.shiftKey).then((done) => {
        if (done && !event.shiftKey && usePreferences.getState().advanceAfterTag) advance();
      });
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [tags, tagging, advance, t]);
}

export function useReviewActions(resultSet: ResultSet): void {
  const { t } = useTranslation();
  const cursor = useCursor(resultSet);
  const exhibiting = useExhibiting();
  // The actions stay the same whatever is shown.
  const latest = useRef(cursor);
  useEffect(() => {
    latest.current = cursor;
  });

  const actions: Action[] = useMemo(() => {
    const untagged = (direction: 'next' | 'previous') => async () => {
      if (!(await latest.current.moveToUntagged(direction).catch(() => false))) notify(t(`review.no.${direction}`));
    };
    return [
      { id: 'viewTable', group: 'views', keys: ['V T'], run: () => showView('table') },
      { id: 'viewGallery', group: 'views', keys: ['V G'], run: () => showView('gallery') },
      { id: 'viewTimeline', group: 'views', keys: ['V L'], run: () => showView('timeline') },
      { id: 'viewMap', group: 'views', keys: ['V M'], run: () => showView('map') },
      {
        id: 'toggleFacets',
        group: 'views',
        keys: ['['],
        run: () => useReviewState.setState(({ facetsShown }) => ({ facetsShown: !facetsShown })),
      },
      {
        id: 'togglePreview',
        group: 'views',
        keys: [']'],
        run: () => useReviewState.setState(({ previewShown }) => ({ previewShown: !previewShown })),
      },
      {
        id: 'quickLook',
        group: 'review',
        keys: ['Space'],
        everywhere: false,
        run: () => useReviewState.setState(({ quickLook }) => ({ quickLook: !quickLook })),
      },
      { id: 'find', group: 'review', keys: ['/', 'Mod+F'], run: () => document.getElementById('name-search')?.focus() },
      { id: 'nextUntagged', group: 'review', keys: ['J'], run: () => void untagged('next')() },
      { id: 'previousUntagged', group: 'review', keys: ['K'], run: () => void untagged('previous')() },
      { id: 'selectAll', group: 'review', keys: ['Mod+A'], run: () => latest.current.selectAll() },
      { id: 'selectNothing', group: 'review', keys: ['Escape'], run: () => selectNothing() },
      { id: 'comment', group: 'review', keys: ['C'], run: () => isSettled() && openDialog('comment') },
      { id: 'addExhibit', group: 'review', keys: ['X'], run: () => void exhibiting() },
      {
        id: 'reveal',
        group: 'review',
        keys: ['B'],
        run: () => useReveal.getState().setRevealed(!useReveal.getState().revealed),
      },
      { id: 'saveSearch', group: 'review', keys: ['Mod+S'], run: () => openDialog('save-search') },
      { id: 'clearFilters', group: 'review', run: () => goTo({ filters: [] }) },
    ];
  }, [exhibiting, t]);

  useEffect(() => offerActions('review', actions), [actions]);
  const moveBy = useCallback((rows: number) => latest.current.moveBy(rows), []);
  const advance = useCallback(() => void moveBy(1), [moveBy]);
  useTagKeys(advance);
  useQuickLookKeys(moveBy);
}

/**
 * In the quick look the arrows go from item to item, and Space or Escape ends it. Space operates what has the focus only where the
 * examiner went there by Tab: a key pressed twice must not do what nobody looked for.
 */
function useQuickLookKeys(moveBy: (rows: number) => Promise<void>): void {
  const open = useReviewState((state) => state.quickLook);
  useEffect(() => {
    if (!open) return;
    let tabbed = false;
    function onKeyDown(event: KeyboardEvent): void {
      const key = keyOf(event);
      if (key === 'Tab') tabbed = true;
      // A dialog above the quick look has the keys to itself.
      if (document.querySelectorAll('[role="dialog"][aria-modal="true"]').length > 1) return;
      if (isTyping(event.target) || event.defaultPrevented) return;
      const back = document.documentElement.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
      const on = back === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
      const inTabs =
        event.target instanceof HTMLElement && event.target.closest('[role="tablist"], [role="grid"], [role="slider"]') !== null;
      if (key === 'Space' && !(tabbed && isControl(event.target))) useReviewState.setState({ quickLook: false });
      else if (inTabs) return;
      else if (key === 'ArrowDown' || key === on) void moveBy(1);
      else if (key === 'ArrowUp' || key === back) void moveBy(-1);
      else return;
      event.preventDefault();
    }
    function onPointerDown(): void {
      tabbed = false;
    }
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('pointerdown', onPointerDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('pointerdown', onPointerDown);
    };
  }, [open, moveBy]);
  useEffect(() => {
    if (open) return focusResults;
  }, [open]);
}

/** Gives the focus back to the view, so that its keys go on working. */
function focusResults(): void {
  document
    .querySelector<HTMLElement>('[data-results] :is([role="grid"], [role="listbox"], canvas[tabindex])')
    ?.focus({ preventScroll: true });
}
