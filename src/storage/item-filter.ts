/** Turns the contract's filters into SQL conditions. The only way from a user's words into a statement: values are always bound. */

import { escapeForDisplay } from '../model/display.ts';
import { EngineError } from '../model/error.ts';
import { itemKinds } from '../model/item.ts';
import { unescapeDisplay } from '../model/raw-path.ts';
import { fromCalendarText, toUnixNanoseconds } from '../model/timestamp.ts';

/** The contract's filter; repeated here as storage knows nothing of the contract. */
export interface ItemFilter {
  field: string;
  operator: 'is' | 'is-not' | 'contains' | 'under' | 'at-least' | 'at-most' | 'exists';
  values: readonly (string | number | boolean)[];
}

export type Bound = string | number | bigint | Buffer | null;

export interface Condition {
  sql: string;
  bound: Bound[];
}

/** `<family>/<name>.<field>` of a declared field. */
const extractorFieldPattern = /^([a-z-]+\/[a-z-]+)\.([A-Za-z0-9]+)$/;

const digestFields = new Set(['md5', 'sha1', 'sha256', 'sha512', 'blake3']);
const timeFields = new Set(['modified', 'accessed', 'changed', 'created', 'captured']);

function refuse(field: string, why: string): never {
  throw new EngineError('invalid-request', `The filter on ${field} ${why}.`, { reason: 'filter-refused', field });
}

function hexBytes(field: string, value: string | number | boolean): Buffer {
  const text = String(value).toLowerCase();
  if (!/^(?:[0-9a-f]{2})+$/.test(text)) refuse(field, `needs a digest in hexadecimal, not "${text}"`);
  return Buffer.from(text, 'hex');
}

/** Number of a source in the database from its public id: `S1` gives 1. */
export function sourceRow(field: string, value: string | number | boolean): number {
  const match = /^S?(\d+)$/.exec(String(value));
  if (match === null) refuse(field, `needs a source such as S1, not "${value}"`);
  return Number(match[1]);
}

/** A truth value as 1 or 0, from a boolean or from a word. */
export function truth(field: string, value: string | number | boolean): number {
  const text = String(value).toLowerCase();
  if (['true', 'yes', '1'].includes(text)) return 1;
  if (['false', 'no', '0'].includes(text)) return 0;
  return refuse(field, `needs true or false, not "${value}"`);
}

/** Nanoseconds since 1970 of a time in ISO 8601; one without zone is UTC. */
export function nanoseconds(field: string, value: string | number | boolean): bigint {
  const text = String(value).trim();
  const time = toUnixNanoseconds(fromCalendarText(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text, 'Z'));
  return time ?? refuse(field, `needs a time such as 2024-05-01 or 2024-05-01T10:20:30Z, not "${text}"`);
}

export function numberOf(field: string, value: string | number | boolean): number {
  const number = Number(value);
  if (!Number.isFinite(number)) refuse(field, `needs a number, not "${value}"`);
  return number;
}

/** Escapes a text for LIKE with `\` as the escape character. */
function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
}

/** Lower case for ASCII letters only, as SQLite's LIKE compares. */
export function lowerAscii(bytes: Buffer): Buffer {
  const lower = Buffer.from(bytes);
  for (let index = 0; index < lower.length; index += 1) {
    const byte = lower[index] as number;
    if (byte >= 0x41 && byte <= 0x5a) lower[index] = byte | 0x20;
  }
  return lower;
}

