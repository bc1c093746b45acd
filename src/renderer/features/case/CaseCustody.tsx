/** Custody of the case: who acted in it, and how it came about, what was taken in, what left it and how it was checked, in order. */
import { ScrollText } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf, useAsk } from '../../app/engine.ts';
import { formatCount } from '../../ui/format.ts';
import { EmptyState, ErrorParts, Section, Waiting } from '../../ui/Parts.tsx';
import { formatInstant } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import { AuditEntries } from './AuditEntries.tsx';
import styles from './Case.module.css';

/** Who acted in the case, with the key that signed in their name, and since when until when. */
export function Examiners(): ReactNode {
  const { t } = useTranslation();
  const zone = useZone();
  const answer = useAsk('case.custody', {});
  const failure = failureOf(answer);
  if (failure !== null) return <ErrorParts error={failure} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Waiting label={t('general.loading')} />;
  return (
    <Section title={t('case.examiners')} text={t('case.examinersText')}>
      <div className={styles.tableArea}>
        <table className={styles.table}>
          <thead>
            <tr>
              {(['examiner', 'key', 'first', 'last', 'acts'] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`case.acted.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.data.examiners.map(({ name, keyFingerprint, firstAt, lastAt, entries }) => (
              <tr key={name}>
                <th scope="row">
                  <bdi>{name === 'engine' || name === '' ? t('audit.product') : name}</bdi>
                </th>
                <td>
                  {keyFingerprint === null ? (
                    t('case.acted.noKey')
                  ) : (
                    <bdi dir="ltr" className="mono">
                      {keyFingerprint}
                    </bdi>
                  )}
                </td>
                {[firstAt, lastAt].map((time, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the first and the last, always in this order.
                  <td key={index}>
                    <bdi dir="ltr">{formatInstant(time, zone)}</bdi>
                  </td>
                ))}
                <td>{formatCount(entries)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

export function CaseCustody(): ReactNode {
  const { t } = useTranslation();
  const answer = useAsk('case.custody', {});
  const failure = failureOf(answer);
  if (failure !== null) return <ErrorParts error={failure} onRetry={() => void answer.refetch()} />;
  if (answer.data === undefined) return <Waiting label={t('general.loading')} />;
  return (
    <Section title={t('case.custody')} text={t('case.custodyText')}>
      {answer.data.events.length === 0 ? (
        <EmptyState icon={ScrollText} title={t('audit.none')} text={t('audit.noneText')} />
      ) : (
        <AuditEntries entries={answer.data.events} />
      )}
    </Section>
  );
}
