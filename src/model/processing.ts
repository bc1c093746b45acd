/** What the engine and its worker processes say to each other. Plain JSON values; raw bytes travel as latin1 text. */
import type { DigestAlgorithm, Digests } from './digest.ts';
import type { Artefact } from './field.ts';
import type { RootIdentity } from './medium.ts';
import type { Observation, Outcomes } from './outcome.ts';

/** First message to a worker. */
export interface Configuration {
  type: 'configure';
  digests: readonly DigestAlgorithm[];
  /** Extractor ids to run; empty for a quick run. */
  extractors: readonly string[];
  /** Whether libmagic is asked where signatures know nothing. */
  thorough: boolean;
  /** Module that exports `extractors`, as a file URL; tests put faulty ones here. Absent: the registry. */
  registry?: string;
  /** Roots of the sources by their number in the case. */
  roots: Record<number, SourceRoot>;
}

/** Where a source lies, and what its root is in this session. */
export interface SourceRoot extends RootIdentity {
  /** Absolute path bytes as latin1. */
  path: string;
}

/** What a file was when it was listed; numbers beyond 53 bits as decimal text, null where they cannot be compared. */
export interface ListedTraits {
  /** Bytes. */
  size: number;
  /** Nanoseconds since 1970. */
  modified: string | null;
  changed: string | null;
  inode: string | null;
}

/** One item to read. */
export interface WorkItem {
  /** Row of the item in the case. */
  key: number;
  source: number;
  /** Bytes of the path below the source's root, as latin1. */
  path: string;
  /** Display form of the name. */
  name: string;
  extension: string | null;
  listed: ListedTraits;
}

/** Items of more bytes are announced when they are opened, so that each has its own time. */
export const announcedSize = 1_000_000;

/** A batch of items; `alone` marks a repeat of one item after a worker died over it. */
export interface Work {
  type: 'work';
  batch: number;
  items: readonly WorkItem[];
  alone: boolean;
  /** Steps that this item's earlier tries died in, with what is to be recorded for them. */
  give?: Record<string, { outcome: 'failed' | 'timed-out'; observation: Observation }>;
}

export type ToWorker = Configuration | Work;

/** What a worker found out about an item's content. */
export interface ContentResult {
  digests: Digests;
  /** Bytes that were read. */
  size: number;
  /** When the content that was read was last changed, nanoseconds since 1970 as decimal text; only where that is not what was listed. */
  readModified?: string;
  mediaType: string | null;
  mediaTypeBasis: string | null;
  charset: string | null;
  extensionMismatch: boolean;
  entropy: number | null;
  outcomes: Outcomes;
  observations: Observation[];
  artefacts: Artefact[];
  children: ChildResult[];
}

export interface ItemResult extends ContentResult {
  key: number;
  /** False where the system refused to read it without touching its time of last access; absent where it was not opened. */
  accessTimeKept?: boolean;
}

/** An item found inside another. */
export interface ChildResult extends ContentResult {
  extractor: string;
  /** Bytes of its name as latin1. */
  nameBytes: string;
  name: string;
  extension: string | null;
}

export type FromWorker =
  | { type: 'ready' }
  /** `step` of item `key` begins; sent where a crash must be told apart from its neighbours'. `hashed` survives whatever the step does. */
  | { type: 'step'; key: number; step: string; hashed: ItemResult | null }
  /** A long item was opened and has so many bytes: what comes before it has been reported. */
  | { type: 'opened'; key: number; size: number }
  | { type: 'results'; results: ItemResult[] }
  | { type: 'batch-done'; batch: number }
  /** The source no longer answers: nothing is wrong with the item, which stays to be read. */
  | { type: 'source-unavailable'; source: number; key: number; code: string };

/** A worker process as the engine holds it; hosts make it. */
export interface WorkerProcess<Told = ToWorker, Heard = FromWorker> {
  readonly pid: number | undefined;
  /** How it is confined: `bubblewrap`, `process`, `electron-utility`. */
  readonly isolation: string;
  post(message: Told): void;
  onMessage(listener: (message: Heard) => void): void;
  /** Called once, when the process has ended for whatever reason. */
  onExit(listener: (description: string) => void): void;
  kill(): void;
}

/** Starts a worker; `confined: false` after confinement turned out not to work on this machine. */
export type SpawnWorker = (request: { confined: boolean }) => WorkerProcess;
