/** The sample case: made of a made-up drive the first time, opened with one click ever after. */
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useEngine } from '../../app/engine.ts';
import { forgetJobs, startJob, useJob } from '../../app/jobs.ts';
import { forgetReview, goTo } from '../../app/places.ts';
import { usePreferences } from '../../app/preferences.ts';

/** Gives a function that opens the sample case, making it first if need be, and how far the making is. */
export function useSampleCase(): { open: () => Promise<void>; job: ReturnType<typeof useJob<'sample.open'>> } {
  const { t } = useTranslation();
  const link = useEngine();
  const queries = useQueryClient();
  const job = useJob('sample.open');
  return {
    job,
    async open() {
      if (job?.state === 'running') return;
      const opened = await startJob(link, 'sample.open', {
        name: t('start.sampleName'),
        language: usePreferences.getState().language,
      });
      if (opened === undefined) return;
      forgetReview();
      forgetJobs();
      queries.setQueryData(['case.current', {}], opened);
      void queries.invalidateQueries();
      // The reading has begun, or was left in its middle: there its progress is.
      goTo({ screen: opened.coverage.items === 0 || opened.unfinished ? 'evidence' : 'review' });
    },
  };
}
