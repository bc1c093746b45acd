/** Writes items: first as they are listed, then with what processing found. Only called inside a transaction. */
import type { Statement } from 'better-sqlite3';
import type { Observation, Outcomes } from '../model/outcome.ts';
import { worstStatus } from '../model/outcome.ts';
import type { ContentResult } from '../model/processing.ts';
import type { Connection } from './connection.ts';
import { Dictionary } from './dictionary.ts';
import { listedValues, type Plain, processedValues, recordLine, remarkValues } from './record-lines.ts';

/** Kinds by their number in the database. */
export const kindNumbers = { file: 0, directory: 1, symlink: 2, special: 3, member: 4 } as const;

/** An item as listing found it. */
export interface ListedItem {
  itemId: Buffer;
  source: number;
  path: Buffer;
  name: string;
  kind: keyof typeof kindNumbers;
  size: number | null;
  mode: number | null;
  uid: number | null;
  gid: number | null;
  device: bigint | null;
  inode: bigint | null;
  links: number | null;
  modified: bigint | null;
  accessed: bigint | null;
  changed: bigint | null;
  created: bigint | null;
  linkTarget: Buffer | null;
  extension: string | null;
  priority: number;
  /** Outcomes where nothing is left to do; null for what waits to be read. */
  outcomes: Outcomes | null;
  observations: Observation[];
}

/** What of an item's artefacts is kept beside it, so that it can be sorted and counted. */
export interface Promoted {
  captured: bigint | null;
  /** The capture time as JSON, with raw value and basis. */
  capturedTime: string | null;
  deviceName: string | null;
  latitude: number | null;
  longitude: number | null;
}

/** A member found inside an item while that was processed. */
export interface MemberItem {
  itemId: Buffer;
  source: number;
  parent: number;
  path: Buffer;
  address: string;
  name: string;
  extension: string | null;
}

/** What a line says of an item of which nothing was read. */
const nothingRead = {
  md5: null,
  sha1: null,
  sha256: null,
  sha512: null,
  blake3: null,
  readModified: null,
  mediaType: null,
  basis: null,
  charset: null,
  mismatch: 0,
  entropy: null,
  captured: null,
  capturedTime: null,
  deviceName: null,
  latitude: null,
  longitude: null,
} as const;

/** What a line says of a member, which no file system describes. */
const undescribed = {
  hardLinkOf: null,
  size: null,
  mode: null,
  uid: null,
  gid: null,
  device: null,
  inode: null,
  links: null,
  modified: null,
  accessed: null,
  changed: null,
  created: null,
  linkTarget: null,
  priority: 0,
  outcomes: null,
} as const;

const noPromotion: Promoted = { captured: null, capturedTime: null, deviceName: null, latitude: null, longitude: null };

export class ItemWriter {
  /** Rows that were written again since they were last taken; null while nobody asks for them. */
  private rewritten: number[] | null = null;
  readonly mediaTypes: Dictionary;
  readonly outcomeSets: Dictionary;
  private readonly insertItem: Statement;
  private readonly insertMember: Statement;
  private readonly updateItem: Statement;
  private readonly insertObservation: Statement;
  private readonly insertArtefact: Statement;
  private readonly firstName: Statement;
  private readonly joinHardLink: Statement;
  private readonly listingFault: Statement;

