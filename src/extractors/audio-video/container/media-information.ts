/** Containers that MediaInfo alone reads here: AVI, Matroska, ASF, MPEG streams, FLV, RealMedia and more. */
import type { MediaInfo, Track } from 'mediainfo.js';
import type { ByteReader } from '../../../model/reader.ts';
import { fromCalendarText } from '../../../model/timestamp.ts';
import type { ArtefactDraft } from '../../artefact-draft.ts';
import type { fields } from './fields.ts';

type Draft = ArtefactDraft<typeof fields>;

/** MediaInfo seeks rather than reads; more than this of one file is a loop. */
const maximumRead = 256 * 1024 * 1024;

let instance: Promise<MediaInfo<'object'>> | undefined;

/** Loads MediaInfo's WebAssembly on first need (60 ms and 45 MiB); most drives have only a few such files. */
function load(): Promise<MediaInfo<'object'>> {
  instance ??= import('mediainfo.js').then((module) => module.default({ format: 'object', chunkSize: 256 * 1024 }));
  return instance;
}

/** Sets what MediaInfo knows of an item; false where it does not know the format. Its errors pass through. */
export async function readByMediaInformation(reader: ByteReader, draft: Draft): Promise<boolean> {
  const analyser = await load();
  let read = 0;
  try {
    const result = await analyser.analyzeData(reader.size, async (length, offset) => {
      read += length;
      if (read > maximumRead) throw new RangeError(`it asked for more than ${maximumRead} bytes`);
      return new Uint8Array(await reader.read(offset, length));
    });
    const tracks = result.media?.track ?? [];
    if (!tracks.some((track) => track['@type'] !== 'General')) return false;
    for (const track of tracks) setTrack(track, draft);
    draft.set('trackCount', tracks.length - 1, 'MediaInfo');
    return true;
  } catch (thrown) {
    // After a fault inside WebAssembly nothing in it can be relied on.
    instance = undefined;
    throw thrown;
  }
}

function setTrack(track: Track, draft: Draft): void {
  if (track['@type'] === 'General') {
    draft.set('container', track.Format, 'MediaInfo Format');
    draft.set('duration', track.Duration, 'MediaInfo Duration');
    draft.set('bitRate', whole(track.OverallBitRate), 'MediaInfo OverallBitRate');
    draft.set('software', track.Encoded_Application, 'MediaInfo Encoded_Application');
    for (const name of ['Recorded_Date', 'Mastered_Date', 'Encoded_Date', 'Tagged_Date'] as const) {
      const text = track[name];
      // Writers that have no clock leave the start of the Unix epoch.
      if (typeof text !== 'string' || text.includes('1970-01-01 00:00:00')) continue;
      draft.set('creationTime', fromCalendarText(calendarText(text)), `MediaInfo ${name}`);
    }
  } else if (track['@type'] === 'Video') {
    draft.set('videoCodec', track.Format, 'MediaInfo Format');
    draft.set('width', whole(track.Width), 'MediaInfo Width');
    draft.set('height', whole(track.Height), 'MediaInfo Height');
    draft.set('frameRate', track.FrameRate, 'MediaInfo FrameRate');
    draft.set('rotation', track.Rotation === undefined ? null : whole(Number(track.Rotation)), 'MediaInfo Rotation');
    draft.set('encrypted', track.Encryption === undefined ? null : true, 'MediaInfo Encryption');
  } else if (track['@type'] === 'Audio') {
    draft.set('audioCodec', track.Format, 'MediaInfo Format');
    draft.set('sampleRate', whole(track.SamplingRate), 'MediaInfo SamplingRate');
    draft.set('channels', whole(track.Channels), 'MediaInfo Channels');
    draft.set('bitsPerSample', whole(track.BitDepth), 'MediaInfo BitDepth');
  }
}

function whole(value: number | undefined): number | null {
  const rounded = value === undefined ? Number.NaN : Math.round(value);
  return Number.isSafeInteger(rounded) ? rounded : null;
}

/** MediaInfo writes `UTC 2010-02-22 21:41:29` or `2010-02-22 21:41:29 UTC`. */
function calendarText(text: string): string {
  const trimmed = text.slice(0, 64).trim();
  return /^UTC | UTC$/.test(trimmed) ? `${trimmed.replace(/^UTC | UTC$/g, '').replace(' ', 'T')}Z` : trimmed;
}
