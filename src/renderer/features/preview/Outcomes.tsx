/** What came of each step of work on the item, and what was observed. */
import { Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { translateOr } from '../../app/language.ts';
import { spokenTerm, termOr } from '../../app/terms.ts';
import { Badge, type Tone } from '../../ui/Parts.tsx';
import type { HeldItem } from './held-item.ts';
import styles from './Preview.module.css';

function toneOf(outcome: string): Tone {
  if (outcome === 'done') return 'good';
  if (outcome === 'failed' || outcome === 'timed-out') return 'bad';
  if (outcome === 'partial') return 'caution';
  return 'plain';
}

/** `skipped(symbolic-link)` in words. */
export function outcomeName(outcome: string): string {
  const reason = /^skipped\((.*)\)$/.exec(outcome)?.[1];
  if (reason === undefined) return translateOr(`values.status.${outcome}`, outcome);
  return `${translateOr('values.status.skipped', 'skipped')}: ${termOr('reason', reason, reason)}`;
}

export function Outcomes({ held }: { held: HeldItem }): ReactNode {
  const { t } = useTranslation();
  const { outcomes, observations } = held.item;
  return (
    <div className={styles.scroll}>
      <h3 className={styles.subhead}>{t('preview.observations')}</h3>
      {observations.length === 0 && <p className={styles.quiet}>{t('preview.noObservations')}</p>}
      <ul className={styles.observations}>
        {observations.map((observation) => (
          <li key={`${observation.step} ${observation.code} ${observation.place ?? ''}`} data-severity={observation.severity}>
            {observation.severity === 'warning' ? (
              <TriangleAlert size={15} aria-label={t('preview.warning')} />
            ) : (
              <Info size={15} aria-label={t('preview.note')} />
            )}
            <div>
              <p>{spokenTerm('observation', observation.code) ?? <bdi>{observation.message}</bdi>}</p>
              {spokenTerm('observation', observation.code) !== null && (
                <p className={styles.quiet}>
                  <bdi lang="en" dir="ltr">
                    {observation.message}
                  </bdi>
                </p>
              )}
              <small>
                <bdi dir="ltr">{[observation.code, observation.step, observation.place].filter(Boolean).join(' · ')}</bdi>
              </small>
            </div>
          </li>
        ))}
      </ul>
      <h3 className={styles.subhead}>{t('preview.steps')}</h3>
      <table className={styles.steps}>
        <thead>
          <tr>
            <th scope="col">{t('preview.step')}</th>
            <th scope="col">{t('preview.outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(outcomes).map(([step, outcome]) => (
            <tr key={step}>
              <td>
                <bdi title={step}>{termOr('step', step, step)}</bdi>
              </td>
              <td>
                <Badge tone={toneOf(outcome)}>{outcomeName(outcome)}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
