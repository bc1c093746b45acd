/** The facets: what there is to choose from, with counts; each choice narrows the result set. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../app/engine.ts';
import { translateOr } from '../../app/language.ts';
import { goTo, usePlace } from '../../app/places.ts';
import { formatCount } from '../../ui/format.ts';
import { type FilterValue, valuesOf, withToggledValue } from '../review/filters.ts';
import { useShownFilters } from '../review/result-set.ts';
import { fieldName, useValueNames } from '../review/value-names.ts';
import styles from './Facets.module.css';
import { DateRange, SizeRange } from './Ranges.tsx';
import { SourceTree } from './SourceTree.tsx';

/** The order in which an examiner looks. Facets that the engine adds later follow. */
const order = ['mediaClass', 'mediaType', 'extensionMismatch', 'status', 'tagged', 'tag', 'device', 'hasPosition', 'kind', 'observation'];
const valuesShown = 8;

interface FacetValue {
  value: FilterValue;
  count: number;
}

/** Drawn anew only when its own counts or choices change. */
const FacetValues = memo(function FacetValues({ field, values, more }: { field: string; values: FacetValue[]; more: number }): ReactNode {
  const { t } = useTranslation();
  const { valueName } = useValueNames();
  const [all, setAll] = useState(false);
  const chosen = usePlace((place) => valuesOf(place.filters, field));
  const missing = chosen.filter((value) => !values.some((entry) => entry.value === value)).map((value) => ({ value, count: 0 }));
  const shown = [...missing, ...(all ? values : values.slice(0, valuesShown))];
  const most = Math.max(1, ...values.map((entry) => entry.count));
  return (
    <>
      <ul>
        {shown.map(({ value, count }) => {
          const name = valueName(field, value);
          return (
            <li key={String(value)}>
              <label className={styles.value} data-chosen={chosen.includes(value) || undefined}>
                <span className={styles.share} style={{ inlineSize: `${(count / most) * 100}%` }} />
                <input
                  type="checkbox"
                  checked={chosen.includes(value)}
                  onChange={() => goTo({ filters: withToggledValue(usePlace.getState().filters, field, value) })}
                />
                <bdi className={styles.name} title={name}>
                  {name}
                </bdi>
                <span className={styles.number}>{formatCount(count)}</span>
              </label>
            </li>
          );
        })}
      </ul>
      {values.length > valuesShown && (
        <button type="button" className={styles.more} onClick={() => setAll(!all)}>
          {all ? t('facets.fewer') : t('facets.more', { count: values.length - valuesShown })}
        </button>
      )}
      {all && more > 0 && <p className={styles.beyond}>{t('facets.beyond', { shown: formatCount(more) })}</p>}
    </>
  );
});

function Facet({
  title,
  chosen,
  children,
  closed = false,
}: {
  title: string;
  chosen: boolean;
  children: ReactNode;
  closed?: boolean;
}): ReactNode {
  const [open, setOpen] = useState(!closed);
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <section className={styles.facet}>
      <h2>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon size={14} className={open ? undefined : 'turns-with-direction'} aria-hidden />
          {title}
          {chosen && <span className={styles.mark} />}
        </button>
      </h2>
      {open && children}
    </section>
  );
}

/** Counts are asked for once the rows are there, which are waited for most. */
export const Facets = memo(function Facets(): ReactNode {
  const { t } = useTranslation();
  const filters = usePlace((place) => place.filters);
  const facets = useAsk('items.facets', { filters: useShownFilters() }, { keepPrevious: true }).data?.facets ?? [];
  const rank = (field: string): number => (order.includes(field) ? order.indexOf(field) : order.length);
  const sorted = facets
    .filter((facet) => facet.field !== 'source' && facet.field !== 'folder' && facet.values.length > 0)
    .toSorted((a, b) => rank(a.field) - rank(b.field));
  const touched = (field: string): boolean => filters.some((filter) => filter.field === field);
  return (
    <section className={styles.facets} aria-label={t('facets.title')}>
      <Facet title={t('facets.sources')} chosen={touched('source')}>
        <SourceTree />
      </Facet>
      {sorted.slice(0, 3).map((facet) => (
        <Facet key={facet.field} title={fieldName(facet.field)} chosen={touched(facet.field)}>
          <FacetValues field={facet.field} values={facet.values} more={facet.more} />
        </Facet>
      ))}
      <Facet
        title={t('facets.date')}
        chosen={filters.some((filter) => filter.operator.startsWith('at-') && filter.field !== 'size')}
        closed
      >
        <DateRange />
      </Facet>
      <Facet title={translateOr('fields.size', 'size')} chosen={touched('size')} closed>
        <SizeRange />
      </Facet>
      {sorted.slice(3).map((facet) => (
        <Facet key={facet.field} title={fieldName(facet.field)} chosen={touched(facet.field)}>
          <FacetValues field={facet.field} values={facet.values} more={facet.more} />
        </Facet>
      ))}
    </section>
  );
});
