/** A folder, typed, chosen in the system's dialog, or chosen in a list of the folders that the host shows. */
import { Button, TextInput } from '@mantine/core';
import { FolderOpen } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHost } from '../app/engine.ts';
import { FolderBrowser } from './FolderBrowser.tsx';
import styles from './FolderField.module.css';

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
  const errorId = useId();
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
          error={Boolean(error)}
          aria-describedby={error ? errorId : undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <Button leftSection={<FolderOpen size={14} aria-hidden />} onClick={() => void browse()}>
          {t('folders.browse')}
        </Button>
      </div>
      {error ? (
        <p id={errorId} className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
      {browsing && (
        <FolderBrowser
          title={label}
          choose={t('folders.here')}
          save={save}
          start={save ? folderAbove(value) : value || null}
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
export function joined(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

/** The folder that a path lies in; null where it names none. */
function folderAbove(path: string): string | null {
  const above = path.replace(/[/\\]+[^/\\]*$/, '');
  return above === path || above === '' ? null : above;
}
