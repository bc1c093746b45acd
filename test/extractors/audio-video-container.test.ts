import { describe, expect, test } from 'vitest';
import { audioVideoContainer } from '../../src/extractors/audio-video/container/index.ts';
import { parsePosition } from '../../src/formats/iso-6709.ts';
import { oggDuration } from '../../src/formats/ogg/duration.ts';
import {
  amrSample,
  androidMovie,
  appleMovie,
  aviSample,
  creationSeconds,
  flacSample,
  itunesSong,
  mp3Sample,
  wavSample,
} from './media-samples.ts';
import { collect } from './run-extractor.ts';

const read = (bytes: Uint8Array, mediaType: string) => collect(audioVideoContainer, bytes, { mediaType });
const utc = (raw: number, iso: string) => ({ raw: String(raw), iso, precision: 'second', basis: 'utc' });

describe('MP4 and QuickTime', () => {
  const picture = { duration: 2.5, videoCodec: 'H.264', width: 640, height: 480, frameRate: 30, encrypted: false };

  test('a film of an Android telephone', async () => {
    const { artefacts, observations, incomplete } = await read(androidMovie(), 'video/mp4');
    expect(artefacts[0]?.fields).toEqual({
      ...picture,
      container: 'MP4',
      majorBrand: 'mp42',
      compatibleBrands: ['isom', 'mp42'],
      rotation: 90,
      bitRate: 16_000,
      trackCount: 2,
      audioCodec: 'AAC',
      sampleRate: 48_000,
      channels: 2,
      bitsPerSample: 16,
      creationTime: utc(creationSeconds, '2024-05-01T10:20:30Z'),
      modificationTime: utc(creationSeconds + 5, '2024-05-01T10:20:35Z'),
      make: 'Samsung',
      model: 'SM-A515F',
      software: 'Android 13',
      latitude: 24.8607,
      longitude: 67.0011,
    });
    expect(observations).toEqual([]);
    expect(incomplete).toBe(false);
  });

  test('a film of an iPhone: the written time with its offset comes first', async () => {
    const { artefacts, observations } = await read(appleMovie(), 'video/quicktime');
    expect(artefacts[0]?.fields).toEqual({
      ...picture,
      container: 'QuickTime',
      majorBrand: 'qt',
      compatibleBrands: ['qt'],
      rotation: 0,
      bitRate: 320,
      trackCount: 1,
      creationTime: { raw: '2024-05-01T15:20:30+0500', iso: '2024-05-01T15:20:30+05:00', precision: 'second', basis: 'offset' },
      modificationTime: utc(creationSeconds + 5, '2024-05-01T10:20:35Z'),
      make: 'Apple',
      model: 'iPhone 13',
      software: '17.4.1',
      latitude: 24.8607,
      longitude: 67.0011,
      altitude: 8.123,
      contentIdentifier: 'A0B1',
    });
    expect(artefacts[0]?.sources.creationTime).toBe('com.apple.quicktime.creationdate');
    expect(observations).toEqual([]);
  });

  test('a zero time is no time, one before 1970 is pointed out', async () => {
    expect((await read(androidMovie(0), 'video/mp4')).artefacts[0]?.fields.creationTime).toBeUndefined();
    const { artefacts, observations } = await read(androidMovie(1_714_558_830), 'video/mp4');
    expect(artefacts[0]?.fields.creationTime).toMatchObject({ raw: '1714558830', iso: '1958-05-01T10:20:30Z' });
    expect(observations).toMatchObject([{ code: 'suspect-epoch', message: expect.stringContaining('2024-05-01T10:20:30Z') }]);
  });

  test('times that contradict each other are pointed out', async () => {
    const { observations } = await read(appleMovie('2024-05-01T10:20:30+0500'), 'video/quicktime');
    expect(observations).toMatchObject([{ code: 'creation-times-differ', severity: 'note' }]);
  });

  test('a recording that was cut off', async () => {
    const { artefacts, observations, incomplete } = await read(androidMovie().subarray(0, 2000), 'video/mp4');
    expect(artefacts[0]?.fields.majorBrand).toBe('mp42');
    expect(observations.map((each) => each.code)).toEqual(['truncated-box', 'no-movie-header']);
    expect(incomplete).toBe(true);
  });
});

