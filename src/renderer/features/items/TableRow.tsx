/** One row of the table: its cells in view, or a place for it until it arrives. */
import { memo, type ReactNode } from 'react';
import type { ItemRow } from '../../../contract/schemas.ts';
import type { CellContext } from './columns.tsx';
import styles from './Items.module.css';
import type { ShownColumn } from './shown-columns.ts';

interface RowProps {
  row: ItemRow | undefined;
  index: number;
  top: number;
  /** The columns in view, and how many are before them. */
  seen: readonly ShownColumn[];
  before: number;
  context: CellContext;
  selected: boolean;
  focused: boolean;
  waiting: string;
}

export const TableRow = memo(function TableRow({
  row,
  index,
  top,
  seen,
  before,
  context,
  selected,
  focused,
  waiting,
}: RowProps): ReactNode {
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
      style={{ insetBlockStart: top, paddingInlineStart: seen[0]?.start }}
    >
      {row === undefined ? (
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        <div role="gridcell" className={styles.waitingCell}>
          <span className="for-reader-only">{waiting}</span>
        </div>
      ) : (
        seen.map(({ column }, place) => (
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <div
            key={column.id}
            role="gridcell"
            aria-colindex={before + place + 1}
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
