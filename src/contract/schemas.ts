/** Shapes that several calls share. Only plain values: they must survive a structured clone and JSON alike. */
import { z } from 'zod';
import { digestAlgorithms } from '../model/digest.ts';
import { errorCodes } from '../model/error.ts';
import { itemKinds } from '../model/item.ts';
import { outcomeStatuses } from '../model/outcome.ts';
import { profileNames } from '../model/profile.ts';

/** Of calls that take or give nothing. */
export const nothing = z.object({});

export const itemId = z.string().regex(/^[0-9a-f]{32}$/);
export const profileName = z.enum(profileNames);

export const timestamp = z.object({
  raw: z.string(),
  iso: z.string().nullable(),
  precision: z.enum([
    'nanosecond',
    '100-nanosecond',
    'microsecond',
    'millisecond',
    '10-millisecond',
    'second',
    '2-second',
    'minute',
    'hour',
    'day',
    'month',
    'year',
  ]),
  basis: z.enum(['utc', 'offset', 'local-unknown', 'inferred']),
});

export const caseHeader = z.object({
  name: z.string(),
  caseNumber: z.string().nullable(),
  examiner: z.string().nullable(),
  agency: z.string().nullable(),
  circle: z.string().nullable(),
  authority: z.string().nullable(),
  sections: z.string().nullable(),
  timeZone: z.string(),
  createdAt: z.string(),
  caseId: z.string(),
});

/** What an examiner may enter when a case is made; only the name is compulsory. */
export const caseHeaderInput = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  caseNumber: z.string().max(200).optional(),
  examiner: z.string().max(200).optional(),
  agency: z.string().max(200).optional(),
  circle: z.string().max(200).optional(),
  authority: z.string().max(2000).optional(),
  sections: z.string().max(1000).optional(),
  timeZone: z.string().max(64).optional(),
});

export const volume = z.object({
  device: z.string(),
  fileSystem: z.string().nullable(),
  options: z.string().nullable(),
  localClock: z.boolean(),
  accessTimesNotKept: z.number(),
});

export const evidenceSource = z.object({
  id: z.string(),
  kind: z.literal('folder'),
  path: z.string(),
  pathRaw: z.string().nullable(),
  label: z.string(),
  addedAt: z.string(),
  fileSystem: z.string().nullable(),
  mountedReadOnly: z.boolean().nullable(),
  volumes: z.array(volume),
  manifestSha256: z.string().nullable(),
  items: z.number(),
  bytes: z.number(),
});

export const processingRun = z.object({
  id: z.number(),
  profile: profileName,
  state: z.enum(['running', 'paused', 'cancelled', 'complete', 'interrupted']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  workers: z.number(),
  isolation: z.string(),
  tools: z.record(z.string(), z.string()),
  sources: z.array(z.string()),
});

export const coverage = z.object({
  items: z.number(),
  bytes: z.number(),
  byStatus: z.record(z.string(), z.number()),
  steps: z.array(z.object({ step: z.string(), outcomes: z.record(z.string(), z.number()) })),
  observations: z.record(z.string(), z.number()),
});

/** A place from which folders are chosen. */
export const place = z.object({
  kind: z.enum(['volume', 'home', 'documents', 'desktop', 'cases', 'root']),
  path: z.string(),
  /** The volume's label, or the folder's own name. */
  name: z.string(),
  fileSystem: z.string().nullable(),
  /** Bytes of the volume as a whole; null for folders and where it cannot be told. */
  size: z.number().nullable(),
  readOnly: z.boolean().nullable(),
  /** Whether the medium can be taken out, as far as the system tells. */
  removable: z.boolean(),
});

/** A run that was asked for and waits for the one under way. */
export const waitingRun = z.object({
  /** Number by which it is taken out again; never given twice in a case. */
  key: z.number(),
  evidence: z.array(z.string()),
  profile: profileName,
  crossFileSystems: z.boolean(),
  /** Who asked for it, and answers for it when it starts. */
  examiner: z.string(),
});

export const errorRecord = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/** What waits in the open case, and what stopped the last run or kept the next one from starting. */
export const runQueue = z.object({ waiting: z.array(waitingRun), fault: errorRecord.nullable() });

export const auditHead = z.object({ entries: z.number(), head: z.string(), root: z.string(), keyFingerprint: z.string().nullable() });

export const caseInfo = z.object({
  directory: z.string(),
  schemaVersion: z.number(),
  header: caseHeader,
  sources: z.array(evidenceSource),
  runs: z.array(processingRun),
  coverage,
  unfinished: z.boolean(),
  audit: auditHead,
});

export const fieldValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), timestamp]);

export const artefact = z.object({
  extractor: z.string(),
  version: z.string(),
  fields: z.record(z.string(), fieldValue),
  sources: z.record(z.string(), z.string()),
});

