/** Ranges of a field to choose from, each with the number of items in it. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../app/engine.ts';
import { goTo, usePlace } from '../../app/places.ts';
import { formatCount } from '../../ui/format.ts';
import { valuesOf, withoutField, withRange } from '../review/filters.ts';
import { useShownFilters } from '../review/result-set.ts';
import styles from './Facets.module.css';

export interface RangeEntry {
  key: string;
  name: string;
  /** Both ends included; null leaves one open. */
  least: string | number | null;
  most: string | number | null;
}

const entriesShown = 8;

/** The filters whose rows are shown, without those on a field: what the field's own counts are taken under. */
export function useFiltersBeside(field: string) {
  return withoutField(useShownFilters(), field);
}

/** Entries without items are left out, unless `keepEmpty`; one that is chosen is chosen no longer by another click. */
export function RangeList({
  label,
  field,
  entries,
  keepEmpty = false,
}: {
  label: string;
  field: string;
  entries: readonly RangeEntry[];
  keepEmpty?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const filters = usePlace((place) => place.filters);
  const beside = useFiltersBeside(field);
  const [all, setAll] = useState(false);
  const ranges = entries.map(({ least, most }) => ({ least, most }));
  const counts = useAsk('items.ranges', { filters: beside, field, ranges }, { enabled: ranges.length > 0, keepPrevious: true }).data
    ?.counts;
  const chosenLeast = valuesOf(filters, field, 'at-least')[0] ?? null;
  const chosenMost = valuesOf(filters, field, 'at-most')[0] ?? null;
  const counted = entries
    .map((entry, index) => ({
      ...entry,
      // Counts of other ranges may still stand there for a moment.
      count: counts?.length === entries.length ? (counts[index] as number) : null,
      chosen: (entry.least !== null || entry.most !== null) && entry.least === chosenLeast && entry.most === chosenMost,
    }))
    .filter(({ count, chosen }) => keepEmpty || chosen || count === null || count > 0);
  const most = Math.max(1, ...counted.map(({ count }) => count ?? 0));
  return (
    <>
      <ul aria-label={label}>
        {(all ? counted : counted.slice(0, entriesShown)).map((entry) => (
          <li key={entry.key}>
            <button
              type="button"
              className={`${styles.value} ${styles.range}`}
              data-chosen={entry.chosen || undefined}
              aria-pressed={entry.chosen}
              onClick={() =>
                goTo({
                  filters: entry.chosen ? withRange(filters, field, null, null) : withRange(filters, field, entry.least, entry.most),
                })
              }
            >
              <span className={styles.share} style={{ inlineSize: `${((entry.count ?? 0) / most) * 100}%` }} />
              <span className={styles.name}>{entry.name}</span>
              <span className={styles.number}>{entry.count === null ? '' : formatCount(entry.count)}</span>
            </button>
          </li>
        ))}
      </ul>
      {counted.length > entriesShown && (
        <button type="button" className={styles.more} onClick={() => setAll(!all)}>
          {all ? t('facets.fewer') : t('facets.more', { count: counted.length - entriesShown })}
        </button>
      )}
    </>
  );
}
