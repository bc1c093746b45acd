/** Ranges of date and size. */
import { NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { systemClock } from '../../../model/clock.ts';
import { useAsk } from '../../app/engine.ts';
import { goTo, type TimeField, timeFields, usePlace } from '../../app/places.ts';
import { dayBoundary, formatDay, parseDay, zoneAsOf, zoneLabel } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import { valuesOf, withRange } from '../review/filters.ts';
import styles from './Facets.module.css';
import { RangeList, useFiltersBeside } from './RangeList.tsx';
import { yearEntries } from './year-entries.ts';

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

/** The years in which items lie, by one of the times. */
function Years({ field, zone }: { field: TimeField; zone: string }): ReactNode {
  const { t } = useTranslation();
  const filters = useFiltersBeside(field);
  const span = useAsk('items.histogram', { filters, field, buckets: 1 }, { keepPrevious: true }).data;
  if (span === undefined || span.from === null || span.to === null) return null;
  const entries = yearEntries(span.from, span.to, zone, systemClock.now(), {
    before: (year) => t('facets.before', { year }),
    after: (year) => t('facets.after', { year }),
  });
  return <RangeList label={t('facets.years')} field={field} entries={entries} />;
}

/** First and last day of one of the times, in the zone in which times are shown, and the years to choose from. */
export function DateRange(): ReactNode {
  const { t } = useTranslation();
  const filters = usePlace((place) => place.filters);
  const field = usePlace((place) => place.timeField);
  const zone = useZone();
  const from = valuesOf(filters, field, 'at-least')[0] ?? null;
  const to = valuesOf(filters, field, 'at-most')[0] ?? null;
  const shown = (value: unknown): string => (typeof value === 'string' ? formatDay(value, zone) : '');
  return (
    <div className={styles.dates}>
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
      <Years field={field} zone={zone} />
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
  const entries = sizes.map(({ name, least, most }) => ({ key: name, name: t(`facets.size.${name}`), least, most }));
  return <RangeList label={t('facets.sizes')} field="size" entries={entries} keepEmpty />;
}
