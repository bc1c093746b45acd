/** Marker segments of a JPEG up to its first scan (ITU-T T.81, annex B), read by ranges. */
import type { ByteReader } from '../../model/reader.ts';
import type { ImageFault } from '../image/image-metadata.ts';

export interface JpegSegment {
  /** Second byte of the marker, such as 0xE1 for APP1. */
  marker: number;
  /** Offset of the marker's first byte. */
  offset: number;
  /** Offset and length of what follows the length field; clipped to the end of the item. */
  payloadOffset: number;
  payloadLength: number;
}

export interface JpegHead {
  segments: JpegSegment[];
  /** Offset at which the entropy-coded bytes of the first scan begin; null where no scan was reached. */
  scanOffset: number | null;
  /** Where the walk ended. */
  end: number;
  faults: ImageFault[];
}

const maximumSegments = 20_000;
/** How far the next marker is searched for where there should be one: fill bytes (T.81, B.1.1.2) and stray bytes. */
const maximumGap = 1024 * 1024;
const gapStep = 4096;
const maximumGaps = 64;

/** Whether a marker stands alone, without length and payload (TEM, RSTn). */
function isStandalone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/** Whether a marker begins a frame and so holds the picture's size (SOF0-SOF15 without DHT, JPG and DAC). */
export function isFrameMarker(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Finds the next marker at or after `from`: its offset (of the last 0xFF before it) and second byte. */
async function nextMarker(reader: ByteReader, from: number): Promise<{ offset: number; marker: number; stray: boolean } | null> {
  let afterFill = false;
  let stray = false;
  for (let position = from; position < from + maximumGap; position += gapStep) {
    const bytes = await reader.read(position, gapStep);
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index] as number;
      if (byte === 0xff) afterFill = true;
      else if (afterFill && byte !== 0) return { offset: position + index - 1, marker: byte, stray };
      else {
        afterFill = false;
        stray = true;
      }
    }
    if (bytes.length < gapStep) break;
  }
  return null;
}

/** Walks from SOI to the first scan. Assumes that the item begins with FF D8. */
export async function readJpegHead(reader: ByteReader): Promise<JpegHead> {
  const segments: JpegSegment[] = [];
  const faults: ImageFault[] = [];
  let position = 2;
  const ended = (scanOffset: number | null): JpegHead => ({ segments, scanOffset, end: position, faults });
  const lost = (code: string, message: string): JpegHead => {
    faults.push({ code, message, place: `offset ${position}`, lost: true });
    return ended(null);
  };
  let gaps = 0;
  for (let count = 0; count < maximumSegments; count += 1) {
    const head = await reader.read(position, 4);
    let marker = head[1] as number;
    if (head.length < 2 || head[0] !== 0xff || marker === 0xff || marker === 0) {
      gaps += 1;
      const found = gaps > maximumGaps ? null : await nextMarker(reader, position);
      if (found === null) return lost('jpeg-head-ends-early', 'The segments end before the first scan begins.');
      if (found.stray) {
        const message = `${found.offset - position} bytes that belong to no segment lie between two segments.`;
        faults.push({ code: 'jpeg-stray-bytes', message, place: `offset ${position}`, lost: false });
      }
      ({ offset: position, marker } = found);
    }
    if (marker === 0xd9) return lost('jpeg-without-scan', 'The end marker comes before any scan: there is no picture.');
    if (isStandalone(marker)) {
      position += 2;
      continue;
    }
    const lengthField = await reader.read(position + 2, 2);
    const length = lengthField.length < 2 ? 0 : ((lengthField[0] as number) << 8) | (lengthField[1] as number);
    if (length < 2) return lost('jpeg-segment-length', `The segment FF${hexadecimal(marker)} has no valid length.`);
    const payloadOffset = position + 4;
    const payloadLength = Math.min(length - 2, Math.max(0, reader.size - payloadOffset));
    segments.push({ marker, offset: position, payloadOffset, payloadLength });
    if (payloadLength < length - 2)
      return lost('jpeg-segment-truncated', `The segment FF${hexadecimal(marker)} runs past the end of the item.`);
    if (marker === 0xda) return ended(payloadOffset + payloadLength);
    position = payloadOffset + payloadLength;
  }
  return lost('jpeg-too-many-segments', `Only the first ${maximumSegments} segments were read.`);
}

function hexadecimal(marker: number): string {
  return marker.toString(16).toUpperCase().padStart(2, '0');
}
