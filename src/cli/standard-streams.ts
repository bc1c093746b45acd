/**
 * Standard output and error as they may turn out to be: a pipe that its reader closes early, a file on a full disk, a
 * terminal that is gone. None of that may end a run, and a list that could not be written whole may not look like success.
 */

import type { Writable } from 'node:stream';

/** The other end is gone: nobody is left to read, which is no fault of ours. */
const readerGone = new Set(['EPIPE', 'EIO', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

let closed = false;
let fault: NodeJS.ErrnoException | null = null;

/** Takes the errors of both streams from now on; call once, before anything is written. */
export function guardStandardStreams(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    closed = true;
    if (!readerGone.has(error.code ?? '')) fault ??= error;
  });
  process.stderr.on('error', () => undefined);
}

/** Whether nothing that is written to standard output arrives any more. */
export function isOutputClosed(): boolean {
  return closed || process.stdout.destroyed;
}

/** Why standard output could not be written, other than for want of a reader. */
export function outputFailure(): NodeJS.ErrnoException | null {
  return fault;
}

/** Writes to standard output; nothing where it is closed. */
export function writeOutput(piece: string | Uint8Array): void {
  if (!isOutputClosed()) process.stdout.write(piece);
}

/** Writes pieces to standard output at the pace at which they are read; ends early when nobody reads any more. */
export async function writeOutputPieces(pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
  for await (const piece of pieces) {
    if (isOutputClosed()) return;
    if (!process.stdout.write(piece) && !isOutputClosed()) await untilDrained(process.stdout);
  }
}

/** Waits until a stream takes more, or never will again; leaves no listener behind. */
export function untilDrained(stream: Pick<Writable, 'on' | 'off'>): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'error'];
    const settle = () => {
      for (const event of events) stream.off(event, settle);
      resolve();
    };
    for (const event of events) stream.on(event, settle);
  });
}

/** Writes to standard error; a terminal that is gone is no reason to stop. */
export function writeError(text: string): void {
  if (!process.stderr.destroyed) process.stderr.write(text);
}
