/** The sample case: made of a drive that the host has ready, with one click. */
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useCaseOpener } from '../../app/case-state.ts';
import { useAsk, useCommand } from '../../app/engine.ts';
import { goTo } from '../../app/places.ts';
import { usePreferences } from '../../app/preferences.ts';

/** Gives a function that opens the sample case, making it first if need be; null where the host has no sample. */
export function useSampleCase(): (() => Promise<void>) | null {
  const { t } = useTranslation();
  const settings = useAsk('settings.get', {}).data?.settings;
  const recent = useAsk('case.recent', {}).data;
  const opener = useCaseOpener();
  const command = useCommand();
  const queries = useQueryClient();
  const drive = settings?.['sampleDrive'];
  const directory = settings?.['sampleCase'];
  if (drive === undefined || directory === undefined) return null;
  return async () => {
    if (recent?.cases.some((entry) => entry.directory === directory && entry.present)) {
      await opener(directory);
      return;
    }
    const made = await command('case.create', {
      directory,
      header: { name: t('start.sampleName') },
      language: usePreferences.getState().language,
    });
    if (made === undefined) return;
    queries.setQueryData(['case.current', {}], made);
    await command('run.queue', { evidence: [drive], profile: 'standard' });
    goTo({ screen: 'evidence' });
  };
}
