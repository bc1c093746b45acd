/** The case as a whole: what was said about it, what was done, and how that can be checked. */
import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpenCase } from '../../app/case-state.ts';
import { goTo, usePlace } from '../../app/places.ts';
import { EvidencePath, ScreenHead } from '../../ui/Parts.tsx';
import { AuditLog } from './AuditLog.tsx';
import styles from './Case.module.css';
import { CaseCustody, Examiners } from './CaseCustody.tsx';
import { Integrity } from './Integrity.tsx';
import { Notes } from './Notes.tsx';
import { Overview } from './Overview.tsx';
import { Runs } from './Runs.tsx';

const sections = ['overview', 'runs', 'examiners', 'custody', 'audit', 'integrity', 'notes'] as const;
type CaseSection = (typeof sections)[number];

export function CaseScreen(): ReactNode {
  const { t } = useTranslation();
  const openCase = useOpenCase();
  const place = usePlace((state) => state.section);
  const shown: CaseSection = sections.find((section) => section === place) ?? 'overview';
  if (openCase == null) return null;
  return (
    <div className={styles.screen}>
      <ScreenHead title={openCase.header.name} />
      <EvidencePath path={openCase.directory} className={styles.directory} />
      <Tabs value={shown} onChange={(section) => goTo({ section })} mt="sm">
        <Tabs.List aria-label={t('screens.case')}>
          {sections.map((section) => (
            <Tabs.Tab key={section} value={section} className={styles.tab}>
              {t(`case.${section}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={shown} pt="md">
          {shown === 'overview' && <Overview openCase={openCase} />}
          {shown === 'runs' && <Runs openCase={openCase} />}
          {shown === 'examiners' && <Examiners />}
          {shown === 'custody' && <CaseCustody />}
          {shown === 'audit' && <AuditLog />}
          {shown === 'integrity' && <Integrity openCase={openCase} />}
          {shown === 'notes' && <Notes />}
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
