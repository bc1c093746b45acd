/**
 * The items as comma-separated values: RFC 4180 (CRLF, fields quoted where needed, quotes doubled), UTF-8
 * with a byte order mark, without which Excel reads Urdu as mojibake.
 *
 * Formula guard: text that comes from evidence and begins with `=`, `+`, `-`, `@`, TAB or CR gets a leading
 * apostrophe, because a spreadsheet would run it as a formula. Numbers stay numbers. The exact text stands
 * in the JSONL export.
 */
import { digestAlgorithms } from '../model/digest.ts';
import { type FieldValue, isTimestamp } from '../model/field.ts';
import type { Item } from '../model/item.ts';
import type { Timestamp } from '../model/timestamp.ts';
import { inBlocks } from './blocks.ts';
import { orderedOutcomes } from './item-order.ts';
import type { ReportField } from './snapshot.ts';

const byteOrderMark = '\uFEFF';
/** Between the values of one cell: several artefacts of one extractor, or the entries of a list. */
const separator = '; ';

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function guarded(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** ISO 8601, or the raw value where it is not a time. */
function timeText(time: Timestamp | null): string {
  return time === null ? '' : (time.iso ?? guarded(time.raw));
}

function valueText(value: FieldValue): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value;
  return isTimestamp(value) ? (value.iso ?? value.raw) : value.join(separator);
}

/** The values that an item's artefacts have for a column; one number or boolean alone stands unguarded. */
function fieldText(item: Item, extractor: string, name: string): string {
  const values = item.artefacts.flatMap((artefact) =>
    artefact.extractor === extractor && artefact.fields[name] !== undefined ? [artefact.fields[name]] : [],
  );
  const text = values.map(valueText).join(separator);
  return values.length === 1 && typeof values[0] === 'number' ? text : guarded(text);
}

/** Splits `image/exif.make` at its last dot: an extractor's id has none. */
function splitColumn(column: string): { extractor: string; name: string } {
  const dot = column.lastIndexOf('.');
  return { extractor: column.slice(0, dot), name: column.slice(dot + 1) };
}

function line(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

function* lines(items: Iterable<Item>, fields: readonly ReportField[]): Generator<string, void, undefined> {
  const columns = fields.map(({ column }) => splitColumn(column));
  yield byteOrderMark;
  yield line([
    ...['id', 'source', 'path', 'pathRaw', 'kind', 'size', ...digestAlgorithms, 'mediaType', 'extension', 'extensionMismatch', 'entropy'],
    ...['modified', 'accessed', 'changed', 'created'],
    ...fields.map(({ column }) => column),
    ...['outcomes', 'observations'],
  ]);
  for (const item of items) {
    const { modified, accessed, changed, created } = item.times;
    yield line([
      ...[item.id, item.source, guarded(item.path), item.pathRaw ?? '', item.kind, String(item.size ?? '')],
      ...digestAlgorithms.map((algorithm) => item[algorithm] ?? ''),
      ...[item.mediaType ?? '', guarded(item.extension ?? ''), String(item.extensionMismatch), String(item.entropy ?? '')],
      ...[modified, accessed, changed, created].map(timeText),
      ...columns.map(({ extractor, name }) => fieldText(item, extractor, name)),
      orderedOutcomes(item.outcomes)
        .map(([step, outcome]) => `${step}=${outcome}`)
        .join(separator),
      item.observations.map(({ code }) => code).join(separator),
    ]);
  }
}

/** The whole file in pieces; `fields` are the artefact columns, in their order. */
export function writeItemsCsv(items: Iterable<Item>, fields: readonly ReportField[]): Iterable<string> {
  return inBlocks(lines(items, fields));
}
