/** Lists of items in the formats that other tools read. */
import { extractors } from '../../extractors/registry.ts';
import { isoMilliseconds } from '../../model/clock.ts';
import { writeDfxml } from '../../reports/dfxml.ts';
import { writeHashdeep } from '../../reports/hashdeep.ts';
import { writeItemsCsv } from '../../reports/items-csv.ts';
import { writeItemsJsonl } from '../../reports/items-jsonl.ts';
import { reportFields } from '../../reports/snapshot.ts';
import type { ItemFilter } from '../../storage/item-filter.ts';
import { describeCase } from '../case/case-facts.ts';
import type { CaseSession } from '../case/case-session.ts';
import { productVersion } from '../tools.ts';

export const exportFormats = ['csv', 'jsonl', 'hashdeep', 'dfxml'] as const;

export type ExportFormat = (typeof exportFormats)[number];

export interface ItemExport {
  pieces: Iterable<string | Uint8Array>;
  /** Files that the format could not carry; complete once the pieces have been taken. */
  uncarried(): number;
}

/** Makes a list of the items that the filters select, piece by piece. */
export function exportItems(session: CaseSession, format: ExportFormat, filters: readonly ItemFilter[]): ItemExport {
  const items = () => (filters.length === 0 ? session.itemReader().every() : session.itemReader().selected(filters));
  const product = { name: 'Sabut', version: productVersion };
  switch (format) {
    case 'csv': {
      const columns = new Set<string>();
      for (const { artefacts } of items())
        for (const { extractor, fields } of artefacts) for (const field of Object.keys(fields)) columns.add(`${extractor}.${field}`);
      return {
        pieces: writeItemsCsv(
          items(),
          reportFields(extractors).filter(({ column }) => columns.has(column)),
        ),
        uncarried: () => 0,
      };
    }
    case 'jsonl':
      return { pieces: writeItemsJsonl(items()), uncarried: () => 0 };
    case 'hashdeep': {
      const info = describeCase(session);
      const list = writeHashdeep(items(), { sources: info.sources, product });
      return { pieces: list.chunks, uncarried: () => Object.values(list.summary.uncarried).reduce((sum, count) => sum + count, 0) };
    }
    case 'dfxml':
      return {
        pieces: writeDfxml({
          product,
          generatedAt: isoMilliseconds(session.setting.clock.now()),
          info: describeCase(session),
          intake: [],
          countsByType: [],
          countsByKind: [],
          notable: [],
          limitations: [],
          language: 'en',
          fields: [],
          methods: [],
          exhibits: null,
          items,
        }),
        uncarried: () => 0,
      };
  }
}
