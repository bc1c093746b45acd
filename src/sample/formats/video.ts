/** Writes short films that play: MP4 as Android writes it, QuickTime as an iPhone does (ISO/IEC 14496-12, Apple QTFF). */
import type { FieldValues } from '../../model/field.ts';
import { fromCalendarText } from '../../model/timestamp.ts';
import { isoPakistan, isoUtc, type Moment, secondsSince1904 } from '../moment.ts';
import { avcClip } from './encoded-frames.ts';
import { box, fullBox, latin, uint16, uint32 } from './iso-boxes.ts';

export interface FilmDescription {
  style: 'android' | 'apple';
  make: string;
  model: string;
  software: string;
  createdAt: Moment;
  latitude: number;
  longitude: number;
  altitude: number;
}

const timescale = 600;
const frameTicks = timescale / avcClip.framesPerSecond;
const durationTicks = frameTicks * avcClip.sampleSizes.length;
const unityMatrix = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
const undetermined = 0x55c4;

/** A whole file of one AVC track of a second. */
export function writeFilm(film: FilmDescription): Buffer {
  const fileType =
    film.style === 'apple'
      ? box('ftyp', latin('qt  '), uint32(0), latin('qt  '))
      : box('ftyp', latin('mp42'), uint32(0), latin('isommp42'));
  const samples = box('mdat', avcClip.samples);
  return Buffer.concat([fileType, samples, movie(film, fileType.length + 8)]);
}

function movie(film: FilmDescription, sampleOffset: number): Buffer {
  const time = secondsSince1904(film.createdAt);
  const header = fullBox(
    'mvhd',
    0,
    0,
    uint32(time, time, timescale, durationTicks, 0x10000),
    uint16(0x100),
    Buffer.alloc(10),
    unityMatrix,
    Buffer.alloc(24),
    uint32(2),
  );
  const metadata =
    film.style === 'apple'
      ? [quickTimeMetadata(film)]
      : [box('udta', textAtom('\xa9xyz', locationText(film)), textAtom('\xa9mak', film.make), textAtom('\xa9mod', film.model))];
  return box('moov', header, track(time, sampleOffset), ...metadata);
}

function track(time: number, sampleOffset: number): Buffer {
  const { width, height, sampleSizes } = avcClip;
  const header = fullBox(
    'tkhd',
    0,
    7,
    uint32(time, time, 1, 0, durationTicks),
    Buffer.alloc(16),
    unityMatrix,
    uint32(width << 16, height << 16),
  );
  const entry = box(
    'avc1',
    Buffer.alloc(6),
    uint16(1),
    Buffer.alloc(16),
    uint16(width, height),
    uint32(0x480000, 0x480000, 0),
    uint16(1),
    Buffer.alloc(32),
    uint16(24, 0xffff),
    box('avcC', avcClip.configuration),
  );
  const table = box(
    'stbl',
    fullBox('stsd', 0, 0, uint32(1), entry),
    fullBox('stts', 0, 0, uint32(1, sampleSizes.length, frameTicks)),
    fullBox('stss', 0, 0, uint32(1, 1)),
    fullBox('stsc', 0, 0, uint32(1, 1, sampleSizes.length, 1)),
    fullBox('stsz', 0, 0, uint32(0, sampleSizes.length, ...sampleSizes)),
    fullBox('stco', 0, 0, uint32(1, sampleOffset)),
  );
  const information = box(
    'minf',
    fullBox('vmhd', 0, 1, Buffer.alloc(8)),
    box('dinf', fullBox('dref', 0, 0, uint32(1), fullBox('url ', 0, 1))),
    table,
  );
  const handler = fullBox('hdlr', 0, 0, uint32(0), latin('vide'), Buffer.alloc(12), latin('VideoHandle\0'));
  return box(
    'trak',
    header,
    box('mdia', fullBox('mdhd', 0, 0, uint32(time, time, timescale, durationTicks), uint16(undetermined, 0)), handler, information),
  );
}

/** QTFF "User Data Text Strings": length, language, text. */
function textAtom(type: string, text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return box(type, uint16(bytes.length, 0x15c7), bytes);
}

/** QTFF "Metadata": keys in the reverse-domain name space and their values. */
function quickTimeMetadata(film: FilmDescription): Buffer {
  const values = [
    ['com.apple.quicktime.make', film.make],
    ['com.apple.quicktime.model', film.model],
    ['com.apple.quicktime.software', film.software],
    ['com.apple.quicktime.creationdate', creationDateText(film.createdAt)],
    ['com.apple.quicktime.location.ISO6709', locationText(film)],
  ] as const;
  const keys = values.map(([key]) => box('mdta', latin(key)));
  const items = values.map(([, value], index) => {
    const item = box('data', uint32(1, 0), Buffer.from(value, 'utf8'));
    return Buffer.concat([uint32(item.length + 8, index + 1), item]);
  });
  // QuickTime's `meta` has no version and flags.
  return box(
    'meta',
    fullBox('hdlr', 0, 0, uint32(0), latin('mdta'), Buffer.alloc(12), latin('\0')),
    fullBox('keys', 0, 0, uint32(keys.length), ...keys),
    box('ilst', ...items),
  );
}

/** ISO 6709 annex H: `+24.8607+067.0011+008.000/`. */
function locationText(film: FilmDescription): string {
  const signed = (value: number, whole: number, decimals: number): string =>
    `${value < 0 ? '-' : '+'}${Math.abs(value)
      .toFixed(decimals)
      .padStart(whole + decimals + 1, '0')}`;
  const altitude = film.style === 'apple' ? signed(film.altitude, 3, 3) : '';
  return `${signed(film.latitude, 2, 4)}${signed(film.longitude, 3, 4)}${altitude}/`;
}

/** QuickTime writes the offset without a colon. */
function creationDateText(createdAt: Moment): string {
  return isoPakistan(createdAt).replace(/:(\d\d)$/, '$1');
}

/** The fields of `audio-video/container`. */
export function filmTruth(film: FilmDescription): FieldValues {
  const apple = film.style === 'apple';
  const movieTime = { ...fromCalendarText(isoUtc(film.createdAt)), raw: String(secondsSince1904(film.createdAt)) };
  return {
    container: apple ? 'QuickTime' : 'MP4',
    majorBrand: apple ? 'qt' : 'mp42',
    compatibleBrands: apple ? ['qt'] : ['isom', 'mp42'],
    trackCount: 1,
    videoCodec: 'H.264',
    encrypted: false,
    duration: durationTicks / timescale,
    width: avcClip.width,
    height: avcClip.height,
    rotation: 0,
    frameRate: avcClip.framesPerSecond,
    bitRate: (avcClip.samples.length * 8 * timescale) / durationTicks,
    creationTime: apple ? { ...fromCalendarText(isoPakistan(film.createdAt)), raw: creationDateText(film.createdAt) } : movieTime,
    modificationTime: movieTime,
    make: film.make,
    model: film.model,
    latitude: Number(film.latitude.toFixed(4)),
    longitude: Number(film.longitude.toFixed(4)),
    ...(apple && { altitude: Number(film.altitude.toFixed(3)), software: film.software }),
  };
}
