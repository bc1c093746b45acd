/** The shape of an extractor. A new one is its folder, its fixture, its test and one registry line. */
import type { FieldDeclarations, FieldValues } from '../model/field.ts';
import type { Severity } from '../model/outcome.ts';
import type { ByteReader } from '../model/reader.ts';

export interface ExtractorLimits {
  /** Items larger than this many bytes are skipped with reason `over-size-limit`; absent: no limit. */
  maximumSize?: number;
  /** Deadline of one item in milliseconds; absent: 60 s + 2 s a megabyte. */
  deadline?: number;
}

/** What an extractor is given; at most six members, so that it cannot reach around. */
export interface ExtractorContext {
  reader: ByteReader;
  /** Media type as identified from the content. */
  mediaType: string;
  /** Display form of the item's name; for hints only. */
  name: string;
  /** Aborted when the item's time is up or the run is cancelled. */
  signal: AbortSignal;
}

/** What an extractor may say. */
export type Emission<Declarations extends FieldDeclarations = FieldDeclarations> =
  /** A decoded record; only declared fields. `sources` names the tag each value was really read from. */
  | { kind: 'artefact'; fields: FieldValuesOf<Declarations>; sources: { [Name in keyof Declarations]?: string } }
  /** Content inside the item that becomes an item of its own; `name` is unique among the extractor's children of the item. */
  | { kind: 'child'; name: string; content: ByteReader }
  | { kind: 'observation'; severity: Severity; code: string; message: string; place?: string }
  /** Something could not be read: the step's outcome becomes `partial`. An observation says what. */
  | { kind: 'incomplete' };

type FieldValuesOf<Declarations extends FieldDeclarations> = { [Name in keyof Declarations]?: FieldValues[string] };

export interface Extractor<Declarations extends FieldDeclarations = FieldDeclarations> {
  /** `<family>/<name>`, the same as its folder. */
  id: string;
  /** Raised whenever its answers change; results of older versions are superseded. */
  version: string;
  /** Media types it takes; `image/*` takes a whole family. */
  accepts: readonly string[];
  produces: Declarations;
  /** One sentence for the report's method section. */
  description: string;
  /** Specifications that it decodes, with section. */
  references: readonly string[];
  limits: ExtractorLimits;
  /**
   * Decodes one item. Faults of the bytes are observations plus `incomplete`; a throw is recorded as
   * `failed` with its message, what was emitted before it is kept.
   */
  run(context: ExtractorContext): AsyncGenerator<Emission<Declarations>, void, undefined>;
}

/** Gives an extractor its types; adds nothing at run time. */
export function defineExtractor<const Declarations extends FieldDeclarations>(extractor: Extractor<Declarations>): Extractor<Declarations> {
  return extractor;
}

/** Whether an extractor takes items of a media type. */
export function acceptsMediaType(extractor: Pick<Extractor, 'accepts'>, mediaType: string): boolean {
  return extractor.accepts.some(
    (accepted) => accepted === mediaType || (accepted.endsWith('/*') && mediaType.startsWith(accepted.slice(0, -1))),
  );
}
