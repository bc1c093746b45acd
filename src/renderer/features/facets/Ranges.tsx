/** Ranges of date and size. */
import { NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo, type TimeField, timeFields, usePlace } from '../../app/places.ts';
import { dayBoundary, formatDay, parseDay, zoneAsOf, zoneLabel } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import { valuesOf, withRange } from '../review/filters.ts';
import styles from './Facets.module.css';

/** A day, typed as DD/MM/YYYY whatever the browser's own custom is; told as YYYY-MM-DD once it is a day, or null when it is empty. */
function DayField({ label, day, onDay }: { label: string; day: string; onDay: (day: string | null) => void }): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState(day);
  const [left, setLeft] = useState(false);
  useEffect(() => setText(day), [day]);
  const wrong = text.trim() !== '' && parseDay(text) === null;
  return (
    <TextInput
      label={label}
      dir="ltr"
      inputMode="numeric"
      autoComplete="off"
      placeholder={t('facets.dayPattern')}
      value={text}
      error={wrong && left ? t('facets.noDay') : undefined}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        setLeft(false);
        const found = parseDay(typed);
        if (typed.trim() === '' || found !== null) onDay(found);
      }}
      onBlur={() => setLeft(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') setLeft(true);
      }}
    />
  );
}

/** First and last day of one of the times, in the zone in which times are shown. */
export function DateRange(): ReactNode {
  const { t } = useTranslation();
  const filters = usePlace((place) => place.filters);
  const field = usePlace((place) => place.timeField);
  const zone = useZone();
  const from = valuesOf(filters, field, 'at-least')[0] ?? null;
  const to = valuesOf(filters, field, 'at-most')[0] ?? null;
  const shown = (value: unknown): string => (typeof value === 'string' ? formatDay(value, zone) : '');
  return (
    <div className={styles.range}>
      <NativeSelect
        aria-label={t('facets.whichTime')}
        value={field}
        data={timeFields.map((name) => ({ value: name, label: t(`fields.${name}`) }))}
        onChange={(event) => goTo({ timeField: event.currentTarget.value as TimeField }, 'replace')}
      />
      <div className={styles.pair}>
        <DayField
          label={t('facets.from')}
          day={shown(from)}
          onDay={(day) => goTo({ filters: withRange(filters, field, day === null ? null : dayBoundary(day, false, zone), to) })}
        />
        <DayField
          label={t('facets.to')}
          day={shown(to)}
          onDay={(day) => goTo({ filters: withRange(filters, field, from, day === null ? null : dayBoundary(day, true, zone)) })}
        />
      </div>
      <p className={styles.beyond}>
        {t('facets.zone')} <bdi dir="ltr">{zoneLabel(zone, typeof from === 'string' ? from : zoneAsOf)}</bdi>
        {field === 'captured' && <> · {t('time.readAsUtc')}</>}
      </p>
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
