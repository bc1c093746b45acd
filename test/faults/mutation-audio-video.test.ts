import { expect, test } from 'vitest';
import { audioVideoContainer } from '../../src/extractors/audio-video/container/index.ts';
import { audioVideoTags } from '../../src/extractors/audio-video/tags/index.ts';
import {
  amrSample,
  androidMovie,
  appleMovie,
  aviSample,
  flacSample,
  itunesSong,
  mp3Sample,
  wavSample,
} from '../extractors/media-samples.ts';
import { withstand } from './withstand.ts';

const tagged = [mp3Sample(), wavSample(), flacSample(), itunesSong()];

test('audio-video/tags withstands 2 000 mutated inputs', { timeout: 240_000 }, async () => {
  const endurance = await withstand(audioVideoTags, { seed: 0x7a65, mediaType: 'audio/x-unknown', bases: tagged, count: 2000 });
  expect(endurance.thrown).toEqual([]);
  expect(endurance.inputs).toBe(2000);
  expect(endurance.answered).toBeGreaterThan(1000);
  expect(endurance.slowestMilliseconds).toBeLessThan(10_000);
});

test('audio-video/container withstands 2 000 mutated inputs', { timeout: 240_000 }, async () => {
  const bases = [androidMovie(), appleMovie(), androidMovie(), aviSample(), amrSample(), ...tagged];
  const endurance = await withstand(audioVideoContainer, { seed: 0xc047, mediaType: 'audio/x-unknown', bases, count: 2000 });
  expect(endurance.thrown).toEqual([]);
  expect(endurance.inputs).toBe(2000);
  expect(endurance.answered).toBeGreaterThan(1000);
  expect(endurance.slowestMilliseconds).toBeLessThan(10_000);
});
