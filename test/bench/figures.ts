/** What was measured, beside its target, as a table. */

export interface Figure {
  figure: string;
  ours: string;
  /** What is compared with, and its value; a peer that is not installed is named as absent. */
  peer: string;
  /** Ours against the peer's; empty where there is no peer. */
  ratio: string;
  target: string;
  /** Null where it could not be told, because a peer or a measurement is absent. */
  met: boolean | null;
}

const columns = ['figure', 'ours', 'peer', 'ratio', 'target', 'met'] as const;

function cell(figure: Figure, column: (typeof columns)[number]): string {
  if (column !== 'met') return figure[column];
  return figure.met === null ? 'not measured' : figure.met ? 'yes' : 'NO';
}

/** A Markdown table that is also readable as it stands. */
export function table(figures: readonly Figure[]): string {
  const rows = [
    columns.map((column) => (column === 'met' ? 'met?' : column)),
    ...figures.map((figure) => columns.map((column) => cell(figure, column))),
  ];
  const widths = columns.map((_, index) => Math.max(...rows.map((row) => (row[index] as string).length)));
  const line = (row: readonly string[]) => `| ${row.map((text, index) => text.padEnd(widths[index] as number)).join(' | ')} |\n`;
  const [head, ...body] = rows as [string[], ...string[][]];
  return line(head) + line(widths.map((width) => '-'.repeat(width))) + body.map(line).join('');
}

export function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

/** Wall time, with the processor time of all processes beside it. */
export function times(wall: number, processor: number | null): string {
  return processor === null ? seconds(wall) : `${seconds(wall)} (${seconds(processor)} CPU)`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
