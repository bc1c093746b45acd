/** Back and forward, where one is, and the way into the palette. */
import { ArrowLeft, ArrowRight, ChevronRight, CircleHelp, Eye, EyeOff, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton, Keys } from '../ui/Parts.tsx';
import { useReveal } from '../ui/reveal.ts';
import { useOpenCase } from './case-state.ts';
import { openDialog } from './dialogs.ts';
import styles from './Frame.module.css';
import { shownChord } from './keys.ts';
import { goBack, goForward } from './place-history.ts';
import { goTo, usePlace } from './places.ts';
import { usePreferences } from './preferences.ts';

function Breadcrumb(): ReactNode {
  const { t } = useTranslation();
  const place = usePlace();
  const openCase = useOpenCase();
  const crumbs: { key: string; text: ReactNode; go: () => void }[] = [];
  if (openCase) crumbs.push({ key: 'case', text: <bdi>{openCase.header.name}</bdi>, go: () => goTo({ screen: 'case' }) });
  crumbs.push({ key: 'screen', text: t(`screens.${place.screen}`), go: () => goTo({ screen: place.screen }) });
  if (openCase && place.screen === 'review') {
    crumbs.push({ key: 'view', text: t(`views.${place.view}`), go: () => goTo({ filters: [] }) });
    if (place.filters.length > 0) {
      crumbs.push({ key: 'filters', text: t('frame.filters', { count: place.filters.length }), go: () => {} });
    }
  }
  return (
    <nav aria-label={t('frame.breadcrumb')} className={styles.crumbs}>
      <ol className={styles.crumbs}>
        {crumbs.map((crumb, index) => (
          <li key={crumb.key}>
            {index > 0 && <ChevronRight size={13} className="turns-with-direction" aria-hidden />}
            <button type="button" aria-current={index === crumbs.length - 1 ? 'location' : undefined} onClick={crumb.go}>
              {crumb.text}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

export function TopBar(): ReactNode {
  const { t } = useTranslation();
  const depth = usePlace((place) => place.depth);
  const furthest = usePlace((place) => place.furthest);
  const blur = usePreferences((preferences) => preferences.blur);
  const { revealed, setRevealed } = useReveal();
  return (
    <header className={styles.top}>
      <div className={styles.brand}>
        <img src="./icon.svg" alt="" />
        {t('product')}
      </div>
      <IconButton
        icon={ArrowLeft}
        turns
        label={t('actions.back')}
        keys={shownChord('Alt+ArrowLeft')}
        disabled={depth === 0}
        onClick={goBack}
      />
      <IconButton
        icon={ArrowRight}
        turns
        label={t('actions.forward')}
        keys={shownChord('Alt+ArrowRight')}
        disabled={depth >= furthest}
        onClick={goForward}
      />
      <Breadcrumb />
      <div className={styles.space} />
      <button type="button" className={styles.find} onClick={() => openDialog('palette')}>
        <Search size={14} aria-hidden />
        <span>{t('frame.find')}</span>
        <Keys chord={shownChord('Mod+K')} />
      </button>
      {blur !== 'none' && (
        <IconButton
          icon={revealed ? Eye : EyeOff}
          label={revealed ? t('reveal.on') : t('reveal.off')}
          keys="B"
          pressed={revealed}
          onClick={() => setRevealed(!revealed)}
        />
      )}
      <IconButton icon={CircleHelp} label={t('actions.keys')} keys="?" onClick={() => openDialog('keys')} />
    </header>
  );
}
