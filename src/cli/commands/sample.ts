/** Makes the sample drive that `sabut triage` without evidence works on. */
import { resolve } from 'node:path';
import { provideSampleDrive, truthOf } from '../../sample/provide.ts';
import type { Output } from '../output.ts';

/**
 * Gives the path of the drive in the current directory, and makes it first unless it is there. What is interrupted leaves nothing.
 * @throws EngineError `conflict` where something else has its name, `cancelled`, `storage-full`, `unsupported` where nothing can be written.
 */
export async function provideSample(output: Output, signal: AbortSignal): Promise<string> {
  const path = resolve('sample-drive');
  const made = await provideSampleDrive({
    path,
    signal,
    remedy: 'Name the evidence to triage, or work in another folder where you may write.',
  });
  output.line(
    made === null
      ? `Sample    ${path} (made earlier)`
      : `Sample    ${path}: ${made.files} files, all of it invented; the truth about each is in ${truthOf(path)}`,
  );
  return path;
}
