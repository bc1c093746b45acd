/** The fields by which `sabut items --where` selects, with what each can be asked. */
import type { Filter, itemFields } from '../contract/schemas.ts';
import { type DeclaredField, declaredFields } from '../engine/declared-fields.ts';
import { EngineError } from '../model/error.ts';
import { itemKinds } from '../model/item.ts';
import { outcomeStatuses } from '../model/outcome.ts';

type Kind = 'exact' | 'text' | 'number' | 'time' | 'folder' | 'truth';

interface Field {
  kind: Kind;
  /** For `--help`. */
  meaning: string;
  /** The only values there are. */
  values?: readonly string[];
}

const fields: Record<(typeof itemFields)[number], Field> = {
  id: { kind: 'exact', meaning: 'id of the item, 32 hexadecimal digits' },
  source: { kind: 'exact', meaning: 'evidence source, such as S1' },
  path: { kind: 'text', meaning: 'path below the source, as sabut items prints it' },
  name: { kind: 'text', meaning: 'last part of the path' },
  folder: { kind: 'folder', meaning: 'path of a folder: whatever lies below it' },
  kind: { kind: 'exact', meaning: itemKinds.join(', '), values: itemKinds },
  size: { kind: 'number', meaning: 'bytes' },
  mediaType: { kind: 'exact', meaning: 'type by content, such as image/jpeg' },
  mediaClass: { kind: 'exact', meaning: 'first part of the type, such as image' },
  extension: { kind: 'exact', meaning: 'end of the name in small letters, without the dot' },
  extensionMismatch: { kind: 'truth', meaning: 'true where extension and content do not go together' },
  entropy: { kind: 'number', meaning: 'bits a byte, 0 to 8' },
  status: {
    kind: 'exact',
    meaning: `poorest outcome of all steps: ${outcomeStatuses.join(', ')}, pending`,
    values: [...outcomeStatuses, 'pending'],
  },
  modified: { kind: 'time', meaning: 'time of the file system' },
  accessed: { kind: 'time', meaning: 'time of the file system' },
  changed: { kind: 'time', meaning: 'time of the file system' },
  created: { kind: 'time', meaning: 'time of the file system' },
  captured: { kind: 'time', meaning: 'time of capture or creation from inside the content' },
  device: { kind: 'text', meaning: 'maker and model of the camera or telephone' },
  hasPosition: { kind: 'truth', meaning: 'true where the content carries a position' },
  tag: { kind: 'exact', meaning: 'name of a tag that it carries' },
  tagged: { kind: 'truth', meaning: 'true where it carries any tag' },
  parent: { kind: 'exact', meaning: 'id of the item that it lies inside' },
  md5: { kind: 'exact', meaning: 'digest in hexadecimal' },
  sha1: { kind: 'exact', meaning: 'digest in hexadecimal' },
  sha256: { kind: 'exact', meaning: 'digest in hexadecimal' },
  observation: { kind: 'exact', meaning: 'code of an observation, such as changed-while-reading' },
};

const declaredKinds: Record<string, Kind> = {
  text: 'text',
  'text-list': 'text',
  integer: 'number',
  number: 'number',
  boolean: 'truth',
  timestamp: 'time',
};

const operators = {
  '=': 'is',
  '!=': 'is-not',
  '~=': 'contains',
  '>=': 'at-least',
  '<=': 'at-most',
} as const satisfies Record<string, Filter['operator']>;

type Sign = keyof typeof operators;

const allowed: Record<Kind, readonly Sign[]> = {
  exact: ['=', '!='],
  text: ['=', '!=', '~='],
  number: ['=', '!=', '>=', '<='],
  time: ['=', '!=', '>=', '<='],
  folder: ['='],
  truth: ['=', '!='],
};

/** `FIELD=VALUE`; also `!=`, `~=` (contains), `>=` and `<=`. */
const conditionPattern = /^([^=!~<>]+)(=|!=|~=|>=|<=)(.*)$/s;

function refuse(text: string, why: string): never {
  throw new EngineError('invalid-request', `--where ${text}: ${why}`, { field: 'where' });
}

function truthOf(text: string, value: string): boolean {
  if (/^(?:true|yes|1)$/i.test(value)) return true;
  return /^(?:false|no|0)$/i.test(value) ? false : refuse(text, 'say true or false.');
}

function numberOf(text: string, value: string): number {
  const number = value.trim() === '' ? Number.NaN : Number(value);
  return Number.isFinite(number) ? number : refuse(text, `"${value}" is not a number.`);
}

/**
 * One `--where` as a filter.
 * @throws EngineError `invalid-request` naming the field, and what it may be asked.
 */
export function toFilter(text: string): Filter {
  const [, name = '', sign = '', value = ''] = conditionPattern.exec(text) ?? refuse(text, 'write it as FIELD=VALUE.');
  const declared = name.includes('.') ? declaredFields().find((field) => field.name === name) : undefined;
  const field = Object.hasOwn(fields, name) ? fields[name as keyof typeof fields] : undefined;
  const kind = declared === undefined ? field?.kind : declaredKinds[declared.type];
  if (kind === undefined) refuse(text, `items have no field ${name}. sabut items --help lists all fields.`);
  if (!allowed[kind].includes(sign as Sign)) refuse(text, `${name} can be asked with ${allowed[kind].join(', ')} only.`);
  if (field?.values !== undefined && !field.values.includes(value)) refuse(text, `${name} is one of ${field.values.join(', ')}.`);
  if (kind === 'folder') return { field: name, operator: 'under', values: [value] };
  const values = [kind === 'truth' ? truthOf(text, value) : kind === 'number' ? numberOf(text, value) : value];
  return { field: name, operator: operators[sign as Sign], values };
}

function column(name: string, kind: Kind, meaning: string): string {
  return `  ${name.padEnd(41)} ${allowed[kind].join(' ').padEnd(10)} ${meaning}\n`;
}

/** Lists all fields, for `sabut items --help`. */
export function describeFields(): string {
  const own = Object.entries(fields).map(([name, { meaning, kind }]) => column(name, kind, meaning));
  const found = declaredFields().map(({ name, type, label }: DeclaredField) => column(name, declaredKinds[type] as Kind, label));
  return `
Fields for --where (put the condition in quotes; several must all hold):
${own.join('')}
Fields found inside the content:
${found.join('')}
Times are ISO 8601 (2024-05-01 or 2024-05-01T10:20:30Z; UTC where no offset stands).

Examples:
  sabut items CASE.sabut --where mediaClass=image --where hasPosition=true
  sabut items CASE.sabut --where "image/exif.make=Canon" --where "modified>=2024-05-01" --format csv --output canon.csv
  sabut items CASE.sabut --format hashdeep --output known && hashdeep -r -o f -a -k known /media/card
`;
}
