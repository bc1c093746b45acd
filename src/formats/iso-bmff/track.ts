/** Tracks: ISO/IEC 14496-12, 8.3 to 8.5, and the sample descriptions of 12.1 and 12.2. */
import { readAscii, viewOf } from '../text.ts';
import { type BoxWalker, type MovieBox, seconds } from './box-walker.ts';

export interface Track {
  /** Handler: `vide`, `soun`, `text`, `meta`, … */
  handler: string;
  /** Four-character code of the first sample description; of what is protected where it is encrypted. */
  codec: string | null;
  /** Whether the samples are encrypted (`encv`, `enca`, `drmi`, `drms`). */
  encrypted: boolean;
  /** Pixels of the coded picture. */
  width: number | null;
  height: number | null;
  /** Degrees clockwise by which the picture is to be turned: 0, 90, 180 or 270. */
  rotation: number;
  /** Seconds. */
  duration: number | null;
  samples: number | null;
  sampleRate: number | null;
  channels: number | null;
  bitsPerSample: number | null;
}

/** Reads `trak`; null where it has no media handler. */
export async function readTrackBox(walker: BoxWalker, trackBox: MovieBox): Promise<Track | null> {
  const track: Track = {
    handler: '',
    codec: null,
    encrypted: false,
    width: null,
    height: null,
    rotation: 0,
    duration: null,
    samples: null,
    sampleRate: null,
    channels: null,
    bitsPerSample: null,
  };
  for await (const box of walker.boxes(trackBox.start, trackBox.end)) {
    if (box.type === 'tkhd') readTrackHeader(await walker.read(box, 104), track);
    else if (box.type === 'mdia') await readMediaBox(walker, box, track);
  }
  return track.handler === '' ? null : track;
}

/** `tkhd` (8.3.2): the matrix and, until the sample description says better, the picture's size. */
function readTrackHeader(payload: Uint8Array, track: Track): void {
  const view = viewOf(payload);
  const matrix = view.getUint8(0) === 1 ? 52 : 40;
  const [a, b] = [view.getInt32(matrix), view.getInt32(matrix + 4)];
  track.rotation = (Math.round((Math.atan2(b, a) * 180) / Math.PI / 90) * 90 + 360) % 360;
  const [width, height] = [view.getUint32(matrix + 36) >>> 16, view.getUint32(matrix + 40) >>> 16];
  if (width > 0 && height > 0) [track.width, track.height] = [width, height];
}

async function readMediaBox(walker: BoxWalker, mediaBox: MovieBox, track: Track): Promise<void> {
  for await (const box of walker.boxes(mediaBox.start, mediaBox.end)) {
    if (box.type === 'mdhd') readMediaHeader(await walker.read(box, 40), track);
    else if (box.type === 'hdlr') track.handler = readAscii(await walker.read(box, 32), 8, 12);
    else if (box.type === 'minf') await readMediaInformation(walker, box, track);
  }
}

/** `mdhd` (8.4.2). */
function readMediaHeader(payload: Uint8Array, track: Track): void {
  const view = viewOf(payload);
  const wide = view.getUint8(0) === 1;
  const timescale = view.getUint32(wide ? 20 : 12);
  track.duration = seconds(wide ? view.getBigUint64(24) : BigInt(view.getUint32(16)), timescale, wide);
}

async function readMediaInformation(walker: BoxWalker, informationBox: MovieBox, track: Track): Promise<void> {
  for await (const table of walker.boxes(informationBox.start, informationBox.end)) {
    if (table.type !== 'stbl') continue;
    for await (const box of walker.boxes(table.start, table.end)) {
      if (box.type === 'stsd') await readSampleDescription(walker, box, track);
      // Both kinds of size table keep the number of samples at the same place (8.7.3).
      else if (box.type === 'stsz' || box.type === 'stz2') track.samples = viewOf(await walker.read(box, 12)).getUint32(8);
    }
  }
}

async function readSampleDescription(walker: BoxWalker, descriptionBox: MovieBox, track: Track): Promise<void> {
  for await (const entry of walker.boxes(descriptionBox.start + 8, descriptionBox.end)) {
    const payload = await walker.read(entry, 128);
    track.codec = entry.type;
    if (track.handler === 'vide') readVisualEntry(payload, track);
    else if (track.handler === 'soun') readAudioEntry(payload, track);
    if (/^(?:enc[a-z]|drm[a-z])$/.test(entry.type)) {
      track.encrypted = true;
      track.codec = (await originalFormat(walker, entry, track.handler)) ?? entry.type;
    }
    return;
  }
}

/** Visual sample entry (12.1.3): width and height of the coded picture. */
function readVisualEntry(payload: Uint8Array, track: Track): void {
  if (payload.length < 28) return;
  const view = viewOf(payload);
  const [width, height] = [view.getUint16(24), view.getUint16(26)];
  if (width > 0 && height > 0) [track.width, track.height] = [width, height];
}

/** Audio sample entry (12.2.3); version 2 of QuickTime keeps its own fields behind. */
function readAudioEntry(payload: Uint8Array, track: Track): void {
  if (payload.length < 28) return;
  const view = viewOf(payload);
  if (view.getUint16(8) === 2 && payload.length >= 64) {
    track.sampleRate = view.getFloat64(32);
    track.channels = view.getUint32(40);
    return;
  }
  track.channels = view.getUint16(16) || null;
  track.bitsPerSample = view.getUint16(18) || null;
  track.sampleRate = view.getUint32(24) >>> 16 || null;
}

/** `sinf`/`frma` (8.12.2) behind the fields of a protected sample entry. */
async function originalFormat(walker: BoxWalker, entry: MovieBox, handler: string): Promise<string | null> {
  const fields = handler === 'vide' ? 78 : handler === 'soun' ? 28 : 8;
  for await (const box of walker.boxes(entry.start + fields, entry.end)) {
    if (box.type !== 'sinf') continue;
    for await (const inner of walker.boxes(box.start, box.end)) {
      if (inner.type === 'frma') return readAscii(await walker.read(inner, 4), 0, 4) || null;
    }
  }
  return null;
}
