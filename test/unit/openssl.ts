/** Digests by openssl, as an opinion that is not ours. */
import { spawnSync } from 'node:child_process';
import type { DigestAlgorithm } from '../../src/model/digest.ts';

/** Lower-case hexadecimal digest of bytes; openssl knows no BLAKE3. */
export function opensslDigest(algorithm: Exclude<DigestAlgorithm, 'blake3'>, bytes: Uint8Array): string {
  const { status, stdout, stderr } = spawnSync('openssl', ['dgst', `-${algorithm}`, '-r'], { input: bytes, encoding: 'latin1' });
  if (status !== 0) throw new Error(`openssl: ${stderr}`);
  return stdout.slice(0, stdout.indexOf(' '));
}
