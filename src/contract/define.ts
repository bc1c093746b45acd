/** How a call of the engine is declared. Everything else - types, dispatch, clients, authorisation - derives from the declarations. */
import type { z } from 'zod';

export type CallKind =
  /** Reads; changes nothing, is not audited. */
  | 'query'
  /** Changes the case; carries an examiner and is audited. */
  | 'command'
  /** A command that takes long: sends events while it runs and can be cancelled. */
  | 'job';

export interface CallDeclaration<
  Kind extends CallKind = CallKind,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  kind: Kind;
  /** One sentence: what it does. */
  summary: string;
  input: Input;
  output: Output;
}

/** Declares a call. */
export function call<Kind extends CallKind, Input extends z.ZodType, Output extends z.ZodType>(
  kind: Kind,
  summary: string,
  input: Input,
  output: Output,
): CallDeclaration<Kind, Input, Output> {
  return { kind, summary, input, output };
}
