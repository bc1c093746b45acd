/** Boxes of ISO base media files (ISO/IEC 14496-12 section 4.2). */

/** A box of a four-character type around the concatenation of its parts. */
export function box(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 8);
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32BE(length, 0);
  bytes.write(type, 4, 'latin1');
  let position = 8;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/** A box with version and flags in front. */
export function fullBox(type: string, version: number, flags: number, ...parts: readonly Uint8Array[]): Buffer {
  return box(type, uint32((version << 24) | flags), ...parts);
}

export function uint16(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, index) => {
    bytes.writeUInt16BE(value & 0xffff, index * 2);
  });
  return bytes;
}

export function uint32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value >>> 0, index * 4);
  });
  return bytes;
}

/** Text in Latin letters, as it stands. */
export function latin(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

export interface ParsedBox {
  type: string;
  content: Buffer;
}

/** The boxes that follow each other in bytes that an encoder of ours made. */
export function parseBoxes(bytes: Buffer): ParsedBox[] {
  const boxes: ParsedBox[] = [];
  for (let position = 0; position + 8 <= bytes.length; ) {
    const declared = bytes.readUInt32BE(position);
    const length = declared === 0 ? bytes.length - position : declared;
    if (length < 8) throw new RangeError('an encoder gave a box shorter than its head');
    boxes.push({ type: bytes.toString('latin1', position + 4, position + 8), content: bytes.subarray(position + 8, position + length) });
    position += length;
  }
  return boxes;
}
