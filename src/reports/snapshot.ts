/** What a report is made from: everything it may say, gathered by the engine at one moment. */
import type { CaseInfo } from '../model/case.ts';
import type { FieldDeclarations, FieldUnit } from '../model/field.ts';
import type { Item, ItemKind } from '../model/item.ts';
import type { NotableCode, NotableStep } from './notable.ts';

export const reportLanguages = ['en', 'ur'] as const;

export type ReportLanguage = (typeof reportLanguages)[number];

/** A declared field of an extractor, as a column of lists and exports. */
export interface ReportField {
  /** `<extractor id>.<field name>`, such as `image/exif.make`. */
  column: string;
  /** English label of the declaration. */
  label: string;
  unit?: FieldUnit;
}

/** An extractor, for the report's section on method. */
export interface ReportMethod {
  id: string;
  version: string;
  /** One English sentence. */
  description: string;
  /** Specifications that it decodes, with section. */
  references: readonly string[];
}

/** An item that belongs to a notable group; only what its line in the report shows. */
export interface NotableItem {
  id: string;
  source: string;
  /** Display form. */
  path: string;
  size: number | null;
  mediaType: string | null;
  /** What makes it notable, such as a position; null where the group says it all, or `steps` do. */
  detail: string | null;
  /** The steps that make it notable, such as those that failed. */
  steps?: readonly NotableStep[];
  /** Place in the order of `items()`, counted from 0, from which the item's page follows. */
  ordinal: number;
}

export interface NotableGroup {
  code: NotableCode;
  /** The first items of the group in the order of `items()`, up to a cap. */
  items: readonly NotableItem[];
  /** How many there are in all. */
  total: number;
}

/** Items and bytes of one media type; null stands for items whose type was not determined. */
export interface TypeCount {
  mediaType: string | null;
  items: number;
  bytes: number;
}

export interface KindCount {
  kind: ItemKind;
  items: number;
  bytes: number;
}

/** An exhibit, as the part of the report that goes to court shows it. */
export interface ReportExhibit {
  /** As printed, such as `EX-1`. */
  number: string;
  description: string;
  item: Item;
  tags: readonly string[];
  comment: string | null;
  /** A picture of it, made by Sabut from the evidence; at most about 480 pixels wide. */
  picture: { mediaType: 'image/jpeg' | 'image/png' | 'image/webp'; base64: string } | null;
  /** The beginning of its text, hidden characters made visible. */
  excerpt: string | null;
  /** Why it is not shown, or not whole: a code, and the engine's sentence in English; null where it is. */
  shortfall: { reason: string; message: string } | null;
}

/** What a processing run took in, by the audit log. */
export interface RunIntake {
  run: number;
  /** Names that it put on the list of the case. */
  listed: number;
  /** Items that it read and examined, those found inside others included. */
  processed: number;
}

export interface ReportSnapshot {
  product: { name: string; version: string };
  /** ISO 8601 UTC. */
  generatedAt: string;
  info: CaseInfo;
  /** Runs of which the audit log records something that they took in. */
  intake: readonly RunIntake[];
  /** Most items first. */
  countsByType: readonly TypeCount[];
  /** Their sum is the number of items that `items()` yields. */
  countsByKind: readonly KindCount[];
  notable: readonly NotableGroup[];
  /** Limits of this very case by code (`limitation.<code>` in the texts), or a plain sentence; the standing limits come with the texts. */
  limitations: readonly string[];
  language: ReportLanguage;
  /** Fields of all extractors; those with no value anywhere may be left out. */
  fields: readonly ReportField[];
  methods: readonly ReportMethod[];
  /** The exhibits in the order of their list; null where the report was asked for without them. */
  exhibits: readonly ReportExhibit[] | null;
  /** Every item, in the order of exports: by source, then by the bytes of the path. Called once for each file that is written. */
  items(): Iterable<Item>;
}

/** What reports need of an extractor; the registry's entries fit. */
interface ExtractorDescription extends ReportMethod {
  produces: FieldDeclarations;
}

/** The columns of all fields that extractors declare, in the order of the registry and of each declaration. */
export function reportFields(extractors: readonly ExtractorDescription[]): ReportField[] {
  return extractors.flatMap(({ id, produces }) =>
    Object.entries(produces).map(([name, { label, unit }]) => ({
      column: `${id}.${name}`,
      label,
      ...(unit === undefined ? {} : { unit }),
    })),
  );
}

/** The extractors as the section on method lists them. */
export function reportMethods(extractors: readonly ExtractorDescription[]): ReportMethod[] {
  return extractors.map(({ id, version, description, references }) => ({ id, version, description, references }));
}
