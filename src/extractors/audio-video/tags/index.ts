/** Titles, artists and other tags inside sound and video files, with embedded pictures as items of their own. */
import type { IAudioMetadata, ICommonTagsResult, IPicture } from 'music-metadata';
import type { ItemBytes } from '../../../formats/iso-bmff/user-metadata.ts';
import { viewOf } from '../../../formats/text.ts';
import { revealHidden } from '../../../model/display.ts';
import { type ByteReader, memoryReader } from '../../../model/reader.ts';
import { fromCalendarText, type Timestamp } from '../../../model/timestamp.ts';
import { ArtefactDraft } from '../../artefact-draft.ts';
import { defineExtractor, type Emission } from '../../define-extractor.ts';
import { familyOf, movieOf, soundOf } from '../parsed.ts';

const fields = {
  title: { type: 'text', label: 'Title', source: 'ID3 TIT2, Vorbis TITLE, iTunes ©nam, RIFF INAM, ASF Title' },
  artist: { type: 'text', label: 'Artist', source: 'ID3 TPE1, Vorbis ARTIST, iTunes ©ART, RIFF IART, ASF Author' },
  albumArtist: { type: 'text', label: 'Album artist', source: 'ID3 TPE2, Vorbis ALBUMARTIST, iTunes aART' },
  album: { type: 'text', label: 'Album', source: 'ID3 TALB, Vorbis ALBUM, iTunes ©alb, RIFF IPRD' },
  year: { type: 'integer', label: 'Year', source: 'ID3 TYER and TDRC, Vorbis DATE, iTunes ©day, RIFF ICRD' },
  genre: { type: 'text', label: 'Genre', source: 'ID3 TCON, Vorbis GENRE, iTunes ©gen, RIFF IGNR' },
  comment: { type: 'text', label: 'Comment', source: 'ID3 COMM, Vorbis COMMENT, iTunes ©cmt, RIFF ICMT' },
  description: { type: 'text', label: 'Description', source: 'Vorbis DESCRIPTION, iTunes desc, 3GPP dscp' },
  track: { type: 'integer', label: 'Track number', source: 'ID3 TRCK, Vorbis TRACKNUMBER, iTunes trkn' },
  composer: { type: 'text', label: 'Composer', source: 'ID3 TCOM, Vorbis COMPOSER, iTunes ©wrt' },
  copyright: { type: 'text', label: 'Copyright', source: 'ID3 TCOP, Vorbis COPYRIGHT, iTunes cprt' },
  encoder: { type: 'text', label: 'Encoder', source: 'ID3 TSSE and TENC, LAME tag, Vorbis vendor, iTunes ©too, RIFF ISFT' },
  recordedAt: { type: 'timestamp', label: 'Recorded', source: 'ID3 TDRC, Vorbis DATE, iTunes ©day, bext OriginationDate' },
  originator: { type: 'text', label: 'Originator', source: 'bext Originator' },
  tagTypes: { type: 'text-list', label: 'Kinds of tags', source: 'tags found' },
  hasEmbeddedPicture: { type: 'boolean', label: 'Embedded picture', source: 'ID3 APIC, FLAC PICTURE, iTunes covr' },
} as const;

type Draft = ArtefactDraft<typeof fields>;
type Step = Emission<typeof fields>;

export const audioVideoTags = defineExtractor({
  id: 'audio-video/tags',
  version: '1',
  accepts: ['audio/*', 'video/*', 'application/ogg', 'application/vnd.ms-asf'],
  produces: fields,
  description:
    'Reads tags of sound and video files (ID3, APE, Vorbis, iTunes, RIFF, ASF, Matroska); embedded pictures become items of their own.',
  references: [
    'ID3v2.3 and ID3v2.4',
    'Vorbis comment specification',
    'QuickTime File Format, metadata',
    '3GPP TS 26.244, section 8',
    'EBU Tech 3285 (bext)',
  ],
  limits: {},
  async *run({ reader, mediaType }) {
    const draft: Draft = new ArtefactDraft();
    const family = await familyOf(reader, mediaType);
    const pictures =
      family === 'movie' ? await readMovieTags(reader, draft) : family === 'amr' ? [] : yield* readSoundTags(reader, mediaType, draft);
    draft.set('hasEmbeddedPicture', pictures.length > 0 || (draft.isEmpty ? null : false), 'embedded pictures');
    yield* draft.emissions();
    yield* children(pictures);
  },
});

