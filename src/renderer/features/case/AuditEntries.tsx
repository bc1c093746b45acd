/** Entries of the audit log, each as one sentence; what stands in the log itself is beneath it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../contract/engine-api.ts';
import { translateOr } from '../../app/language.ts';
import { formatInstant, offsetAt } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import { changeSentence } from './audit-sentences.ts';
import styles from './Case.module.css';

type Entry = CallOutput<'audit.page'>['entries'][number];

function detailText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function AuditEntries({ entries }: { entries: readonly (Entry & { head?: string })[] }): ReactNode {
  const { t } = useTranslation();
  const zone = useZone();
  return (
    <ol className={styles.entries}>
      {entries.map((entry) => {
        const details = Object.entries(entry.details);
        return (
          <li key={entry.sequence} data-action={entry.action}>
            <p className={styles.entryHead}>
              <span className={styles.sequence}>{entry.sequence}</span>
              <strong className={styles.sentence}>{changeSentence(entry.action, entry.details)}</strong>
            </p>
            <p className={styles.entryBy}>
              <bdi>{entry.actor === '' || entry.actor === 'engine' ? t('audit.product') : entry.actor}</bdi>
              <bdi dir="ltr">
                {formatInstant(entry.time, zone)} {offsetAt(entry.time, zone)}
              </bdi>
              {entry.head !== undefined && (
                <span>
                  {t('audit.headAfter')}{' '}
                  <bdi dir="ltr" className="mono" title={entry.head}>
                    {entry.head.slice(0, 16)}…
                  </bdi>
                </span>
              )}
            </p>
            {details.length > 0 && (
              <details className={styles.entryDetails}>
                <summary>{t('audit.details')}</summary>
                <dl className={styles.details}>
                  {details.map(([name, value]) => (
                    <div key={name}>
                      <dt>
                        <bdi>{translateOr(`auditDetails.${name}`, name)}</bdi>
                      </dt>
                      <dd>
                        <bdi>{detailText(value)}</bdi>
                      </dd>
                    </div>
                  ))}
                  {entry.head !== undefined && (
                    <div>
                      <dt>{t('audit.headAfter')}</dt>
                      <dd>
                        <bdi dir="ltr">{entry.head}</bdi>
                      </dd>
                    </div>
                  )}
                </dl>
              </details>
            )}
          </li>
        );
      })}
    </ol>
  );
}
