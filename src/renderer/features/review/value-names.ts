/** What fields and their values are called. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '../../../contract/schemas.ts';
import { useAsk } from '../../app/engine.ts';
import { translateOr } from '../../app/language.ts';
import { termOr } from '../../app/terms.ts';
import { formatSize, leftToRight } from '../../ui/format.ts';
import { formatInstant, offsetAt } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import type { FilterValue } from './filters.ts';

const timeFields = new Set(['modified', 'accessed', 'changed', 'created', 'captured']);

/** `mediaType` as people say it; a declared field of an extractor by its own name. */
export function fieldName(field: string): string {
  return translateOr(`fields.${field}`, termOr('field', field, field));
}

/** Gives functions that name a value of a field and describe a filter. */
export function useValueNames(): { valueName(field: string, value: FilterValue): string; describe(filter: Filter): string } {
  const { t } = useTranslation();
  const tags = useAsk('tags.list', {}).data?.tags;
  const current = useAsk('case.current', {}).data;
  const zone = useZone();
  const valueName = useCallback(
    (field: string, value: FilterValue): string => {
      if (field === 'tag') return tags?.find((tag) => tag.id === value)?.name ?? String(value);
      if (field === 'source') {
        const source = current?.sources.find((candidate) => candidate.id === value);
        return source === undefined ? String(value) : `${source.id} ${source.label}`;
      }
      if (field === 'size' && typeof value === 'number') return formatSize(value);
      if (timeFields.has(field) && typeof value === 'string') return leftToRight(`${formatInstant(value, zone)} ${offsetAt(value, zone)}`);
      if (typeof value === 'boolean' || value === 'true' || value === 'false') return t(`general.${String(value) as 'true' | 'false'}`);
      if (typeof value === 'number' && (field === 'extensionMismatch' || field === 'hasPosition' || field === 'tagged'))
        return t(value === 1 ? 'general.true' : 'general.false');
      if (value === '') return t('facets.empty');
      if (field === 'observation') return termOr('observation', String(value), String(value));
      return translateOr(`values.${field}.${String(value).replaceAll('.', '_')}`, String(value));
    },
    [tags, current, zone, t],
  );
  const describe = useCallback(
    (filter: Filter): string => {
      if (filter.field === 'id') return t('review.chosenItems', { count: filter.values.length });
      const names = filter.values.slice(0, 3).map((value) => valueName(filter.field, value));
      if (filter.values.length > 3) names.push(t('review.moreValues', { count: filter.values.length - 3 }));
      return `${t(`operators.${filter.operator}`)} ${names.join(' · ')}`.trim();
    },
    [valueName, t],
  );
  return { valueName, describe };
}
