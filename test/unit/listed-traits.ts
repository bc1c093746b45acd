/** What a listing says of a file. */
import { type BigIntStats, lstatSync } from 'node:fs';
import type { ListedTraits } from '../../src/model/processing.ts';

/** The traits of a file below a root as it is now; none that can be compared where it is not there. */
export function listedTraits(root: string, path: Buffer): ListedTraits {
  let stat: BigIntStats;
  try {
    stat = lstatSync(Buffer.concat([Buffer.from(`${root}/`), path]), { bigint: true });
  } catch {
    return { size: 0, modified: null, changed: null, inode: null };
  }
  const { size, mtimeNs, ctimeNs, ino } = stat;
  return { size: Number(size), modified: mtimeNs.toString(), changed: ctimeNs.toString(), inode: ino.toString() };
}