export const observation = z.object({
  severity: z.enum(['note', 'warning']),
  code: z.string(),
  message: z.string(),
  step: z.string(),
  place: z.string().optional(),
});

const digests = Object.fromEntries(digestAlgorithms.map((algorithm) => [algorithm, z.string().optional()])) as Record<
  (typeof digestAlgorithms)[number],
  z.ZodOptional<z.ZodString>
>;

export const item = z.object({
  id: itemId,
  source: z.string(),
  address: z.string(),
  path: z.string(),
  pathRaw: z.string().nullable(),
  name: z.string(),
  kind: z.enum(itemKinds),
  parent: itemId.nullable(),
  size: z.number().nullable(),
  ...digests,
  mediaType: z.string().nullable(),
  mediaTypeBasis: z.string().nullable(),
  charset: z.string().nullable(),
  extension: z.string().nullable(),
  extensionMismatch: z.boolean(),
  entropy: z.number().nullable(),
  mode: z.number().nullable(),
  uid: z.number().nullable(),
  gid: z.number().nullable(),
  inode: z.string().nullable(),
  links: z.number().nullable(),
  linkTarget: z.string().nullable(),
  times: z.object({
    modified: timestamp.nullable(),
    accessed: timestamp.nullable(),
    changed: timestamp.nullable(),
    created: timestamp.nullable(),
  }),
  artefacts: z.array(artefact),
  observations: z.array(observation),
  outcomes: z.record(z.string(), z.string()),
});

/** Fields that items can be filtered and sorted by, beside the declared fields of artefacts (`image/exif.make`). */
export const itemFields = [
  'id',
  'source',
  'path',
  'name',
  'folder',
  'kind',
  'size',
  'mediaType',
  'mediaClass',
  'extension',
  'extensionMismatch',
  'entropy',
  'status',
  'modified',
  'accessed',
  'changed',
  'created',
  'captured',
  'device',
  'hasPosition',
  'tag',
  'tagged',
  'parent',
  'md5',
  'sha1',
  'sha256',
  'observation',
] as const;

/**
 * One condition. `is`/`is-not` compare exactly (several values: any of them); `contains` looks for the text in a name or path;
 * `under` takes a folder's path; `at-least`/`at-most` compare sizes in bytes and times as ISO 8601 UTC; `exists` takes no value.
 */
const filter = z.object({
  field: z.string().max(200),
  operator: z.enum(['is', 'is-not', 'contains', 'under', 'at-least', 'at-most', 'exists']),
  values: z.array(z.union([z.string().max(4096), z.number(), z.boolean()])).max(1000),
});

/** All of them hold at once. */
export const filters = z.array(filter).max(50);

export const sort = z.object({ field: z.string().max(200), descending: z.boolean() });

/** A row of the result set: what tables and galleries show without asking for the whole item. */
export const itemRow = z.object({
  id: itemId,
  source: z.string(),
  path: z.string(),
  name: z.string(),
  kind: z.enum(itemKinds),
  size: z.number().nullable(),
  mediaType: z.string().nullable(),
  extension: z.string().nullable(),
  extensionMismatch: z.boolean(),
  status: z.enum([...outcomeStatuses, 'pending']),
  md5: z.string().nullable(),
  sha1: z.string().nullable(),
  sha256: z.string().nullable(),
  entropy: z.number().nullable(),
  /** ISO 8601 UTC with nanoseconds, or null. */
  modified: z.string().nullable(),
  accessed: z.string().nullable(),
  changed: z.string().nullable(),
  created: z.string().nullable(),
  /** Capture or creation time from inside the content, with its basis. */
  captured: timestamp.nullable(),
  device: z.string().nullable(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  /** Ids of the tags it carries. */
  tags: z.array(z.number()),
  comment: z.string().nullable(),
  exhibit: z.number().nullable(),
});

export const progress = z.object({
  phase: z.enum(['listing', 'processing', 'finishing', 'verifying', 'writing']),
  items: z.number(),
  totalItems: z.number().nullable(),
  bytes: z.number(),
  totalBytes: z.number().nullable(),
  /** Bytes a second over the last seconds. */
  rate: z.number(),
  /** Seconds left, or null while it cannot be told. */
  remaining: z.number().nullable(),
  path: z.string().nullable(),
  failures: z.number(),
  state: z.enum(['running', 'paused', 'waiting-for-source', 'waiting-for-space']),
});

export type Filter = z.infer<typeof filter>;
export type Sort = z.infer<typeof sort>;
export type ItemRow = z.infer<typeof itemRow>;
export type Progress = z.infer<typeof progress>;
export type Place = z.infer<typeof place>;
export type WaitingRun = z.infer<typeof waitingRun>;
export type RunQueueRecord = z.infer<typeof runQueue>;

export const auditEntry = z.object({
  sequence: z.number(),
  time: z.string(),
  actor: z.string(),
  action: z.string(),
  details: z.record(z.string(), z.unknown()),
});
