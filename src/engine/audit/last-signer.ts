/** Whose key signed the log last. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf, readPublicKeys } from './keys.ts';
import { parseNote, verifiedSignature } from './signed-note.ts';

/**
 * Fingerprint of the key under which the largest checkpoint's signature holds; null where there is no checkpoint, or none of the
 * case's keys signed it.
 */
export function lastSignerOf(checkpointsDirectory: string, keysDirectory: string): string | null {
  try {
    const last = readdirSync(checkpointsDirectory)
      .filter((name) => /^\d{12}\.note$/.test(name))
      .sort()
      .at(-1);
    const note = last === undefined ? null : parseNote(readFileSync(join(checkpointsDirectory, last), 'utf8'));
    if (note === null) return null;
    const keys = readPublicKeys(keysDirectory).map(({ publicKey }) => publicKey);
    const signature = verifiedSignature(note, keys);
    return signature === null ? null : fingerprintOf(signature.publicKey);
  } catch {
    // Verification says what is wrong with a checkpoint that cannot be read.
    return null;
  }
}
