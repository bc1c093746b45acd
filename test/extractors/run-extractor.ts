/** Runs one extractor over bytes and checks that it keeps to its own declaration. */
import type { Extractor } from '../../src/extractors/define-extractor.ts';
import type { FieldType, FieldValue, FieldValues } from '../../src/model/field.ts';
import type { Severity } from '../../src/model/outcome.ts';
import { type ByteReader, memoryReader } from '../../src/model/reader.ts';

export interface CollectedArtefact {
  fields: FieldValues;
  sources: Record<string, string>;
}

export interface CollectedObservation {
  severity: Severity;
  code: string;
  message: string;
  place?: string;
}

/** Everything that one extractor said of one item, in the order in which it was said. */
export interface Collected {
  artefacts: CollectedArtefact[];
  children: { name: string; content: ByteReader }[];
  observations: CollectedObservation[];
  incomplete: boolean;
}

export interface CollectOptions {
  mediaType: string;
  name?: string;
  signal?: AbortSignal;
}

const timestampForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$/;
const zonedForm = /(Z|[+-]\d{2}:\d{2})$/;

/** What is wrong with a value of a declared type; null where nothing is. */
function faultOf(type: FieldType, value: unknown): string | null {
  switch (type) {
    case 'text':
      return typeof value === 'string' ? null : 'is not a string';
    case 'integer':
      return Number.isSafeInteger(value) ? null : 'is not a safe integer';
    case 'number':
      return Number.isFinite(value) ? null : 'is not a finite number';
    case 'boolean':
      return typeof value === 'boolean' ? null : 'is not a boolean';
    case 'text-list':
      return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? null : 'is not a list of strings';
    case 'timestamp': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not a timestamp';
      const { raw, iso, precision, basis } = value as Record<string, unknown>;
      if (typeof raw !== 'string' || typeof precision !== 'string') return 'lacks its raw text or precision';
      if (!['utc', 'offset', 'local-unknown', 'inferred'].includes(basis as string)) return `has the unknown basis ${String(basis)}`;
      if (iso === null) return null;
      if (typeof iso !== 'string' || !timestampForm.test(iso)) return `has the malformed time ${String(iso)}`;
      if (basis === 'local-unknown' && zonedForm.test(iso)) return 'has a zone that the evidence does not give';
      return null;
    }
  }
}

/** Throws where an artefact has fields or sources that the extractor did not declare, or values of another type. */
function assertDeclared(extractor: Extractor, fields: Record<string, unknown>, sources: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(fields)) {
    const declaration = Object.hasOwn(extractor.produces, name) ? extractor.produces[name] : undefined;
    if (declaration === undefined) throw new TypeError(`${extractor.id} emitted the undeclared field ${name}`);
    const fault = faultOf(declaration.type, value);
    if (fault !== null) throw new TypeError(`${extractor.id}: field ${name} ${fault}: ${JSON.stringify(value as FieldValue)}`);
    if (typeof sources[name] !== 'string') throw new TypeError(`${extractor.id}: field ${name} names no source`);
  }
  for (const name of Object.keys(sources)) {
    if (!Object.hasOwn(fields, name)) throw new TypeError(`${extractor.id} names a source of ${name}, which it did not emit`);
  }
}

/**
 * Runs an extractor to its end. Throws a TypeError where an emission breaks the extractor's declaration;
 * errors that the extractor itself throws pass through. The signal defaults to one that never aborts.
 */
export async function collect(
  extractor: Extractor,
  input: Uint8Array | ByteReader,
  { mediaType, name = 'item', signal = new AbortController().signal }: CollectOptions,
): Promise<Collected> {
  const reader = input instanceof Uint8Array ? memoryReader(input) : input;
  const collected: Collected = { artefacts: [], children: [], observations: [], incomplete: false };
  const childNames = new Set<string>();
  for await (const emission of extractor.run({ reader, mediaType, name, signal })) {
    switch (emission.kind) {
      case 'artefact':
        assertDeclared(extractor, emission.fields, emission.sources);
        collected.artefacts.push({ fields: emission.fields as FieldValues, sources: emission.sources as Record<string, string> });
        break;
      case 'child':
        if (childNames.has(emission.name)) throw new TypeError(`${extractor.id} emitted two children named ${emission.name}`);
        childNames.add(emission.name);
        collected.children.push({ name: emission.name, content: emission.content });
        break;
      case 'observation': {
        const { kind: _, ...observation } = emission;
        if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(observation.code))
          throw new TypeError(`${extractor.id}: observation code ${observation.code}`);
        collected.observations.push(observation);
        break;
      }
      case 'incomplete':
        collected.incomplete = true;
        break;
      default:
        throw new TypeError(`${extractor.id} emitted an unknown kind`);
    }
  }
  return collected;
}