  constructor(connection: Connection) {
    this.mediaTypes = new Dictionary(connection, 'media_type', 'name');
    this.outcomeSets = new Dictionary(connection, 'outcome_set', 'outcomes', (text) => worstStatus(JSON.parse(text) as Outcomes));
    this.insertItem = connection.prepare(
      `INSERT INTO item (item_id, source, path, name, kind, size, mode, uid, gid, device, inode, links, modified, accessed, changed, created, link_target, extension, priority, state, listed_batch, outcome_set)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (item_id) DO NOTHING`,
    );
    this.insertMember = connection.prepare(
      `INSERT INTO item (item_id, source, parent, path, address, name, kind, extension, priority, state, listed_batch) VALUES (?, ?, ?, ?, ?, ?, 4, ?, 0, 1, ?)`,
    );
    this.updateItem = connection.prepare(
      // The right side of SET sees the row as it was: `listed_size` keeps what listing said where reading found another size.
      `UPDATE item SET state = 1, processed_batch = ?, listed_size = CASE WHEN kind <> 4 AND size IS NOT ? THEN size END, size = ?, read_modified = ?, md5 = ?, sha1 = ?, sha256 = ?, sha512 = ?, blake3 = ?, media_type = ?, media_type_basis = ?, charset = ?,
       extension_mismatch = ?, entropy = ?, outcome_set = ?, captured = ?, captured_time = ?, device_name = ?, latitude = ?, longitude = ? WHERE id = ?`,
    );
    this.insertObservation = connection.prepare(
      'INSERT INTO observation (item, ordinal, step, severity, code, message, place) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.insertArtefact = connection.prepare(
      'INSERT INTO artefact (item, ordinal, extractor, version, fields, sources) VALUES (?, ?, ?, ?, ?, ?)',
    );
    // Names of one file have the same times. A device number may belong to another file system than when the first was listed.
    this.firstName = connection.prepare(
      `SELECT id FROM item WHERE device = ? AND inode = ? AND links > 1 AND hard_link_of IS NULL AND source = ? AND modified IS ? AND changed IS ?
       ORDER BY id LIMIT 1`,
    );
    this.joinHardLink = connection.prepare('UPDATE item SET hard_link_of = ?, state = 2 WHERE id = ?');
    this.listingFault = connection.prepare(
      'UPDATE item SET listed_outcome_set = outcome_set, outcome_set = ?, processed_batch = ? WHERE item_id = ? AND kind = 1 AND processed_batch IS NULL RETURNING id, size',
    );
  }

  /**
   * Writes an item as listed; returns its line for the batch's digest, or null where the case has it already.
   * A further name of a hard-linked file waits for the first one's content.
   */
  addListed(item: ListedItem, batch: number): string | null {
    const outcomeSet = item.outcomes === null ? null : this.outcomeSets.idOf(JSON.stringify(item.outcomes));
    const kind = kindNumbers[item.kind];
    const isLink = item.kind === 'file' && item.links !== null && item.links > 1 && item.outcomes === null;
    const first = isLink
      ? (this.firstName.get(item.device, item.inode, item.source, item.modified, item.changed) as { id: number } | undefined)
      : undefined;
    const result = this.insertItem.run(
      item.itemId,
      item.source,
      item.path,
      item.name,
      kind,
      item.size,
      item.mode,
      item.uid,
      item.gid,
      item.device,
      item.inode,
      item.links,
      item.modified,
      item.accessed,
      item.changed,
      item.created,
      item.linkTarget,
      item.extension,
      item.priority,
      item.outcomes === null ? 0 : 1,
      batch,
      outcomeSet,
    );
    if (result.changes === 0) return null;
    const row = Number(result.lastInsertRowid);
    if (first !== undefined) this.joinHardLink.run(first.id, row);
    this.addObservations(row, item.observations);
    return recordLine(item.itemId, [
      ...listedValues({
        ...item,
        row,
        parent: null,
        address: null,
        hardLinkOf: first?.id ?? null,
        kind,
        path: item.path.toString('hex'),
        linkTarget: item.linkTarget?.toString('hex') ?? null,
        outcomes: item.outcomes === null ? null : JSON.stringify(item.outcomes),
      }),
      ...remarkValues([], item.observations),
    ]);
  }

  /** Rows that were written again since the last call. From the first call on they are noted. */
  takeRewritten(): readonly number[] {
    const rows = this.rewritten ?? [];
    this.rewritten = [];
    return rows;
  }

