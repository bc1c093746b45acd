/** The table's head: sorting by one or more columns, their widths and their order. It is not drawn anew while rows scroll by. */
import {
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type MouseEvent, memo, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo, usePlace } from '../../app/places.ts';
import { prefer, usePreferences } from '../../app/preferences.ts';
import { offsetAt, zoneAsOf } from '../../ui/time.ts';
import { useZone } from '../../ui/zone.ts';
import { ColumnMenu, columnName } from './ColumnMenu.tsx';
import { columns } from './columns.tsx';
import styles from './Items.module.css';
import { narrowest, type ShownColumns, widest } from './shown-columns.ts';

const features = tableFeatures({
  columnVisibilityFeature,
  columnOrderingFeature,
  columnSizingFeature,
  columnResizingFeature,
  rowSortingFeature,
});
const noRows: never[] = [];
const definitions = columns.map((column) => ({
  id: column.id,
  accessorFn: () => null,
  size: column.width,
  minSize: narrowest,
  maxSize: widest,
  enableSorting: column.sortable,
}));
const zonedColumns = new Set(['modified', 'accessed', 'changed', 'created']);

function updated<Value>(updater: Updater<Value>, before: Value): Value {
  return typeof updater === 'function' ? (updater as (before: Value) => Value)(before) : updater;
}

export const TableHead = memo(function TableHead({ chosen, width }: { chosen: ShownColumns; width: number }): ReactNode {
  const { t } = useTranslation();
  const zone = useZone();
  const sort = usePlace((place) => place.sort);
  const columnWidths = usePreferences((preferences) => preferences.columnWidths);
  const { order, hidden } = chosen;
  const dragged = useRef<string | null>(null);
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    manualSorting: true,
    enableMultiSort: true,
    isMultiSortEvent: (event) => (event as MouseEvent).shiftKey,
    maxMultiSortColCount: 5,
    columnResizeMode: 'onChange',
    columnResizeDirection: document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr',
    state: {
      columnOrder: order,
      columnVisibility: Object.fromEntries(columns.map((column) => [column.id, !hidden.has(column.id)])),
      columnSizing: columnWidths,
      sorting: sort.map((key) => ({ id: key.field, desc: key.descending })),
    },
    onSortingChange: (updater) => {
      const before = usePlace.getState().sort.map((key) => ({ id: key.field, desc: key.descending }));
      goTo({ sort: updated(updater, before).map((key) => ({ field: key.id, descending: key.desc })) });
    },
    onColumnSizingChange: (updater) => prefer({ columnWidths: updated(updater, usePreferences.getState().columnWidths) }),
  });
  return (
    <div className={styles.head} role="rowgroup" style={{ inlineSize: width }}>
      {table.getHeaderGroups().map((group) => (
        // biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus
        <div key={group.id} role="row" aria-rowindex={1} className={styles.headRow}>
          {group.headers.map((header) => {
            const sorted = header.column.getIsSorted();
            const at = header.column.getSortIndex();
            const label = columnName(header.id);
            return (
              // biome-ignore lint/a11y/useFocusableInteractive: its buttons take the focus
              <div
                key={header.id}
                role="columnheader"
                aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
                className={styles.headCell}
                style={{ inlineSize: `var(--column-${header.id})` }}
                draggable={!header.column.getIsResizing()}
                onDragStart={() => {
                  dragged.current = header.id;
                }}
                onDragOver={(event) => event.preventDefault()}
                onDrop={() => {
                  const moved = dragged.current;
                  if (moved === null || moved === header.id) return;
                  const next = order.filter((id) => id !== moved);
                  next.splice(
                    order.indexOf(header.id) > order.indexOf(moved) ? next.indexOf(header.id) + 1 : next.indexOf(header.id),
                    0,
                    moved,
                  );
                  prefer({ columnOrder: next });
                }}
              >
                <button
                  type="button"
                  className={styles.headButton}
                  title={header.column.getCanSort() ? t('items.sortHint') : label}
                  disabled={!header.column.getCanSort()}
                  onClick={header.column.getToggleSortingHandler()}
                >
                  <span className={styles.ellipsis}>
                    {label}
                    {zonedColumns.has(header.id) && <small dir="ltr"> {offsetAt(zoneAsOf, zone)}</small>}
                  </span>
                  {sorted === 'asc' && <ArrowUp size={12} aria-hidden />}
                  {sorted === 'desc' && <ArrowDown size={12} aria-hidden />}
                  {sorted !== false && sort.length > 1 && <sup>{at + 1}</sup>}
                </button>
                <span
                  aria-hidden="true"
                  className={styles.resizer}
                  data-active={header.column.getIsResizing() || undefined}
                  onMouseDown={header.getResizeHandler()}
                  onTouchStart={header.getResizeHandler()}
                  onDoubleClick={() => header.column.resetSize()}
                />
              </div>
            );
          })}
          {/* biome-ignore lint/a11y/useFocusableInteractive: its button takes the focus */}
          <div role="columnheader" className={styles.columnChoice} aria-label={t('items.columns')}>
            <ColumnMenu order={order} hidden={hidden} />
          </div>
        </div>
      ))}
    </div>
  );
});
