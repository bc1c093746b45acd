/** Turns what the walk of a source yields into items to be written, a slice at a time. */
import { hash } from 'node:crypto';
import { extensionOf } from '../../identification/extension.ts';
import { itemIdOf } from '../../model/address.ts';
import { displayRawName } from '../../model/display.ts';
import type { EngineError } from '../../model/error.ts';
import type { RootIdentity } from '../../model/medium.ts';
import type { Observation, Outcomes } from '../../model/outcome.ts';
import { type WalkEntry, walkFolder } from '../../sources/folder/walk.ts';
import type { SourceRecord } from '../../storage/case-tables.ts';
import { addressOf } from '../../storage/item-reader.ts';
import type { ListedItem } from '../../storage/item-writer.ts';
import { isOnRemovableMedium } from '../case/evidence.ts';
import { isStillThere, notAnswering, presenceOf, sourceUnavailable } from '../case/source-presence.ts';
import { priorityOf } from './priority.ts';

/** A directory that was listed as an item already and then could not be read. */
export interface ListingFault {
  itemId: Buffer;
  outcomes: Outcomes;
  observation: Observation;
}

export interface ListingSlice {
  /** Row number of the source. */
  source: number;
  items: ListedItem[];
  faults: ListingFault[];
  done: boolean;
}

export class SourceListing {
  readonly source: SourceRecord;
  private readonly root: RootIdentity;
  private readonly walk: Generator<WalkEntry, void, undefined>;
  private readonly steps: readonly string[];
  private readonly now: bigint;
  private readonly removable: boolean;

  /** `steps` are the extractors of the run: an entry whose content is not read has an outcome for each all the same. */
  constructor(source: SourceRecord, root: RootIdentity, steps: readonly string[], nowMilliseconds: number) {
    this.source = source;
    this.root = root;
    this.walk = walkFolder(source.path, { crossFileSystems: source.crossFileSystems });
    this.steps = steps;
    this.now = BigInt(Math.trunc(nowMilliseconds)) * 1_000_000n;
    this.removable = isOnRemovableMedium(source.path);
  }

  /**
   * The next entries, at most `limit` or what `until` milliseconds of the monotonic clock allow.
   * @throws EngineError `source-unavailable` where the source itself is gone.
   */
  next(limit: number, clock: () => number, until: number): ListingSlice {
    const slice: ListingSlice = { source: this.source.id, items: [], faults: [], done: false };
    while (slice.items.length < limit && clock() < until) {
      let step: IteratorResult<WalkEntry, void>;
      try {
        step = this.walk.next();
      } catch (thrown) {
        throw this.unavailable((thrown as NodeJS.ErrnoException).code ?? 'EUNKNOWN');
      }
      if (step.done === true) {
        slice.done = true;
        break;
      }
      this.take(step.value, slice);
    }
    // Another folder at the same path walks without a fault: what it holds, or that it holds nothing, says nothing of the evidence.
    if (!this.stillThere()) throw this.unavailable('ENOENT');
    return slice;
  }

  private take(entry: WalkEntry, slice: ListingSlice): void {
    if (entry.fault !== null && !this.stillThere()) throw this.unavailable(entry.fault);
    const itemId = Buffer.from(
      itemIdOf(addressOf(this.source.id, entry.path), (text) => hash('sha256', text, 'hex')),
      'hex',
    );
    if (entry.fault !== null && entry.kind === 'directory') {
      slice.faults.push({
        itemId,
        outcomes: this.outcomes('failed'),
        observation: faultObservation(entry.fault, 'The folder could not be listed; what it holds is not in this case.'),
      });
      return;
    }
    slice.items.push(this.toItem(entry, itemId));
  }

  private toItem(entry: WalkEntry, itemId: Buffer): ListedItem {
    const display = displayRawName(entry.path).text;
    const name = display.slice(display.lastIndexOf('/') + 1);
    const stat = entry.stat;
    const outcomes = entry.fault !== null ? this.outcomes('failed') : entry.skip !== null ? this.outcomes(`skipped(${entry.skip})`) : null;
    return {
      itemId,
      source: this.source.id,
      path: entry.path,
      name,
      kind: entry.kind,
      size: entry.size,
      mode: stat?.mode ?? null,
      uid: stat?.uid ?? null,
      gid: stat?.gid ?? null,
      device: stat === null ? null : BigInt.asIntN(64, this.recordedDevice(stat.device)),
      inode: stat === null ? null : BigInt.asIntN(64, stat.inode),
      links: stat?.links ?? null,
      modified: stat?.modified ?? null,
      accessed: stat?.accessed ?? null,
      changed: stat?.changed ?? null,
      created: stat?.created ?? null,
      linkTarget: entry.linkTarget,
      extension: entry.kind === 'directory' ? null : extensionOf(name),
      priority: entry.kind === 'file' ? priorityOf(display, stat?.modified ?? null, this.now, this.removable) : 0,
      outcomes,
      observations: entry.fault !== null ? [faultObservation(entry.fault, 'The system refused to describe it.')] : [],
    };
  }

  private outcomes(read: 'failed' | `skipped(${string})`): Outcomes {
    const outcomes: Outcomes = { read };
    const rest = read === 'failed' ? 'skipped(not-read)' : read;
    outcomes['identify'] = rest;
    for (const step of this.steps) outcomes[step] = rest;
    return outcomes;
  }

  /** The medium's own device number is that of the connection in which it was added, so that its hard links stay one file. */
  private recordedDevice(device: bigint): bigint {
    return device.toString() === this.root.device ? BigInt(this.source.device) : device;
  }

  private stillThere(): boolean {
    return isStillThere(this.source.path, this.root);
  }

  private unavailable(code: string): EngineError {
    const presence = presenceOf(this.source);
    return presence.state === 'here' ? notAnswering(this.source, code) : sourceUnavailable(this.source, presence);
  }
}

function faultObservation(code: string, message: string): Observation {
  return { severity: 'warning', code: 'not-listed', message, step: 'read', place: code };
}
