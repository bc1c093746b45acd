/** Undo and redo of review: the engine remembers, the interface says what was done. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../contract/engine-api.ts';
import { useCommand } from '../../app/engine.ts';
import { notify } from '../../ui/notices-store.ts';
import { changeSentence } from '../case/audit-sentences.ts';

/** What was taken back, in the language of the interface; changes of older versions are known in English alone. */
function whatChanged({ said, description, items }: NonNullable<CallOutput<'review.undo'>['change']>): string {
  return said === null ? description : changeSentence(said.action, { ...said.details, items });
}

export function useReviewHistory(): { undo: () => Promise<void>; redo: () => Promise<void> } {
  const command = useCommand();
  const { t } = useTranslation();
  const undo = useCallback(async () => {
    const answer = await command('review.undo', {});
    if (answer !== undefined)
      notify(answer.change === null ? t('review.nothingToUndo') : t('review.undone', { what: whatChanged(answer.change) }));
  }, [command, t]);
  const redo = useCallback(async () => {
    const answer = await command('review.redo', {});
    if (answer !== undefined)
      notify(answer.change === null ? t('review.nothingToRedo') : t('review.redone', { what: whatChanged(answer.change) }));
  }, [command, t]);
  return { undo, redo };
}
