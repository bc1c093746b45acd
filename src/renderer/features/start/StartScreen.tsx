/** The first screen: a new case, a case that exists, or the sample. */
import { Button } from '@mantine/core';
import { Briefcase, CircleCheck, CircleDashed, CircleX, FolderOpen, GraduationCap, Plus, Unplug } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../contract/engine-api.ts';
import { integrityOf, useCaseCloser, useCaseOpener, useOpenCase } from '../../app/case-state.ts';
import { failureOf, useAsk, useHost } from '../../app/engine.ts';
import { goTo, usePlace } from '../../app/places.ts';
import { FolderBrowser } from '../../ui/FolderBrowser.tsx';
import { Badge, EmptyState, ErrorParts, EvidencePath, Section } from '../../ui/Parts.tsx';
import { formatInstant } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import { JobProgress } from '../exhibits/JobProgress.tsx';
import { NewCaseForm } from './NewCaseForm.tsx';
import styles from './Start.module.css';
import { useSampleCase } from './sample-case.ts';

type RecentCase = CallOutput<'case.recent'>['cases'][number];

function RecentRow({ entry, current, onOpen }: { entry: RecentCase; current: boolean; onOpen: () => void }): ReactNode {
  const { t } = useTranslation();
  const zone = useZone();
  const Icon = !entry.present
    ? Unplug
    : entry.integrity === 'verified'
      ? CircleCheck
      : entry.integrity === 'fault'
        ? CircleX
        : CircleDashed;
  const tone = !entry.present ? 'plain' : entry.integrity === 'verified' ? 'good' : entry.integrity === 'fault' ? 'bad' : 'plain';
  return (
    <li>
      <button type="button" className={styles.recent} disabled={!entry.present} onClick={onOpen}>
        <span className={styles.recentIcon} data-tone={tone}>
          <Icon size={17} strokeWidth={1.6} aria-hidden />
        </span>
        <span className={styles.recentName}>
          <bdi>{entry.name}</bdi>
          {entry.caseNumber !== null && <bdi className={styles.number}>{entry.caseNumber}</bdi>}
          {current && <Badge tone="accent">{t('start.isOpen')}</Badge>}
        </span>
        <span className={styles.recentState}>
          {entry.present ? t(`integrity.${integrityOf(entry)}`) : t('start.absent')}
          <bdi dir="ltr">{formatInstant(entry.openedAt, zone)}</bdi>
        </span>
        <EvidencePath path={entry.directory} className={styles.recentPath} />
      </button>
    </li>
  );
}

export function StartScreen(): ReactNode {
  const { t } = useTranslation();
  const section = usePlace((place) => place.section);
  const openCase = useOpenCase();
  const recent = useAsk('case.recent', {});
  const opener = useCaseOpener();
  const closer = useCaseCloser();
  const host = useHost();
  const sample = useSampleCase();
  const casesFolder = useAsk('folders.places', {}).data?.cases;
  const [browsing, setBrowsing] = useState(false);
  const failure = failureOf(recent);

  async function open(): Promise<void> {
    if (host.chooseFolder === undefined) {
      setBrowsing(true);
      return;
    }
    const chosen = await host.chooseFolder();
    if (chosen !== null) await opener(chosen);
  }

  if (section === 'new') return <NewCaseForm />;
  const asked = section === 'open';
  return (
    <div className={styles.start}>
      <div className={styles.welcome}>
        <h1>{t('start.title')}</h1>
        <p>{t('start.text')}</p>
        <div className={styles.ways}>
          <button type="button" className={styles.way} onClick={() => goTo({ section: 'new' })}>
            <Plus size={20} strokeWidth={1.6} aria-hidden />
            <strong>{t('actions.newCase')}</strong>
            <span>{t('start.newText')}</span>
          </button>
          <button type="button" className={styles.way} onClick={() => void open()}>
            <FolderOpen size={20} strokeWidth={1.6} aria-hidden />
            <strong>{t('actions.openCase')}</strong>
            <span>{t('start.openText')}</span>
          </button>
          <button type="button" className={styles.way} onClick={() => void sample.open()} disabled={sample.job?.state === 'running'}>
            <GraduationCap size={20} strokeWidth={1.6} aria-hidden />
            <strong>{t('start.sample')}</strong>
            <span>{t('start.sampleText')}</span>
          </button>
        </div>
        {sample.job?.state === 'running' && (
          <div className={styles.making}>
            <strong>{t('jobs.sample.open')}</strong>
            <JobProgress job={sample.job} />
          </div>
        )}
      </div>
      <Section
        title={t('start.recent')}
        actions={openCase ? <Button onClick={() => void closer()}>{t('actions.closeCase')}</Button> : undefined}
      >
        {failure !== null && <ErrorParts error={failure} onRetry={() => void recent.refetch()} />}
        {recent.data?.cases.length === 0 && <EmptyState icon={Briefcase} title={t('start.noRecent')} text={t('start.noRecentText')} />}
        <ul>
          {recent.data?.cases.map((entry) => (
            <RecentRow
              key={entry.directory}
              entry={entry}
              current={entry.directory === openCase?.directory}
              onOpen={() => (entry.directory === openCase?.directory ? goTo({ screen: 'review' }) : void opener(entry.directory))}
            />
          ))}
        </ul>
      </Section>
      {(browsing || (asked && host.chooseFolder === undefined)) && casesFolder !== undefined && (
        <FolderBrowser
          title={t('actions.openCase')}
          choose={t('actions.openCase')}
          onlyCases
          start={casesFolder ?? null}
          onClose={() => {
            setBrowsing(false);
            if (asked) goTo({ section: null }, 'replace');
          }}
          onChoose={(path) => {
            setBrowsing(false);
            void opener(path);
          }}
        />
      )}
    </div>
  );
}
