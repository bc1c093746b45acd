/** Opening and closing a case, from wherever it is asked for. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { CallOutput } from '../../contract/engine-api.ts';
import { useAsk, useCommand } from './engine.ts';
import { forgetJobs } from './jobs.ts';
import { forgetReview, goTo } from './places.ts';

export type OpenCase = NonNullable<CallOutput<'case.current'>>;

type RecentCase = CallOutput<'case.recent'>['cases'][number];

/** How a case stands, as a key of the words: what was verified once and changed since is told apart from what never was. */
export function integrityOf({ integrity, verifiedAt }: Pick<RecentCase, 'integrity' | 'verifiedAt'>): RecentCase['integrity'] | 'changed' {
  return integrity === 'unverified' && verifiedAt !== null ? 'changed' : integrity;
}

/** The open case; null when there is none, undefined while it is not known. */
export function useOpenCase(): OpenCase | null | undefined {
  return useAsk('case.current', {}).data;
}

/** Gives a function that opens a case and goes to where its examiner goes on. True when it was opened. */
export function useCaseOpener(): (directory: string) => Promise<boolean> {
  const command = useCommand();
  const queries = useQueryClient();
  return useCallback(
    async (directory) => {
      const opened = await command('case.open', { directory });
      if (opened === undefined) return false;
      forgetReview();
      forgetJobs();
      queries.setQueryData(['case.current', {}], opened);
      void queries.invalidateQueries();
      goTo({ screen: opened.sources.length === 0 ? 'evidence' : 'review' });
      return true;
    },
    [command, queries],
  );
}

/** Gives a function that closes the case. */
export function useCaseCloser(): () => Promise<void> {
  const command = useCommand();
  const queries = useQueryClient();
  return useCallback(async () => {
    if ((await command('case.close', {})) === undefined) return;
    forgetReview();
    forgetJobs();
    queries.setQueryData(['case.current', {}], null);
    void queries.invalidateQueries();
    goTo({ screen: 'start' });
  }, [command, queries]);
}
