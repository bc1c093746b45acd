/**
 * Messages on a web socket. A message without bytes is one text frame of JSON. One with bytes is one binary frame: the length of
 * the header (32 bits, big-endian), the header as JSON in UTF-8, and the byte strings one after the other. The header is
 * `{ message, binary: [{ path, length }] }`; `path` leads to where each byte string belongs in `message`, which holds null there.
 */

interface BinaryPart {
  path: (string | number)[];
  length: number;
}

const lengthOfLength = 4;
/** Deeper messages are no messages of the contract. */
const maximumDepth = 32;

/** A message as one frame: a string for a text frame, bytes for a binary one. */
export function encodeFrame(message: unknown): string | Uint8Array<ArrayBuffer> {
  const parts: { path: (string | number)[]; bytes: Uint8Array }[] = [];
  const plain = takeBytesOut(message, [], parts);
  if (parts.length === 0) return JSON.stringify(plain);
  const binary: BinaryPart[] = parts.map(({ path, bytes }) => ({ path, length: bytes.length }));
  const header = new TextEncoder().encode(JSON.stringify({ message: plain, binary }));
  const total = parts.reduce((sum, part) => sum + part.bytes.length, lengthOfLength + header.length);
  const frame = new Uint8Array(total);
  new DataView(frame.buffer).setUint32(0, header.length);
  frame.set(header, lengthOfLength);
  let at = lengthOfLength + header.length;
  for (const { bytes } of parts) {
    frame.set(bytes, at);
    at += bytes.length;
  }
  return frame;
}

/** The message of a frame. Throws a SyntaxError when the frame is not one. */
export function decodeFrame(frame: string | Uint8Array): unknown {
  if (typeof frame === 'string') return JSON.parse(frame);
  if (frame.length < lengthOfLength) throw new SyntaxError('frame too short');
  const headerLength = new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getUint32(0);
  let at = lengthOfLength + headerLength;
  if (at > frame.length) throw new SyntaxError('frame header beyond its end');
  const header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(frame.subarray(lengthOfLength, at)));
  if (!Array.isArray(header?.binary)) throw new SyntaxError('frame without a list of byte strings');
  for (const { path, length } of header.binary as BinaryPart[]) {
    if (!Number.isSafeInteger(length) || length < 0 || at + length > frame.length)
      throw new SyntaxError('byte string beyond the end of the frame');
    // Copied, so that a small byte string does not keep a large frame alive.
    putBytesIn(header, ['message', ...path], frame.slice(at, at + length));
    at += length;
  }
  if (at !== frame.length) throw new SyntaxError('frame longer than its parts');
  return header.message;
}

function takeBytesOut(value: unknown, path: (string | number)[], parts: { path: (string | number)[]; bytes: Uint8Array }[]): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Uint8Array) {
    parts.push({ path, bytes: value });
    return null;
  }
  if (path.length > maximumDepth) throw new RangeError('message too deep');
  if (Array.isArray(value)) return value.map((entry, index) => takeBytesOut(entry, [...path, index], parts));
  const prototype = Object.getPrototypeOf(value);
  // The prototype of a plain object has none itself, in every realm.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw new TypeError(`a ${prototype.constructor?.name ?? 'class'} cannot be sent`);
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, entry] of Object.entries(value)) copy[key] = takeBytesOut(entry, [...path, key], parts);
  return copy;
}

function putBytesIn(root: unknown, path: (string | number)[], bytes: Uint8Array): void {
  let parent = root;
  for (const [index, key] of path.entries()) {
    // Own properties alone: a path must not reach a prototype.
    if (parent === null || typeof parent !== 'object' || !Object.hasOwn(parent, key)) throw new SyntaxError('byte string without a place');
    if (index === path.length - 1) (parent as Record<string | number, unknown>)[key] = bytes;
    else parent = (parent as Record<string | number, unknown>)[key];
  }
}
