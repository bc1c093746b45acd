/** Names of files and folders say what is in them. */
import type { Violation } from './source-file.ts';

const bannedWords = new Set([
  'util',
  'utils',
  'helper',
  'helpers',
  'manager',
  'managers',
  'info',
  'infos',
  'data',
  'misc',
  'common',
  'stuff',
]);

/** Reports a file or folder with a word in its name that says nothing. `file` is a path below the project's root. */
export function checkName(file: string): Violation[] {
  const words = file
    // IPTC's own word for its records.
    .replace(/\bdata-sets?\b/, 'dataset')
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/);
  const banned = words.filter((word) => bannedWords.has(word));
  return banned.map((word) => ({ path: file, line: 1, rule: 'names', message: `has "${word}" in its name: say what it is` }));
}
