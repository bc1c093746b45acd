/** Says in one clear sentence what is wrong with a value. */
import type { z } from 'zod';

export interface Fault {
  /** The field as a path, such as `sort[2].field`; empty for the whole value. */
  field: string;
  /** The field as the sentence names it: `field sort[2].field`, or `value`. */
  where: string;
  /** The rest of the sentence: `must be a number`. */
  what: string;
}

type Issue = z.core.$ZodIssue;

/** The first thing that is wrong, with the field that it concerns. Of the branches of a union, the one that came furthest counts. */
export function describeFault(error: z.ZodError): Fault {
  const { issue, path } = deepest(error.issues[0] as Issue, []);
  const unknown = issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : undefined;
  const field = pathText(unknown === undefined ? path : [...path, unknown]);
  return { field, where: field === '' ? 'value' : `field ${field}`, what: complaint(issue) };
}

function deepest(issue: Issue, outer: PropertyKey[]): { issue: Issue; path: PropertyKey[] } {
  const path = [...outer, ...issue.path];
  if (issue.code !== 'invalid_union') return { issue, path };
  const branches = issue.errors
    .map((issues) => issues[0])
    .filter((first): first is Issue => first !== undefined)
    .map((first) => deepest(first, path));
  const furthest = branches.reduce<{ issue: Issue; path: PropertyKey[] } | undefined>(
    (best, branch) => (best === undefined || branch.path.length > best.path.length ? branch : best),
    undefined,
  );
  return furthest !== undefined && furthest.path.length > path.length ? furthest : { issue, path };
}

function complaint(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && /received undefined/.test(issue.message)
        ? 'is missing'
        : `must be ${withArticle(issue.expected)}`;
    case 'invalid_value':
      return `must be ${listed(issue.values)}`;
    case 'too_small':
      return limit('at least', issue.origin, issue.minimum, issue.inclusive ?? true);
    case 'too_big':
      return limit('at most', issue.origin, issue.maximum, issue.inclusive ?? true);
    case 'invalid_format':
      return issue.pattern === undefined ? `must be written as ${issue.format}` : `must match ${issue.pattern}`;
    case 'unrecognized_keys':
      return 'is not known';
    case 'invalid_union':
      return 'has none of the forms that are allowed there';
    default:
      return `is not valid (${issue.message})`;
  }
}

function limit(bound: string, origin: string, value: number | bigint, inclusive: boolean): string {
  const strict = inclusive ? bound : bound === 'at least' ? 'more than' : 'less than';
  if (origin === 'string') return `must have ${strict} ${value} ${value === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `must have ${strict} ${value} ${value === 1 ? 'entry' : 'entries'}`;
  return `must be ${strict} ${value}`;
}

function withArticle(type: string): string {
  const words: Record<string, string> = {
    int: 'a whole number',
    object: 'an object',
    array: 'a list',
    boolean: 'true or false',
    Uint8Array: 'bytes',
    record: 'an object',
  };
  return words[type] ?? `a ${type}`;
}

function listed(values: readonly unknown[]): string {
  const written = values.slice(0, 20).map((value) => JSON.stringify(value));
  return written.length === 1 ? (written[0] ?? '') : `one of ${written.join(', ')}`;
}

function pathText(path: PropertyKey[]): string {
  return path
    .reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`), '')
    .slice(0, 200);
}

/** Why a value cannot cross a process boundary alike on every channel, or null: JSON knows no dates, bigints, infinities or classes. */
export function plainValueFault(value: unknown, path: PropertyKey[] = []): string | null {
  const where = path.length === 0 ? 'the value' : pathText(path);
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return null;
    case 'number':
      return Number.isFinite(value) ? null : `${where} is ${value}`;
    case 'object':
      break;
    default:
      return `${where} is a ${typeof value}`;
  }
  if (value === null || value instanceof Uint8Array) return null;
  const prototype = Object.getPrototypeOf(value);
  const plain = Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!plain) return `${where} is a ${prototype.constructor?.name ?? 'class instance'}`;
  for (const [key, entry] of Object.entries(value as object)) {
    const fault = plainValueFault(entry, [...path, Array.isArray(value) ? Number(key) : key]);
    if (fault !== null) return fault;
  }
  return null;
}
