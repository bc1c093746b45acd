/** What both audio-video extractors read of one item, read once: an item's reader is the key, and keeps nothing alive. */
import type { IAudioMetadata } from 'music-metadata';
import { type Movie, readMovie } from '../../formats/iso-bmff/movie.ts';
import { readAscii } from '../../formats/text.ts';
import { windowedReader } from '../../formats/windowed-reader.ts';
import type { ByteReader } from '../../model/reader.ts';

/** Which reader an item is for. */
export type MediaFamily =
  /** MP4, QuickTime, 3GP: read by hand. */
  | 'movie'
  | 'amr'
  /** Sound files: read by music-metadata. */
  | 'sound'
  /** Other containers of moving pictures: read by MediaInfo. */
  | 'other';

const movieBoxes = ['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'styp'];

/** Decides by the first bytes, and for the rest by the media type. */
export async function familyOf(reader: ByteReader, mediaType: string): Promise<MediaFamily> {
  const head = await reader.read(0, 16);
  if (movieBoxes.includes(readAscii(head, 4, 8))) return 'movie';
  if (readAscii(head, 0, 5) === '#!AMR') return 'amr';
  return mediaType.startsWith('audio/') || mediaType === 'application/ogg' ? 'sound' : 'other';
}

const movies = new WeakMap<ByteReader, Promise<Movie>>();
const sounds = new WeakMap<ByteReader, Promise<SoundResult>>();

/** The structure of an MP4, QuickTime or 3GP file. */
export function movieOf(reader: ByteReader): Promise<Movie> {
  return once(movies, reader, () => readMovie(reader));
}

/** `metadata` is what was read up to the fault, where there was one; null where that is nothing. */
export type SoundResult = { kind: 'read'; metadata: IAudioMetadata | null; fault: string | null } | { kind: 'unsupported' };

/** What music-metadata says of an item; its errors come as a value, since both extractors ask. */
export function soundOf(reader: ByteReader, mediaType: string): Promise<SoundResult> {
  return once(sounds, reader, () => parseSound(reader, mediaType));
}

function once<Value>(known: WeakMap<ByteReader, Promise<Value>>, reader: ByteReader, read: () => Promise<Value>): Promise<Value> {
  const earlier = known.get(reader);
  if (earlier !== undefined) return earlier;
  const value = read();
  known.set(reader, value);
  return value;
}

/** No tag is longer than this; a file that claims one is not humoured. */
const maximumRead = 64 * 1024 * 1024;

async function parseSound(reader: ByteReader, mediaType: string): Promise<SoundResult> {
  const { parseBlob, UnsupportedFileTypeError, CouldNotDetermineFileTypeError } = await import('music-metadata');
  let latest: IAudioMetadata | null = null;
  const observer = (update: { metadata: IAudioMetadata }) => {
    latest = update.metadata;
  };
  try {
    // Only the frames themselves tell how long a raw AAC stream is.
    const duration = mediaType === 'audio/aac' && reader.size <= maximumRead;
    const metadata = await parseBlob(blobOver(reader, mediaType), { duration, mkvUseIndex: true, observer });
    return { kind: 'read', metadata, fault: null };
  } catch (thrown) {
    if (thrown instanceof UnsupportedFileTypeError || thrown instanceof CouldNotDetermineFileTypeError) return { kind: 'unsupported' };
    return { kind: 'read', metadata: latest, fault: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/**
 * The part of a Blob that music-metadata uses: its size, its type and, slice by slice, its bytes. So
 * only what is asked for is read of a file of gigabytes.
 */
function blobOver(reader: ByteReader, mediaType: string): Blob {
  const windowed = windowedReader(reader);
  const blob = {
    size: reader.size,
    type: mediaType.split(';', 1)[0] ?? '',
    slice: (start: number, end: number) => ({
      async arrayBuffer(): Promise<ArrayBuffer> {
        if (end - start > maximumRead) throw new RangeError(`a part of ${end - start} bytes is over the limit of ${maximumRead} bytes`);
        return new Uint8Array(await windowed.read(start, end - start)).buffer;
      },
    }),
  };
  return blob as unknown as Blob;
}
