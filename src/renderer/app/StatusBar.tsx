/** What goes on, how the case stands, and that nothing leaves this machine. */
import { Progress } from '@mantine/core';
import { Box, CircleCheck, CircleDashed, CircleX, Loader, PauseCircle, WifiOff, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReviewState } from '../features/review/review-state.ts';
import { formatCount, formatDuration, formatShare, formatSize } from '../ui/format.ts';
import { IconButton } from '../ui/Parts.tsx';
import { formatInstant } from '../ui/time.ts';
import { useZone } from '../ui/zone.ts';
import { integrityOf, useOpenCase } from './case-state.ts';
import { useAsk, useLinkState } from './engine.ts';
import styles from './Frame.module.css';
import { useJobs } from './jobs.ts';
import { goTo } from './places.ts';

function RunState(): ReactNode {
  const { t } = useTranslation();
  const run = useAsk('run.state', {}).data;
  const openCase = useOpenCase();
  if (run) {
    const share = run.totalBytes ? run.bytes / run.totalBytes : null;
    return (
      <button type="button" onClick={() => goTo({ screen: 'evidence' })}>
        {run.state === 'running' ? <Loader size={12} aria-hidden /> : <PauseCircle size={12} aria-hidden />}
        {t(`run.state.${run.state}`)}
        {share !== null && (
          <>
            <Progress className={styles.meter} size={5} value={share * 100} aria-label={t('run.progress')} />
            {formatShare(share)}
          </>
        )}
        {run.remaining !== null && run.state === 'running' && <span>{t('run.remaining', { time: formatDuration(run.remaining) })}</span>}
      </button>
    );
  }
  const unfinished = openCase?.unfinished === true;
  return (
    <button type="button" data-tone={unfinished ? 'caution' : undefined} onClick={() => goTo({ screen: 'evidence' })}>
      {unfinished ? <PauseCircle size={12} aria-hidden /> : <CircleDashed size={12} aria-hidden />}
      {unfinished ? t('run.unfinished') : t('run.none')}
    </button>
  );
}

function Integrity({ directory }: { directory: string }): ReactNode {
  const { t } = useTranslation();
  const recent = useAsk('case.recent', {}).data;
  const zone = useZone();
  const entry = recent?.cases.find((one) => one.directory === directory);
  const state = entry === undefined ? 'unverified' : integrityOf(entry);
  const Icon = state === 'verified' ? CircleCheck : state === 'fault' ? CircleX : CircleDashed;
  return (
    <button
      type="button"
      data-tone={state === 'verified' ? 'good' : state === 'fault' ? 'bad' : state === 'changed' ? 'caution' : undefined}
      onClick={() => goTo({ screen: 'case', section: 'integrity' })}
    >
      <Icon size={12} aria-hidden />
      {t(`integrity.${state}`)}
      {state !== 'unverified' && entry?.verifiedAt != null && <bdi dir="ltr">{formatInstant(entry.verifiedAt, zone)}</bdi>}
    </button>
  );
}

function RunningJobs(): ReactNode {
  const { t } = useTranslation();
  const jobs = useJobs((state) => state.jobs);
  return jobs
    .filter((job) => job.state === 'running')
    .map((job) => {
      const share = job.progress?.totalItems ? job.progress.items / job.progress.totalItems : null;
      return (
        <span key={job.id} className={styles.job}>
          <Loader size={12} aria-hidden />
          {t(`jobs.${job.name}`)}
          {share !== null && <span>{formatShare(share)}</span>}
          <IconButton icon={X} size={20} label={t('general.cancel')} onClick={job.cancel} />
        </span>
      );
    });
}

export function StatusBar(): ReactNode {
  const { t } = useTranslation();
  const openCase = useOpenCase();
  const link = useLinkState();
  const application = useAsk('application.describe', {}).data;
  const selected = useReviewState((state) => state.selectedCount);
  return (
    <footer className={styles.status}>
      {openCase ? (
        <>
          <RunState />
          <Integrity directory={openCase.directory} />
          <span>
            {t('frame.items', { count: openCase.coverage.items, shown: formatCount(openCase.coverage.items) })}
            {' · '}
            {formatSize(openCase.coverage.bytes)}
          </span>
          {selected > 1 && <span>{t('frame.selected', { shown: formatCount(selected) })}</span>}
        </>
      ) : (
        <span>{t('frame.noCase')}</span>
      )}
      <RunningJobs />
      <div className={styles.space} />
      {link.status !== 'connected' && <span data-tone="caution">{t(`frame.link.${link.status}`)}</span>}
      <span data-tone="good" title={t('frame.offlineText')}>
        <WifiOff size={12} aria-hidden />
        {t('frame.offline')}
      </span>
      {application !== undefined && (
        <>
          <span title={t('frame.isolationText')}>
            <Box size={12} aria-hidden />
            <bdi>{t('frame.isolation', { level: application.isolation })}</bdi>
          </span>
          <span>
            <bdi dir="ltr">{application.version}</bdi>
          </span>
        </>
      )}
    </footer>
  );
}
