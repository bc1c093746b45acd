/** Copies the exhibits out, each checked against the case before it leaves. */
import { Button, Group, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpenCase } from '../../app/case-state.ts';
import { closeDialog } from '../../app/dialogs.ts';
import { useEngine } from '../../app/engine.ts';
import { startJob, useJob } from '../../app/jobs.ts';
import { FolderField } from '../../ui/FolderField.tsx';
import { formatSize } from '../../ui/format.ts';
import { Digest, EvidencePath } from '../../ui/Parts.tsx';
import styles from './Exhibits.module.css';
import { JobProgress } from './JobProgress.tsx';
import { besideCase } from './ReportDialog.tsx';

export function ExportDialog(): ReactNode {
  const { t } = useTranslation();
  const link = useEngine();
  const openCase = useOpenCase();
  const job = useJob('exhibits.export');
  const [directory, setDirectory] = useState(besideCase(openCase?.directory, 'exhibits'));
  const busy = job?.state === 'running';
  return (
    <Modal
      opened
      onClose={closeDialog}
      size={620}
      title={t('actions.exportExhibits')}
      closeButtonProps={{ 'aria-label': t('general.close') }}
    >
      <p>{t('export.text')}</p>
      <FolderField
        label={t('export.directory')}
        description={t('report.directoryHint')}
        value={directory}
        onChange={setDirectory}
        save
        suggestedName="exhibits"
      />
      <JobProgress job={job} />
      {job?.state === 'done' && job.result !== null && (
        <div className={styles.result} role="status">
          <strong>{t('export.done', { count: job.result.files, size: formatSize(job.result.bytes) })}</strong>
          <EvidencePath path={job.result.manifest} />
          <Digest label={t('export.manifest')} value={job.result.manifestSha256} />
        </div>
      )}
      <Group justify="flex-end" mt="md" gap="xs">
        <Button onClick={closeDialog}>{busy ? t('report.goOnBehind') : t('general.close')}</Button>
        <Button
          variant="filled"
          loading={busy}
          disabled={directory.trim() === ''}
          onClick={() => void startJob(link, 'exhibits.export', { directory: directory.trim() })}
        >
          {t('export.write')}
        </Button>
      </Group>
    </Modal>
  );
}
