/** Reads the audit log as lines of raw bytes, in bounded memory. */
import { closeSync, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { maximumLineLength } from './chain.ts';

const newline = 0x0a;
const chunkLength = 256 * 1024;

/**
 * Yields the file's lines, each with its newline, in lists of up to a chunk's worth; other work of the
 * process gets its turn between them. Only the very last line can lack its newline: when the file ends
 * inside a line, or when a line is over the length limit, after which reading stops. Throws what the file
 * system throws.
 */
export async function* readLogLines(path: string): AsyncGenerator<Buffer[], void, undefined> {
  const descriptor = openSync(path, 'r');
  try {
    let rest = Buffer.alloc(0);
    while (rest.length <= maximumLineLength) {
      const chunk = Buffer.allocUnsafe(chunkLength);
      const length = readSync(descriptor, chunk, 0, chunkLength, null);
      if (length === 0) break;
      const bytes = Buffer.concat([rest, chunk.subarray(0, length)]);
      const lines: Buffer[] = [];
      let start = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
        lines.push(bytes.subarray(start, end + 1));
        start = end + 1;
      }
      rest = bytes.subarray(start);
      yield lines;
      if (length === chunkLength) await setImmediate();
    }
    if (rest.length > 0) yield [rest];
  } finally {
    closeSync(descriptor);
  }
}
