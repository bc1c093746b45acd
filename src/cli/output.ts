/** How the command line speaks: text on a terminal, one JSON object a line with `--json`, nothing but errors with `--quiet`. */
import type { Progress } from '../contract/schemas.ts';
import { revealHidden } from '../model/display.ts';
import type { ErrorCode } from '../model/error.ts';
import { ProgressBar } from './progress-bar.ts';
import { writeError, writeOutput } from './standard-streams.ts';

export interface OutputOptions {
  json?: boolean | undefined;
  quiet?: boolean | undefined;
  /** False: no progress, whatever the form. */
  progress?: boolean | undefined;
}

export class Output {
  private readonly options: OutputOptions;
  private readonly bar = new ProgressBar();

  constructor(options: OutputOptions) {
    this.options = options;
  }

  /** The same voice, but silent about progress. */
  withoutProgress(): Output {
    return new Output({ ...this.options, progress: false });
  }

  /** A line for people. What evidence put into it cannot move the cursor or turn the text round. */
  line(text: string): void {
    if (this.options.json || this.options.quiet) return;
    this.bar.remove();
    writeOutput(`${revealHidden(text)}\n`);
  }

  /** An object for programs, with `--json` only. */
  object(value: object): void {
    if (this.options.json) writeOutput(`${JSON.stringify(value)}\n`);
  }

  /** A remark that belongs on the terminal whatever the format. */
  remark(text: string): void {
    if (this.options.quiet) return;
    this.bar.remove();
    writeError(`${revealHidden(text)}\n`);
  }

  /** Something that went wrong; is said even with `--quiet`, and to programs too. */
  error(code: ErrorCode, message: string): void {
    this.complaint(message);
    this.object({ event: 'error', code, message });
  }

  /** What a verification found; is said even with `--quiet`. */
  complaint(text: string): void {
    this.bar.remove();
    writeError(`sabut: ${revealHidden(text)}\n`);
  }

  progress(progress: Progress): void {
    if (this.options.progress === false) return;
    if (this.options.json) this.object({ event: 'progress', ...progress });
    else if (!this.options.quiet && process.stderr.isTTY) this.bar.show(progress);
  }

  /** Takes the bar away when a job has ended. */
  endProgress(): void {
    this.bar.remove();
  }
}
