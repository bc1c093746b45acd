/** Fields of artefacts: their declarations and their values. */
import type { Timestamp } from './timestamp.ts';

export type FieldType = 'text' | 'integer' | 'number' | 'boolean' | 'timestamp' | 'text-list';

/** Units by their symbol; a field without unit leaves it out. */
export type FieldUnit = 'px' | 'm' | '°' | 's' | 'Hz' | 'bit/s' | 'B' | 'mm' | 'ppi';

/** Declares one field of an extractor: tables, filters and every export are made from it. */
export interface FieldDeclaration {
  type: FieldType;
  /** English label in sentence case; translations are keyed by `<extractor id>.<field name>`. */
  label: string;
  unit?: FieldUnit;
  /** Where the format's specification defines it, such as `EXIF 0x010F Make`. */
  source: string;
}

export type FieldDeclarations = Record<string, FieldDeclaration>;

export type FieldValue = string | number | boolean | string[] | Timestamp;

export type FieldValues = Record<string, FieldValue>;

/** Tells a timestamp from the other field values. */
export function isTimestamp(value: FieldValue): value is Timestamp {
  return typeof value === 'object' && !Array.isArray(value);
}

/** A decoded record about an item. */
export interface Artefact {
  /** Extractor id such as `image/exif`. */
  extractor: string;
  /** Version of the extractor that made it. */
  version: string;
  fields: FieldValues;
  /** For each field, the tag it was really read from, such as `IFD0 0x010F Make`. */
  sources: Record<string, string>;
}
