/** The result set as a table: any number of rows, columns that are chosen, ordered and widened, several sort keys. */
import { type CSSProperties, type MouseEvent, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../app/engine.ts';
import { useScaledRows } from '../../ui/use-scaled-rows.ts';
import { useZone } from '../../ui/zone.ts';
import { moveByKey } from '../review/grid-keys.ts';
import { type ResultSet, useCursor, useRows } from '../review/result-set.ts';
import { isSelected, type Selection, toggleSelected, useReviewState } from '../review/review-state.ts';
import type { CellContext } from './columns.tsx';
import styles from './Items.module.css';
import { useLaidOut } from './laid-out-rows.ts';
import { useRowHeight } from './row-height.ts';
import { useRowKeys } from './row-keys.ts';
import { useColumnsInView, useShownColumns } from './shown-columns.ts';
import { TableHead } from './TableHead.tsx';
import { TableRow } from './TableRow.tsx';

const headHeight = 30;
/** Of the button that chooses the columns. */
const choiceWidth = 34;

export function ItemTable({ resultSet }: { resultSet: ResultSet }): ReactNode {
  const { t } = useTranslation();
  const total = resultSet.total ?? 0;
  const cursor = useCursor(resultSet);
  const rowHeight = useRowHeight();
  const focusRow = useReviewState((state) => state.focusRow);
  const revealCount = useReviewState((state) => state.revealCount);
  const rows = useScaledRows(total, rowHeight, headHeight, { row: focusRow, number: revealCount });
  const { at: rowAt, arrived } = useRows(resultSet, rows.first, rows.end);
  const laidOut = useLaidOut(resultSet, rows, rowAt, arrived);
  const keyOf = useRowKeys(laidOut.first, laidOut.end, rows.pool);
  const selection: Selection = useReviewState((state) => state.selection);
  const tags = useAsk('tags.list', {}).data?.tags;
  const zone = useZone();
  const chosen = useShownColumns();
  const { shown } = chosen;
  const seen = useColumnsInView(rows.scroller, shown, rows.viewport.width);
  const before = seen[0] === undefined ? 0 : shown.indexOf(seen[0]);
  const width = chosen.width + choiceWidth;

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
  const widths = useMemo(
    () => Object.fromEntries(shown.map((column) => [`--column-${column.column.id}`, `${column.width}px`])) as CSSProperties,
    [shown],
  );

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
      <TableHead chosen={chosen} width={width} />
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
              key={keyOf(index)}
              row={row}
              index={index}
              top={rows.topOf(index + laidOut.behind)}
              seen={seen}
              before={before}
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
