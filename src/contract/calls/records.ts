/** What is written down: reports, the audit log and the custody that it tells. */
import { z } from 'zod';
import { call } from '../define.ts';
import { auditEntry, auditHead, nothing } from '../schemas.ts';

export const recordCalls = {
  'report.write': call(
    'job',
    'Writes the report and the item lists to a directory that does not exist yet or is empty.',
    z.object({ directory: z.string().min(1), language: z.enum(['en', 'ur']).optional(), exhibits: z.boolean().optional() }),
    z.object({ directory: z.string(), files: z.number(), items: z.number() }),
  ),
  'report.read': call(
    'query',
    'A range of a file of a report that was written in this session; only files that the report lists.',
    z.object({
      directory: z.string().min(1),
      path: z.string().min(1).max(1000),
      offset: z.number().int().min(0),
      length: z.number().int().min(1).max(1_048_576),
    }),
    z.object({ bytes: z.instanceof(Uint8Array), size: z.number() }),
  ),
  'audit.page': call(
    'query',
    'Entries of the audit log, newest first.',
    z.object({
      action: z.string().max(60).nullable(),
      text: z.string().max(200).nullable(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    z.object({ total: z.number(), entries: z.array(auditEntry), head: auditHead }),
  ),
  'case.custody': call(
    'query',
    'Who acted in the case, and the entries of the audit log that tell its custody, oldest first, each with the head of the log after it.',
    nothing,
    z.object({
      examiners: z.array(
        z.object({
          name: z.string(),
          entries: z.number(),
          firstAt: z.string(),
          lastAt: z.string(),
          /** Of the examiner's public key in the case; null where nothing was signed with one. */
          keyFingerprint: z.string().nullable(),
        }),
      ),
      events: z.array(auditEntry.extend({ head: z.string() })),
    }),
  ),
} as const;
