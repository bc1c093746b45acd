/**
 * Keeps what Node.js makes of the sources, so that the next start need not make it again: without, stripping types and
 * compiling take longer than the triage of a small card. It lies beside the packages, not in a user's folder: whoever
 * could write there could change the program itself.
 */
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Reads and keeps compiled modules from now on; where the folder cannot be written, nothing is kept and nothing is lost. */
export function keepCompiledModules() {
  enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/sabut', import.meta.url)));
}
