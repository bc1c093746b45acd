/** Writes what was listed and found, batch by batch: rows and the audit entry that vouches for them in one transaction. */
import { hash } from 'node:crypto';
import { itemIdOf } from '../../model/address.ts';
import type { ChildResult, ContentResult, ItemResult } from '../../model/processing.ts';
import { keepsAccessTimes } from '../../model/volume.ts';
import type { Connection } from '../../storage/connection.ts';
import { addressOf, memberAddressOf, sourceId } from '../../storage/item-reader.ts';
import { digestLines, recordLineVersion } from '../../storage/record-lines.ts';
import { volumesOf } from '../../storage/volumes.ts';
import type { CaseSession } from '../case/case-session.ts';
import type { ListingSlice } from './listing.ts';
import { promote } from './promotion.ts';

const memberSeparator = Buffer.from('//');

/** What became durable with one batch. */
export interface Recorded {
  listed: number;
  processed: number;
}

/** The lines of a batch's rows, see `record-lines.ts`. */
interface BatchLines {
  listed: string[];
  processed: string[];
}

export class Recorder {
  private readonly session: CaseSession;
  private readonly run: number;
  private readonly actor: string;
  private readonly rowOf;
  private batch: number;
  /** Whether reading files of a source may update their times of last access, by source. */
  private readonly updating = new Map<number, boolean>();

  constructor(session: CaseSession, run: number, actor: string) {
    this.session = session;
    this.run = run;
    this.actor = actor;
    this.rowOf = session.connection.prepare('SELECT item_id, source, path, state FROM item WHERE id = ?');
    this.batch = lastBatch(session.connection);
  }

  /**
   * Writes listing slices and results together. A result for an item that has one already is left out, so that nothing
   * is ever doubled. On return all of it survives a power cut.
   */
  record(slices: readonly ListingSlice[], sourcesDone: readonly number[], results: readonly ItemResult[]): Recorded {
    const batch = this.batch + 1;
    const { writer } = this.session;
    const recorded = this.session.record(
      this.actor,
      ({ listedLines, processedLines, members, unlistable }) => [
        ...(listedLines.length + processedLines.length === 0
          ? []
          : [
              {
                action: 'items-recorded',
                details: {
                  batch,
                  lineVersion: recordLineVersion,
                  run: this.run,
                  listed: listedLines.length - members,
                  members,
                  processed: processedLines.length - unlistable,
                  unlistable,
                  ...(listedLines.length > 0 ? { listedSha256: digestLines(listedLines) } : {}),
                  ...(processedLines.length > 0 ? { processedSha256: digestLines(processedLines) } : {}),
                },
              },
            ]),
        ...sourcesDone.map((source) => ({ action: 'source-listed', details: { source: sourceId(source), run: this.run } })),
      ],
      () => {
        const listedLines: string[] = [];
        const processedLines: string[] = [];
        let names = 0;
        let unlistable = 0;
        for (const slice of slices) {
          for (const item of slice.items) {
            const line = writer.addListed(item, batch);
            if (line !== null) listedLines.push(line);
          }
          names = listedLines.length;
          for (const { itemId, outcomes, observation } of slice.faults) {
            const line = writer.recordListingFault(itemId, outcomes, observation, batch);
            if (line !== null) processedLines.push(line);
          }
          unlistable = processedLines.length;
        }
        for (const source of sourcesDone) this.session.tables.markSourceListed(source);
        const notKept = new Map<number, number>();
        for (const result of results) this.write(result, batch, { listed: listedLines, processed: processedLines }, notKept);
        for (const [source, files] of notKept) this.session.tables.countAccessTimesNotKept(source, files);
        return { listedLines, processedLines, members: listedLines.length - names, unlistable };
      },
    );
    this.batch = batch;
    return { listed: recorded.listedLines.length, processed: recorded.processedLines.length };
  }

  private write(result: ItemResult, batch: number, lines: BatchLines, notKept: Map<number, number>): void {
    const row = this.rowOf.get(result.key) as { item_id: Buffer; source: number; path: Buffer; state: number } | undefined;
    if (row === undefined || row.state === 1) return;
    if (result.accessTimeKept === false && this.updatesAccessTimes(row.source)) notKept.set(row.source, (notKept.get(row.source) ?? 0) + 1);
    this.writeContent(result.key, row.item_id, row.source, row.path, null, result, batch, lines);
  }

  private updatesAccessTimes(source: number): boolean {
    let updates = this.updating.get(source);
    if (updates === undefined) {
      const [volume] = volumesOf(this.session.connection, source);
      updates = volume === undefined || keepsAccessTimes(volume, 'files') !== true;
      this.updating.set(source, updates);
    }
    return updates;
  }

  /** `address` is null for what lies in the source itself: its address follows from its path, and is needed only for its members. */
  private writeContent(
    key: number,
    itemId: Buffer,
    source: number,
    path: Buffer,
    address: string | null,
    content: ContentResult,
    batch: number,
    lines: BatchLines,
  ): void {
    lines.processed.push(this.session.writer.recordContent(key, itemId, content, promote(content.artefacts), batch));
    for (const child of uniquelyNamed(content.children)) {
      const name = Buffer.from(child.nameBytes, 'latin1');
      const childAddress = memberAddressOf(address ?? addressOf(source, path), child.extractor, name);
      const childId = Buffer.from(
        itemIdOf(childAddress, (text) => hash('sha256', text, 'hex')),
        'hex',
      );
      const childPath = Buffer.concat([path, memberSeparator, name]);
      const member = this.session.writer.addMember(
        {
          itemId: childId,
          source,
          parent: key,
          path: childPath,
          address: childAddress,
          name: child.name,
          extension: child.extension,
        },
        batch,
      );
      lines.listed.push(member.line);
      this.writeContent(member.row, childId, source, childPath, childAddress, child, batch, lines);
    }
  }
}

/** An item's children may have the same name; the later one then carries a number before it: `2-preview.jpg`. */
function uniquelyNamed(children: readonly ChildResult[]): ChildResult[] {
  const taken = new Set<string>();
  return children.map((child) => {
    let nameBytes = child.nameBytes;
    let name = child.name;
    for (let count = 2; taken.has(nameBytes); count += 1) {
      nameBytes = `${count}-${child.nameBytes}`;
      name = `${count}-${child.name}`;
    }
    taken.add(nameBytes);
    return nameBytes === child.nameBytes ? child : { ...child, nameBytes, name };
  });
}

function lastBatch(connection: Connection): number {
  const row = connection
    .prepare('SELECT coalesce(max(listed_batch), 0) AS listed, coalesce(max(processed_batch), 0) AS processed FROM item')
    .get() as { listed: number; processed: number };
  return Math.max(row.listed, row.processed);
}
