/** Reads the audit log as lines of raw bytes, in bounded memory. */
import { createReadStream } from 'node:fs';
import { maximumLineLength } from './chain.ts';

const newline = 0x0a;
const none = Buffer.alloc(0);

/**
 * Yields every line with its newline. Only the last one can lack it: when the file ends inside a line, or
 * when a line is over the length limit, after which reading stops. Throws what the file system throws.
 */
export async function* readLogLines(path: string): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer = none;
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      yield bytes.subarray(start, end + 1);
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (rest.length > maximumLineLength) break;
  }
  if (rest.length > 0) yield rest;
}
