/** The frame around every screen: navigation, breadcrumb, the screen itself and the status bar. */
import { type ReactNode, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { StartScreen } from '../features/start/StartScreen.tsx';
import { Notices } from '../ui/Notices.tsx';
import { notifyError } from '../ui/notices-store.ts';
import { onDemand } from '../ui/on-demand.tsx';
import { ErrorParts, Waiting } from '../ui/Parts.tsx';
import { listenToKeys } from './actions.ts';
import { useCaseOpener, useOpenCase } from './case-state.ts';
import { useDialogs } from './dialogs.ts';
import { useAsk, useEngine, useHost, useLinkState } from './engine.ts';
import styles from './Frame.module.css';
import { Navigation } from './Navigation.tsx';
import { Palette } from './Palette.tsx';
import { usePlace } from './places.ts';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';
import { useFrameActions } from './use-frame-actions.ts';

const EvidenceScreen = onDemand(() => import('../features/evidence/EvidenceScreen.tsx').then((part) => part.EvidenceScreen));
export const ReviewScreen = onDemand(() => import('../features/review/ReviewScreen.tsx').then((part) => part.ReviewScreen));
const ExhibitsScreen = onDemand(() => import('../features/exhibits/ExhibitsScreen.tsx').then((part) => part.ExhibitsScreen));
const CaseScreen = onDemand(() => import('../features/case/CaseScreen.tsx').then((part) => part.CaseScreen));
const SettingsScreen = onDemand(() => import('../features/settings/SettingsScreen.tsx').then((part) => part.SettingsScreen));
const KeysDialog = onDemand(() => import('./KeysDialog.tsx').then((part) => part.KeysDialog));
const ReportDialog = onDemand(() => import('../features/exhibits/ReportDialog.tsx').then((part) => part.ReportDialog));
const ExportDialog = onDemand(() => import('../features/exhibits/ExportDialog.tsx').then((part) => part.ExportDialog));
const TagsDialog = onDemand(() => import('../features/tags/TagsDialog.tsx').then((part) => part.TagsDialog));

function Screen(): ReactNode {
  const screen = usePlace((place) => place.screen);
  const openCase = useOpenCase();
  const { t } = useTranslation();
  if (screen === 'settings') return <SettingsScreen />;
  if (screen === 'start') return <StartScreen />;
  if (openCase === undefined) return <Waiting label={t('general.loading')} />;
  if (openCase === null) return <StartScreen />;
  if (screen === 'evidence') return <EvidenceScreen />;
  if (screen === 'exhibits') return <ExhibitsScreen />;
  if (screen === 'case') return <CaseScreen />;
  return <ReviewScreen />;
}

function Dialogs(): ReactNode {
  const open = useDialogs((state) => state.open);
  return (
    <Suspense>
      {open === 'palette' && <Palette />}
      {open === 'keys' && <KeysDialog />}
      {open === 'report' && <ReportDialog />}
      {open === 'export' && <ExportDialog />}
      {open === 'tags' && <TagsDialog />}
    </Suspense>
  );
}

/** Opens the case that the host was asked for, and has the examiner of the open case answer for commands. */
function useHostWishes(): void {
  const host = useHost();
  const link = useEngine();
  const openCase = useOpenCase();
  const opener = useCaseOpener();
  useEffect(() => host.openCaseRequested((directory) => void opener(directory)), [host, opener]);
  useEffect(() => link.setExaminer(openCase?.header.examiner ?? null), [link, openCase?.header.examiner]);
}

/** Tells of what stopped a run, wherever the examiner is; on the screen of the evidence it stands there already. */
function useRunFaults(): void {
  const hasCase = Boolean(useOpenCase());
  const fault = useAsk('run.queued', {}, { enabled: hasCase }).data?.fault ?? null;
  useEffect(() => {
    if (fault !== null && usePlace.getState().screen !== 'evidence') notifyError(fault);
  }, [fault]);
}

export function Frame(): ReactNode {
  const { t } = useTranslation();
  const link = useLinkState();
  const host = useHost();
  useFrameActions();
  useHostWishes();
  useRunFaults();
  useEffect(() => listenToKeys(window), []);
  if (link.status === 'refused') {
    return (
      <main className={styles.refused}>
        <ErrorParts error={link.error} />
      </main>
    );
  }
  return (
    <div className={styles.frame}>
      <button type="button" className={styles.skip} onClick={() => document.getElementById('screen')?.focus()}>
        {t('frame.skip')}
      </button>
      <TopBar />
      <Navigation />
      <main id="screen" className={styles.screen} tabIndex={-1}>
        {link.status === 'lost' && (
          <p className={styles.lost} role="alert">
            {t(`frame.connectionLost.${host.kind}`)}
          </p>
        )}
        <Suspense fallback={<Waiting label={t('general.loading')} />}>
          <Screen />
        </Suspense>
      </main>
      <StatusBar />
      <Notices />
      <Dialogs />
    </div>
  );
}
