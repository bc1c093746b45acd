/** An engine seen as one function a call, which is how the dispatcher wants it. */
import type { CallName, EngineClient } from '../contract/engine-api.ts';
import type { CallContext, UseCases } from '../contract/use-cases.ts';

/** The use cases of an engine of this process. */
export function useCasesOf(engine: EngineClient): UseCases {
  return new Proxy({} as UseCases, {
    get:
      (_target, name) =>
      (input: never, { examiner, signal, onProgress }: CallContext) =>
        engine.call(name as CallName, input, { signal, onProgress, ...(examiner === '' ? {} : { examiner }) }),
  });
}
