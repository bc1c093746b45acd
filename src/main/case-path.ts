/** Which case was meant by a path that the system handed over: a case is a directory, but what was double-clicked may lie in it. */
import { stat } from 'node:fs/promises';
import path from 'node:path';

const caseExtension = '.sabut';

/** The case directory that a path means, or null: the path itself, or the nearest folder above it whose name ends in `.sabut`. */
export async function caseDirectoryOf(given: string): Promise<string | null> {
  const absolute = path.resolve(given);
  for (let folder = absolute; path.dirname(folder) !== folder; folder = path.dirname(folder)) {
    if (path.extname(folder).toLowerCase() !== caseExtension) continue;
    const isDirectory = await stat(folder).then(
      (status) => status.isDirectory(),
      () => false,
    );
    if (isDirectory) return folder;
  }
  return null;
}

/** The first case among the arguments of a start of the program; switches and the program itself are passed over. */
export async function caseDirectoryAmong(commandLine: readonly string[], workingDirectory: string): Promise<string | null> {
  for (const argument of commandLine.slice(1)) {
    if (argument.startsWith('-')) continue;
    const directory = await caseDirectoryOf(path.resolve(workingDirectory, argument));
    if (directory !== null) return directory;
  }
  return null;
}
