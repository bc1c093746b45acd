/** Reads a file of a folder source again, long after it was hashed, and tells whether it is still what was hashed. */
import { closeSync, read, readSync } from 'node:fs';
import { displayRawName } from '../../model/display.ts';
import { EngineError } from '../../model/error.ts';
import type { FolderIdentity } from '../../model/medium.ts';
import type { ByteReader } from '../../model/reader.ts';
import { readAround } from '../../sources/folder/faulty-read.ts';
import { type OpenedEvidence, OpenFault, openEvidence } from '../../sources/folder/open-evidence.ts';
import type { SourceRecord } from '../../storage/case-tables.ts';
import type { ItemLocation } from '../../storage/item-location.ts';
import { sourceId } from '../../storage/item-reader.ts';
import { presenceOf, reasonOf } from '../case/source-presence.ts';

/** Content that is open. */
export interface ItemContent extends ByteReader {
  /** True where the evidence is no longer as it was hashed. */
  readonly changed: boolean;
  /** Lets go of it; reading is not possible any more. */
  close(): void;
}

/** Codes of opening that say of the file itself that it is another one than was listed. */
const changedCodes = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'not-a-regular-file', 'outside-the-source']);

/**
 * Makes sure that a source's own medium is at its place, and says under which identity it is connected now.
 * @throws EngineError `source-unavailable`.
 */
export function requirePresence(source: SourceRecord): FolderIdentity {
  const presence = presenceOf(source);
  if (presence.state === 'here') return presence.found;
  const path = displayRawName(source.path).text;
  throw new EngineError(
    'source-unavailable',
    `The evidence at ${path} cannot be read now (${reasonOf(presence)}). Connect it at the same place and try again; the case was not changed.`,
    { reason: 'evidence-not-connected', path, source: sourceId(source.id) },
  );
}

function openOf(source: SourceRecord, location: ItemLocation): OpenedEvidence {
  try {
    return openEvidence(source.path, location.path);
  } catch (thrown) {
    if (!(thrown instanceof OpenFault)) throw thrown;
    const shown = `${sourceId(source.id)}/${displayRawName(location.path).text}`;
    if (changedCodes.has(thrown.code)) {
      throw new EngineError(
        'source-changed',
        `${shown} is not in the evidence any more as it was listed (${thrown.code}). The case was not changed; verify it with its evidence.`,
        { reason: 'file-not-as-listed', name: shown, item: location.id, code: thrown.code },
      );
    }
    throw new EngineError('source-unavailable', `${shown} cannot be read now (${thrown.code}). The case was not changed.`, {
      reason: 'item-unreadable',
      name: shown,
      item: location.id,
      code: thrown.code,
    });
  }
}

/**
 * Opens the file of an item. Sectors that cannot be read stand as zeros, as they do in the recorded digests.
 * @throws EngineError `source-unavailable`, `source-changed`.
 */
export function openFile(source: SourceRecord, location: ItemLocation): ItemContent {
  requirePresence(source);
  const { descriptor, stat } = openOf(source, location);
  const size = Number(stat.size);
  let open = true;
  return {
    size,
    changed: size !== location.size || (location.modified !== null && stat.mtimeNs !== location.modified),
    async read(offset, length) {
      const start = Math.min(Math.max(0, offset), size);
      const target = Buffer.allocUnsafe(Math.max(0, Math.min(size, start + length) - start));
      const count = await readInto(descriptor, target, start, size);
      return target.subarray(0, count);
    },
    close() {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}

function readInto(descriptor: number, target: Buffer, offset: number, end: number): Promise<number> {
  if (target.length === 0) return Promise.resolve(0);
  return new Promise((resolve, reject) => {
    read(descriptor, target, 0, target.length, offset, (error, count) => {
      if (error === null && count === target.length) return resolve(count);
      // The rare case - an error or a short read - goes the careful way.
      try {
        resolve(readAround((part, at) => readSync(descriptor, part, 0, part.length, at), target, offset, end, []));
      } catch (thrown) {
        reject(
          new EngineError(
            'source-unavailable',
            `The evidence cannot be read now (${(thrown as NodeJS.ErrnoException).code ?? 'EUNKNOWN'}). The case was not changed.`,
            { reason: 'evidence-unreadable-now', code: (thrown as NodeJS.ErrnoException).code ?? 'EUNKNOWN' },
            thrown,
          ),
        );
      }
    });
  });
}
