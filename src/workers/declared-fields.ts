/**
 * Holds an extractor to its declaration. What it says has passed through a parsing library over hostile bytes: a value of
 * another type than the declared one must neither reach the case nor end the process that has to send it on.
 */
import type { Extractor } from '../extractors/define-extractor.ts';
import type { FieldDeclaration, FieldValue, FieldValues } from '../model/field.ts';
import type { Timestamp } from '../model/timestamp.ts';

/** Characters of one text; a field is a property of an item, not its content. */
const textLimit = 1_000_000;
const listLimit = 100_000;

export interface HeldFields {
  fields: FieldValues;
  sources: Record<string, string>;
  /** Declared fields whose values were left out, because they are not what the declaration says, and names that it does not know. */
  refused: string[];
}

/** Keeps declared fields only, in the order of their declaration, so that exports never depend on the order of emission. */
export function holdToDeclaration(produces: Extractor['produces'], fields: unknown, sources: unknown): HeldFields {
  const held: HeldFields = { fields: {}, sources: {}, refused: [] };
  const given = isRecord(fields) ? fields : {};
  const named = isRecord(sources) ? sources : {};
  for (const [name, declaration] of Object.entries(produces)) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    const accepted = accept(declaration, value);
    if (accepted === null) {
      held.refused.push(name);
      continue;
    }
    held.fields[name] = accepted;
    const source = named[name];
    if (typeof source === 'string') held.sources[name] = source.toWellFormed();
  }
  for (const name of Object.keys(given)) if (!Object.hasOwn(produces, name)) held.refused.push(name);
  return held;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value in a form that can be kept, or null where it is not of the declared type. */
function accept({ type }: FieldDeclaration, value: unknown): FieldValue | null {
  switch (type) {
    case 'text':
      return typeof value === 'string' && value.length <= textLimit ? value.toWellFormed() : null;
    case 'integer':
      return Number.isSafeInteger(value) ? (value as number) : null;
    case 'number':
      return Number.isFinite(value) ? (value as number) : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'text-list':
      return Array.isArray(value) &&
        value.length <= listLimit &&
        value.every((text) => typeof text === 'string') &&
        value.reduce((sum, text) => sum + text.length, 0) <= textLimit
        ? value.map((text: string) => text.toWellFormed())
        : null;
    case 'timestamp':
      return acceptTimestamp(value);
  }
}

function acceptTimestamp(value: unknown): Timestamp | null {
  if (!isRecord(value)) return null;
  const { raw, iso, precision, basis } = value as Partial<Timestamp>;
  const sound =
    typeof raw === 'string' &&
    raw.length <= textLimit &&
    (iso === null || typeof iso === 'string') &&
    typeof precision === 'string' &&
    typeof basis === 'string';
  return sound ? { raw: raw.toWellFormed(), iso, precision, basis } : null;
}
