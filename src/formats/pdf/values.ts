/** PDF objects: ISO 32000-1, 7.3. */

export class PdfName {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export class PdfString {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

export class PdfReference {
  readonly object: number;
  readonly generation: number;

  constructor(object: number, generation: number) {
    this.object = object;
    this.generation = generation;
  }
}

export type PdfDictionary = Map<string, PdfValue>;

export type PdfValue = null | boolean | number | PdfName | PdfString | PdfReference | PdfValue[] | PdfDictionary;

/** The name's text, or null for any other value. */
export function nameOf(value: PdfValue | undefined): string | null {
  return value instanceof PdfName ? value.name : null;
}

/** A whole, non-negative, safe number, or null for any other value. */
export function countOf(value: PdfValue | undefined): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
