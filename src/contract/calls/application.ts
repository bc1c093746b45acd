/** What the program is, and the settings of this machine. */
import { z } from 'zod';
import { call } from '../define.ts';
import { nothing, profileName } from '../schemas.ts';

export const applicationCalls = {
  'application.describe': call(
    'query',
    'Tells version, profiles, extractors with their fields, and how workers are confined.',
    nothing,
    z.object({
      product: z.string(),
      version: z.string(),
      platform: z.string(),
      isolation: z.string(),
      profiles: z.array(profileName),
      extractors: z.array(
        z.object({
          id: z.string(),
          version: z.string(),
          description: z.string(),
          references: z.array(z.string()),
          fields: z.record(z.string(), z.object({ type: z.string(), label: z.string(), unit: z.string().optional(), source: z.string() })),
        }),
      ),
    }),
  ),
  'settings.get': call('query', 'Settings of this machine.', nothing, z.object({ settings: z.record(z.string(), z.string()) })),
  'settings.save': call(
    'command',
    'Changes settings of this machine.',
    z.object({ settings: z.record(z.string().max(60), z.string().max(200_000)) }),
    nothing,
  ),
} as const;
