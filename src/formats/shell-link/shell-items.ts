/**
 * Shell items: the parts of an item identifier list ([MS-SHLLINK] 2.2). Their contents are not
 * specified by Microsoft; the layout followed here is that of libfwsi's "Windows Shell Item format".
 */
import { readGuid } from '../guid.ts';
import { readAscii, readUtf16, viewOf } from '../text.ts';

export interface ShellItem {
  kind: 'root' | 'volume' | 'file' | 'network' | 'address' | 'folder' | 'unknown';
  /** Drive, file or share name, address, or the GUID of a shell folder; null where the item tells none. */
  name: string | null;
  /** NTFS file reference of a file entry: record number and sequence. */
  fileReference: { record: number; sequence: number } | null;
}

const maximumItems = 256;
const fileEntryExtension = 0xbeef0004;

/** Splits an item list and decodes each item; stops at the terminator or at the first impossible size. */
export function readShellItems(bytes: Uint8Array): ShellItem[] {
  const view = viewOf(bytes);
  const items: ShellItem[] = [];
  let at = 0;
  while (at + 2 <= bytes.length && items.length < maximumItems) {
    const size = view.getUint16(at, true);
    if (size < 3 || at + size > bytes.length) break;
    items.push(readShellItem(bytes.subarray(at, at + size)));
    at += size;
  }
  return items;
}

function readShellItem(item: Uint8Array): ShellItem {
  const type = item[2] as number;
  const family = type & 0x70;
  if (type === 0x1f) return named('root', guidAt(item, 4));
  if (family === 0x20) return (type & 1) === 0 ? named('folder', guidAt(item, 4)) : named('volume', readAscii(item, 3) || null);
  if (family === 0x30) return fileEntry(item, type);
  if (family === 0x40) return named('network', readAscii(item, 5) || null);
  if (type === 0x61) return named('address', address(item));
  if (type === 0x71) return named('folder', guidAt(item, 14));
  return named('unknown', null);
}

function named(kind: ShellItem['kind'], name: string | null): ShellItem {
  return { kind, name, fileReference: null };
}

function guidAt(item: Uint8Array, offset: number): string | null {
  return offset + 16 <= item.length ? readGuid(item, offset) : null;
}

/** URI item: flags at byte 3, then the length of optional structures, then the text (Unicode where bit 7 is set). */
function address(item: Uint8Array): string | null {
  if (item.length < 8) return null;
  const optional = viewOf(item).getUint16(4, true);
  const start = optional === 0 ? 8 : 6 + optional;
  const text = ((item[3] as number) & 0x80) === 0 ? readAscii(item, start) : readUtf16(item, start);
  return text || null;
}

function fileEntry(item: Uint8Array, type: number): ShellItem {
  const unicode = (type & 4) !== 0;
  const short = item.length <= 14 ? '' : unicode ? readUtf16(item, 14) : readAscii(item, 14);
  const extension = readFileExtension(item);
  return { kind: 'file', name: extension?.longName || short || null, fileReference: extension?.fileReference ?? null };
}

/** Extension block 0xbeef0004: the long name and, from version 7 on, the file reference. The item's last two bytes say where blocks begin. */
function readFileExtension(item: Uint8Array): { longName: string; fileReference: ShellItem['fileReference'] } | null {
  if (item.length < 20) return null;
  const view = viewOf(item);
  let at = view.getUint16(item.length - 2, true);
  while (at >= 14 && at + 20 <= item.length) {
    const size = view.getUint16(at, true);
    if (size < 8) return null;
    if (view.getUint32(at + 4, true) === fileEntryExtension) return fileExtensionAt(item.subarray(at, Math.min(at + size, item.length)));
    at += size;
  }
  return null;
}

function fileExtensionAt(block: Uint8Array): { longName: string; fileReference: ShellItem['fileReference'] } {
  const view = viewOf(block);
  const version = view.getUint16(2, true);
  let at = 18;
  let fileReference: ShellItem['fileReference'] = null;
  if (version >= 7 && at + 18 <= block.length) {
    const reference = view.getBigUint64(at + 2, true);
    const record = Number(reference & 0xffff_ffff_ffffn);
    if (record !== 0) fileReference = { record, sequence: Number(reference >> 48n) };
    at += 18;
  }
  if (version >= 3) at += 2;
  if (version >= 9) at += 4;
  if (version >= 8) at += 4;
  return { longName: at < block.length ? readUtf16(block, at) : '', fileReference };
}

/** Joins drive, share and file names into a path; null where the list names no file system place. */
export function pathOfItems(items: readonly ShellItem[]): string | null {
  let path = '';
  for (const item of items) {
    if (item.name === null) continue;
    if (item.kind === 'address') return item.name;
    if (item.kind === 'volume') path = item.name;
    else if (item.kind === 'network' && item.name.startsWith('\\\\')) path = item.name;
    else if (item.kind === 'file') path = path === '' || path.endsWith('\\') ? path + item.name : `${path}\\${item.name}`;
  }
  return path === '' ? null : path;
}
