/** Writes extended WebP files (RFC 9649 section 2.7) around an encoded frame. */

export interface WebpMetadata {
  exif?: Uint8Array;
  xmp?: string;
}

/** The `VP8 ` chunk, with its head, of a simple lossy file. */
export function frameChunk(webp: Uint8Array): Buffer {
  const bytes = Buffer.from(webp.buffer, webp.byteOffset, webp.byteLength);
  for (let position = 12; position + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(position + 4);
    const end = position + 8 + length + (length & 1);
    if (bytes.toString('latin1', position, position + 4) === 'VP8 ') return Buffer.from(bytes.subarray(position, end));
    position = end;
  }
  throw new RangeError('the encoder gave no lossy WebP frame');
}

/** A whole file from a chunk made by `frameChunk`. */
export function writeWebp(width: number, height: number, frame: Uint8Array, metadata: WebpMetadata): Buffer {
  const features = Buffer.alloc(10);
  features[0] = (metadata.exif === undefined ? 0 : 0x08) | (metadata.xmp === undefined ? 0 : 0x04);
  features.writeUIntLE(width - 1, 4, 3);
  features.writeUIntLE(height - 1, 7, 3);
  const parts: Uint8Array[] = [Buffer.from('WEBP', 'latin1'), chunk('VP8X', features), frame];
  if (metadata.exif !== undefined) parts.push(chunk('EXIF', metadata.exif));
  if (metadata.xmp !== undefined) parts.push(chunk('XMP ', Buffer.from(metadata.xmp)));
  return chunk('RIFF', Buffer.concat(parts));
}

function chunk(type: string, content: Uint8Array): Buffer {
  const bytes = Buffer.alloc(8 + content.length + (content.length & 1));
  bytes.write(type, 0, 'latin1');
  bytes.writeUInt32LE(content.length, 4);
  bytes.set(content, 8);
  return bytes;
}
