/** Ranges of date and size. */
import { NativeSelect, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo, type TimeField, timeFields, usePlace } from '../../app/places.ts';
import { dayBoundary } from '../../ui/time.ts';
import { valuesOf, withRange } from '../review/filters.ts';
import styles from './Facets.module.css';

function dayOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 10) : '';
}

/** First and last day, in UTC, of one of the times. */
export function DateRange(): ReactNode {
  const { t } = useTranslation();
  const filters = usePlace((place) => place.filters);
  const field = usePlace((place) => place.timeField);
  const from = valuesOf(filters, field, 'at-least')[0] ?? null;
  const to = valuesOf(filters, field, 'at-most')[0] ?? null;
  return (
    <div className={styles.range}>
      <NativeSelect
        aria-label={t('facets.whichTime')}
        value={field}
        data={timeFields.map((name) => ({ value: name, label: t(`fields.${name}`) }))}
        onChange={(event) => goTo({ timeField: event.currentTarget.value as TimeField }, 'replace')}
      />
      <div className={styles.pair}>
        <TextInput
          type="date"
          label={t('facets.from')}
          value={dayOf(from)}
          onChange={(event) =>
            goTo({
              filters: withRange(
                filters,
                field,
                event.currentTarget.value === '' ? null : dayBoundary(event.currentTarget.value, false),
                to,
              ),
            })
          }
        />
        <TextInput
          type="date"
          label={t('facets.to')}
          value={dayOf(to)}
          onChange={(event) =>
            goTo({
              filters: withRange(
                filters,
                field,
                from,
                event.currentTarget.value === '' ? null : dayBoundary(event.currentTarget.value, true),
              ),
            })
          }
        />
      </div>
    </div>
  );
}

const kibibyte = 1024;
const sizes = [
  { name: 'empty', least: 0, most: 0 },
  { name: 'small', least: 1, most: 100 * kibibyte },
  { name: 'medium', least: 100 * kibibyte + 1, most: kibibyte ** 2 },
  { name: 'large', least: kibibyte ** 2 + 1, most: 100 * kibibyte ** 2 },
  { name: 'huge', least: 100 * kibibyte ** 2 + 1, most: null },
] as const;

export function SizeRange(): ReactNode {
  const { t } = useTranslation();
  const filters = usePlace((place) => place.filters);
  const least = valuesOf(filters, 'size', 'at-least')[0] ?? null;
  const most = valuesOf(filters, 'size', 'at-most')[0] ?? null;
  return (
    <div className={styles.range}>
      <div className={styles.buckets} role="group" aria-label={t('facets.sizes')}>
        {sizes.map((size) => {
          const chosen = least === size.least && most === size.most;
          return (
            <button
              key={size.name}
              type="button"
              aria-pressed={chosen}
              onClick={() =>
                goTo({ filters: chosen ? withRange(filters, 'size', null, null) : withRange(filters, 'size', size.least, size.most) })
              }
            >
              {t(`facets.size.${size.name}`)}
            </button>
          );
        })}
      </div>
    </div>
  );
}