function isDisplayForm(text: string): boolean {
  try {
    unescapeDisplay(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The raw paths that a display form may stand for. In the display form of a name that is not UTF-8, `\xe9` is a byte; in any
 * other it is a character, so both are looked for.
 */
export function pathBytes(given: string): Buffer[] {
  // A path that was typed rather than copied may hold a backslash that is no escape.
  const display = isDisplayForm(given) ? given : escapeForDisplay(given);
  const asText = Buffer.from(unescapeDisplay(display), 'utf8');
  if (!/\\x[89a-f]/.test(display)) return [asText];
  const asBytes = Buffer.concat(
    display
      .split(/(\\x[89a-f][0-9a-f])/)
      .map((part) => (/^\\x[89a-f][0-9a-f]$/.test(part) ? Buffer.from(part.slice(2), 'hex') : Buffer.from(unescapeDisplay(part), 'utf8'))),
  );
  return [asText, asBytes];
}

function any(column: string, values: Bound[]): Condition {
  if (values.length === 1) return { sql: `${column} = ?`, bound: values };
  return { sql: `${column} IN (${values.map(() => '?').join(', ')})`, bound: values };
}

function equality(field: string, values: ItemFilter['values']): Condition {
  const texts = values.map(String);
  if (digestFields.has(field))
    return any(
      `item.${field}`,
      values.map((value) => hexBytes(field, value)),
    );
  if (timeFields.has(field))
    return any(
      `item.${field}`,
      values.map((value) => nanoseconds(field, value)),
    );
  switch (field) {
    case 'id':
      return any(
        'item.item_id',
        values.map((value) => hexBytes(field, value)),
      );
    case 'source':
      return any(
        'item.source',
        values.map((value) => sourceRow(field, value)),
      );
    case 'path': {
      // Every source is named, as the index of paths begins with the source.
      const paths = any('item.path', texts.flatMap(pathBytes));
      return { sql: `item.source IN (SELECT id FROM source) AND ${paths.sql}`, bound: paths.bound };
    }
    case 'name':
      return any('item.name', texts);
    case 'kind':
      return any(
        'item.kind',
        texts.map((text) => {
          const kind = (itemKinds as readonly string[]).indexOf(text);
          return kind < 0 ? refuse(field, `knows ${itemKinds.join(', ')}, not "${text}"`) : kind;
        }),
      );
    case 'size':
      return any(
        'item.size',
        values.map((value) => numberOf(field, value)),
      );
    case 'mediaType': {
      const named = any('name', texts);
      return { sql: `item.media_type IN (SELECT id FROM media_type WHERE ${named.sql})`, bound: named.bound };
    }
    case 'mediaClass':
      return {
        sql: `item.media_type IN (SELECT id FROM media_type WHERE ${texts.map(() => "name LIKE ? || '/%'").join(' OR ')})`,
        bound: texts,
      };
    case 'extension':
      return any(
        'item.extension',
        texts.map((text) => text.toLowerCase()),
      );
    case 'extensionMismatch':
      return any(
        'item.extension_mismatch',
        values.map((value) => truth(field, value)),
      );
    case 'entropy':
      return any(
        'item.entropy',
        values.map((value) => Math.round(numberOf(field, value) * 10_000)),
      );
    case 'status': {
      const sets: Condition = any(
        'status',
        texts.filter((text) => text !== 'pending'),
      );
      const pending = texts.includes('pending') ? ['item.outcome_set IS NULL'] : [];
      if (texts.every((text) => text === 'pending')) return { sql: 'item.outcome_set IS NULL', bound: [] };
      return {
        sql: `(${[`item.outcome_set IN (SELECT id FROM outcome_set WHERE ${sets.sql})`, ...pending].join(' OR ')})`,
        bound: sets.bound,
      };
    }
    case 'device':
      return any('item.device_name', texts);
    case 'hasPosition':
      return {
        sql: values.map((value) => (truth(field, value) === 1 ? 'item.latitude IS NOT NULL' : 'item.latitude IS NULL')).join(' OR '),
        bound: [],
      };
    case 'tag': {
      const named = any('tag.name', texts);
      const numbered = values.filter((value) => typeof value === 'number');
      const byId = numbered.length === values.length ? any('tag.id', numbered as number[]) : named;
      return {
        sql: `item.id IN (SELECT item_tag.item FROM item_tag JOIN tag ON tag.id = item_tag.tag WHERE ${byId.sql})`,
        bound: byId.bound,
      };
    }
    case 'tagged':
      return {
        sql: values
          .map((value) => `${truth(field, value) === 1 ? '' : 'NOT '}EXISTS (SELECT 1 FROM item_tag WHERE item_tag.item = item.id)`)
          .join(' OR '),
        bound: [],
      };
    case 'parent': {
      const containers = any(
        'container.item_id',
        values.map((value) => hexBytes(field, value)),
      );
      return { sql: `item.parent IN (SELECT container.id FROM item AS container WHERE ${containers.sql})`, bound: containers.bound };
    }
    case 'observation': {
      const codes = any('observation.code', texts);
      return { sql: `item.id IN (SELECT observation.item FROM observation WHERE ${codes.sql})`, bound: codes.bound };
    }
    default:
      return artefactCondition(field, (column) =>
        any(
          column,
          values.map((value) => (typeof value === 'boolean' ? Number(value) : value)),
        ),
      );
  }
}

/** A condition on a declared field of an extractor, such as `image/exif.make`; times compare by their ISO text. */
function artefactCondition(field: string, condition: (column: string) => Condition): Condition {
  const match = extractorFieldPattern.exec(field);
  if (match === null) refuse(field, 'is on a field that items do not have');
  const [, extractor, name] = match as unknown as [string, string, string];
  // Numbers given as text on a command line must meet numbers in the JSON: both are compared as text.
  const path = `$.${name}`;
  // A field that holds a list is met by any of its values.
  const values = `json_each(CASE json_type(artefact.fields, '${path}') WHEN 'array' THEN json_extract(artefact.fields, '${path}')
    ELSE json_array(coalesce(json_extract(artefact.fields, '${path}.iso'), json_extract(artefact.fields, '${path}'))) END)`;
  const inner = condition('CAST(entry.value AS TEXT)');
  return {
    sql: `item.id IN (SELECT artefact.item FROM artefact, ${values} AS entry WHERE artefact.extractor = ? AND ${inner.sql})`,
    bound: [extractor, ...inner.bound.map((value) => (typeof value === 'number' ? String(value) : value))],
  };
}

function comparison(field: string, sign: '>=' | '<=', value: string | number | boolean): Condition {
  if (timeFields.has(field)) return { sql: `item.${field} ${sign} ?`, bound: [nanoseconds(field, value)] };
  if (field === 'size') return { sql: `item.size ${sign} ?`, bound: [numberOf(field, value)] };
  if (field === 'entropy') return { sql: `item.entropy ${sign} ?`, bound: [Math.round(numberOf(field, value) * 10_000)] };
  // Times compare as texts, being all in UTC and of one form.
  if (typeof value === 'string') return artefactCondition(field, (column) => ({ sql: `${column} ${sign} ?`, bound: [value] }));
  return artefactCondition(field, (column) => ({ sql: `CAST(${column} AS REAL) ${sign} CAST(? AS REAL)`, bound: [Number(value)] }));
}

function containing(field: string, values: ItemFilter['values']): Condition {
  if (field === 'path') {
    // A path is held as bytes, and LIKE takes all that is not UTF-8 for the same: bytes are looked for, in lower case as LIKE would.
    const sought = values.flatMap((value) => pathBytes(String(value))).map(lowerAscii);
    return { sql: `(${sought.map(() => 'instr(CAST(lower(CAST(item.path AS TEXT)) AS BLOB), ?) > 0').join(' OR ')})`, bound: sought };
  }
  const columns: Record<string, string> = { name: 'item.name', device: 'item.device_name' };
  const column = columns[field];
  const bound = values.map((value) => likePattern(String(value)));
  if (column !== undefined) return { sql: `(${bound.map(() => `${column} LIKE ? ESCAPE '\\'`).join(' OR ')})`, bound };
  return artefactCondition(field, (text) => ({ sql: `(${bound.map(() => `${text} LIKE ? ESCAPE '\\'`).join(' OR ')})`, bound }));
}

function under(field: string, values: ItemFilter['values']): Condition {
  if (field !== 'path' && field !== 'folder') refuse(field, 'cannot be asked what lies under it');
  const ranges = values
    .flatMap((value) => pathBytes(String(value).replace(/\/+$/, '')))
    // `/` is followed by `0` among bytes: everything between lies in the folder.
    .map((folder) =>
      folder.length === 0
        ? [Buffer.alloc(0), Buffer.from([0xff, 0xff])]
        : [Buffer.concat([folder, Buffer.from('/')]), Buffer.concat([folder, Buffer.from('0')])],
    );
  const within = ranges.map(() => '(item.path >= ? AND item.path < ?)').join(' OR ');
  return { sql: `item.source IN (SELECT id FROM source) AND (${within})`, bound: ranges.flat() };
}

function existence(field: string): Condition {
  if (digestFields.has(field) || timeFields.has(field)) return { sql: `item.${field} IS NOT NULL`, bound: [] };
  if (field === 'device') return { sql: 'item.device_name IS NOT NULL', bound: [] };
  if (field === 'mediaType') return { sql: 'item.media_type IS NOT NULL', bound: [] };
  if (field === 'tag' || field === 'tagged') return { sql: 'EXISTS (SELECT 1 FROM item_tag WHERE item_tag.item = item.id)', bound: [] };
  if (field === 'observation') return { sql: 'EXISTS (SELECT 1 FROM observation WHERE observation.item = item.id)', bound: [] };
  if (field === 'parent') return { sql: 'item.parent IS NOT NULL', bound: [] };
  return artefactCondition(field, (column) => ({ sql: `${column} IS NOT NULL`, bound: [] }));
}

/** One condition for one filter. @throws EngineError `invalid-request` naming the field and what it wants. */
export function toCondition(filter: ItemFilter): Condition {
  const { field, operator, values } = filter;
  if (operator === 'exists') return existence(field);
  if (values.length === 0) refuse(field, 'has no value');
  switch (operator) {
    case 'is':
      return equality(field, values);
    case 'is-not': {
      const { sql, bound } = equality(field, values);
      return { sql: `(${sql}) IS NOT TRUE`, bound };
    }
    case 'contains':
      return containing(field, values);
    case 'under':
      return under(field, values);
    case 'at-least':
      return comparison(field, '>=', values[0] as string);
    case 'at-most':
      return comparison(field, '<=', values[0] as string);
  }
}

/** All conditions together: the text after WHERE, with the values it binds. */
export function toWhere(filters: readonly ItemFilter[]): Condition {
  const conditions = filters.map(toCondition);
  return { sql: conditions.map(({ sql }) => `(${sql})`).join(' AND ') || 'TRUE', bound: conditions.flatMap(({ bound }) => bound) };
}
