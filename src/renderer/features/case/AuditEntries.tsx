/** Entries of the audit log as they stand in it. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../contract/engine-api.ts';
import { translateOr } from '../../app/language.ts';
import { formatInstant, offsetAt } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import styles from './Case.module.css';

type Entry = CallOutput<'audit.page'>['entries'][number];

function detailText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function AuditEntries({ entries }: { entries: Entry[] }): ReactNode {
  const { t } = useTranslation();
  const zone = useZone();
  return (
    <ol className={styles.entries}>
      {entries.map((entry) => (
        <li key={entry.sequence}>
          <p className={styles.entryHead}>
            <span className={styles.sequence}>{entry.sequence}</span>
            <strong>{translateOr(`auditActions.${entry.action}`, entry.action)}</strong>
            <bdi>{entry.actor === '' ? t('audit.product') : entry.actor}</bdi>
            <bdi dir="ltr" className={styles.entryTime}>
              {formatInstant(entry.time, zone)} {offsetAt(entry.time, zone)}
            </bdi>
          </p>
          {Object.keys(entry.details).length > 0 && (
            <dl className={styles.details}>
              {Object.entries(entry.details).map(([name, value]) => (
                <div key={name}>
                  <dt>
                    <bdi dir="ltr">{name}</bdi>
                  </dt>
                  <dd>
                    <bdi>{detailText(value)}</bdi>
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}
