/** Decodes HEIF pictures, HEVC included, which the general decoder lacks for want of a licence. */

/** Pixels of one picture, four bytes each. */
export interface DecodedPixels {
  data: Uint8ClampedArray;
  width: number;
  height: number;
  /** Number of pictures in the file. */
  pages: number;
}

/**
 * Decodes one picture of a file, turned as the file says.
 * @throws Error where the file holds no such picture, or one of more than `pixelLimit` pixels.
 */
export async function decodeHeif(bytes: Uint8Array, page: number, pixelLimit: number): Promise<DecodedPixels> {
  // Loaded on first need: most items never ask for it.
  const { default: libheif } = await import('libheif-js/wasm-bundle.js');
  const images = new libheif.HeifDecoder().decode(bytes);
  try {
    const primary = Math.max(
      0,
      images.findIndex((image) => image.is_primary()),
    );
    const ordered = [...images.slice(primary, primary + 1), ...images.slice(0, primary), ...images.slice(primary + 1)];
    const image = ordered[page];
    if (image === undefined)
      throw new Error(images.length === 0 ? 'the file holds no picture that can be read' : `the file has ${images.length} pictures`);
    const width = image.get_width();
    const height = image.get_height();
    if (width * height > pixelLimit) throw new Error(`it has ${width} by ${height} pixels, which is over the limit of ${pixelLimit}`);
    const target = { data: new Uint8ClampedArray(width * height * 4), width, height };
    await new Promise<void>((resolve, reject) => {
      image.display(target, (filled) => (filled === null ? reject(new Error('the picture is damaged')) : resolve()));
    });
    return { data: target.data, width, height, pages: images.length };
  } finally {
    for (const image of images) image.free();
  }
}
