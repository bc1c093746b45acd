/** Fields of MP4, QuickTime and 3GP files. */

import { type Position, parsePosition } from '../../../formats/iso-6709.ts';
import type { Movie } from '../../../formats/iso-bmff/movie.ts';
import type { Track } from '../../../formats/iso-bmff/track.ts';
import { revealHidden } from '../../../model/display.ts';
import { fromCalendarText, fromUnixSeconds, type Timestamp, toUnixNanoseconds } from '../../../model/timestamp.ts';
import type { ArtefactDraft } from '../../artefact-draft.ts';
import type { Emission } from '../../define-extractor.ts';
import type { fields } from './fields.ts';

type Draft = ArtefactDraft<typeof fields>;
type Step = Emission<typeof fields>;

/** Seconds from 1904-01-01 to 1970-01-01. */
const macintoshEpoch = 2_082_844_800n;

const codecNames: Record<string, string> = {
  avc1: 'H.264',
  avc3: 'H.264',
  hvc1: 'H.265',
  hev1: 'H.265',
  dvh1: 'H.265 (Dolby Vision)',
  av01: 'AV1',
  vp08: 'VP8',
  vp09: 'VP9',
  mp4v: 'MPEG-4 Visual',
  s263: 'H.263',
  h263: 'H.263',
  jpeg: 'Motion JPEG',
  mjpa: 'Motion JPEG',
  mjp2: 'Motion JPEG 2000',
  apch: 'ProRes 422 HQ',
  apcn: 'ProRes 422',
  ap4h: 'ProRes 4444',
  mp4a: 'AAC',
  samr: 'AMR-NB',
  sawb: 'AMR-WB',
  alac: 'ALAC',
  Opus: 'Opus',
  fLaC: 'FLAC',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
  '.mp3': 'MP3',
  sowt: 'PCM',
  twos: 'PCM',
  lpcm: 'PCM',
  in24: 'PCM',
  ulaw: 'µ-law',
  alaw: 'A-law',
  ima4: 'IMA ADPCM',
};

/** Sets what a movie says of itself, and says what is wrong with it. */
export function* setMovie(movie: Movie, draft: Draft): Generator<Step> {
  for (const fault of movie.faults.slice(0, 16))
    yield { kind: 'observation', severity: 'warning', ...fault, message: revealHidden(fault.message) };
  if (!movie.hasHeader) {
    yield {
      kind: 'observation',
      severity: 'warning',
      code: 'no-movie-header',
      message: 'The file has no movie header: its recording was cut off, or it is part of another.',
    };
  }
  if (movie.faults.length > 0 || !movie.hasHeader) yield { kind: 'incomplete' };
  draft.set('container', containerName(movie), 'ftyp');
  draft.set('majorBrand', movie.majorBrand?.trim(), 'ftyp');
  draft.set('compatibleBrands', movie.compatibleBrands, 'ftyp');
  draft.set('duration', movie.duration, 'mvhd');
  if (movie.hasHeader) setTracks(movie, draft);
  setDevice(movie, draft);
  setPosition(movie, draft);
  yield* setTimes(movie, draft);
}

function containerName(movie: Movie): string {
  const brand = movie.majorBrand?.trim() ?? 'qt';
  if (brand === 'qt') return 'QuickTime';
  if (/^3g[2a-z]/.test(brand)) return brand.startsWith('3g2') ? '3GPP2' : '3GPP';
  return 'MP4';
}

function setTracks(movie: Movie, draft: Draft): void {
  const video = movie.tracks.find((track) => track.handler === 'vide');
  const audio = movie.tracks.find((track) => track.handler === 'soun');
  draft.set('trackCount', movie.tracks.length, 'trak');
  if (video !== undefined) setVideo(video, draft);
  if (audio !== undefined) setAudio(audio, draft);
  const rate = movie.duration === null || movie.mediaBytes === 0 ? null : Math.round((movie.mediaBytes * 8) / movie.duration);
  draft.set('bitRate', rate !== null && Number.isSafeInteger(rate) ? rate : null, 'mdat over mvhd duration');
  draft.set(
    'encrypted',
    movie.tracks.some((track) => track.encrypted),
    'sample entries',
  );
}

function codecOf(track: Track): string | null {
  return track.codec === null ? null : (codecNames[track.codec] ?? track.codec.trim());
}

function setVideo(track: Track, draft: Draft): void {
  draft.set('videoCodec', codecOf(track), `stsd ${track.codec ?? ''}`);
  draft.set('width', track.width, 'stsd or tkhd');
  draft.set('height', track.height, 'stsd or tkhd');
  draft.set('rotation', track.rotation, 'tkhd matrix');
  const rate = track.duration === null || track.samples === null ? null : track.samples / track.duration;
  draft.set('frameRate', rate === null || rate === 0 ? null : Math.round(rate * 1000) / 1000, 'stsz sample_count over mdhd duration');
}

