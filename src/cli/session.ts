/** Runs one command over an engine: opens and closes, cancels on Ctrl+C, turns errors into sentences and exit codes. */

import { userInfo } from 'node:os';
import type { CallInput, CallName, CallOutput } from '../contract/engine-api.ts';
import type { Progress } from '../contract/schemas.ts';
import { bootstrapEngine } from '../engine/bootstrap.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError, fromErrorRecord } from '../model/error.ts';
import { createDispatcher } from '../transport/dispatcher.ts';

import type { Output } from './output.ts';

export const exitCodes = { done: 0, failed: 1, usage: 2, someUnread: 3 } as const;

/** The account's name: answers for commands where no examiner is named. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

export interface CliSession {
  engine: Engine;
  /** A call of the contract. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
}

/** Codes that mean the command was used wrongly rather than that something failed. */
function exitCodeOf(error: EngineError): number {
  return error.code === 'invalid-request' ? exitCodes.usage : exitCodes.failed;
}

/** Runs `work` with an engine and gives the exit code. */
export async function withEngine(
  output: Output,
  examiner: string | undefined,
  work: (session: CliSession) => Promise<number>,
): Promise<number> {
  const engine = bootstrapEngine({ passphrase: process.env['SABUT_PASSPHRASE'] });
  const dispatcher = createDispatcher({ useCases: engine.useCases, defaultExaminer: accountName() });
  const controller = new AbortController();
  let interrupts = 0;
  const onInterrupt = () => {
    interrupts += 1;
    output.remark(interrupts === 1 ? 'Stopping; what is done stays done. Press Ctrl+C again to end at once.' : 'Ended.');
    if (interrupts > 1) process.exit(exitCodes.failed);
    controller.abort();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  try {
    return await work({
      engine,
      async call(name, input) {
        const answer = await dispatcher.dispatch(name, input, {
          ...(examiner === undefined ? {} : { examiner }),
          signal: controller.signal,
          onProgress: (progress: Progress) => output.progress(progress),
        });
        output.endProgress();
        if (!answer.ok) throw fromErrorRecord(answer.error);
        return answer.output as never;
      },
    });
  } catch (thrown) {
    output.endProgress();
    if (!(thrown instanceof EngineError)) throw thrown;
    output.error(thrown.message);
    output.object({ event: 'error', code: thrown.code, message: thrown.message });
    return exitCodeOf(thrown);
  } finally {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
    await engine.close();
  }
}
