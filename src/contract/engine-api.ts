/**
 * Every call that the engine takes. Hosts, clients, the conformance suite and the interface derive from this one object:
 * adding a call touches its file in `calls/`, one use case and its test.
 */
import { z } from 'zod';
import { applicationCalls } from './calls/application.ts';
import { caseCalls } from './calls/cases.ts';
import { itemCalls } from './calls/items.ts';
import { placeCalls } from './calls/places.ts';
import { recordCalls } from './calls/records.ts';
import { reviewCalls } from './calls/review.ts';
import { runCalls } from './calls/runs.ts';
import type { CallDeclaration, CallKind } from './define.ts';
import { type artefact, progress, type timestamp } from './schemas.ts';

export const engineApi = {
  ...applicationCalls,
  ...caseCalls,
  ...placeCalls,
  ...runCalls,
  ...itemCalls,
  ...reviewCalls,
  ...recordCalls,
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
