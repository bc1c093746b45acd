/** What was done with this item, from the audit log. */
import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../ui/Parts.tsx';
import { AuditEntries } from '../case/AuditEntries.tsx';
import type { HeldItem } from './held-item.ts';
import styles from './Preview.module.css';

export function Custody({ held }: { held: HeldItem }): ReactNode {
  const { t } = useTranslation();
  if (held.custody.length === 0) return <EmptyState icon={History} title={t('preview.noCustody')} text={t('preview.noCustodyText')} />;
  return (
    <div className={styles.scroll}>
      <AuditEntries entries={held.custody} />
    </div>
  );
}
