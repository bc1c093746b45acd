/** Writes the report, with or without the exhibits, in either language. */
import { Button, Checkbox, Group, Modal, NativeSelect } from '@mantine/core';
import { FileText, Printer } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toErrorRecord } from '../../../model/error.ts';
import { useOpenCase } from '../../app/case-state.ts';
import { closeDialog } from '../../app/dialogs.ts';
import { useAsk, useEngine, useHost } from '../../app/engine.ts';
import { startJob, useJob } from '../../app/jobs.ts';
import { type Language, languages, usePreferences } from '../../app/preferences.ts';
import { FolderField } from '../../ui/FolderField.tsx';
import { formatCount } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notices-store.ts';
import { EvidencePath } from '../../ui/Parts.tsx';
import styles from './Exhibits.module.css';
import { JobProgress } from './JobProgress.tsx';

/** A folder beside the case, named after what it will hold. */
export function besideCase(directory: string | undefined, suffix: string): string {
  return directory === undefined ? '' : `${directory.replace(/\.sabut[/\\]?$/, '').replace(/[/\\]$/, '')}-${suffix}`;
}

/** Looks at a written report, and prints it: where the host has no printing of its own, from the tab that opens. */
function ReportActions({ directory }: { directory: string }): ReactNode {
  const { t } = useTranslation();
  const host = useHost();

  async function open(): Promise<void> {
    try {
      await host.openReport(directory);
    } catch (thrown) {
      notifyError(toErrorRecord(thrown));
    }
  }

  async function print(): Promise<void> {
    try {
      const file = await host.printReport?.(directory);
      if (file != null) notify(t('report.printed', { file }), 'good');
    } catch (thrown) {
      notifyError(toErrorRecord(thrown));
    }
  }

  return (
    <Group gap="xs" mt="xs">
      <Button leftSection={<FileText size={14} aria-hidden />} onClick={() => void open()}>
        {t('report.open')}
      </Button>
      {host.printReport === undefined ? (
        <span>{t('report.printHint')}</span>
      ) : (
        <Button leftSection={<Printer size={14} aria-hidden />} onClick={() => void print()}>
          {t('report.print')}
        </Button>
      )}
    </Group>
  );
}

export function ReportDialog(): ReactNode {
  const { t } = useTranslation();
  const link = useEngine();
  const openCase = useOpenCase();
  const exhibits = useAsk('exhibits.list', {}).data?.exhibits.length ?? 0;
  const job = useJob('report.write');
  const [language, setLanguage] = useState<Language>(usePreferences.getState().language);
  const [withExhibits, setWithExhibits] = useState(true);
  const [directory, setDirectory] = useState(besideCase(openCase?.directory, 'report'));
  const busy = job?.state === 'running';
  return (
    <Modal opened onClose={closeDialog} size={620} title={t('actions.writeReport')} closeButtonProps={{ 'aria-label': t('general.close') }}>
      <p>{t('report.text')}</p>
      <Group mt="sm" gap="sm" align="flex-end">
        <NativeSelect
          label={t('report.language')}
          value={language}
          data={languages.map((name) => ({ value: name, label: t(`languages.${name}`) }))}
          onChange={(event) => setLanguage(event.currentTarget.value as Language)}
        />
        <Checkbox
          label={t('report.exhibits', { count: exhibits, shown: formatCount(exhibits) })}
          checked={withExhibits && exhibits > 0}
          disabled={exhibits === 0}
          onChange={(event) => setWithExhibits(event.currentTarget.checked)}
        />
      </Group>
      <FolderField
        label={t('report.directory')}
        description={t('report.directoryHint')}
        value={directory}
        onChange={setDirectory}
        save
        suggestedName="report"
      />
      <JobProgress job={job} />
      {job?.state === 'done' && job.result !== null && (
        <div className={styles.result} role="status">
          <strong>{t('report.done', { shown: formatCount(job.result.items), count: job.result.items })}</strong>
          <EvidencePath path={job.result.directory} />
          <ReportActions directory={job.result.directory} />
        </div>
      )}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button onClick={closeDialog}>{busy ? t('report.goOnBehind') : t('general.close')}</Button>
        <Button
          variant="filled"
          loading={busy}
          disabled={directory.trim() === ''}
          onClick={() =>
            void startJob(link, 'report.write', { directory: directory.trim(), language, exhibits: withExhibits && exhibits > 0 })
          }
        >
          {t('report.write')}
        </Button>
      </Group>
    </Modal>
  );
}
