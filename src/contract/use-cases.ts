/** The shape of what stands behind the contract: one function a call. The engine provides it, the dispatcher calls it. */
import type { z } from 'zod';
import type { CallName, CallOutput, EngineApi, EventName, EventPayload } from './engine-api.ts';
import type { Progress } from './schemas.ts';

/** What a use case learns beside its input. */
export interface CallContext {
  /** Who answers for the call; empty for queries that named nobody. */
  examiner: string;
  /** Aborted when the caller cancels. A use case that stops for it throws an EngineError `cancelled`. */
  signal: AbortSignal;
  /** Tells the caller of a job how far it is; does nothing for other calls. */
  onProgress: (progress: Progress) => void;
}

/** The input of a use case: validated, defaults filled in. */
export type UseCaseInput<Name extends CallName> = z.output<EngineApi[Name]['input']>;

export type UseCase<Name extends CallName> = (
  input: UseCaseInput<Name>,
  context: CallContext,
) => Promise<CallOutput<Name>> | CallOutput<Name>;

/** One function for every call of the contract. */
export type UseCases = { [Name in CallName]: UseCase<Name> };

/** Where hosts listen to what the engine tells. */
export interface EngineEventSource {
  on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void;
}
