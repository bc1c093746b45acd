/**
 * The text over which the audit log's batch digests are made. The same lines are built when rows are written and when
 * they are verified, so a row that was changed behind the product's back no longer matches what the log says.
 */
import { hash } from 'node:crypto';

export type Plain = string | number | bigint | null;

/** Version of the lines, named in each entry that vouches for some: raised whenever what they hold changes. */
export const recordLineVersion = 2;

/** SHA-256 of each line, then SHA-256 over these in ascending order: whoever verifies a batch need not hold its lines. */
export function digestLines(lines: readonly string[]): string {
  const digests = new LineDigests();
  for (const line of lines) digests.add(line);
  return digests.digest();
}

const digestLength = 32;

/** The lines of a batch as they come, in whatever order. */
export class LineDigests {
  private bytes = Buffer.allocUnsafeSlow(16 * digestLength);
  count = 0;

  add(line: string): void {
    if ((this.count + 1) * digestLength > this.bytes.length) {
      const larger = Buffer.allocUnsafeSlow(this.bytes.length * 2);
      this.bytes.copy(larger);
      this.bytes = larger;
    }
    hash('sha256', line, 'buffer').copy(this.bytes, this.count * digestLength);
    this.count += 1;
  }

  digest(): string {
    const each = Array.from({ length: this.count }, (_, index) => this.bytes.subarray(index * digestLength, (index + 1) * digestLength));
    return hash('sha256', Buffer.concat(each.sort(Buffer.compare)), 'hex');
  }
}

/** One line of plain values: the id in hexadecimal, then JSON texts; null is `null`, integers are bare digits. */
export function recordLine(id: Uint8Array, values: readonly Plain[]): string {
  // Joined at once: text that grows value by value leaves three times as much for the garbage collector.
  const texts = values.map((value) => (typeof value === 'string' ? JSON.stringify(value) : String(value)));
  return [Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('hex'), ...texts].join(' ');
}

/**
 * What is known of an item from the moment when it enters the case, in the order in which its line takes it. Artefacts and
 * observations follow, which are none for an item whose content is still to be read.
 */
export function listedValues(row: {
  /** Number in the database: so that the rows which refer to the item are bound to it. */
  row: Plain;
  source: Plain;
  parent: Plain;
  /** Hexadecimal. */
  path: string;
  address: string | null;
  name: string;
  kind: Plain;
  /** As listing found it; null for members, and for what has no content. */
  size: Plain;
  mode: Plain;
  uid: Plain;
  gid: Plain;
  device: Plain;
  inode: Plain;
  links: Plain;
  modified: Plain;
  accessed: Plain;
  changed: Plain;
  created: Plain;
  /** Hexadecimal. */
  linkTarget: string | null;
  extension: string | null;
  priority: Plain;
  hardLinkOf: Plain;
  /** JSON of the outcomes where nothing is left to be read, else null. */
  outcomes: string | null;
}): Plain[] {
  return [
    row.row,
    row.source,
    row.parent,
    row.path,
    row.address,
    row.name,
    row.kind,
    row.size,
    row.mode,
    row.uid,
    row.gid,
    row.device,
    row.inode,
    row.links,
    row.modified,
    row.accessed,
    row.changed,
    row.created,
    row.linkTarget,
    row.extension,
    row.priority,
    row.hardLinkOf,
    row.outcomes,
  ];
}

/** What processing found, in the order in which the line takes it; artefacts and observations follow. */
export function processedValues(row: {
  md5: string | null;
  sha1: string | null;
  sha256: string | null;
  sha512: string | null;
  blake3: string | null;
  size: Plain;
  /** Nanoseconds since 1970, where what was read had been changed since it was listed. */
  readModified: Plain;
  mediaType: string | null;
  basis: string | null;
  charset: string | null;
  mismatch: Plain;
  entropy: Plain;
  outcomes: string;
  captured: Plain;
  capturedTime: string | null;
  deviceName: string | null;
  latitude: Plain;
  longitude: Plain;
}): Plain[] {
  return [
    row.md5,
    row.sha1,
    row.sha256,
    row.sha512,
    row.blake3,
    row.size,
    row.readModified,
    row.mediaType,
    row.basis,
    row.charset,
    row.mismatch,
    row.entropy,
    row.outcomes,
    row.captured,
    row.capturedTime,
    row.deviceName,
    row.latitude,
    row.longitude,
  ];
}

/** An artefact as its row holds it. */
export interface ArtefactTexts {
  ordinal: Plain;
  extractor: string;
  version: string;
  fields: string;
  sources: string;
}

/** Artefacts and observations, after their numbers. Rows that are read back bring their ordinals; at writing these are their places. */
export function remarkValues(
  artefacts: readonly ArtefactTexts[],
  observations: readonly {
    ordinal?: Plain;
    step: string;
    severity: string;
    code: string;
    message: string;
    place?: string | null;
  }[],
): Plain[] {
  const values: Plain[] = [artefacts.length, observations.length];
  for (const { ordinal, extractor, version, fields, sources } of artefacts) values.push(ordinal, extractor, version, fields, sources);
  for (const [index, { ordinal = index, step, severity, code, message, place = null }] of observations.entries())
    values.push(ordinal, step, severity, code, message, place);
  return values;
}
