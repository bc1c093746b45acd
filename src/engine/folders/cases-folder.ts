/** Where this user's cases are kept: the last folder that was chosen for one, or a folder of this user that is made when needed. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { changeSettings, readSettings } from '../settings-file.ts';
import type { AllowedRoots } from './allowed-roots.ts';

const setting = 'casesFolder';

/** The folder that is offered when nothing was chosen yet; it may not be there. */
export function usualCasesFolder(allowed: AllowedRoots): string {
  const home = allowed.admits(homedir()) ? homedir() : (allowed.roots?.[0] ?? homedir());
  return join(home, 'Sabut cases');
}

/** The folder that is offered for a new case. */
export function casesFolder(allowed: AllowedRoots, settingsDirectory: string | undefined): string {
  const last = readSettings(settingsDirectory)[setting];
  return last !== undefined && existsSync(last) && allowed.admits(last) ? last : usualCasesFolder(allowed);
}

/** Remembers the folder in which a case was made. */
export function rememberCasesFolder(settingsDirectory: string | undefined, folder: string): void {
  if (settingsDirectory === undefined) return;
  try {
    changeSettings(settingsDirectory, { [setting]: folder });
  } catch {
    // A settings folder that cannot be written must never stand between an examiner and the case.
  }
}
