/** LinkInfo: [MS-SHLLINK] 2.3. */
import type { FormatFault } from '../fault.ts';
import { readAscii, readUtf16, viewOf } from '../text.ts';

export interface LinkLocation {
  /** GetDriveType number (2.3.1); null without a volume. */
  driveType: number | null;
  driveSerialNumber: number | null;
  volumeLabel: string | null;
  /** Full path on a local volume. */
  localPath: string | null;
  /** Share such as `\\SERVER\share`. */
  networkShare: string | null;
  /** Drive letter that the share was mapped to. */
  networkDevice: string | null;
  /** Path of the target below the share. */
  networkPath: string | null;
}

/** Decodes one LinkInfo structure. Offsets that lead outside it give null and a fault. */
export function readLinkLocation(bytes: Uint8Array, faults: FormatFault[]): LinkLocation {
  const location: LinkLocation = {
    driveType: null,
    driveSerialNumber: null,
    volumeLabel: null,
    localPath: null,
    networkShare: null,
    networkDevice: null,
    networkPath: null,
  };
  const view = viewOf(bytes);
  try {
    const flags = view.getUint32(8, true);
    const suffix = suffixOf(bytes, view);
    if ((flags & 1) !== 0) {
      readVolume(bytes, view.getUint32(12, true), location);
      location.localPath = localPath(bytes, view, suffix);
    }
    const network = view.getUint32(20, true);
    if ((flags & 2) !== 0 && network !== 0) readNetwork(bytes, network, suffix, location);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    faults.push({ code: 'broken-location', message: 'An offset of the location structure leads outside it.', place: 'LinkInfo' });
  }
  return location;
}

/** Unicode offsets exist from header size 0x24 on. */
function hasUnicode(view: DataView): boolean {
  return view.getUint32(4, true) >= 0x24;
}

function textAt(bytes: Uint8Array, ansiOffset: number, unicodeOffset: number): string {
  if (unicodeOffset !== 0 && unicodeOffset < bytes.length) return readUtf16(bytes, unicodeOffset);
  if (ansiOffset >= bytes.length) throw new RangeError('offset outside the structure');
  return ansiOffset === 0 ? '' : readAscii(bytes, ansiOffset);
}

function suffixOf(bytes: Uint8Array, view: DataView): string {
  return textAt(bytes, view.getUint32(24, true), hasUnicode(view) ? view.getUint32(32, true) : 0);
}

function localPath(bytes: Uint8Array, view: DataView, suffix: string): string | null {
  const base = textAt(bytes, view.getUint32(16, true), hasUnicode(view) ? view.getUint32(28, true) : 0);
  return base === '' && suffix === '' ? null : joinPath(base, suffix);
}

function joinPath(base: string, suffix: string): string {
  if (suffix === '') return base;
  return base === '' || base.endsWith('\\') ? base + suffix : `${base}\\${suffix}`;
}

/** VolumeID (2.3.1). */
function readVolume(bytes: Uint8Array, offset: number, location: LinkLocation): void {
  if (offset === 0) return;
  const view = viewOf(bytes);
  location.driveType = view.getUint32(offset + 4, true);
  location.driveSerialNumber = view.getUint32(offset + 8, true);
  const label = view.getUint32(offset + 12, true);
  // 0x14 says that a Unicode label follows, whose own offset stands behind.
  location.volumeLabel = label === 0x14 ? readUtf16(bytes, offset + view.getUint32(offset + 16, true)) : readAscii(bytes, offset + label);
}

/** CommonNetworkRelativeLink (2.3.2). */
function readNetwork(bytes: Uint8Array, offset: number, suffix: string, location: LinkLocation): void {
  const view = viewOf(bytes);
  const nameOffset = view.getUint32(offset + 8, true);
  const deviceOffset = view.getUint32(offset + 12, true);
  const unicode = nameOffset > 0x14;
  const within = bytes.subarray(offset);
  location.networkShare = textAt(within, nameOffset, unicode ? view.getUint32(offset + 20, true) : 0) || null;
  const hasDevice = (view.getUint32(offset + 4, true) & 1) !== 0;
  location.networkDevice = hasDevice ? textAt(within, deviceOffset, unicode ? view.getUint32(offset + 24, true) : 0) || null : null;
  if (location.networkShare !== null) location.networkPath = joinPath(location.networkShare, suffix);
}
