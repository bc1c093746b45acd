/** Writes the container and the summary of a Word 97-2003 document ([MS-CFB], [MS-OLEPS] section 2). */
import * as cfb from 'cfb';
import type { FieldValues } from '../../model/field.ts';
import { fromFileTime } from '../../model/timestamp.ts';
import { fileTime } from '../moment.ts';
import { type OfficeProperties, plainDocument } from './office.ts';

const application = 'Microsoft Office Word';

/** Class of Word documents, {00020906-0000-0000-C000-000000000046}, in the byte order of the file. */
const wordClass = '0609020000000000c000000000000046';

/** Byte offset of the first sector's number of the directory ([MS-CFB] section 2.2) and layout of its entries (2.6.1). */
const directoryStartOffset = 0x30;
const entryLength = 128;

/** A compound file with the streams `WordDocument`, `1Table` and both summaries' first. */
export function writeDoc(properties: OfficeProperties, text: string): Buffer {
  const container = cfb.utils.cfb_new();
  cfb.utils.cfb_del(container, '/\u0001Sh33tJ5');
  cfb.utils.cfb_add(container, '/WordDocument', wordStream(text));
  cfb.utils.cfb_add(container, '/1Table', Buffer.alloc(4096));
  cfb.utils.cfb_add(container, '/\u0005SummaryInformation', summaryInformation(properties));
  const bytes = Buffer.from(cfb.write(container, { type: 'buffer' }) as Uint8Array);
  const directory = (bytes.readUInt32LE(directoryStartOffset) + 1) * 512;
  bytes.write(wordClass, directory + 80, 'hex');
  // The library stamps entries with the time of writing; a drive that is made twice must be the same.
  for (let entry = directory; entry < directory + 4 * entryLength; entry += entryLength) bytes.fill(0, entry + 100, entry + 116);
  return bytes;
}

/** A File Information Block's fixed part ([MS-DOC] section 2.5.1) and the text behind it as UTF-16. */
function wordStream(text: string): Buffer {
  const characters = Buffer.from(text, 'utf16le');
  const stream = Buffer.alloc(Math.max(8192, 2048 + characters.length));
  stream.writeUInt16LE(0xa5ec, 0);
  stream.writeUInt16LE(0x00c1, 2);
  stream.writeUInt16LE(0x0409, 6);
  stream.writeUInt16LE(0x0200, 10);
  stream.writeUInt32LE(2048, 24);
  stream.writeUInt32LE(2048 + characters.length, 28);
  characters.copy(stream, 2048);
  return stream;
}

function summaryInformation(properties: OfficeProperties): Buffer {
  const values: [id: number, value: Buffer][] = [
    [1, typed(2, shortValue(65001))],
    [2, text(properties.title)],
    [3, text(properties.subject)],
    [4, text(properties.author)],
    [5, text(properties.keywords)],
    [8, text(properties.lastModifiedBy)],
    [12, typed(0x40, fileTimeValue(fileTime(properties.createdAt)))],
    [13, typed(0x40, fileTimeValue(fileTime(properties.modifiedAt)))],
    [18, text(application)],
  ];
  const index = Buffer.alloc(8 + values.length * 8);
  let offset = index.length;
  values.forEach(([id, value], position) => {
    index.writeUInt32LE(id, 8 + position * 8);
    index.writeUInt32LE(offset, 12 + position * 8);
    offset += value.length;
  });
  index.writeUInt32LE(offset, 0);
  index.writeUInt32LE(values.length, 4);
  const head = Buffer.alloc(48);
  head.writeUInt16LE(0xfffe, 0);
  head.writeUInt32LE(0x0002_0006, 4);
  head.writeUInt32LE(1, 24);
  head.write('e0859ff2f94f6810ab9108002b27b3d9', 28, 'hex');
  head.writeUInt32LE(48, 44);
  return Buffer.concat([head, index, ...values.map(([, value]) => value)]);
}

function typed(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(type, 0);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** VT_LPSTR in the code page that property 1 names: UTF-8. */
function text(value: string): Buffer {
  const bytes = Buffer.from(`${value}\0`, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length, 0);
  return typed(0x1e, Buffer.concat([length, bytes]));
}

function shortValue(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value, 0);
  return bytes;
}

function fileTimeValue(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value, 0);
  return bytes;
}

/** The fields of `document/office-properties`. */
export function wordBinaryTruth(properties: OfficeProperties): FieldValues {
  return {
    title: properties.title,
    subject: properties.subject,
    author: properties.author,
    keywords: properties.keywords,
    lastModifiedBy: properties.lastModifiedBy,
    application,
    ...plainDocument,
    createdAt: fromFileTime(fileTime(properties.createdAt)),
    modifiedAt: fromFileTime(fileTime(properties.modifiedAt)),
  };
}
