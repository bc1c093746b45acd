/** Puts the rows that a transaction wrote into the entries that describe it. */
import { EngineError } from '../../model/error.ts';
import type { RowEffect } from '../../storage/row-images.ts';
import type { AuditValue } from '../audit/chain.ts';

/** What an action adds to the log beside its time and actor. */
export interface ActionEntry {
  action: string;
  details: { readonly [name: string]: AuditValue };
}

/** Name of the rows in an entry's details. */
export const entryRows = 'rows';

/** Characters of rows in one entry, well below the longest line that the log takes. */
const rowsLimit = 400_000;

/**
 * The rows go with the last entry; what would make it too long goes into further entries `rows-recorded`.
 * @throws EngineError `internal` where rows were written of which no entry speaks.
 */
export function withRows(entries: readonly ActionEntry[], effects: readonly RowEffect[]): ActionEntry[] {
  if (effects.length === 0) return [...entries];
  const last = entries.at(-1);
  if (last === undefined) throw new EngineError('internal', 'Rows of the case were to be written without an entry in the audit log.');
  const [first, ...further] = pieces(effects);
  return [
    ...entries.slice(0, -1),
    { action: last.action, details: { ...last.details, [entryRows]: first as RowEffect[] } },
    ...further.map((rows) => ({ action: 'rows-recorded', details: { [entryRows]: rows } })),
  ];
}

function pieces(effects: readonly RowEffect[]): RowEffect[][] {
  const all: RowEffect[][] = [[]];
  let length = 0;
  for (const effect of effects) {
    const own = JSON.stringify(effect).length;
    if (length > 0 && length + own > rowsLimit) {
      all.push([]);
      length = 0;
    }
    all.at(-1)?.push(effect);
    length += own;
  }
  return all;
}
