/** The text whose MD5 is the import hash ("imphash") that threat intelligence shares. */
import type { PeImport } from './imports.ts';
import { ordinalName } from './ordinal-names.ts';

/**
 * `library.function` in lower case, the library without `.dll`, `.ocx` or `.sys`, in the table's order,
 * joined by commas; null where nothing is imported.
 */
export function importHashText(functions: readonly PeImport[]): string | null {
  if (functions.length === 0) return null;
  const parts: string[] = [];
  for (const each of functions) {
    const library = each.library.toLowerCase();
    const name = each.name === null ? ordinalName(library, each.ordinal ?? 0) : each.name.toLowerCase();
    parts.push(`${library.replace(/\.(?:dll|ocx|sys)$/, '')}.${name}`);
  }
  return parts.join(',');
}
