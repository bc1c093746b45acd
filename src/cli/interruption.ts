/** Ctrl+C, `kill` and a closed terminal: the first asks to stop, the next ends the process at once. */
import { exitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';

/**
 * Within so many milliseconds a signal is the same one again: a terminal sends Ctrl+C to every process of the group, and
 * npm, npx and our own starter pass on to their child what it has had already.
 */
const sameKeystroke = 500;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export class Interruption {
  private readonly controller = new AbortController();
  private readonly output: Output;
  private since = 0;

  constructor(output: Output) {
    this.output = output;
    for (const signal of signals) process.on(signal, this.take);
  }

  /** Aborts at the first signal. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Leaves signals to their usual effect again. */
  end(): void {
    for (const signal of signals) process.off(signal, this.take);
  }

  private readonly take = (): void => {
    const now = performance.now();
    if (!this.controller.signal.aborted) {
      this.since = now;
      this.output.remark('Stopping; what is done stays done. Press Ctrl+C again to end at once.');
      this.controller.abort();
    } else if (now - this.since > sameKeystroke) {
      this.output.remark('Ended.');
      process.exit(exitCodes.failed);
    }
  };
}
