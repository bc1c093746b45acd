/** A folder, typed, chosen in the system's dialog, or chosen in a list of the folders that the host shows. */
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { Briefcase, ChevronRight, CornerLeftUp, Folder, FolderOpen } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureOf, useAsk, useHost } from '../app/engine.ts';
import styles from './FolderField.module.css';
import { ErrorParts, EvidencePath, Waiting } from './Parts.tsx';

interface BrowserProps {
  title: string;
  /** What the button that chooses says. */
  choose: string;
  /** Offer cases alone to be chosen. */
  onlyCases?: boolean;
  onChoose: (path: string) => void;
  onClose: () => void;
}

/** The host's own list of folders, for hosts without a system dialog. */
export function FolderBrowser({ title, choose, onlyCases = false, onChoose, onClose }: BrowserProps): ReactNode {
  const { t } = useTranslation();
  const [path, setPath] = useState<string | null>(null);
  const answer = useAsk('folders.list', { path }, { keepPrevious: true, keepFor: 0 });
  const failure = failureOf(answer);
  const shown = answer.data;
  return (
    <Modal opened onClose={onClose} title={title} size={620} closeButtonProps={{ 'aria-label': t('general.close') }}>
      <div className={styles.where}>
        <EvidencePath path={shown?.path ?? t('folders.roots')} />
      </div>
      {failure !== null && <ErrorParts error={failure} onRetry={() => setPath(null)} />}
      <ul className={styles.list} aria-label={t('folders.list')}>
        {path !== null && (
          <li>
            <button type="button" onClick={() => setPath(shown?.parent ?? null)}>
              <CornerLeftUp size={15} className="turns-with-direction" aria-hidden />
              {t('folders.up')}
            </button>
          </li>
        )}
        {shown?.folders.map((folder) => (
          <li key={folder.path}>
            <button
              type="button"
              onClick={() => (onlyCases && folder.isCase ? onChoose(folder.path) : setPath(folder.path))}
              data-case={folder.isCase || undefined}
            >
              {folder.isCase ? <Briefcase size={15} aria-hidden /> : <Folder size={15} strokeWidth={1.6} aria-hidden />}
              <bdi>{folder.name}</bdi>
              {folder.isCase ? (
                <span className={styles.case}>{t('folders.case')}</span>
              ) : (
                <ChevronRight size={14} className="turns-with-direction" aria-hidden />
              )}
            </button>
          </li>
        ))}
        {shown !== undefined && shown.folders.length === 0 && <li className={styles.none}>{t('folders.none')}</li>}
      </ul>
      {answer.isPending && <Waiting label={t('general.loading')} />}
      <Group justify="flex-end" mt="sm" gap="xs">
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        {!onlyCases && (
          <Button variant="filled" disabled={shown?.path == null} onClick={() => shown?.path != null && onChoose(shown.path)}>
            {choose}
          </Button>
        )}
      </Group>
    </Modal>
  );
}

interface FieldProps {
  label: string;
  description?: string;
  value: string;
  onChange: (path: string) => void;
  /** Whether the folder is to be written, and need not exist. */
  save?: boolean;
  suggestedName?: string;
  error?: ReactNode;
  required?: boolean;
}

/** A path with a button that chooses it. */
export function FolderField({ label, description, value, onChange, save = false, suggestedName, error, required }: FieldProps): ReactNode {
  const { t } = useTranslation();
  const host = useHost();
  const [browsing, setBrowsing] = useState(false);

  async function browse(): Promise<void> {
    const dialog = save ? host.chooseSaveFolder?.(suggestedName) : host.chooseFolder?.();
    if (dialog === undefined) {
      setBrowsing(true);
      return;
    }
    const chosen = await dialog;
    if (chosen !== null) onChange(chosen);
  }

  return (
    <>
      <div className={styles.field}>
        <TextInput
          label={label}
          description={description}
          dir="ltr"
          classNames={{ root: styles.input, label: styles.label, description: styles.label }}
          value={value}
          required={required}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <Button leftSection={<FolderOpen size={14} aria-hidden />} onClick={() => void browse()}>
          {t('folders.browse')}
        </Button>
      </div>
      {browsing && (
        <FolderBrowser
          title={label}
          choose={t('folders.here')}
          onClose={() => setBrowsing(false)}
          onChoose={(path) => {
            setBrowsing(false);
            onChange(save && suggestedName !== undefined ? joined(path, suggestedName) : path);
          }}
        />
      )}
    </>
  );
}

/** A folder's path with a name below it, in the manner of the path's own system. */
function joined(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}
