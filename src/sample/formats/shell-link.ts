/** Writes Windows shortcuts ([MS-SHLLINK] version 8.0). */
import type { FieldValues } from '../../model/field.ts';
import { fromFileTime } from '../../model/timestamp.ts';
import { fileTime, type Moment } from '../moment.ts';

export interface ShellLinkDescription {
  /** Absolute Windows path in ASCII. */
  targetPath: string;
  workingDirectory: string;
  arguments: string | null;
  targetCreatedAt: Moment;
  targetModifiedAt: Moment;
  targetSize: number;
  /** NetBIOS name, at most 15 letters. */
  machineId: string;
  driveSerialNumber: number;
  /** The droid: GUIDs in the byte order of the file, 16 bytes each. */
  volumeIdentifier: Uint8Array;
  fileIdentifier: Uint8Array;
}

const hasLinkInfo = 0x02;
const hasWorkingDirectory = 0x10;
const hasArguments = 0x20;
const isUnicode = 0x80;

/** A whole file: header, LinkInfo with the volume, strings, and the tracker block. */
export function writeShellLink(link: ShellLinkDescription): Buffer {
  const header = Buffer.alloc(76);
  header.writeUInt32LE(76, 0);
  header.write('0114020000000000c000000000000046', 4, 'hex');
  header.writeUInt32LE(hasLinkInfo | hasWorkingDirectory | isUnicode | (link.arguments === null ? 0 : hasArguments), 20);
  header.writeUInt32LE(0x20, 24);
  header.writeBigUInt64LE(fileTime(link.targetCreatedAt), 28);
  header.writeBigUInt64LE(fileTime(link.targetModifiedAt), 36);
  header.writeBigUInt64LE(fileTime(link.targetModifiedAt), 44);
  header.writeUInt32LE(link.targetSize, 52);
  header.writeUInt32LE(1, 60);
  const strings = [stringValue(link.workingDirectory)];
  if (link.arguments !== null) strings.push(stringValue(link.arguments));
  return Buffer.concat([header, linkInfo(link), ...strings, trackerBlock(link), Buffer.alloc(4)]);
}

/** Section 2.3, with a VolumeID (2.3.1) of a fixed drive. */
function linkInfo(link: ShellLinkDescription): Buffer {
  const label = Buffer.from('Windows\0', 'latin1');
  const volume = Buffer.alloc(16);
  volume.writeUInt32LE(16 + label.length, 0);
  volume.writeUInt32LE(3, 4);
  volume.writeUInt32LE(link.driveSerialNumber, 8);
  volume.writeUInt32LE(16, 12);
  const basePath = Buffer.from(`${link.targetPath}\0`, 'latin1');
  const head = Buffer.alloc(28);
  const pathOffset = 28 + 16 + label.length;
  head.writeUInt32LE(pathOffset + basePath.length + 1, 0);
  head.writeUInt32LE(28, 4);
  head.writeUInt32LE(1, 8);
  head.writeUInt32LE(28, 12);
  head.writeUInt32LE(pathOffset, 16);
  head.writeUInt32LE(pathOffset + basePath.length, 24);
  return Buffer.concat([head, volume, label, basePath, Buffer.alloc(1)]);
}

/** Section 2.4: count of characters, then UTF-16 without closing zero. */
function stringValue(text: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16LE(text.length, 0);
  return Buffer.concat([length, Buffer.from(text, 'utf16le')]);
}

/** Section 2.5.10. */
function trackerBlock(link: ShellLinkDescription): Buffer {
  const block = Buffer.alloc(96);
  block.writeUInt32LE(96, 0);
  block.writeUInt32LE(0xa000_0003, 4);
  block.writeUInt32LE(88, 8);
  block.write(link.machineId, 16, 15, 'latin1');
  for (const offset of [32, 64]) {
    block.set(link.volumeIdentifier, offset);
    block.set(link.fileIdentifier, offset + 16);
  }
  return block;
}

/** The fields of `system/link`. */
export function shellLinkTruth(link: ShellLinkDescription): FieldValues {
  const fields: FieldValues = {
    targetPath: link.targetPath,
    workingDirectory: link.workingDirectory,
    targetCreatedAt: fromFileTime(fileTime(link.targetCreatedAt)),
    targetAccessedAt: fromFileTime(fileTime(link.targetModifiedAt)),
    targetModifiedAt: fromFileTime(fileTime(link.targetModifiedAt)),
    targetAttributes: ['archive'],
    driveType: 'fixed',
    driveSerialNumber: `0x${link.driveSerialNumber.toString(16).padStart(8, '0')}`,
    volumeLabel: 'Windows',
    targetSize: link.targetSize,
    machineId: link.machineId,
    droidVolumeId: guidText(link.volumeIdentifier),
    droidFileId: guidText(link.fileIdentifier),
    birthDroidVolumeId: guidText(link.volumeIdentifier),
    birthDroidFileId: guidText(link.fileIdentifier),
  };
  if (link.arguments !== null) fields.arguments = link.arguments;
  return fields;
}

/** RFC 9562 text of a GUID whose first three parts are little-endian ([MS-DTYP] section 2.3.4.2). */
function guidText(bytes: Uint8Array): string {
  const part = (...positions: readonly number[]): string =>
    positions.map((position) => (bytes[position] as number).toString(16).padStart(2, '0')).join('');
  return [part(3, 2, 1, 0), part(5, 4), part(7, 6), part(8, 9), part(10, 11, 12, 13, 14, 15)].join('-');
}
