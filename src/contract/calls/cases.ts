/** A case from its making to its verification. */
import { z } from 'zod';
import { call } from '../define.ts';
import { auditHead, caseHeader, caseHeaderInput, caseInfo, nothing } from '../schemas.ts';

const verificationFinding = z.object({ severity: z.enum(['fault', 'note']), code: z.string(), message: z.string() });

export const caseCalls = {
  'case.create': call(
    'command',
    'Makes a case directory and opens it.',
    z.object({
      directory: z.string().min(1),
      header: caseHeaderInput,
      /** Refuse a folder whose parent is not there, which a mistyped path has; the usual folder of cases is made all the same. */
      parentMustExist: z.boolean().optional(),
      /** In which the first tags are named; they are the examiner's to rename. Absent: English. */
      language: z.enum(['en', 'ur']).optional(),
    }),
    caseInfo,
  ),
  'case.open': call(
    'command',
    'Opens a case directory; refuses one that another process holds. Where reading will do, one that cannot be written is opened, too.',
    z.object({ directory: z.string().min(1), readingWillDo: z.boolean().optional() }),
    caseInfo,
  ),
  'sample.open': call(
    'job',
    'Opens the sample case; the first time, its made-up drive is made in the folder of this user, then the case, and the reading begins.',
    z.object({ name: z.string().trim().min(1).max(200).optional(), language: z.enum(['en', 'ur']).optional() }),
    caseInfo,
  ),
  'case.close': call('command', 'Closes the open case.', nothing, nothing),
  'case.info': call('query', 'Describes the open case.', nothing, caseInfo),
  'case.current': call('query', 'Describes the open case, or null.', nothing, caseInfo.nullable()),
  'case.describe': call('command', 'Changes what the examiner says about the case.', z.object({ header: caseHeaderInput }), caseHeader),
  'case.recent': call(
    'query',
    'Lists recently opened cases with whether they are still there and their last known integrity.',
    nothing,
    z.object({
      cases: z.array(
        z.object({
          directory: z.string(),
          name: z.string(),
          caseNumber: z.string().nullable(),
          openedAt: z.string(),
          present: z.boolean(),
          integrity: z.enum(['verified', 'unverified', 'fault']),
          /** When it was verified last; `unverified` beside it says that it was changed since. */
          verifiedAt: z.string().nullable(),
        }),
      ),
    }),
  ),
  'case.verify': call(
    'job',
    'Checks database, audit log and checkpoints; with evidence, hashes it again.',
    z.object({
      evidence: z.boolean(),
      printedHead: z
        .string()
        .regex(/^[0-9a-fA-F\s]{64,100}$/)
        .optional(),
    }),
    z.object({
      ok: z.boolean(),
      findings: z.array(verificationFinding),
      audit: auditHead,
      /** All items, those inside other items included, of which `membersChecked` says how many they are. */
      itemsChecked: z.number(),
      membersChecked: z.number(),
      /** Rows beside the items that were compared with the audit log, by table. */
      rowsChecked: z.record(z.string(), z.number()),
      evidenceChecked: z.number(),
    }),
  ),
} as const;
