/** The digest of a source's manifest, from its rows as they are. */
import { createHash } from 'node:crypto';
import { manifestLine } from '../../model/manifest.ts';
import type { Connection } from '../../storage/connection.ts';
import { manifestItems } from '../../storage/manifest-items.ts';

const blockLength = 65_536;

/** Returns the SHA-256 in hexadecimal; yields now and then, so that others get a turn. */
export function* manifestDigest(connection: Connection, source: number): Generator<void, string, undefined> {
  const sum = createHash('sha256');
  let block = '';
  for (const item of manifestItems(connection, source)) {
    block += manifestLine(item) ?? '';
    if (block.length < blockLength) continue;
    sum.update(block);
    block = '';
    yield;
  }
  return sum.update(block).digest('hex');
}
