/** What an examiner makes of items: tags, comments, exhibits, notes and saved searches. */
import { z } from 'zod';
import { call } from '../define.ts';
import { filters, itemId, itemRow, nothing, sort } from '../schemas.ts';

/** The items that a bulk command means: named ones, or all that the filters select. */
const selection = z.union([z.object({ ids: z.array(itemId).min(1).max(100_000) }), z.object({ filters })]);

const tag = z.object({ id: z.number(), name: z.string(), colour: z.string(), key: z.string().nullable(), items: z.number() });

const exhibit = z.object({
  id: z.number(),
  /** Order on the list, from 1. */
  position: z.number(),
  /** Exhibit number as printed, such as `EX-1`. */
  number: z.string(),
  description: z.string(),
  item: itemRow,
});

/** A change of review that was taken back or done again; `said` is what the audit log recorded of it, null in cases of older versions. */
const travelledChange = z
  .object({
    description: z.string(),
    said: z.object({ action: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
    items: z.number(),
  })
  .nullable();

export const reviewCalls = {
  'tags.list': call('query', 'The tag set with counts.', nothing, z.object({ tags: z.array(tag) })),
  'tags.save': call(
    'command',
    'Adds a tag or changes one; keys are single digits.',
    z.object({
      id: z.number().nullable(),
      name: z.string().trim().min(1).max(60),
      colour: z.string().regex(/^#[0-9a-f]{6}$/),
      key: z
        .string()
        .regex(/^[0-9]$/)
        .nullable(),
    }),
    tag,
  ),
  'tags.remove': call('command', 'Removes a tag and takes it off all items.', z.object({ id: z.number() }), nothing),
  'tags.apply': call(
    'command',
    'Puts a tag on items or takes it off.',
    z.object({ selection, tag: z.number(), on: z.boolean() }),
    z.object({ changed: z.number() }),
  ),
  'items.comment': call(
    'command',
    'Sets the comment on an item; empty text removes it.',
    z.object({ id: itemId, text: z.string().max(10_000) }),
    nothing,
  ),
  'review.undo': call(
    'command',
    'Takes back the last change of review.',
    nothing,
    z.object({ undone: z.string().nullable(), change: travelledChange }),
  ),
  'review.redo': call(
    'command',
    'Does again what was taken back.',
    nothing,
    z.object({ redone: z.string().nullable(), change: travelledChange }),
  ),
  'exhibits.list': call('query', 'The exhibits in order.', nothing, z.object({ exhibits: z.array(exhibit) })),
  'exhibits.add': call(
    'command',
    'Makes items exhibits.',
    z.object({ ids: z.array(itemId).min(1).max(1000) }),
    z.object({ added: z.number() }),
  ),
  'exhibits.save': call(
    'command',
    'Changes number, place in the order or description of an exhibit.',
    z.object({
      id: z.number(),
      number: z.string().trim().min(1).max(40).optional(),
      position: z.number().int().min(1).optional(),
      description: z.string().max(10_000).optional(),
    }),
    exhibit,
  ),
  'exhibits.remove': call('command', 'Takes an item off the exhibits.', z.object({ id: z.number() }), nothing),
  'exhibits.export': call(
    'job',
    'Copies exhibits out with a manifest; each is read again from the evidence and checked first.',
    z.object({ directory: z.string().min(1) }),
    z.object({ files: z.number(), bytes: z.number(), manifest: z.string(), manifestSha256: z.string() }),
  ),
  'notes.get': call('query', 'The notes on the case.', nothing, z.object({ text: z.string() })),
  'notes.save': call('command', 'Replaces the notes on the case.', z.object({ text: z.string().max(1_000_000) }), nothing),
  'searches.list': call(
    'query',
    'Saved searches.',
    nothing,
    z.object({ searches: z.array(z.object({ id: z.number(), name: z.string(), filters, sort: z.array(sort) })) }),
  ),
  'searches.save': call(
    'command',
    'Saves a search under a name.',
    z.object({ name: z.string().trim().min(1).max(100), filters, sort: z.array(sort).max(5) }),
    z.object({ id: z.number() }),
  ),
  'searches.remove': call('command', 'Removes a saved search.', z.object({ id: z.number() }), nothing),
} as const;
