/** How far a job is, with the way to stop it. */
import { Button, Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../app/jobs.ts';
import { formatCount } from '../../ui/format.ts';
import { ErrorParts, EvidencePath } from '../../ui/Parts.tsx';
import styles from './Exhibits.module.css';

export function JobProgress({ job }: { job: Pick<Job, 'state' | 'progress' | 'error' | 'cancel'> | undefined }): ReactNode {
  const { t } = useTranslation();
  if (job?.state === 'failed' && job.error !== null) return <ErrorParts error={job.error} />;
  if (job?.state !== 'running') return null;
  const { progress } = job;
  const share = progress?.totalItems ? progress.items / progress.totalItems : null;
  return (
    <div className={styles.progress} role="status">
      <Progress
        size={8}
        value={share === null ? 100 : share * 100}
        striped={share === null}
        animated={share === null}
        aria-label={t('run.progress')}
      />
      <span>
        {progress === null ? t('general.working') : t('exhibits.progress', { done: formatCount(progress.items) })}{' '}
        {progress?.path != null && <EvidencePath path={progress.path} />}
      </span>
      <div>
        <Button onClick={job.cancel}>{t('general.cancel')}</Button>
      </div>
    </div>
  );
}
