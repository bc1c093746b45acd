/** Data sets of the IPTC Information Interchange Model (IIM 4.2, 1.5-1.6). */
import { viewOf } from '../text.ts';

export interface IptcDataSet {
  /** Record number: 1 envelope, 2 application. */
  record: number;
  number: number;
  /** Offset of the tag marker. */
  offset: number;
  content: Uint8Array;
}

export interface IptcReading {
  dataSets: IptcDataSet[];
  /** Why and where reading ended before the end of the bytes; null where it did not. */
  broken: { offset: number; reason: string } | null;
}

const tagMarker = 0x1c;
const maximumDataSets = 10_000;

/** Reads data sets up to the end, to padding zeros, or to the first broken one. */
export function readDataSets(bytes: Uint8Array): IptcReading {
  const dataSets: IptcDataSet[] = [];
  const view = viewOf(bytes);
  let position = 0;
  const broken = (reason: string): IptcReading => ({ dataSets, broken: { offset: position, reason } });
  while (position < bytes.length && bytes[position] !== 0) {
    if (dataSets.length >= maximumDataSets) return broken(`only the first ${maximumDataSets} data sets are read`);
    if (bytes[position] !== tagMarker) return broken('a data set does not begin with its tag marker');
    if (position + 5 > bytes.length) return broken('a data set ends within its header');
    let length = view.getUint16(position + 3);
    let start = position + 5;
    if (length >= 0x8000) {
      // Extended data set: the number says how many bytes hold the length (IIM 1.5 c).
      const width = length & 0x7fff;
      if (width > 4 || start + width > bytes.length) return broken(`an extended data set has a length field of ${width} bytes`);
      length = 0;
      for (const byte of bytes.subarray(start, start + width)) length = length * 256 + byte;
      start += width;
    }
    if (start + length > bytes.length) return broken(`a data set of ${length} bytes runs past the end`);
    dataSets.push({
      record: bytes[position + 1] as number,
      number: bytes[position + 2] as number,
      offset: position,
      content: bytes.subarray(start, start + length),
    });
    position = start + length;
  }
  return { dataSets, broken: null };
}

/**
 * TIFF writers that declare tag 33723 as LONG store it with its bytes swapped in groups of four where the byte
 * orders differ; the tag marker then stands in the fourth place. Returns the bytes in their proper order.
 */
export function inProperOrder(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === tagMarker || bytes[3] !== tagMarker) return bytes;
  const ordered = bytes.slice(0, bytes.length - (bytes.length % 4));
  for (let index = 0; index < ordered.length; index += 4) ordered.subarray(index, index + 4).reverse();
  return ordered;
}