interface Picture {
  mediaType: string;
  bytes: Uint8Array;
}

const maximumPictures = 16;

/** `cover.jpg`, then `cover-2.png`, and so on. */
function* children(pictures: readonly Picture[]): Generator<Step> {
  for (const [index, picture] of pictures.slice(0, maximumPictures).entries()) {
    const extension = pictureExtensions[picture.mediaType.toLowerCase()] ?? 'bin';
    yield {
      kind: 'child',
      name: index === 0 ? `cover.${extension}` : `cover-${index + 1}.${extension}`,
      content: memoryReader(picture.bytes),
    };
  }
  if (pictures.length <= maximumPictures) return;
  const message = `Only the first ${maximumPictures} of ${pictures.length} embedded pictures were taken out.`;
  yield { kind: 'observation', severity: 'note', code: 'further-pictures', message };
  yield { kind: 'incomplete' };
}

const pictureExtensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/jpg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/bmp': 'bmp',
  'image/webp': 'webp',
  jpg: 'jpg',
  png: 'png',
};

const itemTexts = [
  ['title', '©nam', 'titl'],
  ['artist', '©ART', 'perf'],
  ['albumArtist', 'aART', null],
  ['album', '©alb', 'albm'],
  ['genre', '©gen', 'gnre'],
  ['comment', '©cmt', null],
  ['description', 'desc', 'dscp'],
  ['composer', '©wrt', 'auth'],
  ['copyright', 'cprt', 'cprt'],
  ['encoder', '©too', null],
] as const;

async function readMovieTags(reader: ByteReader, draft: Draft): Promise<Picture[]> {
  const { user } = await movieOf(reader);
  for (const [field, item, asset] of itemTexts) {
    draft.set(field, user.items.get(item), `iTunes ${item}`);
    draft.set(field, user.texts.get(item), `user data ${item}`);
    if (asset !== null) draft.set(field, user.texts.get(asset), `3GPP ${asset}`);
  }
  const day = user.items.get('©day') ?? user.texts.get('©day');
  if (day !== undefined) setDate(day, user.items.has('©day') ? 'iTunes ©day' : 'user data ©day', draft);
  const types = [user.items.size > 0 ? 'iTunes' : '', user.texts.size > 0 ? 'user data' : '', user.keyed.size > 0 ? 'QuickTime' : ''];
  const number = user.binaryItems.find((item) => item.code === 'trkn')?.value;
  draft.set('track', number === undefined ? null : trackNumber(number), 'iTunes trkn');
  const covers = user.binaryItems.filter((item) => item.code === 'covr' && item.value.bytes.length > 0);
  if (!draft.isEmpty || covers.length > 0) draft.set('tagTypes', types, 'tags found');
  return covers.map(({ value }) => ({
    mediaType: value.type === 14 ? 'image/png' : value.type === 13 ? 'image/jpeg' : '',
    bytes: value.bytes,
  }));
}

/** Two reserved bytes, the number, the total. */
function trackNumber({ bytes }: ItemBytes): number | null {
  return bytes.length >= 4 ? viewOf(bytes).getUint16(2) || null : null;
}

