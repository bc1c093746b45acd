/** Compares a case with the truth about a sample drive, answer by answer. */
import { type FieldValue, isTimestamp } from '../model/field.ts';
import type { Item } from '../model/item.ts';
import type { TruthEntry } from './ground-truth.ts';

export interface TruthComparison {
  entries: number;
  /** Single answers compared: digests, types, fields. */
  compared: number;
  /** One line for each answer that differs. */
  differences: string[];
  /** Agreement by what was compared, such as `sha256` or `image/exif.make`. */
  byAnswer: Map<string, { agreed: number; compared: number }>;
  /** Fields that were found and of which the truth says nothing, such as `image/exif.flashFired`, each with one path. */
  beyondTruth: Map<string, string>;
}

/** Positions are written as fractions of a second of arc; this is a millimetre on the ground. */
const numberTolerance = 1e-6;

function agrees(expected: FieldValue | null, found: unknown): boolean {
  if (typeof expected === 'number' && typeof found === 'number')
    return Math.abs(expected - found) <= numberTolerance * Math.max(1, Math.abs(expected));
  if (expected !== null && isTimestamp(expected)) {
    const time = found as { iso?: unknown; raw?: unknown; basis?: unknown; precision?: unknown } | undefined;
    return (
      time?.iso === expected.iso && time.raw === expected.raw && time.basis === expected.basis && time.precision === expected.precision
    );
  }
  return JSON.stringify(expected) === JSON.stringify(found ?? null);
}

/** `truth` is the text of `truth.jsonl`; `items` come from a case over the whole drive. An item more or less is a difference too. */
export function compareWithTruth(truth: string, items: Iterable<Item>): TruthComparison {
  const entries = truth
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TruthEntry);
  const expected = new Map(entries.map((entry) => [entry.pathRaw ?? entry.path, entry]));
  const comparison: TruthComparison = {
    entries: entries.length,
    compared: 0,
    differences: [],
    byAnswer: new Map(),
    beyondTruth: new Map(),
  };
  const check = (path: string, answer: string, wanted: FieldValue | null, found: unknown) => {
    const counts = comparison.byAnswer.get(answer) ?? { agreed: 0, compared: 0 };
    comparison.byAnswer.set(answer, counts);
    counts.compared += 1;
    comparison.compared += 1;
    if (agrees(wanted, found)) counts.agreed += 1;
    else comparison.differences.push(`${path}: ${answer} should be ${JSON.stringify(wanted)}, is ${JSON.stringify(found ?? null)}`);
  };
  const members = new Map<string, { extractor: string; size: number | null; sha256: string | undefined }[]>();
  const containers = new Map<string, TruthEntry>();
  for (const item of items) {
    if (item.kind === 'member') {
      const list = members.get(item.parent ?? '') ?? [];
      members.set(item.parent ?? '', list);
      list.push({ extractor: /member:([^:]+):[^:]*$/.exec(item.address)?.[1] ?? '', size: item.size, sha256: item.sha256 });
      continue;
    }
    const key = item.pathRaw ?? item.path;
    const entry = expected.get(key);
    expected.delete(key);
    if (entry === undefined) {
      comparison.differences.push(`${item.path}: is in the case, but not on the drive`);
      continue;
    }
    compareItem(entry, item, check);
    for (const { extractor, fields } of item.artefacts) {
      for (const name of Object.keys(fields))
        if (entry.fields[extractor]?.[name] === undefined) comparison.beyondTruth.set(`${extractor}.${name}`, entry.path);
    }
    if (entry.members.length > 0) containers.set(item.id, entry);
  }
  for (const [id, entry] of containers) {
    for (const member of entry.members) {
      const found = members.get(id)?.find(({ extractor, sha256 }) => extractor === member.extractor && sha256 === member.sha256);
      check(entry.path, `member of ${member.extractor}`, member.sha256, found?.sha256);
    }
  }
  for (const path of expected.keys()) comparison.differences.push(`${path}: is on the drive, but not in the case`);
  return comparison;
}

function compareItem(
  entry: TruthEntry,
  item: Item,
  check: (path: string, answer: string, wanted: FieldValue | null, found: unknown) => void,
): void {
  const { path } = entry;
  check(path, 'kind', entry.kind, item.kind);
  check(path, 'linkTarget', entry.linkTarget, item.linkTarget);
  check(path, 'modified', entry.mtime, item.times.modified?.raw);
  if (entry.kind !== 'file') return;
  if (entry.unreadable && item.outcomes['read'] === 'failed') return;
  check(path, 'size', entry.size, item.size);
  check(path, 'md5', entry.md5, item.md5);
  check(path, 'sha1', entry.sha1, item.sha1);
  check(path, 'sha256', entry.sha256, item.sha256);
  check(path, 'mediaType', entry.mediaType, item.mediaType);
  // "Some legacy charset" is an honest answer for text without a mark.
  if (entry.charset !== 'windows-1256' || item.charset !== 'unknown-8bit') check(path, 'charset', entry.charset, item.charset);
  check(path, 'extension', entry.extension, item.extension);
  check(path, 'extensionMismatch', entry.extensionMismatch, item.extensionMismatch);
  for (const [extractor, fields] of Object.entries(entry.fields)) {
    const found = item.artefacts.filter((artefact) => artefact.extractor === extractor);
    for (const [name, wanted] of Object.entries(fields)) {
      check(path, `${extractor}.${name}`, wanted, found.find((artefact) => artefact.fields[name] !== undefined)?.fields[name]);
    }
  }
}
