/** Writes still pictures as HEIF files (ISO/IEC 23008-12 section 6; AV1 Image File Format 1.1) with Exif and XMP items. */
import { box, fullBox, latin, parseBoxes, uint16, uint32 } from './iso-boxes.ts';

/** An encoded picture. */
export interface CodedPicture {
  width: number;
  height: number;
  /** Type of the picture item. */
  itemType: 'hvc1' | 'av01';
  /** Content of the decoder configuration property: `hvcC` or `av1C`. */
  configuration: Uint8Array;
  frame: Uint8Array;
}

export interface HeifMetadata {
  exif?: Uint8Array;
  xmp?: string;
}

/** Takes the coded frame out of an AVIF file with a single item in one extent, as sharp writes it. */
export function codedPictureFromAvif(avif: Buffer, width: number, height: number): CodedPicture {
  const contentOf = (bytes: Buffer, type: string): Buffer => {
    const found = parseBoxes(bytes).find((candidate) => candidate.type === type);
    if (found === undefined) throw new RangeError(`the encoder gave no ${type} box`);
    return found.content;
  };
  const meta = contentOf(avif, 'meta').subarray(4);
  const properties = contentOf(contentOf(meta, 'iprp'), 'ipco');
  return { width, height, itemType: 'av01', configuration: contentOf(properties, 'av1C'), frame: contentOf(avif, 'mdat') };
}

interface HeifItem {
  id: number;
  entry: Buffer;
  content: Uint8Array;
}

/** A whole file. The picture is item 1; Exif and XMP describe it by `cdsc` references. */
export function writeHeif(picture: CodedPicture, metadata: HeifMetadata): Buffer {
  const items: HeifItem[] = [{ id: 1, entry: itemEntry(1, picture.itemType), content: picture.frame }];
  if (metadata.exif !== undefined) {
    items.push({ id: 2, entry: itemEntry(2, 'Exif'), content: Buffer.concat([uint32(6), latin('Exif\0\0'), metadata.exif]) });
  }
  if (metadata.xmp !== undefined) {
    items.push({ id: 3, entry: itemEntry(3, 'mime', 'application/rdf+xml\0'), content: Buffer.from(metadata.xmp) });
  }
  const avif = picture.itemType === 'av01';
  const fileType = box('ftyp', latin(avif ? 'avif' : 'heic'), uint32(0), latin(avif ? 'mif1avifmiafMA1B' : 'mif1heic'));
  const metaLength = metaBox(picture, items, 0).length;
  const meta = metaBox(picture, items, fileType.length + metaLength + 8);
  return Buffer.concat([fileType, meta, box('mdat', ...items.map((item) => item.content))]);
}

function metaBox(picture: CodedPicture, items: readonly HeifItem[], contentStart: number): Buffer {
  let offset = contentStart;
  const locations = items.map((item) => {
    const extent = Buffer.concat([uint16(item.id, 0, 1), uint32(offset, item.content.length)]);
    offset += item.content.length;
    return extent;
  });
  const references = items.slice(1).map((item) => box('cdsc', uint16(item.id, 1, 1)));
  return fullBox(
    'meta',
    0,
    0,
    fullBox('hdlr', 0, 0, uint32(0), latin('pict'), Buffer.alloc(12), latin('\0')),
    fullBox('pitm', 0, 0, uint16(1)),
    // Offsets and lengths of four bytes, no base offset.
    fullBox('iloc', 0, 0, uint16(0x4400, items.length), ...locations),
    fullBox('iinf', 0, 0, uint16(items.length), ...items.map((item) => item.entry)),
    ...(references.length === 0 ? [] : [fullBox('iref', 0, 0, ...references)]),
    box(
      'iprp',
      box(
        'ipco',
        box(picture.itemType === 'av01' ? 'av1C' : 'hvcC', picture.configuration),
        fullBox('ispe', 0, 0, uint32(picture.width, picture.height)),
        fullBox('pixi', 0, 0, Buffer.from([3, 8, 8, 8])),
      ),
      // Item 1 has three properties; the first is essential.
      fullBox('ipma', 0, 0, uint32(1), uint16(1), Buffer.from([3, 0x81, 2, 3])),
    ),
  );
}

function itemEntry(id: number, type: string, contentType = ''): Buffer {
  return fullBox('infe', 2, id === 1 ? 0 : 1, uint16(id, 0), latin(type), latin('\0'), latin(contentType));
}
