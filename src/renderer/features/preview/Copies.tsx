/** The same content elsewhere, and what was taken out of this item. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemRow } from '../../../contract/schemas.ts';
import { goTo } from '../../app/places.ts';
import { EvidenceName, EvidencePath } from '../../ui/Parts.tsx';
import { KindIcon } from '../items/KindIcon.tsx';
import type { HeldItem } from './held-item.ts';
import styles from './Preview.module.css';

function Rows({ rows }: { rows: ItemRow[] }): ReactNode {
  return (
    <ul className={styles.copies}>
      {rows.map((row) => (
        <li key={row.id}>
          <button type="button" onClick={() => goTo({ filters: [], focus: row.id })}>
            <KindIcon row={row} />
            <EvidenceName text={row.name} className={styles.copyName} />
            <EvidencePath path={`${row.source}/${row.path}`} className={styles.copyPath} />
          </button>
        </li>
      ))}
    </ul>
  );
}

export function Copies({ held }: { held: HeldItem }): ReactNode {
  const { t } = useTranslation();
  const { sha256 } = held.row;
  return (
    <div className={styles.scroll}>
      <h3 className={styles.subhead}>{t('preview.sameContent')}</h3>
      {held.sameContent.length === 0 ? (
        <p className={styles.quiet}>{t('preview.noCopies')}</p>
      ) : (
        <>
          <Rows rows={held.sameContent} />
          {sha256 !== null && (
            <button
              type="button"
              className={styles.linkButton}
              onClick={() => goTo({ filters: [{ field: 'sha256', operator: 'is', values: [sha256] }] })}
            >
              {t('preview.showCopies')}
            </button>
          )}
        </>
      )}
      {held.children.length > 0 && (
        <>
          <h3 className={styles.subhead}>{t('preview.members')}</h3>
          <Rows rows={held.children} />
        </>
      )}
    </div>
  );
}
