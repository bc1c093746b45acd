/** The screens, one button each. */
import { Briefcase, FolderInput, type LucideIcon, Rows3, Settings, ShieldCheck, SquareStack } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useOpenCase } from './case-state.ts';
import styles from './Frame.module.css';
import { goTo, type Screen, screens, usePlace } from './places.ts';

const icons: Record<Screen, LucideIcon> = {
  start: Briefcase,
  evidence: FolderInput,
  review: Rows3,
  exhibits: SquareStack,
  case: ShieldCheck,
  settings: Settings,
};

const withoutCase: readonly Screen[] = ['start', 'settings'];

export function Navigation(): ReactNode {
  const { t } = useTranslation();
  const current = usePlace((place) => place.screen);
  const openCase = useOpenCase();
  return (
    <nav className={styles.nav} aria-label={t('frame.screens')}>
      {screens.map((screen) => {
        const Icon = icons[screen];
        return (
          <button
            key={screen}
            type="button"
            className={screen === 'settings' ? styles.end : undefined}
            aria-current={current === screen ? 'page' : undefined}
            disabled={!openCase && !withoutCase.includes(screen)}
            onClick={() => goTo({ screen })}
          >
            <Icon size={18} strokeWidth={1.6} aria-hidden />
            {t(`screens.${screen}`)}
          </button>
        );
      })}
    </nav>
  );
}
