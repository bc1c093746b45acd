/** The directory that a case is: what lies in it under which name, and what can be told of it without opening the case. */
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EngineError } from '../../model/error.ts';

/** What lies in a case, by name. */
export const layout = {
  database: 'case.db',
  log: 'audit.ndjson',
  checkpoints: 'checkpoints',
  keys: 'keys',
  exports: 'exports',
  cache: 'cache',
} as const;

/**
 * A file in each case that opens it with a double click: on Windows and Linux a case is a folder like any other, for which no
 * program can be registered. Nothing reads what it says but people.
 */
export const marker = {
  name: 'Open in Sabut.sabut',
  text: 'This folder is a case of Sabut. Open this file with Sabut to open the case; the case itself is all that lies around it.\n',
};

/** The case directory that a user means: absolute, ending in `.sabut`; the one around the file that opens it, where that was named. */
export function caseDirectoryOf(text: string): string {
  const path = resolve(text);
  if (basename(path) === marker.name && dirname(path).endsWith('.sabut')) return dirname(path);
  return path.endsWith('.sabut') ? path : `${path}.sabut`;
}

/** Whether a directory is a case; whether it is sound is found out by opening it. */
export function isCaseDirectory(directory: string): boolean {
  return existsSync(join(directory, layout.database));
}

/** @throws EngineError `unsupported` for a directory that this user may not look into: whether it is a case cannot be told then. */
export function refuseClosedFolder(directory: string): void {
  try {
    accessSync(directory, constants.R_OK | constants.X_OK);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EACCES')
      throw new EngineError(
        'unsupported',
        `${directory} may not be read by this user. Correct its permissions, or work on a copy of your own.`,
        { reason: 'case-closed-to-user', place: directory },
        thrown,
      );
  }
}

/** Whether the case may be changed: its folder, and the two files that every change goes to. */
export function mayBeWritten(directory: string): boolean {
  try {
    for (const name of ['', layout.database, layout.log]) accessSync(join(directory, name), constants.R_OK | constants.W_OK);
    return true;
  } catch (thrown) {
    return !['EACCES', 'EROFS', 'EPERM'].includes((thrown as NodeJS.ErrnoException).code ?? '');
  }
}

/** What lies in a folder; nothing where that cannot be told. */
export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
