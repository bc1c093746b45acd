/** ExtraData: [MS-SHLLINK] 2.5. */
import type { FormatFault } from '../fault.ts';
import { readGuid } from '../guid.ts';
import { readAscii, readUtf16, viewOf } from '../text.ts';
import { readPropertyStore, type StoredProperty } from './property-store.ts';

export interface Tracker {
  /** NetBIOS name of the machine that the target lay on. */
  machineId: string;
  droidVolume: string;
  droidFile: string;
  birthDroidVolume: string;
  birthDroidFile: string;
}

export interface ExtraBlocks {
  environmentPath?: string;
  iconEnvironmentPath?: string;
  /** Windows Installer product and feature code of an advertised link. */
  darwinId?: string;
  tracker?: Tracker;
  /** CSIDL number. */
  specialFolder?: number;
  /** KNOWNFOLDERID. */
  knownFolder?: string;
  properties?: StoredProperty[];
}

const maximumBlocks = 64;

/** Reads blocks up to the terminal one; `base` is their offset in the file, for the place of faults. */
export function readExtraBlocks(bytes: Uint8Array, base: number, extra: ExtraBlocks, faults: FormatFault[]): void {
  const view = viewOf(bytes);
  let at = 0;
  for (let count = 0; count < maximumBlocks && at + 4 <= bytes.length; count += 1) {
    const size = view.getUint32(at, true);
    if (size < 4) return;
    if (size < 8 || at + size > bytes.length) {
      faults.push({
        code: 'truncated-extra-block',
        message: 'An extra block is longer than what is left of the file.',
        place: `offset ${base + at}`,
      });
      return;
    }
    readBlock(view.getUint32(at + 4, true), bytes.subarray(at, at + size), extra);
    at += size;
  }
}

function readBlock(signature: number, block: Uint8Array, extra: ExtraBlocks): void {
  switch (signature) {
    case 0xa0000001:
      extra.environmentPath = bothForms(block);
      break;
    case 0xa0000003:
      if (block.length >= 0x60) extra.tracker = readTracker(block);
      break;
    case 0xa0000005:
      if (block.length >= 0x10) extra.specialFolder = viewOf(block).getUint32(8, true);
      break;
    case 0xa0000006:
      extra.darwinId = bothForms(block);
      break;
    case 0xa0000007:
      extra.iconEnvironmentPath = bothForms(block);
      break;
    case 0xa0000009:
      extra.properties = readPropertyStore(block.subarray(8));
      break;
    case 0xa000000b:
      if (block.length >= 0x1c) extra.knownFolder = readGuid(block, 8);
      break;
  }
}

/** 260 bytes of ANSI text, then 260 UTF-16 units of the same: the latter is preferred. */
function bothForms(block: Uint8Array): string {
  const unicode = block.length > 268 ? readUtf16(block, 268, 788) : '';
  return unicode !== '' ? unicode : readAscii(block, 8, 268);
}

function readTracker(block: Uint8Array): Tracker {
  return {
    machineId: readAscii(block, 16, 32),
    droidVolume: readGuid(block, 32),
    droidFile: readGuid(block, 48),
    birthDroidVolume: readGuid(block, 64),
    birthDroidFile: readGuid(block, 80),
  };
}
