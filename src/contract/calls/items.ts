/** Questions about items: lists of them, what the case holds of one, and its content. */
import { z } from 'zod';
import { call } from '../define.ts';
import { auditEntry, errorRecord, filters, item, itemId, itemRow, sort } from '../schemas.ts';

export const itemCalls = {
  'items.page': call(
    'query',
    'One page of the result set.',
    z.object({ filters, sort: z.array(sort).max(5), offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }),
    z.object({ total: z.number(), rows: z.array(itemRow) }),
  ),
  'items.around': call(
    'query',
    'The rows of the result set around an item, so that it is found again in another choice or order: the whole pages in which the rows up to `reach` before and after it lie, or the first page where it is not in the result set.',
    z.object({
      filters,
      sort: z.array(sort).max(5),
      id: itemId,
      pageSize: z.number().int().min(1).max(1000),
      reach: z.number().int().min(0).max(1000),
    }),
    z.object({ total: z.number(), position: z.number().nullable(), offset: z.number(), rows: z.array(itemRow) }),
  ),
  'items.position': call(
    'query',
    'Where an item stands in the result set, or null; with `untagged`, the next untagged item from there in a direction.',
    z.object({ filters, sort: z.array(sort).max(5), id: itemId, step: z.enum(['self', 'next-untagged', 'previous-untagged']) }),
    z.object({ position: z.number().nullable(), id: itemId.nullable() }),
  ),
  'items.facets': call(
    'query',
    'Counts by value for each facet under the filters; a facet ignores its own filter.',
    z.object({ filters }),
    z.object({
      facets: z.array(
        z.object({
          field: z.string(),
          values: z.array(z.object({ value: z.union([z.string(), z.number(), z.boolean()]), count: z.number() })),
          more: z.number(),
        }),
      ),
    }),
  ),
  'items.ranges': call(
    'query',
    'Counts the items between two values of a field (both included, null is open), for each of several ranges; filters on the field itself are ignored.',
    z.object({
      filters,
      field: z.string().max(100),
      ranges: z
        .array(
          z.object({
            least: z.union([z.string().max(100), z.number()]).nullable(),
            most: z.union([z.string().max(100), z.number()]).nullable(),
          }),
        )
        .max(200),
    }),
    z.object({ counts: z.array(z.number()) }),
  ),
  'items.folders': call(
    'query',
    'Child folders of a folder of a source, with the number of items below each.',
    z.object({ source: z.string().nullable(), path: z.string() }),
    z.object({
      folders: z.array(z.object({ source: z.string(), path: z.string(), name: z.string(), items: z.number(), hasFolders: z.boolean() })),
    }),
  ),
  'items.get': call(
    'query',
    'Everything the case holds about one item.',
    z.object({ id: itemId }),
    z.object({ item, row: itemRow, children: z.array(itemRow), sameContent: z.array(itemRow), custody: z.array(auditEntry) }),
  ),
  'items.bytes': call(
    'query',
    'A range of the bytes of an item, at most 1 MiB, re-read from the evidence; `changed` when the evidence is no longer as it was hashed.',
    z.object({ id: itemId, offset: z.number().int().min(0), length: z.number().int().min(1).max(1_048_576) }),
    z.object({ bytes: z.instanceof(Uint8Array), size: z.number(), changed: z.boolean() }),
  ),
  'items.find': call(
    'query',
    'Looks for bytes in an item from an offset on.',
    z.object({ id: itemId, pattern: z.string().regex(/^(?:[0-9a-f]{2}){1,256}$/), from: z.number().int().min(0) }),
    z.object({ offset: z.number().nullable() }),
  ),
  'items.digest': call(
    'query',
    'Digests of a range of an item, at most 64 MiB.',
    z.object({ id: itemId, offset: z.number().int().min(0), length: z.number().int().min(0).max(67_108_864) }),
    z.object({ md5: z.string(), sha1: z.string(), sha256: z.string() }),
  ),
  'items.text': call(
    'query',
    'A window of the text of an item in a charset; hidden characters are made visible.',
    z.object({
      id: itemId,
      charset: z.string().max(40).nullable(),
      offset: z.number().int().min(0),
      length: z.number().int().min(1).max(262_144),
    }),
    z.object({ text: z.string(), charset: z.string(), size: z.number(), next: z.number().nullable() }),
  ),
  'items.picture': call(
    'query',
    'A picture of an item, made in a worker: thumbnail, preview, page of a document, frame of a video.',
    z.object({ id: itemId, edge: z.number().int().min(16).max(4096), page: z.number().int().min(0), greyScale: z.boolean().optional() }),
    z.object({
      mediaType: z.string().nullable(),
      bytes: z.instanceof(Uint8Array),
      width: z.number(),
      height: z.number(),
      pages: z.number(),
      /** Why there is no picture, or not all of it. */
      reason: errorRecord.nullable(),
    }),
  ),
  'items.histogram': call(
    'query',
    'Counts by time for one time field under the filters; days in UTC.',
    z.object({
      filters,
      field: z.enum(['modified', 'accessed', 'changed', 'created', 'captured']),
      buckets: z.number().int().min(1).max(2000),
    }),
    z.object({
      from: z.string().nullable(),
      to: z.string().nullable(),
      width: z.number(),
      counts: z.array(z.object({ start: z.string(), count: z.number(), localUnknown: z.number() })),
      without: z.number(),
    }),
  ),
  'items.positions': call(
    'query',
    'Positions of items that carry one, under the filters.',
    z.object({ filters, limit: z.number().int().min(1).max(50_000) }),
    z.object({ points: z.array(z.object({ id: itemId, latitude: z.number(), longitude: z.number() })), total: z.number() }),
  ),
} as const;
