/** Every key that is bound at the moment. */
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '../ui/Parts.tsx';
import { type Action, type ActionGroup, useOfferedActions } from './actions.ts';
import { closeDialog } from './dialogs.ts';
import styles from './Frame.module.css';
import { shownChord } from './keys.ts';

/** Keys of the review that are not bound to one action each. */
const keysOfViews = [
  { id: 'moveCursor', chord: '↑+↓+←+→' },
  { id: 'extendSelection', chord: 'Shift+↑+↓' },
  { id: 'putTag', chord: '0+…+9' },
  { id: 'takeTag', chord: 'Shift+0+…+9' },
] as const;

export function KeysDialog(): ReactNode {
  const { t } = useTranslation();
  const offered = useOfferedActions();
  const groups = new Map<ActionGroup, Action[]>();
  for (const action of offered) {
    if (action.keys === undefined) continue;
    groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  }
  return (
    <Modal opened onClose={closeDialog} title={t('actions.keys')} size="xl" closeButtonProps={{ 'aria-label': t('general.close') }}>
      <div className={styles.keyColumns}>
        {[...groups].map(([group, actions]) => (
          <section key={group} className={styles.keyGroup}>
            <h3>{t(`actionGroups.${group}`)}</h3>
            <ul>
              {actions.map((action) => (
                <li key={action.id}>
                  <span>{t(`actions.${action.id}`)}</span>
                  <Keys chord={shownChord(action.keys?.[0] ?? '')} />
                </li>
              ))}
              {group === 'review' &&
                actions.some((action) => action.id === 'nextUntagged') &&
                keysOfViews.map(({ id, chord }) => (
                  <li key={id}>
                    <span>{t(`actions.${id}`)}</span>
                    <Keys chord={chord} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  );
}
