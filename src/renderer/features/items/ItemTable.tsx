/** The result set as a table: any number of rows, columns that are chosen, ordered and widened, several sort keys. */
import { Menu } from '@mantine/core';
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
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { type CSSProperties, type MouseEvent, memo, type ReactNode, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemRow } from '../../../contract/schemas.ts';
import { useAsk } from '../../app/engine.ts';
import { goTo, usePlace } from '../../app/places.ts';
import { prefer, usePreferences } from '../../app/preferences.ts';
import { offsetAt, zoneAsOf } from '../../ui/time.ts';
import { useScaledRows } from '../../ui/use-scaled-rows.ts';
import { useZone } from '../../ui/zone.ts';
import { moveByKey } from '../review/grid-keys.ts';
import { type ResultSet, useCursor, useRows } from '../review/result-set.ts';
import { isSelected, type Selection, toggleSelected, useReviewState } from '../review/review-state.ts';
import { fieldName } from '../review/value-names.ts';
import { type CellContext, type Column, columns } from './columns.tsx';
import styles from './Items.module.css';
import { useLaidOut } from './laid-out-rows.ts';
import { useRowHeight } from './row-height.ts';

const features = tableFeatures({
  columnVisibilityFeature,
  columnOrderingFeature,
  columnSizingFeature,
  columnResizingFeature,
  rowSortingFeature,
});
const noRows: ItemRow[] = [];
const columnOf = new Map(columns.map((column) => [column.id, column]));
const definitions = columns.map((column) => ({
  id: column.id,
  accessorFn: () => null,
  size: column.width,
  minSize: 48,
  maxSize: 1200,
  enableSorting: column.sortable,
}));
const zonedColumns = new Set(['modified', 'accessed', 'changed', 'created']);
const headHeight = 30;

function updated<Value>(updater: Updater<Value>, before: Value): Value {
  return typeof updater === 'function' ? (updater as (before: Value) => Value)(before) : updater;
}

function columnName(id: string): string {
  return fieldName(columnOf.get(id)?.named ?? id);
}

/** Columns in the order that was chosen; those that are new since then follow at the end. */
function orderOf(chosen: readonly string[]): string[] {
  const known = chosen.filter((id) => columnOf.has(id));
  return [...known, ...columns.map((column) => column.id).filter((id) => !known.includes(id))];
}

interface RowProps {
  row: ItemRow | undefined;
  index: number;
  top: number;
  shown: readonly Column[];
  context: CellContext;
  selected: boolean;
  focused: boolean;
  waiting: string;
}

const TableRow = memo(function TableRow({ row, index, top, shown, context, selected, focused, waiting }: RowProps): ReactNode {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus and names the active row
    <div
      role="row"
      id={`item-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-row={index}
      data-focused={focused || undefined}
      data-selected={selected || undefined}
      className={styles.row}
      style={{ transform: `translateY(${top}px)` }}
    >
      {row === undefined ? (
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div role="gridcell" className={styles.waitingCell}>
          <span className="for-reader-only">{waiting}</span>
        </div>
      ) : (
        shown.map((column) => (
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <div
            key={column.id}
            role="gridcell"
            className={styles.cell}
            data-align={column.align}
            style={{ inlineSize: `var(--column-${column.id})` }}
          >
            {column.render(row, context)}
          </div>
        ))
      )}
    </div>
  );
});

function ColumnMenu({ order, hidden }: { order: string[]; hidden: ReadonlySet<string> }): ReactNode {
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

export function ItemTable({ resultSet }: { resultSet: ResultSet }): ReactNode {
  const { t } = useTranslation();
  const total = resultSet.total ?? 0;
  const cursor = useCursor(resultSet);
  const rowHeight = useRowHeight();
  const focusRow = useReviewState((state) => state.focusRow);
  const revealCount = useReviewState((state) => state.revealCount);
  const rows = useScaledRows(total, rowHeight, headHeight, { row: focusRow, number: revealCount });
  const rowAt = useRows(resultSet, rows.first, rows.end);
  const laidOut = useLaidOut(resultSet, rows, rowAt);
  const selection: Selection = useReviewState((state) => state.selection);
  const tags = useAsk('tags.list', {}).data?.tags;
  const zone = useZone();
  const sort = usePlace((place) => place.sort);
  const columnOrder = usePreferences((preferences) => preferences.columnOrder);
  const hiddenColumns = usePreferences((preferences) => preferences.hiddenColumns);
  const columnWidths = usePreferences((preferences) => preferences.columnWidths);
  const order = useMemo(() => orderOf(columnOrder), [columnOrder]);
  const hidden = useMemo(() => new Set(hiddenColumns), [hiddenColumns]);
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

  const context = useMemo<CellContext>(
    () => ({
      zone,
      tags: new Map(tags?.map((tag) => [tag.id, tag])),
      mismatch: t('items.mismatch'),
      zoneUnknown: t('time.basis.local-unknown'),
      exhibit: t('items.isExhibit'),
    }),
    [zone, tags, t],
  );
  const leaves = table.getVisibleLeafColumns();
  const shownIds = leaves.map((leaf) => leaf.id).join(' ');
  const shown = useMemo(() => shownIds.split(' ').flatMap((id) => columnOf.get(id) ?? []), [shownIds]);
  const widths = Object.fromEntries(leaves.map((leaf) => [`--column-${leaf.id}`, `${leaf.getSize()}px`])) as CSSProperties;
  const width = leaves.reduce((sum, leaf) => sum + leaf.getSize(), 0) + 34;

  function rowOf(event: MouseEvent): number | null {
    const element = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    return element === null ? null : Number(element.getAttribute('data-row'));
  }

  const indexes = Array.from({ length: Math.max(0, laidOut.end - laidOut.first) }, (_, index) => laidOut.first + index);
  return (
    <div
      ref={rows.scroller}
      className={styles.scroller}
      role="grid"
      tabIndex={0}
      aria-label={t('review.results')}
      aria-rowcount={total + 1}
      aria-colcount={shown.length}
      aria-multiselectable="true"
      aria-busy={laidOut.behind !== 0}
      aria-activedescendant={focusRow >= laidOut.first && focusRow < laidOut.end ? `item-row-${focusRow}` : undefined}
      style={widths}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget && moveByKey(event, cursor, 1, rows.pageRows, total)) event.preventDefault();
      }}
      onMouseDown={(event) => {
        if (event.shiftKey && rowOf(event) !== null) event.preventDefault();
      }}
      onClick={(event) => {
        const index = rowOf(event);
        if (index === null) return;
        const row = rowAt(index);
        if ((event.ctrlKey || event.metaKey) && row !== undefined) {
          toggleSelected(row.id);
          useReviewState.setState({ anchorRow: index });
        } else void cursor.moveTo(index, event.shiftKey);
      }}
      onDoubleClick={(event) => {
        if (rowOf(event) !== null) useReviewState.setState({ quickLook: true });
      }}
    >
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
      <div
        role="rowgroup"
        className={styles.body}
        data-behind={laidOut.behind !== 0 || undefined}
        style={{ blockSize: rows.height, inlineSize: width }}
      >
        {indexes.map((index) => {
          const row = rowAt(index);
          return (
            <TableRow
              // A row that scrolls in takes the element of one that has scrolled out: making elements anew is what costs.
              key={index % rows.pool}
              row={row}
              index={index}
              top={rows.topOf(index + laidOut.behind)}
              shown={shown}
              context={context}
              selected={row !== undefined && isSelected(selection, row.id)}
              focused={index === focusRow}
              waiting={t('general.loading')}
            />
          );
        })}
      </div>
    </div>
  );
}
