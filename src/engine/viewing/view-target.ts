/** Tells a viewing process where the content of an item lies. */
import { EngineError } from '../../model/error.ts';
import { rootIdentityOf } from '../../model/medium.ts';
import type { MemberStep, SeenFile, ViewTarget } from '../../model/viewing.ts';
import { type ItemLocation, locateItem } from '../../storage/item-location.ts';
import type { CaseSession } from '../case/case-session.ts';
import { requirePresence } from '../evidence/open-file.ts';

export interface LocatedTarget {
  target: ViewTarget;
  /** The file that holds it, as the case recorded it. */
  file: ItemLocation;
}

/** Codes of opening that say of the file itself that it is another one than was listed. */
const changedCodes = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'not-a-regular-file', 'outside-the-source']);

const memberLayer = />member:([^:>]+):([^>]*)$/;

/** The last layer of a member's address: the extractor that brought it forth, and its name. */
function stepOf(member: ItemLocation, container: ItemLocation): MemberStep {
  const layer = memberLayer.exec(member.address ?? '');
  if (layer === null || container.mediaType === null)
    throw new EngineError('case-corrupt', 'The address of an item does not say what it lies in. Verify the case.', {
      reason: 'case-contradicts-itself',
      item: member.id,
    });
  const [, extractor, name] = layer as unknown as [string, string, string];
  const bytes = name.replace(/%([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
  return { extractor, name: bytes, containerType: container.mediaType, sha256: member.sha256 };
}

/** Where the content of a file or member lies. @throws EngineError `case-corrupt`, `source-unavailable`. */
export function viewTargetOf(session: CaseSession, location: ItemLocation): LocatedTarget {
  const members: MemberStep[] = [];
  let file = location;
  while (file.kind === 'member') {
    const container = file.parent === null ? null : locateItem(session.reader, file.parent);
    if (container === null)
      throw new EngineError('case-corrupt', 'An item lies in another that the case does not have. Verify the case.', {
        reason: 'case-contradicts-itself',
        item: file.id,
      });
    members.unshift(stepOf(file, container));
    file = container;
  }
  const source = session.tables.sourceRecords().find(({ id }) => id === file.source);
  if (source === undefined)
    throw new EngineError('case-corrupt', 'An item lies in a source that the case does not have. Verify the case.', {
      reason: 'case-contradicts-itself',
    });
  return {
    target: {
      root: { path: source.path.toString('latin1'), ...rootIdentityOf(requirePresence(source)) },
      path: file.path.toString('latin1'),
      name: file.name,
      members,
      mediaType: location.mediaType,
      sha256: location.sha256,
    },
    file,
  };
}

/** Whether a file is no longer as the case recorded it. */
export function isChanged(file: ItemLocation, seen: SeenFile): boolean {
  return seen.size !== file.size || (file.modified !== null && BigInt(seen.modified) !== file.modified);
}

/** What a process said that could read nothing, as an error. */
export function unreadFault(file: ItemLocation, code: string, message: string): EngineError {
  // What was found in it once and is not now means that it is another file.
  if (code === 'changed' || code === 'not-found-inside' || changedCodes.has(code)) {
    return new EngineError(
      'source-changed',
      `${file.name} no longer has the content that the case recorded. The case was not changed; verify it with its evidence.`,
      { reason: 'content-changed', name: file.name, item: file.id, code },
    );
  }
  if (code === 'too-large-inside' || code === 'extractor-failed') {
    return new EngineError('unsupported', `What lies inside ${file.name} could not be taken out again: ${message}.`, {
      reason: 'member-not-taken-out',
      name: file.name,
      item: file.id,
      code,
    });
  }
  const gone = code === 'source-unavailable' ? message : code;
  return new EngineError(
    'source-unavailable',
    `${file.name} cannot be read from the evidence now (${gone}). Connect the evidence at the same place and try again; the case was not changed.`,
    { reason: 'item-unreadable', name: file.name, item: file.id, code },
  );
}
