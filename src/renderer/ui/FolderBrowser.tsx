/** The host's own list of places and folders, for hosts without a system dialog. */
import { Button, Group, Modal, TextInput } from '@mantine/core';
import {
  Briefcase,
  ChevronRight,
  CornerLeftUp,
  FileText,
  Folder,
  FolderPlus,
  HardDrive,
  House,
  type LucideIcon,
  Monitor,
  Usb,
} from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../contract/schemas.ts';
import { failureOf, useAsk, useCommand } from '../app/engine.ts';
import styles from './FolderField.module.css';
import { formatSize } from './format.ts';
import { Badge, ErrorParts, EvidencePath, Waiting } from './Parts.tsx';

interface BrowserProps {
  title: string;
  /** What the button that chooses says. */
  choose: string;
  /** Offer cases alone to be chosen. */
  onlyCases?: boolean;
  /** Offer to make a folder. */
  save?: boolean;
  /** Where to begin; the places where it is absent or not there. */
  start?: string | null;
  onChoose: (path: string) => void;
  onClose: () => void;
}

const icons: Record<Place['kind'], LucideIcon> = {
  volume: HardDrive,
  home: House,
  documents: FileText,
  desktop: Monitor,
  cases: Briefcase,
  root: Folder,
};

function PlaceRow({ place, onOpen }: { place: Place; onOpen: () => void }): ReactNode {
  const { t } = useTranslation();
  const Icon = place.kind === 'volume' && place.removable ? Usb : icons[place.kind];
  const name = place.kind === 'volume' || place.kind === 'root' ? place.name : t(`folders.places.${place.kind}`);
  return (
    <li>
      <button type="button" className={styles.place} onClick={onOpen}>
        <Icon size={16} strokeWidth={1.6} aria-hidden />
        <span className={styles.placeName}>
          <bdi>{name}</bdi>
          {name !== place.path && <EvidencePath path={place.path} className={styles.placePath} />}
        </span>
        {place.fileSystem !== null && <Badge tone="plain">{place.fileSystem}</Badge>}
        {place.size !== null && place.size > 0 && <span className={styles.size}>{formatSize(place.size)}</span>}
        {place.readOnly !== null && (
          <Badge tone={place.readOnly ? 'good' : 'plain'}>{place.readOnly ? t('evidence.readOnly') : t('evidence.writable')}</Badge>
        )}
        <ChevronRight size={14} className="turns-with-direction" aria-hidden />
      </button>
    </li>
  );
}

function Places({ onOpen }: { onOpen: (path: string) => void }): ReactNode {
  const { t } = useTranslation();
  const answer = useAsk('folders.places', {}, { keepFor: 0 });
  const failure = failureOf(answer);
  if (failure !== null) return <ErrorParts error={failure} onRetry={() => void answer.refetch()} />;
  const places = answer.data?.places ?? [];
  const volumes = places.filter(({ kind }) => kind === 'volume');
  const others = places.filter(({ kind }) => kind !== 'volume');
  const list = (title: string, shown: Place[]): ReactNode =>
    shown.length > 0 && (
      <section aria-label={title}>
        <h3>{title}</h3>
        <ul>
          {shown.map((place) => (
            <PlaceRow key={place.path} place={place} onOpen={() => onOpen(place.path)} />
          ))}
        </ul>
      </section>
    );
  return (
    <div className={styles.list}>
      {list(t('folders.volumes'), volumes)}
      {list(t('folders.roots'), others)}
      {answer.isPending && <Waiting label={t('general.loading')} />}
    </div>
  );
}

function NewFolder({ parent, onMade }: { parent: string; onMade: (path: string) => void }): ReactNode {
  const { t } = useTranslation();
  const command = useCommand();
  const [name, setName] = useState<string | null>(null);

  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    const made = await command('folders.make', { parent, name: name ?? '' });
    if (made === undefined) return;
    setName(null);
    onMade(made.path);
  }

  if (name === null)
    return (
      <Button leftSection={<FolderPlus size={14} aria-hidden />} onClick={() => setName('')}>
        {t('folders.new')}
      </Button>
    );
  return (
    <form className={styles.newFolder} onSubmit={(event) => void make(event)}>
      <TextInput
        aria-label={t('folders.newName')}
        placeholder={t('folders.newName')}
        data-autofocus
        ref={(input) => input?.focus()}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" disabled={name.trim() === ''}>
        {t('folders.make')}
      </Button>
    </form>
  );
}

export function FolderBrowser({
  title,
  choose,
  onlyCases = false,
  save = false,
  start = null,
  onChoose,
  onClose,
}: BrowserProps): ReactNode {
  const { t } = useTranslation();
  const [path, setPath] = useState<string | null>(start);
  const [typed, setTyped] = useState(start ?? '');
  const answer = useAsk('folders.list', { path }, { keepPrevious: true, keepFor: 0, enabled: path !== null });
  const failure = path === null ? null : failureOf(answer);
  const shown = path === null ? undefined : answer.data;
  const startIsGone = failure !== null && path === start;

  function go(to: string | null): void {
    setPath(to);
    setTyped(to ?? '');
  }

  useEffect(() => {
    if (!startIsGone) return;
    setPath(null);
    setTyped('');
  }, [startIsGone]);

  return (
    <Modal opened onClose={onClose} title={title} size={680} closeButtonProps={{ 'aria-label': t('general.close') }}>
      <form
        className={styles.where}
        onSubmit={(event) => {
          event.preventDefault();
          const to = typed.trim();
          if (onlyCases && to.endsWith('.sabut')) onChoose(to);
          else go(to === '' ? null : to);
        }}
      >
        <TextInput
          aria-label={t('folders.path')}
          placeholder={t('folders.path')}
          dir="ltr"
          className={styles.input}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button type="submit">{t('folders.go')}</Button>
      </form>
      {failure !== null && !startIsGone && <ErrorParts error={failure} onRetry={() => go(null)} />}
      {path === null ? (
        <Places onOpen={go} />
      ) : (
        <ul className={styles.list} aria-label={t('folders.list')}>
          <li>
            <button type="button" onClick={() => go(shown?.parent ?? null)}>
              <CornerLeftUp size={15} className="turns-with-direction" aria-hidden />
              {shown?.parent == null ? t('folders.roots') : t('folders.up')}
            </button>
          </li>
          {failure === null &&
            shown?.folders.map((folder) => (
              <li key={folder.path}>
                <button
                  type="button"
                  onClick={() => (onlyCases && folder.isCase ? onChoose(folder.path) : go(folder.path))}
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
          {failure === null && shown?.folders.length === 0 && <li className={styles.none}>{t('folders.none')}</li>}
          {answer.isPending && (
            <li>
              <Waiting label={t('general.loading')} />
            </li>
          )}
        </ul>
      )}
      <Group mt="sm" gap="xs">
        {save && shown?.path != null && failure === null && <NewFolder parent={shown.path} onMade={go} />}
        <div className={styles.space} />
        <Button onClick={onClose}>{t('general.cancel')}</Button>
        {!onlyCases && (
          <Button
            variant="filled"
            disabled={shown?.path == null || failure !== null || answer.isPlaceholderData}
            onClick={() => shown?.path != null && onChoose(shown.path)}
          >
            {choose}
          </Button>
        )}
      </Group>
    </Modal>
  );
}