describe('sound', () => {
  test.each([
    ['MP3', mp3Sample(), 'audio/mpeg', { container: 'MPEG', bitRate: 128_000, sampleRate: 44_100, channels: 1 }],
    [
      'WAV',
      wavSample(),
      'audio/wav',
      { container: 'WAVE', duration: 1, sampleRate: 8000, channels: 1, bitsPerSample: 16, audioCodec: 'PCM' },
    ],
    ['FLAC', flacSample(), 'audio/flac', { container: 'FLAC', duration: 2, sampleRate: 44_100, channels: 2, bitsPerSample: 16 }],
    ['AMR', amrSample(), 'audio/amr', { container: 'AMR', audioCodec: 'AMR-NB', duration: 1, sampleRate: 8000, channels: 1 }],
    ['M4A', itunesSong(), 'audio/x-m4a', { container: 'MP4', duration: 2.5, audioCodec: 'AAC', sampleRate: 48_000 }],
  ])('%s', async (_, bytes, mediaType, expected) => {
    const { artefacts, observations } = await read(bytes, mediaType);
    expect(artefacts[0]?.fields).toMatchObject(expected);
    expect(observations).toEqual([]);
  });
});

test('AVI, by MediaInfo', async () => {
  const { artefacts, observations } = await read(aviSample(), 'video/vnd.avi');
  expect(artefacts[0]?.fields).toMatchObject({
    container: 'AVI',
    duration: 2.5,
    width: 320,
    height: 240,
    frameRate: 10,
    videoCodec: 'JPEG',
  });
  expect(observations).toEqual([]);
});

test('bytes without a stream are noted', async () => {
  const { artefacts, observations } = await read(Buffer.from('nothing of the kind'), 'video/x-msvideo');
  expect(artefacts).toEqual([]);
  expect(observations).toMatchObject([{ code: 'no-stream-found' }]);
});

describe('positions', () => {
  test.each([
    ['+24.8607+067.0011+008.000/', { latitude: 24.8607, longitude: 67.0011, altitude: 8 }],
    ['-33.8650+151.2094/', { latitude: -33.865, longitude: 151.2094, altitude: null }],
    ['+4030.00-07515.00/', { latitude: 40.5, longitude: -75.25, altitude: null }],
    ['+402960.0-0751460.0+2.79/', { latitude: 40.5, longitude: -75.25, altitude: 2.79 }],
    ['+91.0000+067.0011/', null],
    ['somewhere', null],
  ])('%s', (text, expected) => {
    expect(parsePosition(text)).toEqual(expected);
  });
});

describe('Ogg durations by the last page', () => {
  const page = (serial: number, granule: bigint, packet: Buffer) => {
    const header = Buffer.alloc(28);
    header.write('OggS', 0, 'latin1');
    header.writeBigInt64LE(granule, 6);
    header.writeUInt32LE(serial, 14);
    header[26] = 1;
    header[27] = packet.length;
    return Buffer.concat([header, packet]);
  };
  const opus = Buffer.alloc(19);
  opus.write('OpusHead', 0, 'latin1');
  opus.writeUInt16LE(312, 10);
  const vorbis = Buffer.alloc(30);
  vorbis.write('\u0001vorbis', 0, 'latin1');
  vorbis.writeUInt32LE(44_100, 12);

  test.each([
    ['Opus', opus, 48_000n * 22n + 312n, 22],
    ['Vorbis', vorbis, 88_200n, 2],
    ['another codec', Buffer.alloc(40), 88_200n, null],
  ])('%s', (_, packet, granule, expected) => {
    const last = Buffer.concat([page(7, granule, Buffer.alloc(9)), page(7, -1n, Buffer.alloc(9)), page(8, 999_999_999n, Buffer.alloc(9))]);
    expect(oggDuration(page(7, 0n, packet), last)).toBe(expected);
  });
});
