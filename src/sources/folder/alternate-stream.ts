/** The one alternate stream of NTFS that is looked for by name: Node.js can open streams, but not list them (docs/adr/0018). */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { joinPath } from './walk.ts';

/** Where Windows notes that a file was downloaded, and from where ([MS-FSCC] 5.6.1). */
const zoneIdentifier = Buffer.from(':Zone.Identifier');
/** Windows writes some hundred bytes; more than this is made to waste time. */
const limit = 64 * 1024;

/** First bytes of a file's stream Zone.Identifier; null where it has none, or where the system is not Windows. */
export function readZoneIdentifier(root: Buffer, path: Buffer, platform: NodeJS.Platform = process.platform): Uint8Array | null {
  if (platform !== 'win32') return null;
  let descriptor: number;
  try {
    descriptor = openSync(Buffer.concat([joinPath(root, path), zoneIdentifier]), constants.O_RDONLY);
  } catch {
    // Most files have none; file systems other than NTFS have no streams.
    return null;
  }
  try {
    if (!fstatSync(descriptor).isFile()) return null;
    const bytes = Buffer.alloc(limit);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, limit, 0));
  } finally {
    closeSync(descriptor);
  }
}
