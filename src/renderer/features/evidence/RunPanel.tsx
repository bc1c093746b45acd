/** The run that goes on, or one that was left unfinished. */
import { Button, Progress } from '@mantine/core';
import { Pause, Play, Square } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Progress as RunProgress } from '../../../contract/schemas.ts';
import { toErrorRecord } from '../../../model/error.ts';
import { useOpenCase } from '../../app/case-state.ts';
import { useAsk, useCommand, useEngine } from '../../app/engine.ts';
import { goTo } from '../../app/places.ts';
import { formatCount, formatDuration, formatShare, formatSize } from '../../ui/format.ts';
import { notifyError } from '../../ui/notices-store.ts';
import { ErrorParts, EvidencePath, Section } from '../../ui/Parts.tsx';
import styles from './Evidence.module.css';

function Figures({ run }: { run: RunProgress }): ReactNode {
  const { t } = useTranslation();
  const figures = [
    { term: t('run.items'), value: formatCount(run.items), of: run.totalItems === null ? null : formatCount(run.totalItems) },
    { term: t('run.bytes'), value: formatSize(run.bytes), of: run.totalBytes === null ? null : formatSize(run.totalBytes) },
    { term: t('run.rate'), value: t('run.perSecond', { size: formatSize(run.rate) }), of: null },
    { term: t('run.left'), value: run.remaining === null ? '–' : formatDuration(run.remaining), of: null },
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(({ term, value, of }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>
            <bdi dir="ltr">{value}</bdi>
            {of !== null && <small>{t('run.of', { total: of })}</small>}
          </dd>
        </div>
      ))}
      <div>
        <dt>{t('run.failures')}</dt>
        <dd data-bad={run.failures > 0 || undefined}>
          {run.failures === 0 ? (
            '0'
          ) : (
            <button
              type="button"
              onClick={() =>
                goTo({ screen: 'review', filters: [{ field: 'status', operator: 'is', values: ['failed', 'timed-out', 'partial'] }] })
              }
            >
              {formatCount(run.failures)}
            </button>
          )}
        </dd>
      </div>
    </dl>
  );
}

export function RunPanel(): ReactNode {
  const { t } = useTranslation();
  const link = useEngine();
  const command = useCommand();
  const openCase = useOpenCase();
  const run = useAsk('run.state', {}).data;
  const fault = useAsk('run.queued', {}).data?.fault ?? null;
  const [sure, setSure] = useState(false);
  const [pausing, setPausing] = useState(false);

  async function resume(): Promise<void> {
    try {
      await link.call('run.resume', {});
    } catch (thrown) {
      const error = toErrorRecord(thrown);
      // What stops a run is kept by the engine and shown above; here only that it was not begun.
      if (error.code === 'conflict' || error.code === 'not-found') notifyError(error);
    }
  }

  if (run == null) {
    if (openCase?.unfinished !== true) return fault === null ? null : <ErrorParts error={fault} />;
    const state = openCase.runs.at(-1)?.state;
    return (
      <Section
        title={t(`run.ended.${state === 'paused' || state === 'cancelled' ? state : 'interrupted'}`)}
        text={t('run.resumeText')}
        actions={
          <Button
            variant="filled"
            leftSection={<Play size={14} aria-hidden />}
            onClick={() => {
              setPausing(false);
              void resume();
            }}
          >
            {t('run.resume')}
          </Button>
        }
      >
        {fault === null ? <span /> : <ErrorParts error={fault} />}
      </Section>
    );
  }
  const share = run.totalBytes ? run.bytes / run.totalBytes : run.totalItems ? run.items / run.totalItems : null;
  return (
    <Section
      title={t(`run.phase.${run.phase}`)}
      text={run.state === 'running' ? t('run.runningText') : t(`run.state.${run.state}`)}
      actions={
        <div className={styles.runActions}>
          <Button onClick={() => goTo({ screen: 'review' })}>{t('run.review')}</Button>
          <Button
            leftSection={<Pause size={14} aria-hidden />}
            loading={pausing}
            onClick={() => {
              setPausing(true);
              void command('run.pause', {}).then(() => setPausing(false));
            }}
          >
            {t('run.pause')}
          </Button>
          {sure ? (
            <>
              <Button
                color="red"
                variant="filled"
                onClick={() => {
                  setSure(false);
                  void command('run.cancel', {});
                }}
              >
                {t('run.reallyCancel')}
              </Button>
              <Button onClick={() => setSure(false)}>{t('run.keepOn')}</Button>
            </>
          ) : (
            <Button leftSection={<Square size={13} aria-hidden />} onClick={() => setSure(true)}>
              {t('general.cancel')}
            </Button>
          )}
        </div>
      }
    >
      <div className={styles.meter}>
        <Progress
          size={8}
          value={share === null ? 100 : share * 100}
          animated={share === null && run.state === 'running'}
          striped={share === null}
          aria-label={t('run.progress')}
        />
        <span>{share === null ? t('run.counting') : formatShare(share)}</span>
      </div>
      <Figures run={run} />
      <p className={styles.current}>
        {t('run.now')} {run.path === null ? '–' : <EvidencePath path={run.path} />}
      </p>
    </Section>
  );
}
