/** Where to look for folders, and what may become evidence. */
import { z } from 'zod';
import { call } from '../define.ts';
import { nothing, place } from '../schemas.ts';

export const placeCalls = {
  'folders.places': call(
    'query',
    'Where to begin looking for folders: volumes, the home folder, documents; and where cases are usually kept.',
    nothing,
    z.object({
      /** The folder for new cases: the last one, or one of this user that is made when it is needed. */
      cases: z.string(),
      places: z.array(place),
    }),
  ),
  'folders.make': call(
    'command',
    'Makes a folder in one that is there, below the roots that the host allows.',
    z.object({ parent: z.string().min(1), name: z.string().trim().min(1).max(200) }),
    z.object({ path: z.string() }),
  ),
  'folders.list': call(
    'query',
    'Lists folders below the roots that the host allows, for choosing evidence and case directories.',
    z.object({ path: z.string().nullable() }),
    z.object({
      path: z.string().nullable(),
      parent: z.string().nullable(),
      folders: z.array(z.object({ name: z.string(), path: z.string(), isCase: z.boolean() })),
    }),
  ),
  'evidence.check': call(
    'query',
    'Looks at folders that are to become evidence sources, before anything is made; refuses what is missing or unreadable, what overlaps, and what would be written to.',
    z.object({
      evidence: z.array(z.string().min(1)).min(1).max(100),
      /** What the caller is going to write, in words for the refusal (`report directory`), and where. */
      places: z
        .array(z.object({ what: z.string().max(60), path: z.string().min(1) }))
        .max(10)
        .optional(),
      crossFileSystems: z.boolean().optional(),
    }),
    z.object({
      sources: z.array(
        z.object({ path: z.string(), label: z.string(), fileSystem: z.string().nullable(), mountedReadOnly: z.boolean().nullable() }),
      ),
    }),
  ),
} as const;
