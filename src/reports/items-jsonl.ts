/**
 * The items as JSON, one object a line (UTF-8, `\n`). The order of the keys is fixed and part of the
 * format, so that equal cases give equal files. What may be missing is null; only `pathRaw`, `sha512` and
 * `blake3` are left out where there is none.
 */
import { type Artefact, type FieldValue, isTimestamp } from '../model/field.ts';
import type { Item } from '../model/item.ts';
import type { Observation } from '../model/outcome.ts';
import type { Timestamp } from '../model/timestamp.ts';
import { inBlocks } from './blocks.ts';
import { orderedOutcomes } from './item-order.ts';

function timeRecord(time: Timestamp | null): Timestamp | null {
  if (time === null) return null;
  const { iso, raw, precision, basis } = time;
  return { iso, raw, precision, basis };
}

function valueRecord(value: FieldValue): FieldValue {
  return isTimestamp(value) ? (timeRecord(value) as Timestamp) : value;
}

function artefactRecord({ extractor, version, fields, sources }: Artefact): Artefact {
  const values = Object.entries(fields).map(([name, value]) => [name, valueRecord(value)] as const);
  return { extractor, version, fields: Object.fromEntries(values), sources };
}

function observationRecord({ severity, code, message, step, place }: Observation): Observation {
  return { severity, code, message, step, ...(place === undefined ? {} : { place }) };
}

/** One item as one line, newline included. */
function itemLine(item: Item): string {
  const { modified, accessed, changed, created } = item.times;
  const record = {
    id: item.id,
    source: item.source,
    path: item.path,
    ...(item.pathRaw === null ? {} : { pathRaw: item.pathRaw }),
    kind: item.kind,
    size: item.size,
    md5: item.md5 ?? null,
    sha1: item.sha1 ?? null,
    sha256: item.sha256 ?? null,
    ...(item.sha512 === undefined ? {} : { sha512: item.sha512 }),
    ...(item.blake3 === undefined ? {} : { blake3: item.blake3 }),
    mediaType: item.mediaType,
    extension: item.extension,
    extensionMismatch: item.extensionMismatch,
    entropy: item.entropy,
    times: {
      modified: timeRecord(modified),
      accessed: timeRecord(accessed),
      changed: timeRecord(changed),
      created: timeRecord(created),
    },
    artefacts: item.artefacts.map(artefactRecord),
    observations: item.observations.map(observationRecord),
    outcomes: Object.fromEntries(orderedOutcomes(item.outcomes)),
    parent: item.parent,
    address: item.address,
    name: item.name,
    charset: item.charset,
    mediaTypeBasis: item.mediaTypeBasis,
    mode: item.mode,
    uid: item.uid,
    gid: item.gid,
    inode: item.inode,
    links: item.links,
    linkTarget: item.linkTarget,
  };
  return `${JSON.stringify(record)}\n`;
}

function* lines(items: Iterable<Item>): Generator<string, void, undefined> {
  for (const item of items) yield itemLine(item);
}

/** The whole file in pieces. */
export function writeItemsJsonl(items: Iterable<Item>): Iterable<string> {
  return inBlocks(lines(items));
}
