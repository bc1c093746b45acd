/** Use cases about the product and this machine. */
import type { UseCases } from '../../contract/use-cases.ts';
import { EngineError } from '../../model/error.ts';
import { profileNames } from '../../model/profile.ts';
import { changeSettings, readSettings } from '../settings-file.ts';
import { productVersion } from '../tools.ts';
import type { EngineContext } from './context.ts';

export function applicationUseCases(context: EngineContext) {
  const { settingsDirectory } = context.setting;
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
    'settings.get': async () => ({ settings: readSettings(settingsDirectory) }),
    'settings.save': async ({ settings }) => {
      if (settingsDirectory === undefined)
        throw new EngineError('unsupported', 'This host keeps no settings.', { reason: 'settings-not-kept' });
      changeSettings(settingsDirectory, settings);
      context.tell('changed', { topics: ['settings'] });
      return {};
    },
  } satisfies Partial<UseCases>;
}
