/** Counts and notable items of a case, gathered in one pass over its items. */
import type { Item, ItemKind } from '../model/item.ts';
import { itemKinds } from '../model/item.ts';
import { type NotableCode, notableCodes, notableFindings } from './notable.ts';
import type { KindCount, NotableGroup, NotableItem, TypeCount } from './snapshot.ts';

/** So many items of a notable group stand on the report's first page, unless the caller asks for more or fewer. */
const defaultCap = 100;

export interface Tally {
  countsByType: TypeCount[];
  countsByKind: KindCount[];
  notable: NotableGroup[];
  /** Columns (`<extractor id>.<field name>`) for which some item has a value. */
  columns: Set<string>;
}

/** Most items first, then by name; items without a type last. */
function compareTypes(first: TypeCount, second: TypeCount): number {
  if (first.mediaType === null || second.mediaType === null) return Number(first.mediaType === null) - Number(second.mediaType === null);
  return second.items - first.items || (first.mediaType < second.mediaType ? -1 : 1);
}

/**
 * Goes through all items once, in the order of exports. Memory grows with the number of media types
 * and with `cap`, the most items kept for a notable group; not with the number of items.
 */
export function tallyItems(items: Iterable<Item>, cap: number = defaultCap): Tally {
  const byType = new Map<string | null, TypeCount>();
  const byKind = new Map<ItemKind, KindCount>();
  const byCode = new Map<NotableCode, { items: NotableItem[]; total: number }>();
  const columns = new Set<string>();
  let ordinal = 0;
  for (const item of items) {
    const bytes = item.size ?? 0;
    const kind = byKind.get(item.kind) ?? { kind: item.kind, items: 0, bytes: 0 };
    byKind.set(item.kind, kind);
    kind.items += 1;
    kind.bytes += bytes;
    if (item.kind === 'file' || item.kind === 'member') {
      const type = byType.get(item.mediaType) ?? { mediaType: item.mediaType, items: 0, bytes: 0 };
      byType.set(item.mediaType, type);
      type.items += 1;
      type.bytes += bytes;
    }
    for (const { code, ...why } of notableFindings(item)) {
      const group = byCode.get(code) ?? { items: [], total: 0 };
      byCode.set(code, group);
      group.total += 1;
      const { id, source, path, size, mediaType } = item;
      if (group.items.length < cap) group.items.push({ id, source, path, size, mediaType, ...why, ordinal });
    }
    for (const { extractor, fields } of item.artefacts) for (const name of Object.keys(fields)) columns.add(`${extractor}.${name}`);
    ordinal += 1;
  }
  return {
    countsByType: [...byType.values()].sort(compareTypes),
    countsByKind: itemKinds.flatMap((kind) => byKind.get(kind) ?? []),
    notable: notableCodes.flatMap((code) => {
      const group = byCode.get(code);
      return group === undefined ? [] : [{ code, ...group }];
    }),
    columns,
  };
}
