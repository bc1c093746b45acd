/** Stream filters that structures of a document use: ISO 32000-1, 7.4. */
import { constants, inflateSync } from 'node:zlib';
import { latin1Text } from '../text.ts';
import { countOf, nameOf, type PdfDictionary, type PdfValue } from './values.ts';

/** A stream decodes to no more than this many bytes; the rest is dropped. */
const maximumOutput = 16 * 1024 * 1024;

/** Decodes a stream's bytes by its dictionary; null where a filter is not supported or the bytes are damaged. */
export function decodeStream(dictionary: PdfDictionary, raw: Uint8Array): Uint8Array | null {
  const filters = listOf(dictionary.get('Filter') ?? dictionary.get('F'));
  const parameters = listOf(dictionary.get('DecodeParms') ?? dictionary.get('DP'));
  let bytes: Uint8Array | null = raw;
  for (const [index, filter] of filters.slice(0, 4).entries()) {
    const parameter = parameters[index];
    bytes = applyFilter(nameOf(filter), bytes, parameter instanceof Map ? parameter : new Map());
    if (bytes === null) return null;
  }
  return bytes;
}

function listOf(value: PdfValue | undefined): PdfValue[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

function applyFilter(filter: string | null, bytes: Uint8Array, parameters: PdfDictionary): Uint8Array | null {
  switch (filter) {
    case 'FlateDecode':
    case 'Fl':
      return inflate(bytes, parameters);
    case 'ASCIIHexDecode':
    case 'AHx':
      return new Uint8Array(Buffer.from(latin1Text(bytes).split('>', 1)[0]?.replace(/\s+/g, '') ?? '', 'hex'));
    case 'Crypt':
      return nameOf(parameters.get('Name')) === 'Identity' || !parameters.has('Name') ? bytes : null;
    default:
      return null;
  }
}

function inflate(bytes: Uint8Array, parameters: PdfDictionary): Uint8Array | null {
  let decoded: Uint8Array;
  try {
    // A stream cut short still gives what it holds.
    decoded = inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: maximumOutput });
  } catch {
    return null;
  }
  const predictor = countOf(parameters.get('Predictor')) ?? 1;
  if (predictor < 2) return decoded;
  const colours = countOf(parameters.get('Colors')) ?? 1;
  const depth = countOf(parameters.get('BitsPerComponent')) ?? 8;
  const columns = countOf(parameters.get('Columns')) ?? 1;
  const pixel = Math.ceil((colours * depth) / 8);
  const row = Math.ceil((colours * depth * columns) / 8);
  if (pixel < 1 || row < 1 || row > maximumOutput) return null;
  // Predictor 2 belongs to pictures, which are not read here.
  return predictor >= 10 ? undoPngPrediction(decoded, pixel, row) : null;
}

/** PNG prediction (RFC 2083, 6): each row is preceded by its filter type. */
function undoPngPrediction(bytes: Uint8Array, pixel: number, row: number): Uint8Array {
  const rows = Math.floor(bytes.length / (row + 1));
  const output = new Uint8Array(rows * row);
  for (let index = 0; index < rows; index += 1) {
    const type = bytes[index * (row + 1)] as number;
    const source = index * (row + 1) + 1;
    const target = index * row;
    for (let column = 0; column < row; column += 1) {
      const left = column >= pixel ? (output[target + column - pixel] as number) : 0;
      const up = index > 0 ? (output[target + column - row] as number) : 0;
      const corner = index > 0 && column >= pixel ? (output[target + column - row - pixel] as number) : 0;
      output[target + column] = (bytes[source + column] as number) + predicted(type, left, up, corner);
    }
  }
  return output;
}

function predicted(type: number, left: number, up: number, corner: number): number {
  switch (type) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4: {
      const estimate = left + up - corner;
      const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
      return a <= b && a <= c ? left : b <= c ? up : corner;
    }
    default:
      return 0;
  }
}
