/** Reads entries of the audit log for people: newest first, a page at a time. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { entryRows } from '../case/entry-rows.ts';
import type { AuditEntry } from './chain.ts';

export interface LogQuery {
  /** Only this action, or null for all. */
  action: string | null;
  /** Only lines that hold this text, whatever its letter case, or null. */
  text: string | null;
  offset: number;
  limit: number;
}

/** Matching entries, newest first, and how many there are in all. Lines that cannot be decoded are left out: verification names them. */
export async function readLogPage(path: string, query: LogQuery): Promise<{ total: number; entries: AuditEntry[] }> {
  const wanted = query.text?.toLowerCase() ?? null;
  // Oldest come first in the file: the last ones seen are kept, as many as the page reaches back.
  const kept: string[] = [];
  const reach = query.offset + query.limit;
  let total = 0;
  const lines = createInterface({ input: createReadStream(path, { encoding: 'utf8' }), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    if (query.action !== null && !line.startsWith(`{"action":${JSON.stringify(query.action)},`)) continue;
    if (wanted !== null && !line.toLowerCase().includes(wanted)) continue;
    total += 1;
    kept.push(line);
    if (kept.length > 2 * reach + 1000) kept.splice(0, kept.length - reach);
  }
  const entries: AuditEntry[] = [];
  for (const line of kept.reverse().slice(query.offset, reach)) {
    try {
      const entry = JSON.parse(line) as AuditEntry;
      // The rows that an entry vouches for are there for verification; to people the entry says the same in words.
      const { [entryRows]: _rows, ...details } = entry.details;
      entries.push({ ...entry, details });
    } catch {
      // A damaged line is a finding of the verification, not of this list.
    }
  }
  return { total, entries };
}
