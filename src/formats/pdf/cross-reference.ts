/** Cross-reference tables and streams: ISO 32000-1, 7.5.4 and 7.5.8. */
import { latin1Text } from '../text.ts';
import type { PdfParser } from './parser.ts';
import { countOf, type PdfDictionary } from './values.ts';

/** Where an object is: at an offset in the file, or the index-th of an object stream. */
export type ObjectPlace = { offset: number } | { stream: number; index: number };

/** One section of the cross-reference. */
export interface CrossReferenceSection {
  trailer: PdfDictionary;
  /** Place of an object; undefined where the section does not speak of it, null where it says the object is free. */
  find(object: number): ObjectPlace | null | undefined;
}

const entryLength = 20;
const maximumSubsections = 65_536;

/**
 * Reads a classic table whose keyword `xref` the parser has passed, and its trailer. Entries stay
 * unread until they are asked for: a document may have a million objects of which five matter.
 */
export function readTable(parser: PdfParser): CrossReferenceSection {
  const subsections: { first: number; count: number; start: number }[] = [];
  while (!parser.keyword('trailer')) {
    const first = parser.integer();
    const count = parser.integer();
    parser.skipSpace();
    subsections.push({ first, count, start: parser.at });
    if (subsections.length > maximumSubsections) throw new RangeError('too many subsections');
    parser.at += count * entryLength;
  }
  const trailer = parser.value();
  const { bytes } = parser;
  return {
    trailer: trailer instanceof Map ? trailer : new Map(),
    find(object) {
      for (const { first, count, start } of subsections) {
        if (object < first || object >= first + count) continue;
        const at = start + (object - first) * entryLength;
        const match = /^(\d{10}) \d{5} ([nf])/.exec(latin1Text(bytes, at, at + 18));
        if (match === null) return undefined;
        return match[2] === 'f' ? null : { offset: Number(match[1]) };
      }
      return undefined;
    },
  };
}

/** Makes a section of a decoded cross-reference stream; null where its dictionary makes no sense. */
export function readStreamSection(dictionary: PdfDictionary, decoded: Uint8Array): CrossReferenceSection | null {
  const widths = dictionary.get('W');
  if (!Array.isArray(widths) || widths.length < 3) return null;
  const [typeWidth, secondWidth, thirdWidth] = widths.map((width) => countOf(width) ?? -1) as [number, number, number];
  const width = typeWidth + secondWidth + thirdWidth;
  if (Math.min(typeWidth, secondWidth, thirdWidth) < 0 || width === 0 || width > 32) return null;
  const index = dictionary.get('Index');
  const bounds = Array.isArray(index) ? index.map((value) => countOf(value) ?? 0) : [0, countOf(dictionary.get('Size')) ?? 0];
  const field = (at: number, length: number): number => {
    let value = 0;
    for (let offset = 0; offset < length; offset += 1) value = value * 256 + (decoded[at + offset] as number);
    return value;
  };
  return {
    trailer: dictionary,
    find(object) {
      let row = 0;
      for (let pair = 0; pair + 1 < bounds.length; pair += 2) {
        const [first, count] = [bounds[pair] as number, bounds[pair + 1] as number];
        if (object < first || object >= first + count) {
          row += count;
          continue;
        }
        const at = (row + object - first) * width;
        if (at + width > decoded.length) return undefined;
        // Without a type field every entry is of type 1.
        const type = typeWidth === 0 ? 1 : field(at, typeWidth);
        const second = field(at + typeWidth, secondWidth);
        if (type === 1) return { offset: second };
        if (type === 2) return { stream: second, index: field(at + typeWidth + secondWidth, thirdWidth) };
        return null;
      }
      return undefined;
    },
  };
}

/** Offsets of all `n g obj` in some bytes, later ones replacing earlier ones, for documents whose cross-reference is lost. */
export function scanObjects(bytes: Uint8Array, base: number, found: Map<number, number>, limit: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = buffer.indexOf(' obj'); at >= 0 && found.size < limit; at = buffer.indexOf(' obj', at + 4)) {
    const match = /(?:^|[^\d])(\d{1,10}) {1,2}\d{1,5}$/.exec(latin1Text(bytes, Math.max(0, at - 20), at));
    const object = match?.[1];
    if (object === undefined) continue;
    const header = at - (match?.[0].replace(/^\D/, '').length ?? 0);
    found.set(Number(object), base + header);
  }
}
