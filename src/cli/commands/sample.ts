/** Makes the sample drive that `sabut triage` without evidence works on. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { generateSampleDrive } from '../../sample/generate.ts';
import type { Output } from '../output.ts';

const directory = 'sample-drive';

/** Makes the drive in the current directory unless it is there already; gives its path. */
export async function generateSample(output: Output): Promise<string> {
  const path = resolve(directory);
  if (existsSync(path)) {
    output.line(`Sample    ${path} (made earlier)`);
    return path;
  }
  const summary = await generateSampleDrive({ directory: path });
  output.line(`Sample    ${path}: ${summary.files} files, all of it invented; the truth about each is in ${summary.truthFile}`);
  return path;
}
