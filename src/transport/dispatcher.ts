/** Where every call arrives, whichever way it came: validates, asks who answers for it, runs the use case and flattens what it throws. */
import type { z } from 'zod';
import type { CallKind } from '../contract/define.ts';
import { type CallName, engineApi } from '../contract/engine-api.ts';
import { progress as progressSchema } from '../contract/schemas.ts';
import type { CallContext, UseCase, UseCases } from '../contract/use-cases.ts';
import { EngineError, type ErrorRecord, toErrorRecord } from '../model/error.ts';
import { describeFault, plainValueFault } from './refusal.ts';

export interface DispatcherOptions {
  useCases: UseCases;
  /** Who answers for commands when the caller names nobody: the user of this machine. */
  defaultExaminer?: string;
  /**
   * Also checks what use cases give back against the contract; a difference is an error `internal`. For tests and development:
   * it costs as much as the output is large.
   */
  validateOutput?: boolean;
}

export interface DispatchOptions {
  examiner?: string;
  signal?: AbortSignal;
  onProgress?: CallContext['onProgress'];
}

/** The answer to a call: what it gave, or why not. Plain values, ready to cross a process boundary. */
export type Answer = { ok: true; output: unknown } | { ok: false; error: ErrorRecord };

export interface Dispatcher {
  /** Never rejects. `rawInput` may be anything. */
  dispatch(name: string, rawInput: unknown, options?: DispatchOptions): Promise<Answer>;
  /** The kind of a call, or undefined when the contract has none of that name. */
  kindOf(name: string): CallKind | undefined;
}

/** A dispatcher over the use cases of an engine. */
export function createDispatcher({ useCases, defaultExaminer, validateOutput = false }: DispatcherOptions): Dispatcher {
  async function run(name: string, rawInput: unknown, options: DispatchOptions): Promise<unknown> {
    if (!isCallName(name)) {
      throw new EngineError('invalid-request', `Sabut has no call named ${quoted(name)}.`, {
        reason: 'call-unknown',
        call: name.slice(0, 100),
      });
    }
    const declaration = engineApi[name];
    const input = parse(declaration.input, rawInput, (where) => `${name}: the input's ${where}`, 'invalid-request', { call: name });
    const signal = options.signal ?? new AbortController().signal;
    const context: CallContext = {
      examiner: examinerOf(name, declaration.kind, options.examiner ?? defaultExaminer ?? ''),
      signal,
      onProgress: declaration.kind === 'job' ? progressTo(name, options.onProgress) : () => {},
    };
    if (signal.aborted) throw cancelled(name);
    // The contract ties input and output to the name; that tie is lost once the name is a variable.
    const useCase = useCases[name] as UseCase<CallName>;
    const output = await stoppable(name, declaration.kind, signal, async () => useCase.call(useCases, input as never, context));
    if (validateOutput) {
      const fault = plainValueFault(output);
      if (fault !== null)
        throw new EngineError('internal', `${name} gave an output that cannot cross a process boundary: ${fault}.`, { call: name });
      parse(declaration.output, output, (where) => `${name}: the output's ${where}`, 'internal', { call: name });
    }
    return output;
  }

  function progressTo(name: CallName, onProgress: DispatchOptions['onProgress']): CallContext['onProgress'] {
    return (progress) => {
      if (validateOutput) parse(progressSchema, progress, (where) => `${name}: the progress's ${where}`, 'internal', { call: name });
      onProgress?.(progress);
    };
  }

  return {
    async dispatch(name, rawInput, options = {}) {
      try {
        return { ok: true, output: await run(name, rawInput, options) };
      } catch (thrown) {
        return { ok: false, error: toErrorRecord(options.signal?.aborted && isAbort(thrown) ? cancelled(name) : thrown) };
      }
    },
    kindOf: (name) => (isCallName(name) ? engineApi[name].kind : undefined),
  };
}

function isCallName(name: string): name is CallName {
  return Object.hasOwn(engineApi, name);
}

/** The examiner's name, tidied; queries need none. Throws `invalid-request`. */
function examinerOf(name: CallName, kind: CallKind, examiner: string): string {
  const tidy = examiner.trim();
  if (kind === 'query') return tidy;
  if (tidy === '') {
    throw new EngineError('invalid-request', `${name} changes the case and needs the examiner's name; enter it and try again.`, {
      reason: 'examiner-missing',
      call: name,
      field: 'examiner',
    });
  }
  // The name goes into the audit log and on reports, where it stands on one line.
  if (tidy.length > 200 || /\p{Cc}/u.test(tidy)) {
    throw new EngineError('invalid-request', "The examiner's name must be one line of at most 200 characters.", {
      reason: 'examiner-not-one-line',
      call: name,
      field: 'examiner',
    });
  }
  return tidy;
}

/**
 * Runs a use case. A cancelled query is given up at once; what changes the case is waited for, so that "cancelled" is never said of
 * a change that was made after all.
 */
async function stoppable(name: CallName, kind: CallKind, signal: AbortSignal, work: () => Promise<unknown>): Promise<unknown> {
  if (kind !== 'query') return work();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(cancelled(name));
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  subject: (where: string) => string,
  code: 'invalid-request' | 'internal',
  details: ErrorRecord['details'],
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fault = describeFault(result.error);
  throw new EngineError(code, `${subject(fault.where)} ${fault.what}.`, { reason: 'input-refused', ...details, field: fault.field });
}

function cancelled(name: string): EngineError {
  return new EngineError('cancelled', `${name} was cancelled.`, { call: name });
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError';
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
