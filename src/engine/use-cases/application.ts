/** Use cases about the product and this machine. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { UseCases } from '../../contract/use-cases.ts';
import { EngineError } from '../../model/error.ts';
import { profileNames } from '../../model/profile.ts';
import { productVersion } from '../tools.ts';
import type { EngineContext } from './context.ts';

function readSettings(directory: string | undefined): Record<string, string> {
  if (directory === undefined) return {};
  try {
    return JSON.parse(readFileSync(join(directory, 'settings.json'), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

function isWithin(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);
}

export function applicationUseCases(context: EngineContext) {
  const { settingsDirectory, folderRoots } = context.setting;
  const roots = (folderRoots ?? ['/']).map((root) => resolve(root));
  return {
    'application.describe': async () => ({
      product: 'Sabut',
      version: productVersion,
      platform: `${process.platform} ${process.arch}`,
      isolation: context.setting.isolation,
      profiles: [...profileNames],
      extractors: (await import('../../extractors/registry.ts')).extractors.map(({ id, version, description, references, produces }) => ({
        id,
        version,
        description,
        references: [...references],
        fields: Object.fromEntries(
          Object.entries(produces).map(([name, { type, label, unit, source }]) => [
            name,
            { type, label, ...(unit === undefined ? {} : { unit }), source },
          ]),
        ),
      })),
    }),
    'folders.list': async ({ path }) => {
      if (path === null) return { path: null, parent: null, folders: roots.map((root) => ({ name: root, path: root, isCase: false })) };
      const folder = resolve(path);
      const root = roots.find((one) => isWithin(folder, one));
      if (root === undefined)
        throw new EngineError('invalid-request', `${folder} lies outside the folders that this host may show.`, { field: 'path' });
      let names: string[];
      try {
        names = readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
          .map((entry) => entry.name);
      } catch (thrown) {
        throw new EngineError(
          'source-unavailable',
          `${folder} cannot be listed (${(thrown as NodeJS.ErrnoException).code}). Choose another folder.`,
          {},
          thrown,
        );
      }
      const folders = names
        .sort()
        .map((name) => ({ name, path: join(folder, name), isCase: name.endsWith('.sabut') && existsSync(join(folder, name, 'case.db')) }));
      return { path: folder, parent: folder === root ? null : dirname(folder), folders };
    },
    'settings.get': async () => ({ settings: readSettings(settingsDirectory) }),
    'settings.save': async ({ settings }) => {
      if (settingsDirectory === undefined) throw new EngineError('unsupported', 'This host keeps no settings.');
      mkdirSync(settingsDirectory, { recursive: true, mode: 0o700 });
      if (!statSync(settingsDirectory).isDirectory())
        throw new EngineError('unsupported', `${settingsDirectory} is not a folder, so settings cannot be kept there.`);
      const path = join(settingsDirectory, 'settings.json');
      writeFileSync(`${path}.new`, JSON.stringify({ ...readSettings(settingsDirectory), ...settings }), { mode: 0o600 });
      renameSync(`${path}.new`, path);
      context.tell('changed', { topics: ['settings'] });
      return {};
    },
  } satisfies Partial<UseCases>;
}
