/** The processing runs and how much of the evidence they covered: every gap is named. */
import { Workflow } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../app/case-state.ts';
import { goTo } from '../../app/places.ts';
import { termOr } from '../../app/terms.ts';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { Badge, EmptyState, Section, type Tone } from '../../ui/Parts.tsx';
import { formatInstant } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import { outcomeName } from '../preview/Outcomes.tsx';
import styles from './Case.module.css';

type Run = OpenCase['runs'][number];

const tones: Record<Run['state'], Tone> = {
  running: 'accent',
  paused: 'caution',
  cancelled: 'caution',
  complete: 'good',
  interrupted: 'caution',
};

function RunRow({ run }: { run: Run }): ReactNode {
  const { t } = useTranslation();
  const zone = useZone();
  const seconds = run.endedAt === null ? null : (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
  return (
    <li className={styles.run}>
      <p>
        <strong>{t('case.run', { number: run.id })}</strong> <Badge tone={tones[run.state]}>{t(`run.states.${run.state}`)}</Badge>{' '}
        <span>{t(`profiles.${run.profile}.name`)}</span>
      </p>
      <p className={styles.quiet}>
        <bdi dir="ltr">{formatInstant(run.startedAt, zone)}</bdi>
        {seconds !== null && <> · {t('case.took', { time: formatDuration(seconds) })}</>} · {t('case.workers', { count: run.workers })} ·{' '}
        <bdi>{t('frame.isolation', { level: run.isolation })}</bdi> · <bdi dir="ltr">{run.sources.join(', ')}</bdi>
      </p>
      <details>
        <summary>{t('case.tools')}</summary>
        <ul className={styles.tools} dir="ltr">
          {Object.entries(run.tools).map(([tool, version]) => (
            <li key={tool}>
              {tool} <span>{version}</span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

export function Runs({ openCase }: { openCase: OpenCase }): ReactNode {
  const { t } = useTranslation();
  const { runs, coverage } = openCase;
  if (runs.length === 0) return <EmptyState icon={Workflow} title={t('case.noRuns')} text={t('case.noRunsText')} />;
  return (
    <>
      <Section title={t('case.runs')}>
        <ul>
          {runs.toReversed().map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </ul>
      </Section>
      <Section title={t('case.coverage')} text={t('case.coverageText')}>
        <ul className={styles.statuses}>
          {Object.entries(coverage.byStatus).map(([status, count]) => (
            <li key={status}>
              <button
                type="button"
                onClick={() => goTo({ screen: 'review', filters: [{ field: 'status', operator: 'is', values: [status] }] })}
              >
                {outcomeName(status)} <strong>{formatCount(count)}</strong>
              </button>
            </li>
          ))}
        </ul>
        <div className={styles.tableArea}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('preview.step')}</th>
                <th scope="col">{t('case.outcomes')}</th>
              </tr>
            </thead>
            <tbody>
              {coverage.steps.map((step) => (
                <tr key={step.step}>
                  <th scope="row">
                    <bdi title={step.step}>{termOr('step', step.step, step.step)}</bdi>
                  </th>
                  <td>
                    {Object.entries(step.outcomes).map(([outcome, count]) => (
                      <span key={outcome} className={styles.outcome}>
                        {outcomeName(outcome)} <strong>{formatCount(count)}</strong>
                      </span>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      {Object.keys(coverage.observations).length > 0 && (
        <Section title={t('preview.observations')}>
          <ul className={styles.statuses}>
            {Object.entries(coverage.observations).map(([code, count]) => (
              <li key={code}>
                <button
                  type="button"
                  onClick={() => goTo({ screen: 'review', filters: [{ field: 'observation', operator: 'is', values: [code] }] })}
                >
                  {termOr('observation', code, code)} <strong>{formatCount(count)}</strong>
                </button>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
