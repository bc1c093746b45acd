/** What the examiner says about the case, and its sources. */
import { Button, Group } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCase } from '../../app/case-state.ts';
import { useCommand } from '../../app/engine.ts';
import { notify } from '../../ui/notices-store.ts';
import { Digest, Facts, Section } from '../../ui/Parts.tsx';
import { formatInstant } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import { Sources } from '../evidence/EvidenceScreen.tsx';
import { type HeaderDraft, HeaderFields } from '../start/NewCaseForm.tsx';

const shownFields = ['caseNumber', 'examiner', 'agency', 'circle', 'authority', 'sections', 'timeZone'] as const;

function draftOf(header: OpenCase['header']): HeaderDraft {
  return {
    name: header.name,
    caseNumber: header.caseNumber ?? '',
    examiner: header.examiner ?? '',
    agency: header.agency ?? '',
    circle: header.circle ?? '',
    authority: header.authority ?? '',
    sections: header.sections ?? '',
    timeZone: header.timeZone,
  };
}

export function Overview({ openCase }: { openCase: OpenCase }): ReactNode {
  const { t } = useTranslation();
  const command = useCommand();
  const zone = useZone();
  const [draft, setDraft] = useState<HeaderDraft | null>(null);
  const { header } = openCase;

  async function save(): Promise<void> {
    if (draft === null) return;
    if ((await command('case.describe', { header: draft })) === undefined) return;
    notify(t('case.described'), 'good');
    setDraft(null);
  }

  return (
    <>
      <Section
        title={t('header.title')}
        actions={draft === null ? <Button onClick={() => setDraft(draftOf(header))}>{t('general.change')}</Button> : undefined}
      >
        {draft === null ? (
          <Facts
            rows={[
              ...shownFields.map((field) => ({
                term: t(`header.${field}`),
                value: header[field] === null || header[field] === '' ? '–' : <bdi>{header[field]}</bdi>,
              })),
              { term: t('case.createdAt'), value: <bdi dir="ltr">{formatInstant(header.createdAt, zone)}</bdi> },
              { term: t('case.id'), value: <Digest label={t('case.id')} value={header.caseId} /> },
            ]}
          />
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <HeaderFields draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
            <Group justify="flex-end" mt="sm" gap="xs">
              <Button onClick={() => setDraft(null)}>{t('general.cancel')}</Button>
              <Button type="submit" variant="filled" disabled={draft.name.trim() === ''}>
                {t('general.save')}
              </Button>
            </Group>
          </form>
        )}
      </Section>
      <Section title={t('evidence.sources')}>
        <Sources />
      </Section>
    </>
  );
}
