/** AMR storage format: RFC 4867, section 5. */

export interface AmrStream {
  wideBand: boolean;
  channels: number;
  /** 8000 or 16000 Hz. */
  sampleRate: number;
  frames: number;
  /** Seconds: each frame holds 20 ms. */
  duration: number;
}

/** Bytes of a frame with its header, by frame type (tables 1 in 3GPP TS 26.101 and 26.201). */
const narrowSizes = [13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1];
const wideSizes = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1];

/** Counts the frames of a whole file; null where the bytes do not begin with an AMR header. */
export function readAmr(bytes: Uint8Array): AmrStream | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 16)).toString('latin1');
  const match = /^#!AMR(-WB)?(_MC1\.0)?\n/.exec(head);
  if (match === null) return null;
  const wideBand = match[1] !== undefined;
  const multichannel = match[2] !== undefined;
  let at = match[0].length;
  // The multichannel header is followed by 28 reserved bits and 4 bits of channel count.
  const channels = multichannel ? Math.max(1, (bytes[at + 3] ?? 1) & 0x0f) : 1;
  if (multichannel) at += 4;
  const sizes = wideBand ? wideSizes : narrowSizes;
  let frames = 0;
  while (at < bytes.length) {
    at += sizes[((bytes[at] as number) >> 3) & 0x0f] as number;
    if (at <= bytes.length) frames += 1;
  }
  const blocks = Math.floor(frames / channels);
  return { wideBand, channels, sampleRate: wideBand ? 16_000 : 8000, frames, duration: (blocks * 20) / 1000 };
}
