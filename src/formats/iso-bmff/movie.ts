/** Movies in the ISO base media file format (ISO/IEC 14496-12) and QuickTime: structure, times, tracks and user metadata. */
import type { ByteReader } from '../../model/reader.ts';
import type { FormatFault } from '../fault.ts';
import { readAscii, viewOf } from '../text.ts';
import { BoxWalker, type MovieBox, seconds } from './box-walker.ts';
import { readTrackBox, type Track } from './track.ts';
import { emptyUserMetadata, readUserMetadata, type UserMetadata } from './user-metadata.ts';

export interface Movie {
  /** Major brand of `ftyp`, such as `isom`; null for old QuickTime files without it. */
  majorBrand: string | null;
  compatibleBrands: string[];
  /** A movie header was found. */
  hasHeader: boolean;
  /** Seconds since 1904-01-01 UTC; 0 where not set. */
  creationTime: bigint;
  modificationTime: bigint;
  /** Seconds; null where not known. */
  duration: number | null;
  tracks: Track[];
  /** Bytes of media data in the file. */
  mediaBytes: number;
  user: UserMetadata;
  faults: FormatFault[];
}

/** Reads a movie; what is missing or cut off is null or absent, with a fault. */
export async function readMovie(reader: ByteReader): Promise<Movie> {
  const walker = new BoxWalker(reader);
  const movie: Movie = {
    majorBrand: null,
    compatibleBrands: [],
    hasHeader: false,
    creationTime: 0n,
    modificationTime: 0n,
    duration: null,
    tracks: [],
    mediaBytes: 0,
    user: emptyUserMetadata(),
    faults: walker.faults,
  };
  try {
    for await (const box of walker.boxes(0, walker.size)) {
      if (box.type === 'ftyp') readBrands(await walker.read(box, 512), movie);
      else if (box.type === 'moov') await readMovieBox(walker, box, movie);
      else if (box.type === 'mdat') movie.mediaBytes += box.end - box.start;
      else if (box.type === 'meta' || box.type === 'udta') await readUserMetadata(walker, box, movie.user);
    }
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    movie.faults.push({ code: 'damaged-box', message: 'A box of the movie is shorter than its fields.' });
  }
  return movie;
}

function readBrands(payload: Uint8Array, movie: Movie): void {
  if (payload.length < 4) return;
  movie.majorBrand = readAscii(payload, 0, 4);
  for (let at = 8; at + 4 <= payload.length; at += 4) {
    const brand = readAscii(payload, at, at + 4).trim();
    if (brand !== '') movie.compatibleBrands.push(brand);
  }
}

async function readMovieBox(walker: BoxWalker, movieBox: MovieBox, movie: Movie): Promise<void> {
  let timescale = 0;
  for await (const box of walker.boxes(movieBox.start, movieBox.end)) {
    if (box.type === 'mvhd') timescale = readMovieHeader(await walker.read(box, 120), movie);
    else if (box.type === 'trak') {
      const track = await readTrackBox(walker, box);
      if (track !== null) movie.tracks.push(track);
    } else if (box.type === 'udta' || box.type === 'meta') await readUserMetadata(walker, box, movie.user);
    else if (box.type === 'mvex') await readFragmentDuration(walker, box, timescale, movie);
  }
  // A fragmented movie's header has no duration; its tracks may.
  movie.duration ??= longest(movie.tracks);
}

function longest(tracks: readonly Track[]): number | null {
  const durations = tracks.flatMap((track) => (track.duration === null ? [] : [track.duration]));
  return durations.length === 0 ? null : Math.max(...durations);
}

/** `mvhd` (8.2.2); returns the time scale. */
function readMovieHeader(payload: Uint8Array, movie: Movie): number {
  const view = viewOf(payload);
  const wide = view.getUint8(0) === 1;
  movie.hasHeader = true;
  movie.creationTime = wide ? view.getBigUint64(4) : BigInt(view.getUint32(4));
  movie.modificationTime = wide ? view.getBigUint64(12) : BigInt(view.getUint32(8));
  const timescale = view.getUint32(wide ? 20 : 12);
  movie.duration = seconds(wide ? view.getBigUint64(24) : BigInt(view.getUint32(16)), timescale, wide);
  return timescale;
}

/** `mehd` (8.8.2). */
async function readFragmentDuration(walker: BoxWalker, extension: MovieBox, timescale: number, movie: Movie): Promise<void> {
  for await (const box of walker.boxes(extension.start, extension.end)) {
    if (box.type !== 'mehd') continue;
    const view = viewOf(await walker.read(box, 16));
    const wide = view.getUint8(0) === 1;
    movie.duration ??= seconds(wide ? view.getBigUint64(4) : BigInt(view.getUint32(4)), timescale, wide);
  }
}
