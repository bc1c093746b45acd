/**
 * The audit log's hash chain. Each entry is one line of canonical JSON (RFC 8785) that carries the
 * SHA-256 of the line before it, newline included, so that no line but the last can be changed, removed,
 * inserted or moved without a break. What protects the last line is a signed checkpoint or a printed head.
 */
import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { EngineError } from '../../model/error.ts';

/** What an entry's details may hold: strings and whole numbers, so that every JSON reader agrees on them. */
export type AuditValue = string | number | readonly AuditValue[] | { readonly [name: string]: AuditValue };

/** What happened, as the use case states it. */
export interface AuditEntryBody {
  /** ISO 8601 UTC with milliseconds: `2024-05-01T10:20:30.123Z`. */
  time: string;
  /** The examiner, or `engine` for what happened by itself. */
  actor: string;
  /** Kebab case, such as `run-started`. */
  action: string;
  details: { readonly [name: string]: AuditValue };
}

/** A line of the log, decoded. */
export interface AuditEntry extends AuditEntryBody {
  /** SHA-256 of the previous line with its newline, 64 hexadecimal digits; 64 zeros for the first. */
  prev: string;
  /** 1 for the first entry. */
  sequence: number;
}

/** Where the chain stands. */
export interface ChainHead {
  /** Number of entries. */
  sequence: number;
  /** SHA-256 of the last line with its newline, 64 hexadecimal digits; 64 zeros for an empty log. */
  hash: string;
}

/** The head of a log without entries. */
export const emptyHead: ChainHead = { sequence: 0, hash: '0'.repeat(64) };

/** Longest line in bytes, newline included: bounds what a reader of a damaged log must hold in memory. */
export const maximumLineLength = 1024 * 1024;

const maximumDepth = 16;
const newline = 0x0a;

/** What is wrong with a line; `code` is stable, `message` is the end of a sentence that starts with the line's number. */
export interface LineFault {
  code: 'line-incomplete' | 'line-too-long' | 'line-malformed' | 'line-not-canonical' | 'chain-broken' | 'sequence-broken';
  message: string;
}

export interface LineCheck {
  faults: LineFault[];
  /** Null where the line could not be decoded. */
  entry: AuditEntry | null;
  /** The head after this line, as its bytes say, whether or not they are sound: a reader can go on from it. */
  head: ChainHead;
}

/**
 * Turns an entry into the line that follows `head`, without its newline, and the head that it makes.
 * Throws `internal` for a body that the log cannot carry, as that is a fault in the product.
 */
export function sealEntry(head: ChainHead, body: AuditEntryBody): { line: string; head: ChainHead } {
  const entry: AuditEntry = {
    action: body.action,
    actor: body.actor,
    details: body.details,
    prev: head.hash,
    sequence: head.sequence + 1,
    time: body.time,
  };
  const objection = objectionTo(entry);
  if (objection !== null) throw new EngineError('internal', `An audit entry cannot be written: ${objection}.`);
  const line = canonicalize(entry) as string;
  const bytes = Buffer.from(`${line}\n`, 'utf8');
  if (bytes.length > maximumLineLength)
    throw new EngineError('internal', `An audit entry of ${bytes.length} bytes is over the limit of ${maximumLineLength} bytes.`);
  return { line, head: { sequence: entry.sequence, hash: hash('sha256', bytes, 'hex') } };
}

/**
 * Checks the line that should follow `head`; `bytes` are the whole line with its newline.
 * Answers every fault it sees instead of throwing, so that a verifier can list them.
 */
export function checkLine(head: ChainHead, bytes: Buffer): LineCheck {
  const faults: LineFault[] = [];
  const lineHash = hash('sha256', bytes, 'hex');
  const after = (sequence: number): ChainHead => ({ sequence, hash: lineHash });
  const giveUp = (code: LineFault['code'], message: string): LineCheck => ({
    faults: [...faults, { code, message }],
    entry: null,
    head: after(head.sequence + 1),
  });

  if (bytes.length > maximumLineLength) return giveUp('line-too-long', `is longer than ${maximumLineLength} bytes`);
  if (bytes[bytes.length - 1] !== newline) faults.push({ code: 'line-incomplete', message: 'does not end in a newline' });
  if (!isUtf8(bytes)) return giveUp('line-malformed', 'is not UTF-8');
  const text = bytes.toString('utf8', 0, faults.length === 0 ? bytes.length - 1 : bytes.length);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return giveUp('line-malformed', 'is not JSON');
  }
  const objection = objectionTo(parsed);
  if (objection !== null) return giveUp('line-malformed', `is not an audit entry: ${objection}`);
  const entry = parsed as AuditEntry;
  // Also catches duplicate names, white space, other escapes and other spellings of a number.
  if (canonicalize(entry) !== text) faults.push({ code: 'line-not-canonical', message: 'is not in canonical form (RFC 8785)' });
  if (entry.prev !== head.hash)
    faults.push({
      code: 'chain-broken',
      message: `does not follow the line before it: that line has SHA-256 ${head.hash}, this one names ${entry.prev}`,
    });
  if (entry.sequence !== head.sequence + 1)
    faults.push({ code: 'sequence-broken', message: `has sequence number ${entry.sequence} where ${head.sequence + 1} is due` });
  return { faults, entry, head: after(entry.sequence) };
}

const entryNames = ['action', 'actor', 'details', 'prev', 'sequence', 'time'];

/** Why something is not an audit entry; null where it is one. */
function objectionTo(value: unknown): string | null {
  if (!isPlainObject(value)) return 'it is not an object';
  const names = Object.keys(value).sort();
  if (names.length !== entryNames.length || names.some((name, index) => name !== entryNames[index]))
    return `its members are not exactly ${entryNames.join(', ')}`;
  const { action, actor, details, prev, sequence, time } = value;
  if (typeof action !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(action)) return 'its action is not in kebab case';
  if (typeof actor !== 'string' || actor === '') return 'its actor is not a text';
  if (typeof prev !== 'string' || !/^[0-9a-f]{64}$/.test(prev)) return 'its prev is not 64 hexadecimal digits';
  if (!Number.isSafeInteger(sequence) || (sequence as number) < 1) return 'its sequence is not a positive integer';
  if (typeof time !== 'string' || !isUtcMilliseconds(time)) return 'its time is not ISO 8601 UTC with milliseconds';
  if (!isPlainObject(details)) return 'its details are not an object';
  return objectionToValue(actor, 'actor', 0) ?? objectionToValue(details, 'details', 0);
}

function objectionToValue(value: unknown, place: string, depth: number): string | null {
  if (typeof value === 'string') return value.isWellFormed() ? null : `${place} is not well-formed Unicode`;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? null : `${place} is not an integer within 2^53`;
  if (depth >= maximumDepth) return `${place} is nested deeper than ${maximumDepth} levels`;
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) {
      const objection = objectionToValue(element, `${place}[${index}]`, depth + 1);
      if (objection !== null) return objection;
    }
    return null;
  }
  if (!isPlainObject(value)) return `${place} is neither a string, an integer, a list nor an object`;
  for (const [name, member] of Object.entries(value)) {
    if (!name.isWellFormed()) return `a name in ${place} is not well-formed Unicode`;
    const objection = objectionToValue(member, `${place}.${name}`, depth + 1);
    if (objection !== null) return objection;
  }
  return null;
}

/** Excludes class instances: a Date or a Map would not be written as what it is. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isUtcMilliseconds(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString() === text;
}
