/** Puts metadata segments into JPEG files (ITU-T T.81 annex B; Exif 3.0 section 4.7). */

/** A JPEG stream without application and comment segments, cut where these belong. */
export function withoutMetadata(jpeg: Uint8Array): Buffer {
  const bytes = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  const kept: Buffer[] = [];
  let position = 2;
  for (;;) {
    const marker = bytes.readUInt16BE(position);
    if (marker === 0xffda) break;
    const end = position + 2 + bytes.readUInt16BE(position + 2);
    const application = marker >= 0xffe0 && marker <= 0xffef;
    if (!application && marker !== 0xfffe) kept.push(bytes.subarray(position, end));
    position = end;
  }
  return Buffer.concat([...kept, bytes.subarray(position)]);
}

export interface JpegMetadata {
  /** TIFF structure. */
  exif?: Uint8Array;
  /** XMP packet. */
  xmp?: string;
  /** IPTC-IIM records. */
  iptc?: Uint8Array;
}

/** A whole file from a stream made by `withoutMetadata`. */
export function assembleJpeg(stream: Uint8Array, metadata: JpegMetadata): Buffer {
  const parts: Uint8Array[] = [Buffer.from([0xff, 0xd8])];
  if (metadata.exif === undefined) parts.push(segment(0xe0, [Buffer.from('JFIF\0\x01\x01\x01\x00\x48\x00\x48\x00\x00', 'latin1')]));
  else parts.push(segment(0xe1, [Buffer.from('Exif\0\0', 'latin1'), metadata.exif]));
  if (metadata.xmp !== undefined)
    parts.push(segment(0xe1, [Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1'), Buffer.from(metadata.xmp)]));
  if (metadata.iptc !== undefined)
    parts.push(segment(0xed, [Buffer.from('Photoshop 3.0\0', 'latin1'), imageResource(0x0404, metadata.iptc)]));
  parts.push(stream);
  return Buffer.concat(parts);
}

function segment(marker: number, contents: readonly Uint8Array[]): Buffer {
  const length = contents.reduce((sum, content) => sum + content.length, 2);
  if (length > 0xffff) throw new RangeError(`a JPEG segment holds 65533 bytes at most, not ${length - 2}`);
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 0xff]), ...contents]);
}

/** Adobe Photoshop File Formats, "Image Resource Blocks": signature, id, empty name, length, bytes, padding. */
function imageResource(id: number, content: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  head.write('8BIM', 0, 'latin1');
  head.writeUInt16BE(id, 4);
  head.writeUInt32BE(content.length, 8);
  return Buffer.concat([head, content, Buffer.alloc(content.length & 1)]);
}
