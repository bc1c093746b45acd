/** Tags, comments and exhibits put on what is selected. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../contract/engine-api.ts';
import { useCommand } from '../../app/engine.ts';
import { usePlace } from '../../app/places.ts';
import { formatCount } from '../../ui/format.ts';
import { notify } from '../../ui/notices-store.ts';
import { patchRows } from './result-set.ts';
import { isSelected, useReviewState } from './review-state.ts';

export type Tag = CallOutput<'tags.list'>['tags'][number];

/** Whether the selection and the cursor belong to the result set that is shown, and there is something in it. */
export function isSettled(): boolean {
  const { shown, empty } = useReviewState.getState();
  return !empty && shown?.filters === usePlace.getState().filters;
}

/** What a change means now: the selection, or the item under the cursor; null when there is neither in the result set. */
function target(): { ids: string[] } | { filters: ReturnType<typeof usePlace.getState>['filters'] } | null {
  if (!isSettled()) return null;
  const { selection } = useReviewState.getState();
  if (selection.kind === 'all') return { filters: selection.filters };
  if (selection.ids.size > 0) return { ids: [...selection.ids] };
  const { focus } = usePlace.getState();
  return focus === null ? null : { ids: [focus] };
}

/** Gives a function that puts a tag on what is selected, or takes it off. */
export function useTagging(): (tag: Tag, on: boolean) => Promise<boolean> {
  const command = useCommand();
  const queries = useQueryClient();
  const { t } = useTranslation();
  return useCallback(
    async (tag, on) => {
      const meant = target();
      if (meant === null) {
        notify(t('review.nothingSelected'));
        return false;
      }
      const { selection } = useReviewState.getState();
      const applies = (row: { id: string }): boolean =>
        'ids' in meant ? (meant.ids.length === 1 ? row.id === meant.ids[0] : isSelected(selection, row.id)) : true;
      patchRows(queries, applies, (row) => ({
        ...row,
        tags: on ? (row.tags.includes(tag.id) ? row.tags : [...row.tags, tag.id]) : row.tags.filter((id) => id !== tag.id),
      }));
      const answer = await command('tags.apply', { selection: meant, tag: tag.id, on });
      if (answer === undefined) {
        void queries.invalidateQueries({ queryKey: ['items.page'] });
        void queries.invalidateQueries({ queryKey: ['items.get'] });
        return false;
      }
      if (!('ids' in meant) || meant.ids.length > 1) {
        notify(t(on ? 'tags.put' : 'tags.taken', { tag: tag.name, shown: formatCount(answer.changed), count: answer.changed }), 'good');
      }
      return true;
    },
    [command, queries, t],
  );
}

/** Gives a function that makes what is selected exhibits. */
export function useExhibiting(): () => Promise<void> {
  const command = useCommand();
  const { t } = useTranslation();
  return useCallback(async () => {
    const meant = target();
    if (meant === null) {
      notify(t('review.nothingSelected'));
      return;
    }
    if (!('ids' in meant) || meant.ids.length > 1000) {
      notify(t('exhibits.tooMany'), 'bad');
      return;
    }
    const answer = await command('exhibits.add', { ids: meant.ids });
    if (answer !== undefined) {
      notify(answer.added === 0 ? t('exhibits.alreadyThere') : t('exhibits.added', { count: answer.added }), 'good');
    }
  }, [command, t]);
}
