/** The filters that are in force, each of which one click takes away. */
import { X } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../../app/dialogs.ts';
import { goTo, usePlace } from '../../app/places.ts';
import styles from './Review.module.css';
import { fieldName, useValueNames } from './value-names.ts';

export const FilterChips = memo(function FilterChips(): ReactNode {
  const { t } = useTranslation();
  const filters = usePlace((place) => place.filters);
  const { describe } = useValueNames();
  if (filters.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label={t('review.filters')}>
      {filters.map((filter) => {
        const description = describe(filter);
        return (
          <li key={`${filter.field} ${filter.operator}`} className={styles.chip}>
            <span title={description}>
              <em>{fieldName(filter.field)}</em> <bdi>{description}</bdi>
            </span>
            <button
              type="button"
              aria-label={t('review.removeFilter', { filter: `${fieldName(filter.field)} ${description}` })}
              onClick={() => goTo({ filters: filters.filter((other) => other !== filter) })}
            >
              <X size={12} aria-hidden />
            </button>
          </li>
        );
      })}
      <li>
        <button type="button" className={styles.textButton} onClick={() => goTo({ filters: [] })}>
          {t('review.clearFilters')}
        </button>
        <button type="button" className={styles.textButton} onClick={() => openDialog('save-search')}>
          {t('actions.saveSearch')}
        </button>
      </li>
    </ul>
  );
});
