/** Size and metadata blocks of a TIFF file, raw formats built like it included (TIFF 6.0; DNG 1.7; TIFF/EP). */
import type { ByteReader } from '../../model/reader.ts';
import {
  type ImageFault,
  type ImageMetadata,
  type MetadataBlock,
  type MetadataKind,
  maximumBlockLength,
  type PixelSize,
  type WantedKinds,
} from '../image/image-metadata.ts';
import { sliceReader } from '../windowed-reader.ts';
import { type TiffDirectory, TiffStructure, tagNumber } from './tiff-structure.ts';

const newSubfileType = 0x00fe;
const imageWidth = 0x0100;
const imageLength = 0x0101;
const subDirectories = 0x014a;
const maximumSubDirectories = 16;

/** Tags of IFD0 whose value is a block of another format. */
const blockTags: readonly [number, MetadataKind, string][] = [
  [0x02bc, 'xmp', 'XMP'],
  [0x83bb, 'iptc', 'IPTC'],
  [0x8649, 'photoshop', 'Photoshop'],
];

/** Reads IFD0; the item must begin with a TIFF header. The `exif` block is the whole file. */
export async function readTiffMetadata(reader: ByteReader, wanted: WantedKinds): Promise<ImageMetadata> {
  const faults: ImageFault[] = [];
  const structure = await TiffStructure.open(reader);
  const directory = structure === null ? null : await structure.directory(structure.firstDirectory, 'IFD0');
  const blocks: MetadataBlock[] = wanted.has('exif') ? [{ kind: 'exif', content: reader, place: 'IFD0' }] : [];
  if (structure === null || directory === null) {
    faults.push({ code: 'tiff-directory-unreadable', message: 'The first directory cannot be read.', lost: true });
    return { format: 'tiff', size: null, blocks, faults };
  }
  for (const [tag, kind, name] of blockTags) {
    const entry = directory.entries.get(tag);
    if (entry === undefined || !wanted.has(kind)) continue;
    const place = `IFD0 ${tagNumber(tag)} ${name}`;
    if (entry.valueOffset + entry.byteLength > reader.size || entry.byteLength > maximumBlockLength) {
      faults.push({
        code: 'value-out-of-range',
        message: `The block of ${entry.byteLength} bytes cannot be read whole.`,
        place,
        lost: true,
      });
      continue;
    }
    blocks.push({ kind, content: sliceReader(reader, entry.valueOffset, entry.byteLength), place });
  }
  const size = await fullSize(structure, directory);
  // Faults of IFD0 are told by whoever reads the `exif` block.
  faults.push(...structure.faults.filter((fault) => fault.place?.startsWith('SubIFD')));
  if (size === null) faults.push({ code: 'no-size', message: 'No directory gives the size of the picture.', lost: true });
  return { format: 'tiff', size, blocks, faults };
}

/** Size of the picture itself: raw formats keep a preview in IFD0 (NewSubfileType, bit 0) and the picture in a sub-directory. */
async function fullSize(structure: TiffStructure, directory: TiffDirectory): Promise<PixelSize | null> {
  const own = await sizeOf(structure, directory);
  if (!(await isReduced(structure, directory))) return own;
  const entry = directory.entries.get(subDirectories);
  if (entry === undefined) return own;
  const offsets = await structure.numbers(directory, entry, maximumSubDirectories);
  let largest: PixelSize | null = null;
  for (const [index, offset] of (offsets ?? []).entries()) {
    const candidate = await structure.directory(offset, `SubIFD${index}`);
    if (candidate === null || (await isReduced(structure, candidate))) continue;
    const size = await sizeOf(structure, candidate);
    if (size !== null && (largest === null || size.width * size.height > largest.width * largest.height)) largest = size;
  }
  // The preview's size is not the picture's: where the sub-directories are lost, so is the size.
  return largest;
}

async function isReduced(structure: TiffStructure, directory: TiffDirectory): Promise<boolean> {
  const entry = directory.entries.get(newSubfileType);
  const flags = entry === undefined ? null : await structure.numbers(directory, entry, 1);
  return ((flags?.[0] ?? 0) & 1) === 1;
}

async function sizeOf(structure: TiffStructure, directory: TiffDirectory): Promise<PixelSize | null> {
  const width = directory.entries.get(imageWidth);
  const height = directory.entries.get(imageLength);
  if (width === undefined || height === undefined) return null;
  const [pixelsWide] = (await structure.numbers(directory, width, 1)) ?? [];
  const [pixelsHigh] = (await structure.numbers(directory, height, 1)) ?? [];
  if (!Number.isSafeInteger(pixelsWide) || !Number.isSafeInteger(pixelsHigh)) return null;
  return { width: pixelsWide as number, height: pixelsHigh as number, source: `${directory.name} 0x0100 ImageWidth, 0x0101 ImageLength` };
}
