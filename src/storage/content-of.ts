/** Reads an item's processed content back in the form in which it was recorded. */
import { displayRawName } from '../model/display.ts';
import type { Artefact } from '../model/field.ts';
import type { Observation, Outcomes } from '../model/outcome.ts';
import type { ContentResult } from '../model/processing.ts';
import type { Connection } from './connection.ts';
import type { ItemWriter } from './item-writer.ts';
import { parseStored } from './stored-json.ts';

/** Content and display path of the item in a row; children are not among it. */
export function contentOf(connection: Connection, writer: ItemWriter, row: number): { content: ContentResult; path: string } {
  const item = connection.prepare('SELECT *, CAST(read_modified AS TEXT) AS readModified FROM item WHERE id = ?').get(row) as {
    path: Buffer;
    size: number | null;
    readModified: string | null;
    md5: Buffer | null;
    sha1: Buffer | null;
    sha256: Buffer | null;
    sha512: Buffer | null;
    blake3: Buffer | null;
    media_type: number | null;
    media_type_basis: string | null;
    charset: string | null;
    extension_mismatch: number;
    entropy: number | null;
    outcome_set: number | null;
  };
  const digests: Record<string, string> = {};
  for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512', 'blake3'] as const)
    if (item[algorithm] !== null) digests[algorithm] = item[algorithm].toString('hex');
  const artefacts = connection
    .prepare('SELECT extractor, version, fields, sources FROM artefact WHERE item = ? ORDER BY ordinal')
    .all(row) as { extractor: string; version: string; fields: string; sources: string }[];
  const observations = connection
    .prepare('SELECT step, severity, code, message, place FROM observation WHERE item = ? ORDER BY ordinal')
    .all(row) as (Omit<Observation, 'place'> & { place: string | null })[];
  return {
    path: displayRawName(item.path).text,
    content: {
      digests,
      size: item.size ?? 0,
      ...(item.readModified === null ? {} : { readModified: item.readModified }),
      mediaType: writer.mediaTypes.textOf(item.media_type),
      mediaTypeBasis: item.media_type_basis,
      charset: item.charset,
      extensionMismatch: item.extension_mismatch === 1,
      entropy: item.entropy === null ? null : item.entropy / 10_000,
      outcomes: parseStored<Outcomes>(writer.outcomeSets.textOf(item.outcome_set) ?? '{}'),
      artefacts: artefacts.map((artefact) => ({
        ...artefact,
        fields: parseStored<Artefact['fields']>(artefact.fields),
        sources: parseStored<Record<string, string>>(artefact.sources),
      })),
      observations: observations.map(({ place, ...rest }) => ({ ...rest, ...(place === null ? {} : { place }) })),
      children: [],
    },
  };
}
