/** The command line as a process: arguments in, exit code out, and no fault without a sentence. */
import { readFileSync } from 'node:fs';
import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { exitCodeOfUsage, makeProgram } from './program.ts';
import { guardStandardStreams, outputFailure, writeError, writeOutput } from './standard-streams.ts';

function productVersion(): string {
  return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}

/** Whether the arguments ask for JSON, where the arguments themselves are at fault. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? undefined : end).includes('--json');
}

function reportUnforeseen(thrown: unknown, json: boolean): void {
  const message = `Something happened that Sabut does not foresee: ${thrown instanceof Error ? thrown.message : String(thrown)}. What was acknowledged is safe. Please report it with what follows.`;
  writeError(`sabut: ${message}\n${thrown instanceof Error ? `${thrown.stack}\n` : ''}`);
  if (json) writeOutput(`${JSON.stringify({ event: 'error', code: 'internal', message })}\n`);
}

/** Parses the arguments, does the work and gives the exit code. */
export async function main(argv: string[]): Promise<number> {
  guardStandardStreams();
  const json = wantsJson(argv);
  let code: number = exitCodes.done;
  process.on('uncaughtException', (thrown) => {
    reportUnforeseen(thrown, json);
    process.exit(exitCodes.failed);
  });
  try {
    const program = makeProgram({
      version: productVersion(),
      makeOutput: async (options) => new (await import('./output.ts')).Output(options),
      onEnd: (ended) => {
        code = ended;
      },
      itemFields: argv.includes('items') ? (await import('./item-fields.ts')).describeFields() : '',
      writeError,
      writeOutput,
    });
    await program.parseAsync(argv, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      code = exitCodeOfUsage(thrown.exitCode);
      if (json && code !== exitCodes.done)
        writeOutput(`${JSON.stringify({ event: 'error', code: 'invalid-request', message: thrown.message.replace(/^error: /, '') })}\n`);
    } else {
      reportUnforeseen(thrown, json);
      code = exitCodes.failed;
    }
  }
  const failure = outputFailure();
  if (failure !== null) {
    writeError(`sabut: Standard output could not be written (${failure.code}). What stands there is not whole; write it elsewhere.\n`);
    return exitCodes.failed;
  }
  return code;
}
