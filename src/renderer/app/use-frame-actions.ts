/** The actions that are offered on every screen. */
import { useEffect, useMemo } from 'react';
import type { MenuAction } from '../../contract/host-api.ts';
import { useReviewHistory } from '../features/review/review-history.ts';
import { type Action, type ActionId, offerActions, perform, performWhenOffered } from './actions.ts';
import { useCaseCloser, useOpenCase } from './case-state.ts';
import { openDialog } from './dialogs.ts';
import { useEngine, useHost } from './engine.ts';
import { startJob } from './jobs.ts';
import { goBack, goForward } from './place-history.ts';
import { goTo, usePlace } from './places.ts';
import { prefer, usePreferences } from './preferences.ts';

const ofMenu: Record<MenuAction, ActionId> = {
  'new-case': 'newCase',
  'open-case': 'openCase',
  'close-case': 'closeCase',
  'add-evidence': 'addEvidence',
  'write-report': 'writeReport',
  'export-exhibits': 'exportExhibits',
  'print-page': 'print',
  undo: 'undo',
  redo: 'redo',
  find: 'find',
  palette: 'palette',
  settings: 'goSettings',
  verify: 'verify',
  keys: 'keys',
};

const findInReview: Action = {
  id: 'find',
  group: 'review',
  keys: ['Mod+F'],
  run() {
    goTo({ screen: 'review' });
    performWhenOffered('find', 'find');
  },
};

export function useFrameActions(): void {
  const host = useHost();
  const link = useEngine();
  const hasCase = Boolean(useOpenCase());
  const screen = usePlace((place) => place.screen);
  const closeCase = useCaseCloser();
  const { undo, redo } = useReviewHistory();

  const always: Action[] = useMemo(
    () => [
      { id: 'palette', group: 'general', keys: ['Mod+K'], everywhere: true, run: () => openDialog('palette') },
      { id: 'keys', group: 'general', keys: ['?'], run: () => openDialog('keys') },
      { id: 'back', group: 'general', keys: ['Alt+ArrowLeft'], run: goBack },
      { id: 'forward', group: 'general', keys: ['Alt+ArrowRight'], run: goForward },
      { id: 'goStart', group: 'screens', keys: ['G S'], run: () => goTo({ screen: 'start' }) },
      { id: 'goSettings', group: 'screens', keys: ['Mod+,', 'G P'], run: () => goTo({ screen: 'settings' }) },
      {
        id: 'newCase',
        group: 'case',
        // A browser keeps this key for a window of its own and never hands it to a page.
        ...(host.kind === 'electron' ? { keys: ['Mod+N'] } : {}),
        run: () => goTo({ screen: 'start', section: 'new' }),
      },
      { id: 'openCase', group: 'case', keys: ['Mod+O'], run: () => goTo({ screen: 'start', section: 'open' }) },
      {
        id: 'print',
        group: 'general',
        keys: ['Mod+P'],
        everywhere: true,
        run: () => {
          if (host.printPage === undefined) window.print();
          else void host.printPage();
        },
      },
      {
        id: 'toggleLanguage',
        group: 'general',
        run: () => prefer({ language: usePreferences.getState().language === 'en' ? 'ur' : 'en' }),
      },
      {
        id: 'toggleTheme',
        group: 'general',
        run: () => prefer({ theme: document.documentElement.dataset.mantineColorScheme === 'dark' ? 'light' : 'dark' }),
      },
    ],
    [host],
  );

  const withCase: Action[] = useMemo(
    () => [
      { id: 'goEvidence', group: 'screens', keys: ['G E'], run: () => goTo({ screen: 'evidence' }) },
      { id: 'goReview', group: 'screens', keys: ['G R'], run: () => goTo({ screen: 'review' }) },
      { id: 'goExhibits', group: 'screens', keys: ['G X'], run: () => goTo({ screen: 'exhibits' }) },
      { id: 'goCase', group: 'screens', keys: ['G C'], run: () => goTo({ screen: 'case' }) },
      { id: 'goAudit', group: 'screens', keys: ['G A'], run: () => goTo({ screen: 'case', section: 'audit' }) },
      { id: 'goNotes', group: 'screens', keys: ['G N'], run: () => goTo({ screen: 'case', section: 'notes' }) },
      { id: 'addEvidence', group: 'case', run: () => goTo({ screen: 'evidence' }) },
      { id: 'writeReport', group: 'case', run: () => openDialog('report') },
      { id: 'exportExhibits', group: 'case', run: () => openDialog('export') },
      {
        id: 'verify',
        group: 'case',
        run: () => {
          goTo({ screen: 'case', section: 'integrity' });
          void startJob(link, 'case.verify', { evidence: false });
        },
      },
      { id: 'editTags', group: 'case', run: () => openDialog('tags') },
      { id: 'undo', group: 'review', keys: ['Mod+Z'], run: () => void undo() },
      { id: 'redo', group: 'review', keys: ['Mod+Shift+Z', 'Mod+Y'], run: () => void redo() },
      { id: 'closeCase', group: 'case', run: () => void closeCase() },
    ],
    [link, undo, redo, closeCase],
  );

  useEffect(() => offerActions('frame', always), [always]);
  useEffect(() => (hasCase ? offerActions('case', withCase) : undefined), [hasCase, withCase]);
  // The review has the place to type in; from elsewhere it is shown first.
  useEffect(() => (hasCase && screen !== 'review' ? offerActions('find', [findInReview]) : undefined), [hasCase, screen]);
  useEffect(() => host.menuChosen?.((action) => void perform(ofMenu[action])), [host]);
}
