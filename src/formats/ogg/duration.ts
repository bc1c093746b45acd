/**
 * Length of an Ogg stream by its last page: RFC 3533, 6 (pages); RFC 7845, 4 (Opus); Vorbis I, 4.2.2 and A.2;
 * Ogg FLAC mapping; Speex manual, 5.2. Pages between the first and the last are not read.
 */
import { latin1Text, viewOf } from '../text.ts';

const pageHeader = 27;

/** How to turn a granule position of the first stream into seconds. */
interface Clock {
  serial: number;
  /** Samples a second. */
  rate: number;
  /** Samples at the start that are not played. */
  skip: number;
}

/** How many bytes of the end of a file hold its last page: the longest is 65 307 bytes. */
export const lastPageWindow = 131_072;

/** Seconds by the first bytes and the last `lastPageWindow` bytes of a file; null for other codecs and where no page ends the first stream. */
export function oggDuration(head: Uint8Array, tail: Uint8Array): number | null {
  const clock = clockOf(head);
  const granule = clock === null ? null : lastGranule(tail, clock.serial);
  if (clock === null || granule === null) return null;
  const samples = Number(granule) - clock.skip;
  return samples > 0 && clock.rate > 0 ? samples / clock.rate : null;
}

function clockOf(head: Uint8Array): Clock | null {
  if (head.length < pageHeader + 1 || latin1Text(head, 0, 4) !== 'OggS') return null;
  const serial = viewOf(head).getUint32(14, true);
  const packet = head.subarray(pageHeader + (head[26] as number), pageHeader + (head[26] as number) + 128);
  if (packet.length < 16) return null;
  const fields = viewOf(packet);
  if (latin1Text(packet, 0, 8) === 'OpusHead') return { serial, rate: 48_000, skip: fields.getUint16(10, true) };
  if (latin1Text(packet, 0, 7) === '\u0001vorbis') return { serial, rate: fields.getUint32(12, true), skip: 0 };
  if (packet.length >= 40 && latin1Text(packet, 0, 8) === 'Speex   ') return { serial, rate: fields.getUint32(36, true), skip: 0 };
  // Behind 9 bytes of mapping stand `fLaC`, a block header of 4 bytes and the stream information, whose rate has 20 bits.
  if (packet.length >= 31 && latin1Text(packet, 0, 5) === '\u007fFLAC') return { serial, rate: fields.getUint32(27) >>> 12, skip: 0 };
  return null;
}

/** Granule position of the last page of a stream on which a packet ends. */
function lastGranule(tail: Uint8Array, serial: number): bigint | null {
  const buffer = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  const view = viewOf(tail);
  for (let at = buffer.lastIndexOf('OggS'); at >= 0; at = at === 0 ? -1 : buffer.lastIndexOf('OggS', at - 1)) {
    if (at + pageHeader > tail.length || tail[at + 4] !== 0 || view.getUint32(at + 14, true) !== serial) continue;
    const granule = view.getBigInt64(at + 6, true);
    if (granule >= 0n) return granule;
  }
  return null;
}
