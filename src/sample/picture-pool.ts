/**
 * Encoded pictures that many files share: encoding costs milliseconds, giving a copy its own metadata
 * costs microseconds.
 */
import sharp, { type Sharp } from 'sharp';
import { hevcStillPicture } from './formats/encoded-frames.ts';
import { type CodedPicture, codedPictureFromAvif } from './formats/heif.ts';
import { withoutMetadata } from './formats/jpeg.ts';
import { compressRows } from './formats/png.ts';
import { frameChunk } from './formats/webp.ts';
import { drawPicture, type Picture } from './picture.ts';
import type { RandomStream } from './random.ts';

/** An encoded picture without any metadata. */
export interface EncodedPicture {
  width: number;
  height: number;
  /** JPEG: what follows the start marker. PNG: compressed rows. WebP: the frame's chunk. */
  stream: Buffer;
}

export interface Photograph extends EncodedPicture {
  /** A whole JPEG file, 160 pixels wide or high. */
  thumbnail: Buffer;
}

export interface PicturePool {
  photographs: readonly Photograph[];
  /** Twelve million pixels, as a telephone makes them. */
  largePhotograph: Photograph;
  screenshots: readonly EncodedPicture[];
  webps: readonly EncodedPicture[];
  avifs: readonly CodedPicture[];
  heic: CodedPicture;
  /** Uncompressed, for TIFF files. */
  scans: readonly Picture[];
}

const photographSizes = [
  [640, 480],
  [800, 600],
  [480, 640],
  [1024, 768],
  [600, 800],
  [960, 540],
] as const;

/** Draws and encodes the pool; its size grows slowly with the number of files that will use it. */
export async function makePicturePool(
  random: RandomStream,
  files: number,
  onPicture: (drawn: number, count: number) => void = () => {},
): Promise<PicturePool> {
  const photographs: Photograph[] = [];
  const count = Math.min(36, 6 + Math.floor(files / 70));
  for (let index = 0; index < count; index++) {
    const [width, height] = photographSizes[index % photographSizes.length] as readonly [number, number];
    photographs.push(await photograph(drawPicture(random.fork(`photograph ${index}`), width, height, 0.6)));
    onPicture(index + 1, count);
  }
  const webps: EncodedPicture[] = [];
  const avifs: CodedPicture[] = [];
  for (let index = 0; index < 4; index++) {
    const forWebp = drawPicture(random.fork(`webp ${index}`), 480, 360, 0.6);
    webps.push({ width: 480, height: 360, stream: frameChunk(await encoder(forWebp).webp({ quality: 70, effort: 2 }).toBuffer()) });
    if (index >= 2) continue;
    const forAvif = drawPicture(random.fork(`avif ${index}`), 320, 240, 0.6);
    avifs.push(codedPictureFromAvif(await encoder(forAvif).avif({ quality: 50, effort: 1 }).toBuffer(), 320, 240));
    onPicture(count, count);
  }
  return {
    photographs,
    largePhotograph: await enlarged(drawPicture(random.fork('large photograph'), 1008, 756, 0.6), 4032, 3024),
    screenshots: [0, 1, 2, 3].map((index) => {
      const picture = drawPicture(random.fork(`screenshot ${index}`), 360, 640, 0);
      return { width: picture.width, height: picture.height, stream: compressRows(picture) };
    }),
    webps,
    avifs,
    heic: {
      width: hevcStillPicture.width,
      height: hevcStillPicture.height,
      itemType: 'hvc1',
      configuration: hevcStillPicture.configuration,
      frame: hevcStillPicture.frame,
    },
    scans: [0, 1].map((index) => drawPicture(random.fork(`scan ${index}`), 160, 120, 1)),
  };
}

function encoder(picture: Picture): Sharp {
  return sharp(picture.pixels, { raw: { width: picture.width, height: picture.height, channels: 3 } });
}

async function photograph(picture: Picture): Promise<Photograph> {
  const jpeg = await encoder(picture).jpeg({ quality: 64, progressive: false }).toBuffer();
  return { width: picture.width, height: picture.height, stream: withoutMetadata(jpeg), thumbnail: await thumbnailOf(picture) };
}

async function enlarged(picture: Picture, width: number, height: number): Promise<Photograph> {
  const jpeg = await encoder(picture).resize(width, height, { kernel: 'nearest' }).jpeg({ quality: 55, progressive: false }).toBuffer();
  return { width, height, stream: withoutMetadata(jpeg), thumbnail: await thumbnailOf(picture) };
}

async function thumbnailOf(picture: Picture): Promise<Buffer> {
  return encoder(picture).resize(160, 160, { fit: 'inside' }).jpeg({ quality: 50, progressive: false }).toBuffer();
}
