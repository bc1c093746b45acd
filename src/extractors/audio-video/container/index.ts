/** Structure, times, device and position of sound and video files. */
import type { IFormat } from 'music-metadata';
import { readAmr } from '../../../formats/amr/index.ts';
import { lastPageWindow, oggDuration } from '../../../formats/ogg/duration.ts';
import { revealHidden } from '../../../model/display.ts';
import type { ByteReader } from '../../../model/reader.ts';
import { ArtefactDraft } from '../../artefact-draft.ts';
import { defineExtractor, type Emission } from '../../define-extractor.ts';
import { familyOf, movieOf, soundOf } from '../parsed.ts';
import { fields } from './fields.ts';
import { readByMediaInformation } from './media-information.ts';
import { setMovie } from './movie.ts';

type Draft = ArtefactDraft<typeof fields>;
type Step = Emission<typeof fields>;

/** Voice notes are small; of a longer file the first hours are counted. */
const maximumAmr = 64 * 1024 * 1024;

export const audioVideoContainer = defineExtractor({
  id: 'audio-video/container',
  version: '1',
  accepts: ['audio/*', 'video/*', 'application/ogg', 'application/vnd.ms-asf', 'application/mxf', 'application/vnd.rn-realmedia'],
  produces: fields,
  description: 'Reads the structure of sound and video files: duration, codecs, size, times, device and position.',
  references: [
    'ISO/IEC 14496-12 (ISO base media file format)',
    'QuickTime File Format, user data and metadata',
    'ISO 6709:2008, annex H',
    '3GPP TS 26.244, section 8 (loci)',
    'RFC 4867, section 5 (AMR)',
    'RFC 3533, section 6 (Ogg pages)',
  ],
  limits: {},
  async *run({ reader, mediaType }) {
    const draft: Draft = new ArtefactDraft();
    const family = await familyOf(reader, mediaType);
    if (family === 'movie') yield* setMovie(await movieOf(reader), draft);
    else if (family === 'amr') setAmr(await reader.read(0, maximumAmr), draft);
    else if (family === 'other' || !(await setSound(reader, mediaType, draft))) yield* readOther(reader, draft);
    yield* draft.emissions();
  },
});

function setAmr(bytes: Uint8Array, draft: Draft): void {
  const stream = readAmr(bytes);
  if (stream === null) return;
  draft.set('container', 'AMR', 'AMR header');
  draft.set('audioCodec', stream.wideBand ? 'AMR-WB' : 'AMR-NB', 'AMR header');
  draft.set('duration', stream.duration, 'number of frames');
  draft.set('sampleRate', stream.sampleRate, 'AMR header');
  draft.set('channels', stream.channels, 'AMR header');
  draft.set('bitRate', stream.duration === 0 ? null : Math.round((bytes.length * 8) / stream.duration), 'file size over duration');
}

/** False where music-metadata does not know the item or failed half-way: then MediaInfo is asked for what is missing. */
async function setSound(reader: ByteReader, mediaType: string, draft: Draft): Promise<boolean> {
  const result = await soundOf(reader, mediaType);
  if (result.kind !== 'read' || result.metadata === null) return false;
  const { format } = result.metadata;
  const video = format.trackInfo.find((track) => track.video !== undefined);
  draft.set('container', format.container, 'container header');
  draft.set('audioCodec', codecName(format), 'stream header');
  draft.set('videoCodec', video?.codecName, 'stream header');
  draft.set('width', video?.video?.pixelWidth, 'stream header');
  draft.set('height', video?.video?.pixelHeight, 'stream header');
  if (format.container === 'Ogg') await setOggDuration(reader, format, draft);
  draft.set('duration', format.duration, 'stream header');
  draft.set('bitRate', format.bitrate === undefined ? null : Math.round(format.bitrate), 'stream header');
  draft.set('sampleRate', whole(format.sampleRate), 'stream header');
  draft.set('channels', whole(format.numberOfChannels), 'stream header');
  draft.set('bitsPerSample', whole(format.bitsPerSample), 'stream header');
  draft.set('software', format.tool, 'encoder tag');
  if (!draft.isEmpty) draft.set('trackCount', format.trackInfo.length || null, 'stream header');
  return result.fault === null && !draft.isEmpty;
}

/**
 * music-metadata reads on to the last page of short files only, so that what it says of a voice note would hang on its
 * length: the last page is read here for all. Opus has no bit rate in its header (RFC 7845, 5.1); Vorbis and Speex have.
 */
async function setOggDuration(reader: ByteReader, format: IFormat, draft: Draft): Promise<void> {
  const start = Math.max(0, reader.size - lastPageWindow);
  const seconds = oggDuration(await reader.read(0, 512), await reader.read(start, lastPageWindow));
  if (seconds === null) return;
  draft.set('duration', seconds, 'granule position of the last page');
  if (format.codec !== 'Opus') draft.set('bitRate', format.bitrate === undefined ? null : Math.round(format.bitrate), 'stream header');
  draft.set('bitRate', Math.round((reader.size * 8) / seconds), 'file size over duration');
}

function codecName({ codec, codecProfile }: IFormat): string | null {
  if (codec === undefined) return null;
  return codecProfile === undefined ? codec : codecProfile.startsWith(codec) ? codecProfile : `${codec} ${codecProfile}`;
}

function whole(value: number | undefined): number | null {
  return value !== undefined && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

async function* readOther(reader: ByteReader, draft: Draft): AsyncGenerator<Step> {
  try {
    if (await readByMediaInformation(reader, draft)) return;
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const text = `The container could not be read: ${revealHidden(message.slice(0, 300))}.`;
    yield { kind: 'observation', severity: 'warning', code: 'damaged-container', message: text };
    yield { kind: 'incomplete' };
    return;
  }
  const message = 'No stream could be found in the file: it is damaged, or of a kind that is not decoded.';
  yield { kind: 'observation', severity: 'note', code: 'no-stream-found', message };
}
