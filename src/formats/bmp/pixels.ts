/**
 * Pixels of Windows bitmaps: uncompressed rows of 1, 4, 8, 16, 24 or 32 bits (Microsoft, "Bitmap Storage", BITMAPFILEHEADER and
 * BITMAPINFOHEADER), 16 and 32 bits also by masks (BI_BITFIELDS).
 */
export interface BitmapPixels {
  width: number;
  height: number;
  /** Red, green and blue of each pixel, from the top left. */
  data: Uint8Array;
}

const plainRows = 0;
const bitFields = 3;

/** Where a mask's bits lie, to bring their value to eight bits. */
function channelOf(mask: number): (value: number) => number {
  if (mask === 0) return () => 0;
  const shift = 31 - Math.clz32(mask & -mask);
  const highest = mask >>> shift;
  return (value) => Math.round((((value & mask) >>> shift) * 255) / highest);
}

/**
 * Decodes a bitmap. Rows that are missing at the end stay black.
 * @throws RangeError where it is none, is compressed, or has more than `pixelLimit` pixels.
 */
export function decodeBitmap(bytes: Uint8Array, pixelLimit: number): BitmapPixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 54 || view.getUint16(0, true) !== 0x4d42) throw new RangeError('it is no Windows bitmap');
  const headerLength = view.getUint32(14, true);
  if (headerLength < 40) throw new RangeError('it is a bitmap of OS/2, which is not decoded');
  const width = view.getInt32(18, true);
  const signedHeight = view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  const depth = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  if (width <= 0 || height <= 0 || width * height > pixelLimit)
    throw new RangeError(`it has ${width} by ${height} pixels, and at most ${pixelLimit} are decoded`);
  const masked = compression === bitFields && (depth === 16 || depth === 32);
  if (![1, 4, 8, 16, 24, 32].includes(depth) || (compression !== plainRows && !masked))
    throw new RangeError(`bitmaps of ${depth} bits with compression ${compression} are not decoded`);
  const start = view.getUint32(10, true);
  const pitch = Math.ceil((width * depth) / 32) * 4;
  const palette = 14 + headerLength;
  const masks =
    masked && bytes.length >= 66
      ? [54, 58, 62].map((at) => view.getUint32(at, true))
      : depth === 16
        ? [0x7c00, 0x03e0, 0x001f]
        : [0xff0000, 0xff00, 0xff];
  const [red, green, blue] = masks.map(channelOf) as [(value: number) => number, (value: number) => number, (value: number) => number];
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row += 1) {
    const from = start + row * pitch;
    if (from + pitch > bytes.length) break;
    let target = (signedHeight < 0 ? row : height - 1 - row) * width * 3;
    for (let column = 0; column < width; column += 1, target += 3) {
      if (depth >= 16) {
        const at = from + (column * depth) / 8;
        const value =
          depth === 16
            ? view.getUint16(at, true)
            : depth === 32
              ? view.getUint32(at, true)
              : view.getUint16(at, true) | ((bytes[at + 2] as number) << 16);
        data[target] = red(value);
        data[target + 1] = green(value);
        data[target + 2] = blue(value);
      } else {
        const bit = column * depth;
        const index = ((bytes[from + (bit >> 3)] as number) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
        const entry = palette + index * 4;
        data[target] = bytes[entry + 2] ?? 0;
        data[target + 1] = bytes[entry + 1] ?? 0;
        data[target + 2] = bytes[entry] ?? 0;
      }
    }
  }
  return { width, height, data };
}
