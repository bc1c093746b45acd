/** Sections of the gallery: runs of items that share a folder, a day or a device. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemRow, Sort } from '../../../contract/schemas.ts';
import { useEngine } from '../../app/engine.ts';
import { goTo } from '../../app/places.ts';
import type { Preferences } from '../../app/preferences.ts';
import { directoryOf } from '../../ui/format.ts';
import { formatDay, formatTimestamp } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import type { ResultSet } from '../review/result-set.ts';

export type SectionBy = Preferences['gallerySections'];

export interface GallerySection {
  title: string;
  /** Row of its first item in the result set. */
  first: number;
  count: number;
}

export type GalleryLine = { kind: 'title'; title: string; count: number; first: number } | { kind: 'tiles'; first: number; count: number };

/** Sections need every row's folder, day or device; beyond this many the gallery stays one flow. */
export const sectionLimit = 20_000;
const fetchSize = 1000;

const orders: Record<Exclude<SectionBy, 'none'>, Sort[]> = {
  folder: [{ field: 'folder', descending: false }],
  day: [{ field: 'captured', descending: true }],
  device: [
    { field: 'device', descending: false },
    { field: 'path', descending: false },
  ],
};

/** Sections as lines: a title, then rows of tiles. */
export function linesOf(sections: readonly GallerySection[], columns: number): GalleryLine[] {
  const lines: GalleryLine[] = [];
  for (const { title, first, count } of sections) {
    lines.push({ kind: 'title', title, count, first });
    for (let at = 0; at < count; at += columns) lines.push({ kind: 'tiles', first: first + at, count: Math.min(columns, count - at) });
  }
  return lines;
}

/** Rows that follow one another and share a title become one section. */
export function sectionsOf(titles: readonly string[]): GallerySection[] {
  const sections: GallerySection[] = [];
  for (const [row, title] of titles.entries()) {
    const last = sections.at(-1);
    if (last !== undefined && last.title === title) last.count += 1;
    else sections.push({ title, first: row, count: 1 });
  }
  return sections;
}

/** The sections of the result set; null while they are being made. Orders the result set to suit. */
export function useSections(resultSet: ResultSet, by: SectionBy): { sections: GallerySection[] | null; tooMany: boolean } {
  const { t } = useTranslation();
  const link = useEngine();
  const zone = useZone();
  const { filters, sort, total = 0 } = resultSet;
  const wanted = by === 'none' ? null : orders[by];
  const ordered = wanted === null || JSON.stringify(wanted) === JSON.stringify(sort);
  useEffect(() => {
    if (wanted !== null && !ordered) goTo({ sort: wanted }, 'replace');
  }, [wanted, ordered]);
  const tooMany = by !== 'none' && total > sectionLimit;

  function titleOf(row: ItemRow): string {
    if (by === 'folder') return `${row.source}/${directoryOf(row.path)}`;
    if (by === 'device') return row.device ?? t('gallery.noDevice');
    if (row.captured !== null) return formatTimestamp(row.captured, zone).slice(0, 10);
    return row.modified === null ? t('gallery.noDay') : t('gallery.modifiedDay', { day: formatDay(row.modified, zone) });
  }

  const query = useQuery({
    queryKey: ['items.page', 'sections', by, filters, sort, zone, total],
    enabled: wanted !== null && ordered && !tooMany,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const titles: string[] = [];
      for (let offset = 0; offset < total; offset += fetchSize) {
        const page = await link.call('items.page', { filters, sort, offset, limit: fetchSize }, { signal });
        for (const row of page.rows) titles.push(titleOf(row));
        if (page.rows.length === 0) break;
      }
      return sectionsOf(titles);
    },
  });
  return { sections: query.data ?? null, tooMany };
}
