import { describe, expect, test } from 'vitest';
import { audioVideoTags } from '../../src/extractors/audio-video/tags/index.ts';
import { amrSample, androidMovie, flacSample, itunesSong, jpegPixel, mp3Sample, wavSample } from './media-samples.ts';
import { collect } from './run-extractor.ts';

const read = (bytes: Uint8Array, mediaType: string) => collect(audioVideoTags, bytes, { mediaType });

describe('audio-video/tags', () => {
  test('ID3v2.3 with a cover', async () => {
    const { artefacts, children, observations } = await read(mp3Sample(), 'audio/mpeg');
    expect(artefacts[0]?.fields).toMatchObject({
      title: 'یاد آتی ہے',
      artist: 'Sana',
      album: 'Album',
      year: 2011,
      genre: 'Ghazal',
      track: 4,
      encoder: 'Encoder 1',
      tagTypes: ['ID3v2.3'],
      hasEmbeddedPicture: true,
    });
    expect(children.map((child) => child.name)).toEqual(['cover.jpg']);
    expect(Buffer.from(await children[0]!.content.read(0, 1000))).toEqual(jpegPixel);
    expect(observations).toEqual([]);
  });

  test('iTunes items with a cover', async () => {
    const { artefacts, children } = await read(itunesSong(), 'audio/x-m4a');
    expect(artefacts[0]?.fields).toEqual({
      title: 'شام',
      artist: 'Nadia',
      album: 'Nai subah',
      year: 2004,
      recordedAt: { raw: '2004-03-02', iso: '2004-03-02', precision: 'day', basis: 'local-unknown' },
      track: 3,
      encoder: 'Lavf',
      tagTypes: ['iTunes'],
      hasEmbeddedPicture: true,
    });
    expect(children.map((child) => child.name)).toEqual(['cover.jpg']);
  });

  test('Vorbis comments with a picture, and a date without a day', async () => {
    const { artefacts, children } = await read(flacSample(), 'audio/flac');
    expect(artefacts[0]?.fields).toMatchObject({
      title: 'دریا',
      artist: 'Imran',
      year: 2019,
      recordedAt: { raw: '2019-07', iso: '2019-07-01', precision: 'month', basis: 'local-unknown' },
    });
    expect(children.map((child) => child.name)).toEqual(['cover.jpg']);
  });

  test('RIFF INFO and broadcast extension', async () => {
    const { artefacts } = await read(wavSample(), 'audio/wav');
    expect(artefacts[0]?.fields).toMatchObject({
      title: 'Call',
      artist: 'Kamran',
      originator: 'Recorder X',
      recordedAt: { iso: '2024-05-01T10:20:30', basis: 'local-unknown', precision: 'second' },
    });
  });

  test('files without tags give nothing', async () => {
    expect((await read(amrSample(), 'audio/amr')).artefacts).toEqual([]);
    expect((await read(androidMovie(), 'video/mp4')).artefacts).toEqual([]);
  });

  test('a tag that lies about its length is an observation', async () => {
    const bytes = mp3Sample();
    bytes.set([0x7f, 0x7f, 0x7f, 0x7f], 6);
    const { observations, incomplete } = await read(bytes, 'audio/mpeg');
    expect(observations).toMatchObject([{ code: 'damaged-tags' }]);
    expect(incomplete).toBe(true);
  });
});
