/** The settings of this machine and user: one JSON file beside the list of recent cases. */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../model/error.ts';

/** All settings; none where nothing is kept or the file is damaged. */
export function readSettings(directory: string | undefined): Record<string, string> {
  if (directory === undefined) return {};
  try {
    return JSON.parse(readFileSync(join(directory, 'settings.json'), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Changes settings; the others stay. @throws EngineError `unsupported` where the place is no folder. */
export function changeSettings(directory: string, changes: Record<string, string>): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (!statSync(directory).isDirectory())
    throw new EngineError('unsupported', `${directory} is not a folder, so settings cannot be kept there.`, {
      reason: 'settings-without-folder',
      place: directory,
    });
  const path = join(directory, 'settings.json');
  writeFileSync(`${path}.new`, JSON.stringify({ ...readSettings(directory), ...changes }), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
