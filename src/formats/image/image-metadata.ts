/** What the decoders of picture containers (JPEG, PNG, WebP, HEIF, TIFF and the simple ones) have in common. */
import type { ByteReader } from '../../model/reader.ts';
import type { FormatFault } from '../fault.ts';

/** A fault of a picture's structure or metadata. */
export interface ImageFault extends FormatFault {
  /** True where content that the structure announces could not be read; false where it is only odd. */
  lost: boolean;
}

/** Size of the coded picture in pixels, before any rotation that metadata asks for. */
export interface PixelSize {
  width: number;
  height: number;
  /** The structure that it was read from, such as `JPEG SOF0`. */
  source: string;
}

export type MetadataKind =
  /** A TIFF structure (EXIF 3.0, 4.5). */
  | 'exif'
  /** A serialised XMP packet (ISO 16684-1, 7.3). */
  | 'xmp'
  /** The part of an XMP packet that did not fit into one JPEG segment (XMP part 3, 1.1.3.1). */
  | 'xmp-extension'
  /** Photoshop image resource blocks (`8BIM`). */
  | 'photoshop'
  /** IPTC-IIM records. */
  | 'iptc';

/** A piece of metadata inside a picture. */
export interface MetadataBlock {
  kind: MetadataKind;
  content: ByteReader;
  /** Where it lies, such as `APP1 at offset 2`. */
  place: string;
}

export interface ImageMetadata {
  format: 'jpeg' | 'png' | 'webp' | 'heif' | 'tiff' | 'gif' | 'bmp';
  size: PixelSize | null;
  /** In the order of the file. */
  blocks: MetadataBlock[];
  faults: ImageFault[];
}

/** The kinds that the caller wants; others are not read. */
export type WantedKinds = ReadonlySet<MetadataKind>;

/** The largest single metadata block that is taken into memory. */
export const maximumBlockLength = 16 * 1024 * 1024;
