/** Undo and redo of review: the engine remembers, the interface says what was done. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../../app/engine.ts';
import { notify } from '../../ui/notices-store.ts';

export function useReviewHistory(): { undo: () => Promise<void>; redo: () => Promise<void> } {
  const command = useCommand();
  const { t } = useTranslation();
  const undo = useCallback(async () => {
    const answer = await command('review.undo', {});
    if (answer !== undefined) notify(answer.undone === null ? t('review.nothingToUndo') : t('review.undone', { what: answer.undone }));
  }, [command, t]);
  const redo = useCallback(async () => {
    const answer = await command('review.redo', {});
    if (answer !== undefined) notify(answer.redone === null ? t('review.nothingToRedo') : t('review.redone', { what: answer.redone }));
  }, [command, t]);
  return { undo, redo };
}
