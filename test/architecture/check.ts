/** `node test/architecture/check.ts [ROOT]`: the rules of the architecture, one line for each violation; exit code 1 where there is one. */
import path from 'node:path';
import { checkLayers } from './layer-rule.ts';
import { checkName } from './names-rule.ts';
import { checkNetwork } from './network-rule.ts';
import { checkReadOnly } from './read-only-rule.ts';
import { listFiles, readSourceFiles, type Violation } from './source-file.ts';
import { checkTimeAndChance } from './time-and-chance-rule.ts';

/** Applies every rule to the project at `root`. */
export function checkArchitecture(root: string): Violation[] {
  const { sources, unreadable } = readSourceFiles(root, 'src');
  return [
    ...unreadable,
    ...sources.flatMap((source) => [checkLayers, checkTimeAndChance, checkNetwork, checkReadOnly].flatMap((check) => check(source))),
    ...listFiles(root, 'src').flatMap(checkName),
    ...listFiles(root, 'test').flatMap(checkName),
  ];
}

if (import.meta.main) {
  const root = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../..'));
  const violations = checkArchitecture(root);
  for (const { path: file, line, rule, message } of violations) console.error(`${file}:${line} [${rule}] ${message}`);
  console.error(violations.length === 0 ? 'Architecture: every rule holds.' : `Architecture: ${violations.length} violations.`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
