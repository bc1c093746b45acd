/** Reads a report again that was written here: the files that its own list names, out of its own directory, and nothing else. */
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { EngineError } from '../../model/error.ts';

const list = 'SHA256SUMS';

/** The files of a report by its list, in the manner of sha256sum: digest, two spaces, path. */
function filesOf(directory: string): Set<string> {
  const lines = readFileSync(join(directory, list), 'utf8').split('\n');
  return new Set([list, ...lines.flatMap((line) => /^[0-9a-f]{64} {2}(.+)$/.exec(line)?.[1] ?? [])]);
}

/** A range of a file of a report. @throws EngineError `not-found`: no such file of that report. */
export function readReportFile(
  directory: string,
  path: string,
  offset: number,
  length: number,
): { bytes: Uint8Array<ArrayBuffer>; size: number } {
  let descriptor: number | undefined;
  try {
    if (!filesOf(directory).has(path)) throw notOfReport(path);
    const real = realpathSync(join(directory, path));
    // A name in the list, or a folder that became a link, must not lead out.
    if (!real.startsWith(realpathSync(directory) + sep)) throw notOfReport(path);
    descriptor = openSync(real, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw notOfReport(path);
    const bytes = new Uint8Array(Math.max(0, Math.min(length, status.size - offset)));
    let filled = 0;
    while (filled < bytes.length) {
      const read = readSync(descriptor, bytes, filled, bytes.length - filled, offset + filled);
      if (read === 0) break;
      filled += read;
    }
    return { bytes: bytes.slice(0, filled), size: status.size };
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    throw notOfReport(path, thrown);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function notOfReport(path: string, cause?: unknown): EngineError {
  return new EngineError(
    'not-found',
    `${path} is no file of this report, or it is not there any more.`,
    { reason: 'report-not-there' },
    cause,
  );
}
