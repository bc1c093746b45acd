/** The content of an item, read again from the evidence. */
import { createHash } from 'node:crypto';
import { EngineError } from '../../model/error.ts';
import type { ItemKind } from '../../model/item.ts';
import { type ItemLocation, locateItem } from '../../storage/item-location.ts';
import type { CaseSession } from '../case/case-session.ts';
import type { EngineContext } from '../use-cases/context.ts';
import { type ItemContent, openFile } from './open-file.ts';

const chunkLength = 1024 * 1024;

const withoutContent: Partial<Record<ItemKind, string>> = {
  directory: 'a folder, which has no content of its own',
  symlink: 'a symbolic link, which is recorded by its target and never followed',
  special: 'a special file (device, pipe or socket), which is never read',
};

/** Where an item lies. @throws EngineError `not-found`. */
export function requireLocation(session: CaseSession, id: string): ItemLocation {
  const location = locateItem(session.reader, id);
  if (location === null) throw new EngineError('not-found', 'The case has no such item.', { reason: 'no-such-item', item: id });
  return location;
}

/**
 * Opens the content of an item; close it when done.
 * @throws EngineError `not-found`, `unsupported` for what has no content, `source-unavailable`, `source-changed`.
 */
export async function openItemContent(context: EngineContext, id: string): Promise<ItemContent> {
  const { session } = context;
  const location = requireLocation(session, id);
  const reason = withoutContent[location.kind];
  if (reason !== undefined)
    throw new EngineError('unsupported', `${location.name} is ${reason}.`, {
      reason: 'item-without-content',
      name: location.name,
      item: id,
    });
  const source = session.tables.sourceRecords().find((one) => one.id === location.source);
  if (source === undefined)
    throw new EngineError('case-corrupt', 'An item lies in a source that the case does not have. Verify the case.', {
      reason: 'case-contradicts-itself',
    });
  if (location.kind === 'member') return openMember(context, location);
  return openFile(source, location);
}

/** A member is taken out of its container by a process that may be killed, and held in memory. */
async function openMember(context: EngineContext, location: ItemLocation): Promise<ItemContent> {
  const { bytes, changed } = await context.viewing.member(location, new AbortController().signal);
  return {
    size: bytes.length,
    changed,
    read: (offset, length) => Promise.resolve(bytes.subarray(Math.max(0, offset), Math.max(0, offset + length))),
    close: () => undefined,
  };
}

/**
 * The whole content of an item, piece by piece, checked against the recorded SHA-256 at its end. A piece stays valid until the next is taken.
 * @throws EngineError `not-found`, `unsupported`, `source-unavailable`, `source-changed`.
 */
export async function* readChunks(context: EngineContext, id: string): AsyncGenerator<Uint8Array, void, undefined> {
  const { sha256, name, size } = requireLocation(context.session, id);
  const content = await openItemContent(context, id);
  try {
    // A file's time may differ for no other reason than how its volume is mounted; its bytes decide.
    const sum = createHash('sha256');
    let offset = 0;
    while (offset < content.size && content.size === size) {
      const bytes = await content.read(offset, chunkLength);
      if (bytes.length === 0) break;
      sum.update(bytes);
      offset += bytes.length;
      yield bytes;
    }
    if (offset !== size || (sha256 !== null && sum.digest('hex') !== sha256)) {
      throw new EngineError(
        'source-changed',
        `${name} no longer has the content that the case recorded. The case was not changed; verify it with its evidence.`,
        { reason: 'content-changed', name, item: id },
      );
    }
  } finally {
    content.close();
  }
}
