/** Makes small pictures of content, for the gallery, the preview and the report. Nothing of the content is passed on but pixels. */
import { hash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { decodeBitmap } from '../formats/bmp/pixels.ts';
import { escapeForDisplay } from '../model/display.ts';
import { EngineError, toErrorRecord } from '../model/error.ts';
import type { ByteReader } from '../model/reader.ts';
import { type MadePicture, noPicture, type PictureWish, type ViewTarget } from '../model/viewing.ts';
import { decodeHeif } from './heif-picture.ts';
import { drawPdfPage } from './pdf-page.ts';
import { UnreadTarget } from './view-target.ts';

/** Larger items are not read whole to be looked at. */
const byteLimit = 256 * 1024 * 1024;
const svgLimit = 10 * 1024 * 1024;
/** A picture of so many pixels takes less than the memory that a worker may have. */
const pixelLimit = 200_000_000;
/** And one that is decoded whole before it is made smaller. */
const heldPixelLimit = 80_000_000;
const quality = 82;

// One picture at a time, on one core: the engine runs several of these processes.
sharp.concurrency(1);
sharp.cache(false);

/** Why there is no picture of a kind of content. */
function reasonAgainst(mediaType: string | null, size: number): EngineError | null {
  if (mediaType === null) return new EngineError('unsupported', 'The type of the content is not known.', { reason: 'type-unknown' });
  if (size === 0) return new EngineError('unsupported', 'It is empty.', { reason: 'content-empty' });
  if (mediaType.startsWith('video/'))
    return new EngineError('unsupported', 'It holds no cover picture, and frames of videos are not decoded.', {
      reason: 'video-without-cover',
    });
  if (mediaType.startsWith('audio/'))
    return new EngineError('unsupported', 'It holds no cover picture.', { reason: 'audio-without-cover' });
  if (!mediaType.startsWith('image/') && mediaType !== 'application/pdf')
    return new EngineError('unsupported', `No picture is made of ${mediaType}.`, { reason: 'no-picture-of-type', type: mediaType });
  const limit = mediaType === 'image/svg+xml' ? svgLimit : byteLimit;
  if (size <= limit) return null;
  return new EngineError('unsupported', `It has ${size} bytes; at most ${limit} are read to make a picture.`, {
    reason: 'too-large-for-picture',
    size,
    limit,
  });
}

/**
 * Makes a picture of content that is what was recorded. A decoder that refuses gives the reason; one that crashes or loops takes this process with it, and no other.
 * @throws UnreadTarget `changed` where the content is another one than was recorded.
 */
export async function makePicture(
  reader: ByteReader,
  { mediaType, sha256 }: Pick<ViewTarget, 'mediaType' | 'sha256'>,
  wish: PictureWish,
): Promise<MadePicture> {
  const reason = reasonAgainst(mediaType, reader.size);
  if (reason !== null) return noPicture(reason);
  try {
    const bytes = await reader.read(0, reader.size);
    if (sha256 !== null && hash('sha256', bytes, 'hex') !== sha256) throw new UnreadTarget('changed', 'its content is another one');
    if (mediaType === 'application/pdf') return await picturePage(bytes, wish);
    if (
      mediaType === 'image/heic' ||
      mediaType === 'image/heif' ||
      mediaType === 'image/heic-sequence' ||
      mediaType === 'image/heif-sequence'
    )
      return await pictureHeif(bytes, wish);
    if (mediaType === 'image/bmp' || mediaType === 'image/x-ms-bmp') return await pictureBitmap(bytes, wish);
    return await pictureImage(bytes, wish);
  } catch (thrown) {
    if (thrown instanceof UnreadTarget) throw thrown;
    const said = escapeForDisplay(String((thrown as Error)?.message ?? thrown).split('\n')[0] ?? '').slice(0, 200);
    const fault = said.replace(/\.$/, '');
    return noPicture(
      new EngineError('unsupported', `The content could not be decoded: ${fault}.`, { reason: 'content-not-decoded', fault }),
    );
  }
}

/** A damaged picture is shown as far as it goes, and said to be damaged. */
async function pictureImage(bytes: Uint8Array, wish: PictureWish): Promise<MadePicture> {
  try {
    return await pictureSound(bytes, wish, 'error');
  } catch {
    const picture = await pictureSound(bytes, wish, 'none');
    const reason = new EngineError('unsupported', 'The content is damaged; what could be decoded is shown.', {
      reason: 'content-partly-decoded',
    });
    return { ...picture, reason: toErrorRecord(reason) };
  }
}

async function pictureSound(bytes: Uint8Array, wish: PictureWish, failOn: 'error' | 'none'): Promise<MadePicture> {
  const image = sharp(bytes, { limitInputPixels: pixelLimit, failOn, sequentialRead: true, page: wish.page });
  const { autoOrient, width, pageHeight, hasAlpha, pages } = await image.metadata();
  // Frames of an animation are counted as one high picture.
  const height = pages !== undefined && pages > 1 && pageHeight !== undefined ? pageHeight : autoOrient.height;
  return finish(image.autoOrient(), hasAlpha === true, wish, { width: autoOrient.width ?? width, height, pages: pages ?? 1 });
}

async function pictureBitmap(bytes: Uint8Array, wish: PictureWish): Promise<MadePicture> {
  const { data, width, height } = decodeBitmap(bytes, heldPixelLimit);
  const image = sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: heldPixelLimit });
  return finish(image, false, wish, { width, height, pages: 1 });
}

async function pictureHeif(bytes: Uint8Array, wish: PictureWish): Promise<MadePicture> {
  const { data, width, height, pages } = await decodeHeif(bytes, wish.page, heldPixelLimit);
  const image = sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: heldPixelLimit });
  return finish(image.removeAlpha(), false, wish, { width, height, pages });
}

async function picturePage(bytes: Uint8Array, wish: PictureWish): Promise<MadePicture> {
  const page = await drawPdfPage(bytes, wish.page, wish.edge);
  return finish(sharp(page.bytes).flatten({ background: 'white' }), false, wish, {
    width: page.width,
    height: page.height,
    pages: page.pages,
  });
}

async function finish(
  image: Sharp,
  hasAlpha: boolean,
  { edge, greyScale }: PictureWish,
  facts: { width: number; height: number; pages: number },
): Promise<MadePicture> {
  const small = image.resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true });
  const toned = greyScale ? small.greyscale() : small;
  const bytes = await (hasAlpha ? toned.webp({ quality, effort: 0 }) : toned.jpeg({ quality })).toBuffer();
  return { mediaType: hasAlpha ? 'image/webp' : 'image/jpeg', bytes: new Uint8Array(bytes), ...facts, reason: null };
}
