/** Filters as the facets and the views change them. */
import type { Filter } from '../../../contract/schemas.ts';

export type FilterValue = Filter['values'][number];

function sameCondition(filter: Filter, field: string, operator: Filter['operator']): boolean {
  return filter.field === field && filter.operator === operator;
}

/** Always the same, so that who follows it is not told of a change that is none. */
const noValues: readonly FilterValue[] = [];

/** The values that a field is held to, by an operator. */
export function valuesOf(filters: readonly Filter[], field: string, operator: Filter['operator'] = 'is'): readonly FilterValue[] {
  return filters.find((filter) => sameCondition(filter, field, operator))?.values ?? noValues;
}

/** Puts a condition in place of the one with the same field and operator; no values take it away. `exists` needs none. */
export function withCondition(filters: readonly Filter[], field: string, operator: Filter['operator'], values: FilterValue[]): Filter[] {
  const index = filters.findIndex((filter) => sameCondition(filter, field, operator));
  const rest = filters.filter((filter) => !sameCondition(filter, field, operator));
  if (values.length === 0 && operator !== 'exists') return rest;
  rest.splice(index < 0 ? rest.length : index, 0, { field, operator, values });
  return rest;
}

/** Adds a value to those that a field may have, or takes it away. */
export function withToggledValue(filters: readonly Filter[], field: string, value: FilterValue): Filter[] {
  const values = valuesOf(filters, field);
  return withCondition(filters, field, 'is', values.includes(value) ? values.filter((other) => other !== value) : [...values, value]);
}

/** Takes everything away that concerns a field. */
export function withoutField(filters: readonly Filter[], field: string): Filter[] {
  return filters.filter((filter) => filter.field !== field);
}

/** Holds a field between two values; null leaves an end open. */
export function withRange(filters: readonly Filter[], field: string, least: FilterValue | null, most: FilterValue | null): Filter[] {
  const low = withCondition(filters, field, 'at-least', least === null ? [] : [least]);
  return withCondition(low, field, 'at-most', most === null ? [] : [most]);
}

/** A source's folder, in place of the one that was chosen before. */
export function withFolder(filters: readonly Filter[], source: string | null, path: string): Filter[] {
  const rest = withoutField(withoutField(filters, 'source'), 'folder');
  if (source === null) return rest;
  const chosen: Filter[] = [{ field: 'source', operator: 'is', values: [source] }];
  if (path !== '') chosen.push({ field: 'folder', operator: 'under', values: [path] });
  return [...chosen, ...rest];
}
