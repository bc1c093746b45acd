/** Runs one command over an engine: opens and closes, cancels on Ctrl+C, turns errors into sentences and exit codes. */
import { userInfo } from 'node:os';
import type { CallInput, CallName, CallOutput } from '../contract/engine-api.ts';
import type { Progress } from '../contract/schemas.ts';
import { keyStoreDirectory } from '../engine/audit/keys.ts';
import { bootstrapEngine } from '../engine/bootstrap.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError, fromErrorRecord } from '../model/error.ts';
import { createDispatcher } from '../transport/dispatcher.ts';
import { exitCodeOf } from './exit-codes.ts';
import { Interruption } from './interruption.ts';
import type { Output } from './output.ts';
import { passphraseFor } from './passphrase.ts';
import { keepHeapSteady } from './steady-heap.ts';

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
  /** Aborts at Ctrl+C; jobs are told by themselves. */
  signal: AbortSignal;
  /** A call of the contract. */
  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>>;
}

export interface SessionOptions {
  examiner?: string | undefined;
  /** Whether the command changes the case, so that its end is signed with the examiner's key. */
  signs: boolean;
  /** `--ask-passphrase`. */
  askPassphrase?: boolean | undefined;
  /** Another place for keys and settings than this user's own: known material leaves no traces there. */
  ownDirectory?: (() => string) | undefined;
}

/** Does `work` with an interruption and gives its exit code, or that of the error that ended it. */
export async function answering(output: Output, work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const interruption = new Interruption(output);
  try {
    return await work(interruption.signal);
  } catch (thrown) {
    output.endProgress();
    if (!(thrown instanceof EngineError)) throw thrown;
    output.error(thrown.code, thrown.message);
    return exitCodeOf(thrown);
  } finally {
    interruption.end();
  }
}

/** Opens a case for a command that changes nothing in it; one that cannot be written is good enough, and it is said. */
export async function openToRead({ engine, call }: CliSession, output: Output, directory: string): Promise<CallOutput<'case.open'>> {
  const info = await call('case.open', { directory, readingWillDo: true });
  if (engine.session.readOnly) output.remark('The case cannot be written: it was opened for reading, and nothing was recorded in it.');
  return info;
}

/** Runs `work` with an engine and gives the exit code. */
export function withEngine(output: Output, options: SessionOptions, work: (session: CliSession) => Promise<number>): Promise<number> {
  return answering(output, async (signal) => {
    const examiner = options.examiner ?? accountName();
    const ownDirectory = options.ownDirectory?.();
    const keyStore = ownDirectory ?? keyStoreDirectory();
    const passphrase = options.signs ? await passphraseFor({ store: keyStore, examiner, ask: options.askPassphrase === true }) : undefined;
    keepHeapSteady();
    const engine = bootstrapEngine({ keyStore, passphrase, settingsDirectory: ownDirectory });
    const dispatcher = createDispatcher({ useCases: engine.useCases });
    let code: number;
    try {
      code = await work({
        engine,
        signal,
        async call(name, input) {
          const isJob = dispatcher.kindOf(name) === 'job';
          const answer = await dispatcher.dispatch(name, input, {
            examiner,
            // What follows a cancelled run, its summary above all, is not cancelled with it.
            ...(isJob ? { signal, onProgress: (progress: Progress) => output.progress(progress) } : {}),
          });
          output.endProgress();
          if (!answer.ok) throw fromErrorRecord(answer.error);
          return answer.output as never;
        },
      });
    } catch (thrown) {
      // What stopped the work is said, rather than that the case could then not be closed in order either.
      await engine.close().catch(() => undefined);
      throw thrown;
    }
    await engine.close();
    return code;
  });
}
