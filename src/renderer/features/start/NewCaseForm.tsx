/** What is said about a new case. Only its name, and where it is kept, must be given. */
import { Button, Group, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallInput } from '../../../contract/engine-api.ts';
import { type ErrorRecord, toErrorRecord } from '../../../model/error.ts';
import { useAsk, useEngine, useHost } from '../../app/engine.ts';
import { forgetReview, goTo } from '../../app/places.ts';
import { usePreferences } from '../../app/preferences.ts';
import { errorWords } from '../../ui/error-words.ts';
import { FolderField, joined } from '../../ui/FolderField.tsx';
import { notifyError } from '../../ui/notices-store.ts';
import { ScreenHead, Section } from '../../ui/Parts.tsx';
import { defaultZone } from '../../ui/zone.ts';
import styles from './Start.module.css';

export type HeaderDraft = Required<CallInput<'case.create'>['header']>;

const zones = [
  'Asia/Karachi',
  'UTC',
  'Asia/Kabul',
  'Asia/Dubai',
  'Asia/Riyadh',
  'Asia/Tehran',
  'Asia/Kolkata',
  'Europe/London',
  'America/New_York',
];

/** A name for the case's folder: letters and digits of any script, the rest as hyphens. */
export function folderNameOf(name: string): string {
  const plain = name
    .trim()
    .replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replaceAll(/^[.-]+|[.-]+$/g, '');
  return `${plain === '' ? 'case' : plain}.sabut`;
}

/** Marks the cell of the grid, not the input in it. */
const wide = { 'data-wide': true };

/** The fields that a case's header consists of. */
export function HeaderFields({ draft, onChange }: { draft: HeaderDraft; onChange: (change: Partial<HeaderDraft>) => void }): ReactNode {
  const { t } = useTranslation();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const field = (name: keyof HeaderDraft) => ({
    label: t(`header.${name}`),
    value: draft[name],
    onChange: (event: { currentTarget: { value: string } }) => onChange({ [name]: event.currentTarget.value }),
  });
  return (
    <div className={styles.fields}>
      <TextInput {...field('name')} ref={first} required maxLength={200} wrapperProps={wide} />
      <TextInput {...field('caseNumber')} maxLength={200} />
      <TextInput {...field('examiner')} maxLength={200} />
      <TextInput {...field('agency')} maxLength={200} />
      <TextInput {...field('circle')} maxLength={200} />
      <Textarea
        {...field('authority')}
        description={t('header.authorityHint')}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={2000}
        wrapperProps={wide}
      />
      <TextInput {...field('sections')} description={t('header.sectionsHint')} maxLength={1000} />
      <NativeSelect
        {...field('timeZone')}
        description={t('header.timeZoneHint')}
        data={[...new Set([...zones, draft.timeZone])].map((zone) => ({ value: zone, label: zone }))}
      />
    </div>
  );
}

/** What is wrong with the place, and what to do about it. */
function refusalOf(error: ErrorRecord): string {
  const { happened, todo } = errorWords(error);
  return `${happened} ${todo}`;
}

export function NewCaseForm(): ReactNode {
  const { t } = useTranslation();
  const link = useEngine();
  const queries = useQueryClient();
  const host = useHost();
  const { agencyName, language } = usePreferences();
  const casesFolder = useAsk('folders.places', {}).data?.cases ?? '';
  const [refusal, setRefusal] = useState<string | null>(null);
  const [draft, setDraft] = useState<HeaderDraft>({
    name: '',
    caseNumber: '',
    examiner: '',
    agency: agencyName,
    circle: '',
    authority: '',
    sections: '',
    timeZone: defaultZone,
  });
  const [directory, setDirectory] = useState('');
  const [busy, setBusy] = useState(false);
  const folderName = folderNameOf(draft.name);
  const suggested = casesFolder === '' ? '' : joined(casesFolder, folderName);
  const chosen = directory === '' ? (draft.name.trim() === '' ? '' : suggested) : directory;

  async function create(): Promise<void> {
    setBusy(true);
    const header = Object.fromEntries(Object.entries(draft).filter(([, value]) => value.trim() !== ''));
    try {
      const made = await link.call('case.create', { directory: chosen, header, language, parentMustExist: true });
      forgetReview();
      queries.setQueryData(['case.current', {}], made);
      void queries.invalidateQueries();
      goTo({ screen: 'evidence' });
    } catch (thrown) {
      const error = toErrorRecord(thrown);
      // What is wrong with the place stands beside it.
      if (error.details['field'] === 'directory') setRefusal(refusalOf(error));
      else notifyError(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      className={styles.start}
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <ScreenHead title={t('actions.newCase')} text={t('start.formText')} />
      <Section title={t('header.title')}>
        <HeaderFields draft={draft} onChange={(change) => setDraft((before) => ({ ...before, ...change }))} />
      </Section>
      <Section title={t('start.where')} text={t('start.whereText')}>
        <FolderField
          label={t('start.directory')}
          value={chosen}
          onChange={(path) => {
            setDirectory(path);
            setRefusal(null);
          }}
          error={refusal}
          save
          required
          suggestedName={folderName}
          {...(host.kind === 'loopback' ? { description: t('start.directoryHint') } : {})}
        />
      </Section>
      <Group justify="flex-end" mt="md" gap="xs">
        <Button onClick={() => goTo({ section: null })}>{t('general.cancel')}</Button>
        <Button type="submit" variant="filled" loading={busy} disabled={draft.name.trim() === '' || chosen.trim() === ''}>
          {t('start.create')}
        </Button>
      </Group>
    </form>
  );
}
