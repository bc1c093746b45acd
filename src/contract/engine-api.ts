/**
 * Every call that the engine takes. Hosts, clients, the conformance suite and the interface derive from this one object:
 * adding a call touches this file, one use case and its test.
 */
import { z } from 'zod';
import { type CallDeclaration, type CallKind, call } from './define.ts';
import {
  type artefact,
  auditHead,
  caseHeader,
  caseHeaderInput,
  caseInfo,
  filter,
  item,
  itemId,
  itemRow,
  place,
  processingRun,
  profileName,
  progress,
  runQueue,
  sort,
  type timestamp,
} from './schemas.ts';

const nothing = z.object({});
const filters = z.array(filter).max(50);

/** The items that a bulk command means: named ones, or all that the filters select. */
const selection = z.union([z.object({ ids: z.array(itemId).min(1).max(100_000) }), z.object({ filters })]);

export const tag = z.object({ id: z.number(), name: z.string(), colour: z.string(), key: z.string().nullable(), items: z.number() });

export const exhibit = z.object({
  id: z.number(),
  /** Order on the list, from 1. */
  position: z.number(),
  /** Exhibit number as printed, such as `EX-1`. */
  number: z.string(),
  description: z.string(),
  item: itemRow,
});

export const auditEntry = z.object({
  sequence: z.number(),
  time: z.string(),
  actor: z.string(),
  action: z.string(),
  details: z.record(z.string(), z.unknown()),
});

const verificationFinding = z.object({ severity: z.enum(['fault', 'note']), code: z.string(), message: z.string() });

/** A change of review that was taken back or done again; `said` is what the audit log recorded of it, null in cases of older versions. */
const travelledChange = z
  .object({
    description: z.string(),
    said: z.object({ action: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
    items: z.number(),
  })
  .nullable();

export const engineApi = {
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
  'run.start': call(
    'job',
    'Adds evidence sources and processes them.',
    z.object({
      evidence: z.array(z.string().min(1)).min(1).max(100),
      profile: profileName,
      workers: z.number().int().min(1).max(64).optional(),
      crossFileSystems: z.boolean().optional(),
    }),
    processingRun,
  ),
  'run.resume': call(
    'job',
    'Goes on with a run that was paused or interrupted.',
    z.object({ profile: profileName.optional(), workers: z.number().int().min(1).max(64).optional() }),
    processingRun,
  ),
  'run.queue': call(
    'command',
    'Puts a run at the end of the queue that the case keeps, and starts it when nothing is under way and nothing was left unfinished.',
    z.object({ evidence: z.array(z.string().min(1)).min(1).max(100), profile: profileName, crossFileSystems: z.boolean().optional() }),
    runQueue,
  ),
  'run.unqueue': call('command', 'Takes a run out of the queue before it began.', z.object({ key: z.number() }), runQueue),
  'run.queued': call('query', 'What waits in the open case, and what stopped the last run.', nothing, runQueue),
  'run.next': call('command', 'Starts the first that waits: after a fault, or when the case was opened again.', nothing, nothing),
  'run.cancel': call('command', 'Cancels the run under way, whoever started it; what waits is held.', nothing, nothing),
  'run.pause': call('command', 'Pauses the run; what is under way is finished first.', nothing, nothing),
  'run.state': call('query', 'Tells the progress of the run of this process, or null.', nothing, progress.nullable()),

  'items.page': call(
    'query',
    'One page of the result set.',
    z.object({ filters, sort: z.array(sort).max(5), offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) }),
    z.object({ total: z.number(), rows: z.array(itemRow) }),
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
      reason: z.string().nullable(),
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
  'settings.get': call('query', 'Settings of this machine.', nothing, z.object({ settings: z.record(z.string(), z.string()) })),
  'settings.save': call(
    'command',
    'Changes settings of this machine.',
    z.object({ settings: z.record(z.string().max(60), z.string().max(200_000)) }),
    nothing,
  ),
} as const satisfies Record<string, CallDeclaration>;

/** What the engine tells without being asked. */
export const engineEvents = {
  /** The run of this process moved on. */
  progress,
  /** Something in the case changed: what is shown of these topics should be asked for again. */
  changed: z.object({ topics: z.array(z.enum(['case', 'items', 'tags', 'exhibits', 'audit', 'notes', 'searches', 'settings', 'run'])) }),
} as const;

export type EngineApi = typeof engineApi;
export type CallName = keyof EngineApi;
export type CallInput<Name extends CallName> = z.input<EngineApi[Name]['input']>;
export type CallOutput<Name extends CallName> = z.output<EngineApi[Name]['output']>;
export type CallsOfKind<Kind extends CallKind> = { [Name in CallName]: EngineApi[Name]['kind'] extends Kind ? Name : never }[CallName];
export type EventName = keyof typeof engineEvents;
export type EventPayload<Name extends EventName> = z.output<(typeof engineEvents)[Name]>;
export type ArtefactRecord = z.infer<typeof artefact>;
export type TimestampRecord = z.infer<typeof timestamp>;

/** Options that travel beside a call's input. */
export interface CallOptions {
  /** The examiner who answers for a command; hosts fill it in. */
  examiner?: string;
  signal?: AbortSignal;
  /** Progress of this very job. */
  onProgress?: (progress: z.infer<typeof import('./schemas.ts').progress>) => void;
}

/** The engine as every host and client sees it. */
export interface EngineClient {
  call<Name extends CallName>(name: Name, input: CallInput<Name>, options?: CallOptions): Promise<CallOutput<Name>>;
  /** Listens to an event; the returned function stops listening. */
  on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
}