  /**
   * Records that a directory that was described could not be listed; returns its line for the digest of the batch's processed
   * items, or null where that is recorded already.
   */
  recordListingFault(itemId: Buffer, outcomes: Outcomes, observation: Observation, batch: number): string | null {
    const text = JSON.stringify(outcomes);
    const row = this.listingFault.get(this.outcomeSets.idOf(text), batch, itemId) as { id: number; size: number | null } | undefined;
    if (row === undefined) return null;
    this.rewritten?.push(row.id);
    this.addObservations(row.id, [observation]);
    return recordLine(itemId, [...processedValues({ ...nothingRead, size: row.size, outcomes: text }), ...remarkValues([], [observation])]);
  }

  /** Adds a member's row; its content is then recorded like any other's. Returns the row and its line for the batch's digest. */
  addMember(member: MemberItem, batch: number): { row: number; line: string } {
    const { itemId, source, parent, path, address, name, extension } = member;
    const row = Number(this.insertMember.run(itemId, source, parent, path, address, name, extension, batch).lastInsertRowid);
    const values = { ...undescribed, row, source, parent, path: path.toString('hex'), address, name, kind: kindNumbers.member, extension };
    return { row, line: recordLine(itemId, [...listedValues(values), ...remarkValues([], [])]) };
  }

  /** Writes what processing found about an item; returns its line for the batch's digest. */
  recordContent(row: number, itemId: Uint8Array, content: ContentResult, promoted: Promoted | null, batch: number): string {
    const { captured, capturedTime, deviceName, latitude, longitude } = promoted ?? noPromotion;
    const { md5, sha1, sha256, sha512, blake3 } = content.digests;
    const outcomes = JSON.stringify(content.outcomes);
    const entropy = content.entropy === null ? null : Math.round(content.entropy * 10_000);
    const mismatch = content.extensionMismatch ? 1 : 0;
    this.rewritten?.push(row);
    const readModified = content.readModified === undefined ? null : BigInt(content.readModified);
    this.updateItem.run(
      batch,
      content.size,
      content.size,
      readModified,
      bytesOf(md5),
      bytesOf(sha1),
      bytesOf(sha256),
      bytesOf(sha512),
      bytesOf(blake3),
      content.mediaType === null ? null : this.mediaTypes.idOf(content.mediaType),
      content.mediaTypeBasis,
      content.charset,
      mismatch,
      entropy,
      this.outcomeSets.idOf(outcomes),
      captured,
      capturedTime,
      deviceName,
      latitude,
      longitude,
      row,
    );
    const artefacts = content.artefacts.map(({ extractor, version, fields, sources }, ordinal) => {
      const texts = { ordinal, extractor, version, fields: JSON.stringify(fields), sources: JSON.stringify(sources) };
      this.insertArtefact.run(row, ordinal, extractor, version, texts.fields, texts.sources);
      return texts;
    });
    this.addObservations(row, content.observations);
    const values: Plain[] = processedValues({
      md5: md5 ?? null,
      sha1: sha1 ?? null,
      sha256: sha256 ?? null,
      sha512: sha512 ?? null,
      blake3: blake3 ?? null,
      size: content.size,
      readModified,
      mediaType: content.mediaType,
      basis: content.mediaTypeBasis,
      charset: content.charset,
      mismatch,
      entropy,
      outcomes,
      captured,
      capturedTime,
      deviceName,
      latitude,
      longitude,
    });
    values.push(...remarkValues(artefacts, content.observations));
    return recordLine(itemId, values);
  }

  private addObservations(row: number, observations: readonly Observation[]): void {
    let ordinal = 0;
    for (const { step, severity, code, message, place } of observations) {
      this.insertObservation.run(row, ordinal, step, severity, code, message, place ?? null);
      ordinal += 1;
    }
  }
}

function bytesOf(digest: string | undefined): Buffer | null {
  return digest === undefined ? null : Buffer.from(digest, 'hex');
}