function setAudio(track: Track, draft: Draft): void {
  draft.set('audioCodec', codecOf(track), `stsd ${track.codec ?? ''}`);
  draft.set('sampleRate', track.sampleRate === null ? null : Math.round(track.sampleRate), 'stsd');
  draft.set('channels', track.channels, 'stsd');
  draft.set('bitsPerSample', track.bitsPerSample, 'stsd');
}

/** Keys and user data in which devices name themselves, most telling first. */
const deviceTexts = [
  ['make', 'keyed', 'com.apple.quicktime.make'],
  ['make', 'keyed', 'com.android.manufacturer'],
  ['make', 'texts', '©mak'],
  ['make', 'texts', 'manu'],
  ['model', 'keyed', 'com.apple.quicktime.model'],
  ['model', 'keyed', 'com.android.model'],
  ['model', 'texts', '©mod'],
  ['model', 'texts', 'modl'],
  ['software', 'keyed', 'com.apple.quicktime.software'],
  ['software', 'texts', '©swr'],
  ['software', 'texts', 'FIRM'],
  ['software', 'items', '©too'],
  ['contentIdentifier', 'keyed', 'com.apple.quicktime.content.identifier'],
] as const;

function setDevice({ user }: Movie, draft: Draft): void {
  for (const [field, place, key] of deviceTexts) draft.set(field, user[place].get(key), key);
  const android = user.keyed.get('com.android.version');
  draft.set('software', android === undefined ? null : `Android ${android}`, 'com.android.version');
}

function setPosition({ user }: Movie, draft: Draft): void {
  const candidates: [text: string | undefined, source: string][] = [
    [user.keyed.get('com.apple.quicktime.location.ISO6709'), 'com.apple.quicktime.location.ISO6709'],
    [user.texts.get('©xyz'), 'user data ©xyz'],
    [user.items.get('©xyz'), 'iTunes ©xyz'],
  ];
  for (const [text, source] of candidates) if (text !== undefined) setCoordinates(parsePosition(text), source, draft);
  setCoordinates(user.location, '3GPP loci', draft);
}

function setCoordinates(position: Position | null, source: string, draft: Draft): void {
  if (position === null || draft.get('latitude') !== undefined) return;
  draft.set('latitude', position.latitude, source);
  draft.set('longitude', position.longitude, source);
  draft.set('altitude', position.altitude, source);
}

function* setTimes(movie: Movie, draft: Draft): Generator<Step> {
  const header = headerTime(movie.creationTime);
  const text = movie.user.keyed.get('com.apple.quicktime.creationdate') ?? movie.user.texts.get('©day');
  const written = text === undefined ? null : fromCalendarText(text.trim().slice(0, 64));
  const source = movie.user.keyed.has('com.apple.quicktime.creationdate') ? 'com.apple.quicktime.creationdate' : 'user data ©day';
  // A written time with its offset tells more than the header, which devices fill in UTC or local time as they please.
  if (written !== null && written.iso !== null && written.basis !== 'local-unknown') draft.set('creationTime', written, source);
  draft.set('creationTime', header, 'mvhd creation_time');
  if (written?.iso !== null) draft.set('creationTime', written, source);
  draft.set('modificationTime', headerTime(movie.modificationTime), 'mvhd modification_time');
  if (movie.creationTime > 0n && movie.creationTime < macintoshEpoch) {
    const message = `The creation time in the movie header lies before 1970; counted from 1970, as some devices do, it would be ${fromUnixSeconds(Number(movie.creationTime)).iso}.`;
    yield { kind: 'observation', severity: 'note', code: 'suspect-epoch', message, place: 'mvhd creation_time' };
  } else yield* differingTimes(written, header);
}

/** Seconds since 1904 in UTC, as the specification has it; null for 0, which means "not set". */
function headerTime(value: bigint): Timestamp | null {
  return value === 0n ? null : fromUnixSeconds(Number(value - macintoshEpoch), value.toString());
}

function* differingTimes(written: Timestamp | null, header: Timestamp | null): Generator<Step> {
  const one = written === null ? null : toUnixNanoseconds(written);
  const other = header === null ? null : toUnixNanoseconds(header);
  if (one === null || other === null) return;
  const apart = Number((one - other) / 1_000_000_000n);
  if (Math.abs(apart) < 120) return;
  const message = `The written creation time ${written?.iso} and that of the movie header, ${header?.iso}, are ${Math.abs(apart)} s apart.`;
  yield { kind: 'observation', severity: 'note', code: 'creation-times-differ', message, place: 'mvhd creation_time' };
}
