/**
 * The text over which the audit log's batch digests are made. The same lines are built when rows are written and when
 * they are verified, so a row that was changed behind the product's back no longer matches what the log says.
 */
import { hash } from 'node:crypto';

export type Plain = string | number | bigint | null;

/** SHA-256 over the lines in the order of their bytes, each followed by a newline. Every line begins with the item's id. */
export function digestLines(lines: string[]): string {
  lines.sort();
  return hash('sha256', `${lines.join('\n')}\n`, 'hex');
}

/** One line of plain values: the id in hexadecimal, then JSON texts; null is `null`, integers are bare digits. */
export function recordLine(id: Uint8Array, values: readonly Plain[]): string {
  let line = Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('hex');
  for (const value of values) line += typeof value === 'string' ? ` ${JSON.stringify(value)}` : ` ${value}`;
  return line;
}
