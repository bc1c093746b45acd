/** Chooses the table's columns and their order. */
import { Menu } from '@mantine/core';
import { Columns3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { prefer } from '../../app/preferences.ts';
import { fieldName } from '../review/value-names.ts';
import styles from './Items.module.css';
import { columnOf } from './shown-columns.ts';

export function columnName(id: string): string {
  return fieldName(columnOf.get(id)?.named ?? id);
}

export function ColumnMenu({ order, hidden }: { order: string[]; hidden: ReadonlySet<string> }): ReactNode {
  const { t } = useTranslation();
  function move(id: string, by: number): void {
    const next = [...order];
    const at = next.indexOf(id);
    const [moved] = next.splice(at, 1);
    if (moved !== undefined) next.splice(Math.min(Math.max(0, at + by), next.length), 0, moved);
    prefer({ columnOrder: next });
  }
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <button type="button" className={styles.columnButton} aria-label={t('items.columns')} title={t('items.columns')}>
          <Columns3 size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.columnMenu}>
        <Menu.Label>{t('items.columnsHint')}</Menu.Label>
        {order.map((id) => (
          <Menu.CheckboxItem
            key={id}
            checked={!hidden.has(id)}
            onChange={(shown) => prefer({ hiddenColumns: shown ? [...hidden].filter((other) => other !== id) : [...hidden, id] })}
            onKeyDown={(event) => {
              if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
              event.preventDefault();
              event.stopPropagation();
              move(id, event.key === 'ArrowUp' ? -1 : 1);
            }}
          >
            {columnName(id)}
          </Menu.CheckboxItem>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => prefer({ columnOrder: [], columnWidths: {}, hiddenColumns: [] })}>{t('items.allColumns')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
