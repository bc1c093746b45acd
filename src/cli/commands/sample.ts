/** Makes the sample drive that `sabut triage` without evidence works on. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { EngineError } from '../../model/error.ts';
import { generateSampleDrive } from '../../sample/generate.ts';
import type { Output } from '../output.ts';

const name = 'sample-drive';
const truthOf = (drive: string) => `${drive}.truth.jsonl`;

/**
 * Gives the path of the drive in the current directory, and makes it first unless it is there. What is interrupted leaves nothing.
 * @throws EngineError `conflict` where something else has its name, `cancelled`, `unsupported` where nothing can be written.
 */
export async function provideSample(output: Output, signal: AbortSignal): Promise<string> {
  const path = resolve(name);
  if (existsSync(path)) {
    if (!existsSync(truthOf(path)))
      throw new EngineError(
        'conflict',
        `${path} is not a sample drive of Sabut, as its truth file is not beside it. Name the evidence to triage, or work in another folder.`,
      );
    output.line(`Sample    ${path} (made earlier)`);
    return path;
  }
  const working = resolve(`.${process.pid}-${name}.partial`);
  try {
    const summary = await generateSampleDrive({
      directory: working,
      onProgress: () => {
        if (signal.aborted) throw new EngineError('cancelled', 'Stopped; nothing was left behind.');
      },
    });
    renameSync(summary.truthFile, truthOf(path));
    renameSync(working, path);
    output.line(`Sample    ${path}: ${summary.files} files, all of it invented; the truth about each is in ${truthOf(path)}`);
    return path;
  } catch (thrown) {
    for (const left of [working, truthOf(working), truthOf(path)]) rmSync(left, { recursive: true, force: true });
    if (thrown instanceof EngineError) throw thrown;
    const code = (thrown as NodeJS.ErrnoException).code;
    throw new EngineError(
      'unsupported',
      `The sample drive cannot be made at ${path} (${code ?? (thrown as Error).message}). Work in a folder where you may write, or name the evidence to triage.`,
      {},
      thrown,
    );
  }
}
