/** Use cases for choosing folders: where to begin, what lies in one, and a new one. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../../contract/schemas.ts';
import type { UseCases } from '../../contract/use-cases.ts';
import { EngineError } from '../../model/error.ts';
import { boundsOf, refuseWritingIntoEvidence } from '../case/evidence-bounds.ts';
import { AllowedRoots } from '../folders/allowed-roots.ts';
import { casesFolder } from '../folders/cases-folder.ts';
import { placesOfThisMachine } from '../folders/places.ts';
import type { EngineContext } from './context.ts';

function rootPlace(path: string): Place {
  return { kind: 'root', path, name: path, fileSystem: null, size: null, readOnly: null, removable: false };
}

function codeOf(thrown: unknown): string {
  return (thrown as NodeJS.ErrnoException).code ?? 'EUNKNOWN';
}

/** Why a folder could not be made, as the end of a sentence. */
function faultOf(code: string): string {
  if (code === 'EEXIST') return 'something of that name is there already';
  if (code === 'ENOENT') return 'the folder above it is not there';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'you may not write there';
  return code;
}

export function folderUseCases(context: EngineContext) {
  const { settingsDirectory, folderRoots } = context.setting;
  const allowed = new AllowedRoots(folderRoots);
  // Windows has no folder above its drives: the drives themselves are its roots.
  const roots = allowed.roots ?? (process.platform === 'win32' ? [] : ['/']);
  return {
    'folders.places': async () => {
      const cases = casesFolder(allowed, settingsDirectory);
      const places = placesOfThisMachine(cases).filter(({ path }) => allowed.admits(path));
      return { cases, places: [...places, ...roots.filter((root) => places.every(({ path }) => path !== root)).map(rootPlace)] };
    },
    'folders.make': async ({ parent, name }) => {
      const folder = allowed.require(parent);
      if (/[/\\\0]/.test(name) || name === '.' || name === '..')
        throw new EngineError('invalid-request', 'A folder name holds no slash, and is neither . nor ..', {
          reason: 'folder-name-invalid',
          field: 'name',
        });
      const path = join(folder, name);
      if (context.hasCase) refuseWritingIntoEvidence([{ what: 'new folder', path }], boundsOf(context.session.tables.sourceRecords()));
      try {
        mkdirSync(path);
      } catch (thrown) {
        const code = codeOf(thrown);
        throw new EngineError(
          code === 'EEXIST' ? 'conflict' : code === 'ENOSPC' ? 'storage-full' : 'unsupported',
          `${path} was not made: ${faultOf(code)}.`,
          { reason: code === 'EEXIST' ? 'folder-exists' : code === 'ENOSPC' ? 'no-space-at' : 'folder-not-made', place: path },
          thrown,
        );
      }
      return { path };
    },
    'folders.list': async ({ path }) => {
      if (path === null) {
        const shown = allowed.roots === null && process.platform === 'win32' ? placesOfThisMachine('').map((place) => place.path) : roots;
        return { path: null, parent: null, folders: shown.map((root) => ({ name: root, path: root, isCase: false })) };
      }
      const folder = allowed.require(path);
      let names: string[];
      try {
        names = readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
          .map((entry) => entry.name);
      } catch (thrown) {
        throw new EngineError(
          'source-unavailable',
          `${folder} cannot be listed (${codeOf(thrown)}). Choose another folder.`,
          { reason: 'folder-not-listed', place: folder },
          thrown,
        );
      }
      const folders = names
        .sort()
        .map((name) => ({ name, path: join(folder, name), isCase: name.endsWith('.sabut') && existsSync(join(folder, name, 'case.db')) }));
      return { path: folder, parent: allowed.above(folder), folders };
    },
  } satisfies Partial<UseCases>;
}