async function* readSoundTags(reader: ByteReader, mediaType: string, draft: Draft): AsyncGenerator<Step, Picture[]> {
  const result = await soundOf(reader, mediaType);
  if (result.kind === 'unsupported') return [];
  if (result.fault !== null) {
    const message = `The tags could not be read to their end: ${revealHidden(result.fault.slice(0, 300))}.`;
    yield { kind: 'observation', severity: 'warning', code: 'damaged-tags', message };
    yield { kind: 'incomplete' };
  }
  if (result.metadata === null) return [];
  setCommon(result.metadata, draft);
  return (result.metadata.common.picture ?? [])
    .filter(hasContent)
    .map((picture) => ({ mediaType: picture.format ?? '', bytes: picture.data }));
}

function hasContent(picture: IPicture): boolean {
  return picture.data.length > 0;
}

const commonTexts = [
  ['title', 'title'],
  ['artist', 'artist'],
  ['albumArtist', 'albumartist'],
  ['album', 'album'],
  ['copyright', 'copyright'],
  ['encoder', 'encodersettings'],
  ['encoder', 'encodedby'],
] as const;

/** music-metadata files the tags of RIFF under the specification that first listed them. */
const tagTypeNames: Record<string, string> = { exif: 'RIFF INFO' };

function setCommon({ common, format, native }: IAudioMetadata, draft: Draft): void {
  const types = [...format.tagTypes].map((type) => tagTypeNames[type] ?? type);
  const source = (tag: string) => `${types.join(', ') || format.container || 'stream'}: ${tag}`;
  for (const [field, tag] of commonTexts) draft.set(field, textOf(common[tag]), source(tag));
  draft.set('genre', joined(common.genre), source('genre'));
  draft.set('composer', joined(common.composer), source('composer'));
  draft.set('description', joined(common.description), source('description'));
  draft.set('comment', comments(common), source('comment'));
  draft.set('track', common.track?.no ?? null, source('track'));
  draft.set('encoder', textOf(format.tool), source('tool'));
  if (common.date !== undefined) setDate(String(common.date), source('date'), draft);
  draft.set('year', plausibleYear(common.year), source('year'));
  setBroadcastExtension(native['exif'] ?? [], draft);
  if (!draft.isEmpty) draft.set('tagTypes', types, 'tags found');
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function joined(values: readonly unknown[] | undefined): string | null {
  const texts = (values ?? []).filter((value): value is string => typeof value === 'string' && value !== '');
  // Files with tags of two kinds say most things twice.
  return texts.length === 0 ? null : [...new Set(texts)].join(', ');
}

function comments(common: ICommonTagsResult): string | null {
  return joined((common.comment ?? []).map((comment) => comment.text));
}

/** Broadcast WAV, such as field recorders write: date and time stand apart. */
function setBroadcastExtension(tags: readonly { id: string; value: unknown }[], draft: Draft): void {
  const value = (id: string) => textOf(tags.find((tag) => tag.id === id)?.value);
  draft.set('originator', value('bext.originator'), 'bext Originator');
  const date = value('bext.originationDate');
  if (date === null || !/\d/.test(date)) return;
  const time = value('bext.originationTime');
  draft.set('recordedAt', fromCalendarText(`${date} ${time ?? ''}`.trim()), 'bext OriginationDate and OriginationTime');
}

/** A date in a tag may be a whole time, a day, a month or a year. */
function setDate(text: string, source: string, draft: Draft): void {
  const trimmed = text.trim().slice(0, 64);
  const year = /^(\d{4})(?:\D|$)/.exec(trimmed);
  if (year === null) return;
  draft.set('year', plausibleYear(Number(year[1])), source);
  if (/^\d{4}$/.test(trimmed)) return;
  const month = /^(\d{4})-(\d{2})$/.exec(trimmed);
  const time: Timestamp =
    month === null ? fromCalendarText(trimmed) : { ...fromCalendarText(`${trimmed}-01`), raw: trimmed, precision: 'month' };
  draft.set('recordedAt', time, source);
}

function plausibleYear(year: number | undefined): number | null {
  return year !== undefined && Number.isSafeInteger(year) && year > 0 && year <= 9999 ? year : null;
}
