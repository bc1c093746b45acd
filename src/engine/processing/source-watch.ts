/** The sources of a run, each with its root of this session: which are at their place, and whether they still are. */
import type { EngineError } from '../../model/error.ts';
import { type FolderIdentity, type RootIdentity, rootIdentityOf } from '../../model/medium.ts';
import type { SourceRoot } from '../../model/processing.ts';
import type { SourceRecord } from '../../storage/case-tables.ts';
import { notAnswering, presenceOf, sourceUnavailable } from '../case/source-presence.ts';

/** A source whose own medium is at its path. */
export interface PresentSource {
  source: SourceRecord;
  /** What it is in this session. */
  found: FolderIdentity;
  root: RootIdentity;
}

export class SourceWatch {
  private readonly here = new Map<number, PresentSource>();
  /** Why the first source that is needed and not here is not; it is left for a later session, and the others are gone on with. */
  readonly missing: EngineError | undefined;

  /** Looks at all sources; `isNeeded` says of which something is still to be listed or read. */
  constructor(sources: readonly SourceRecord[], isNeeded: (source: SourceRecord) => boolean) {
    for (const source of sources) {
      const presence = presenceOf(source);
      if (presence.state === 'here') this.here.set(source.id, { source, found: presence.found, root: rootIdentityOf(presence.found) });
      else if (isNeeded(source)) this.missing ??= sourceUnavailable(source, presence);
    }
  }

  get present(): PresentSource[] {
    return [...this.here.values()];
  }

  get(id: number): PresentSource | undefined {
    return this.here.get(id);
  }

  roots(): Record<number, SourceRoot> {
    return Object.fromEntries([...this.here].map(([id, { source, root }]) => [id, { path: source.path.toString('latin1'), ...root }]));
  }

  /** Lets a source go that is not needed any more. */
  forget(id: number): void {
    this.here.delete(id);
  }

  /** The thorough look: why a source is not what it was at the start, or null. `code` is the system's error that gave cause for it. */
  faultOf(id: number, code?: string): EngineError | null {
    const known = this.here.get(id);
    if (known === undefined) return null;
    const presence = presenceOf(known.source);
    if (presence.state !== 'here') return sourceUnavailable(known.source, presence);
    // Workers know it by the device number that it had at the start.
    if (presence.found.device !== known.root.device) return notAnswering(known.source, 'ENODEV');
    return code === undefined ? null : notAnswering(known.source, code);
  }
}
