/** Windows shell links: [MS-SHLLINK] Shell Link (.LNK) Binary File Format. */
import type { FormatFault } from '../fault.ts';
import { decodeUtf16, viewOf } from '../text.ts';
import { type ExtraBlocks, readExtraBlocks } from './extra-blocks.ts';
import { type LinkLocation, readLinkLocation } from './link-location.ts';
import { readShellItems, type ShellItem } from './shell-items.ts';

export interface ShellLink {
  /** FileAttributesFlags (2.1.2) of the target when the link was made. */
  targetAttributes: number;
  /** FILETIMEs of the target; 0 where not set. */
  createdAt: bigint;
  accessedAt: bigint;
  writtenAt: bigint;
  /** Low 32 bits of the target's size in bytes. */
  targetSize: number;
  iconIndex: number;
  showCommand: number;
  /** LinkTargetIDList (2.2). */
  items: ShellItem[];
  /** LinkInfo (2.3). */
  location: LinkLocation | null;
  /** StringData (2.4). */
  description: string | null;
  relativePath: string | null;
  workingDirectory: string | null;
  arguments: string | null;
  iconLocation: string | null;
  /** ExtraData (2.5). */
  extra: ExtraBlocks;
  faults: FormatFault[];
}

const flag = {
  idList: 0x1,
  linkInfo: 0x2,
  name: 0x4,
  relativePath: 0x8,
  workingDirectory: 0x10,
  arguments: 0x20,
  icon: 0x40,
  unicode: 0x80,
  noLinkInfo: 0x100,
};

const headerSize = 0x4c;
const classId = [0x01, 0x14, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46];
const ansi = new TextDecoder('windows-1252');

/** Whether bytes begin with the header of a shell link. */
export function isShellLink(bytes: Uint8Array): boolean {
  return (
    bytes.length >= headerSize &&
    viewOf(bytes).getUint32(0, true) === headerSize &&
    classId.every((byte, index) => bytes[4 + index] === byte)
  );
}

/** Decodes a shell link; what is cut off is left empty, with a fault. The bytes must pass `isShellLink`. */
export function decodeShellLink(bytes: Uint8Array): ShellLink {
  const view = viewOf(bytes);
  const flags = view.getUint32(0x14, true);
  const link: ShellLink = {
    targetAttributes: view.getUint32(0x18, true),
    createdAt: view.getBigUint64(0x1c, true),
    accessedAt: view.getBigUint64(0x24, true),
    writtenAt: view.getBigUint64(0x2c, true),
    targetSize: view.getUint32(0x34, true),
    iconIndex: view.getInt32(0x38, true),
    showCommand: view.getUint32(0x3c, true),
    items: [],
    location: null,
    description: null,
    relativePath: null,
    workingDirectory: null,
    arguments: null,
    iconLocation: null,
    extra: {},
    faults: [],
  };
  const cursor = new Cursor(bytes);
  try {
    readStructures(cursor, flags, link);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    link.faults.push({ code: 'truncated', message: `The link ends inside its ${cursor.part}.`, place: `offset ${cursor.at}` });
  }
  return link;
}

/** A position in the file and the name of what is read there, for the message of a fault. */
class Cursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at = headerSize;
  part = 'header';

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }

  /** The next bytes; throws a RangeError where fewer are left. */
  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw new RangeError('truncated');
    const taken = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }
}

function readStructures(cursor: Cursor, flags: number, link: ShellLink): void {
  const has = (bit: number) => (flags & bit) !== 0;
  if (has(flag.idList)) {
    cursor.part = 'target identifier list';
    const length = cursor.view.getUint16(cursor.at, true);
    cursor.at += 2;
    link.items = readShellItems(cursor.take(length));
  }
  if (has(flag.linkInfo) && !has(flag.noLinkInfo)) {
    cursor.part = 'location';
    const length = cursor.view.getUint32(cursor.at, true);
    link.location = readLinkLocation(cursor.take(length), link.faults);
  }
  const text = (bit: number, part: string) => (has(bit) ? readString(cursor, has(flag.unicode), part) : null);
  link.description = text(flag.name, 'description');
  link.relativePath = text(flag.relativePath, 'relative path');
  link.workingDirectory = text(flag.workingDirectory, 'working directory');
  link.arguments = text(flag.arguments, 'arguments');
  link.iconLocation = text(flag.icon, 'icon location');
  cursor.part = 'extra blocks';
  readExtraBlocks(cursor.bytes.subarray(cursor.at), cursor.at, link.extra, link.faults);
}

/** StringData: a count of characters, then as many without a terminator. */
function readString(cursor: Cursor, unicode: boolean, part: string): string {
  cursor.part = part;
  const count = cursor.view.getUint16(cursor.at, true);
  cursor.at += 2;
  const bytes = cursor.take(unicode ? count * 2 : count);
  // The code page of ANSI text is not recorded anywhere in the file: windows-1252 is assumed.
  const text = unicode ? decodeUtf16(bytes) : ansi.decode(bytes);
  const terminator = text.indexOf('\0');
  return terminator < 0 ? text : text.slice(0, terminator);
}
