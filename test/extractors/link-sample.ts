/** A shell link built byte by byte after [MS-SHLLINK]. */

function unicode(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

function uint(value: number, width: 2 | 4): Buffer {
  const bytes = Buffer.alloc(width);
  bytes.writeUIntLE(value, 0, width);
  return bytes;
}

const counted = (text: string): Buffer => Buffer.concat([uint(text.length, 2), unicode(text)]);

function header(flags: number): Buffer {
  const bytes = Buffer.alloc(0x4c);
  bytes.writeUInt32LE(0x4c, 0);
  Buffer.from('0114020000000000c000000000000046', 'hex').copy(bytes, 4);
  bytes.writeUInt32LE(flags, 0x14);
  bytes.writeUInt32LE(0x20, 0x18);
  bytes.writeBigUInt64LE(128_920_218_544_262_440n, 0x1c);
  bytes.writeBigUInt64LE(0n, 0x24);
  bytes.writeBigUInt64LE(128_920_218_544_262_440n, 0x2c);
  bytes.writeUInt32LE(1234, 0x34);
  return bytes;
}

/** Root folder, drive C: and one file entry with a long name and a file reference. */
function itemList(): Buffer {
  const root = Buffer.concat([Buffer.from([0x14, 0, 0x1f, 0x50]), Buffer.from('e04fd020ea3a6910a2d808002b30309d', 'hex')]);
  const drive = Buffer.alloc(25);
  drive.writeUInt16LE(25, 0);
  drive[2] = 0x2f;
  drive.write('C:\\', 3, 'latin1');
  const longName = Buffer.concat([unicode('report final.docx'), Buffer.alloc(2)]);
  const blockSize = 46 + longName.length + 2;
  const block = Buffer.alloc(blockSize);
  block.writeUInt16LE(blockSize, 0);
  block.writeUInt16LE(9, 2);
  block.writeUInt32LE(0xbeef0004, 4);
  block.writeBigUInt64LE((5n << 48n) | 4321n, 20);
  longName.copy(block, 46);
  block.writeUInt16LE(28, blockSize - 2);
  const file = Buffer.concat([Buffer.alloc(28), block]);
  file.writeUInt16LE(file.length, 0);
  file[2] = 0x32;
  file.write('REPORT~1.DOC', 14, 'latin1');
  const items = Buffer.concat([root, drive, file, uint(0, 2)]);
  return Buffer.concat([uint(items.length, 2), items]);
}

function location(): Buffer {
  const volume = Buffer.alloc(0x10 + 7);
  volume.writeUInt32LE(volume.length, 0);
  volume.writeUInt32LE(2, 4);
  volume.writeUInt32LE(0x30814abc, 8);
  volume.writeUInt32LE(0x10, 12);
  volume.write('KINGST', 0x10, 'latin1');
  const path = Buffer.from('E:\\case\\a.txt\0', 'latin1');
  const bytes = Buffer.concat([Buffer.alloc(0x1c), volume, path, Buffer.alloc(1)]);
  bytes.writeUInt32LE(bytes.length, 0);
  bytes.writeUInt32LE(0x1c, 4);
  bytes.writeUInt32LE(1, 8);
  bytes.writeUInt32LE(0x1c, 12);
  bytes.writeUInt32LE(0x1c + volume.length, 16);
  bytes.writeUInt32LE(bytes.length - 1, 24);
  return bytes;
}

function tracker(): Buffer {
  const bytes = Buffer.alloc(0x60);
  bytes.writeUInt32LE(0x60, 0);
  bytes.writeUInt32LE(0xa0000003, 4);
  bytes.writeUInt32LE(0x58, 8);
  bytes.write('desktop-1', 16, 'latin1');
  for (const offset of [32, 64]) Buffer.from('da667c4f20d3c44c8d50165dd98ebc01', 'hex').copy(bytes, offset);
  for (const offset of [48, 80]) Buffer.from('ff026513668cdf11b6eb001377d34a59', 'hex').copy(bytes, offset);
  return bytes;
}

export interface LinkOptions {
  arguments?: string;
}

/** A link to `E:\case\a.txt` on a removable volume, with every kind of string, a tracker block and a terminal block. */
export function linkSample(options: LinkOptions = {}): Uint8Array {
  const strings = ['Quarterly report', '.\\a.txt', 'E:\\case', options.arguments ?? '/open', 'E:\\icon.ico'];
  return new Uint8Array(Buffer.concat([header(0xff), itemList(), location(), ...strings.map(counted), tracker(), uint(0, 4)]));
}
