/** Every key that is bound at the moment. */
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '../ui/Parts.tsx';
import { type Action, type ActionGroup, useOfferedActions } from './actions.ts';
import { closeDialog } from './dialogs.ts';
import styles from './Frame.module.css';
import { shownChord } from './keys.ts';

export function KeysDialog(): ReactNode {
  const { t } = useTranslation();
  const groups = new Map<ActionGroup, Action[]>();
  for (const action of useOfferedActions()) {
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
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  );
}
