/**
 * User metadata of movies: QuickTime File Format "User data atoms" and "Metadata", the iTunes item list,
 * and the asset information of 3GPP TS 26.244, section 8.
 */
import type { Position } from '../iso-6709.ts';
import { latin1Text, readUtf8, viewOf } from '../text.ts';
import type { BoxWalker, MovieBox } from './box-walker.ts';

/** A value of the item list that is not text. */
export interface ItemBytes {
  /** Well-known type: 13 JPEG, 14 PNG, 21 signed integer, 0 by context. */
  type: number;
  bytes: Uint8Array;
}

export interface UserMetadata {
  /** Texts of user data atoms by their code, such as `©xyz`. */
  texts: Map<string, string>;
  /** QuickTime metadata by key, such as `com.apple.quicktime.make`. */
  keyed: Map<string, string>;
  /** iTunes items by code, such as `©nam`; the first value of each as text. */
  items: Map<string, string>;
  /** Pictures and numbers of the iTunes item list, in order. */
  binaryItems: { code: string; value: ItemBytes }[];
  /** 3GPP location box. */
  location: Position | null;
}

export function emptyUserMetadata(): UserMetadata {
  return { texts: new Map(), keyed: new Map(), items: new Map(), binaryItems: [], location: null };
}

const maximumText = 65_536;
const maximumPicture = 16 * 1024 * 1024;
/** All pictures of an item list together. */
const maximumPictures = 32 * 1024 * 1024;
const maximumItems = 256;
const typeUtf8 = 1;
const typeUtf16 = 2;
const typeSigned = 21;

/** Reads `udta`, or `meta` with its handler, keys and items. */
export async function readUserMetadata(walker: BoxWalker, container: MovieBox, user: UserMetadata): Promise<void> {
  if (container.type === 'meta') return readMetaBox(walker, container, user);
  for await (const box of walker.boxes(container.start, container.end)) {
    if (box.type === 'meta') await readMetaBox(walker, box, user);
    else if (box.type === 'loci') user.location = readLocation(await walker.read(box, 1024)) ?? user.location;
    else if (box.type.startsWith('©')) setText(user.texts, box.type, internationalText(await walker.read(box, maximumText)));
    else if (assetBoxes.has(box.type)) setText(user.texts, box.type, assetText(await walker.read(box, maximumText)));
    else if (plainBoxes.has(box.type)) setText(user.texts, box.type, readUtf8(await walker.read(box, 1024), 0));
  }
}

/** Asset information of 3GPP: flags, language, text. */
const assetBoxes = new Set(['titl', 'auth', 'perf', 'gnre', 'dscp', 'cprt', 'albm']);
/** Texts without any header that camera makers write. */
const plainBoxes = new Set(['FIRM', 'manu', 'modl', 'name']);

function setText(texts: Map<string, string>, key: string, text: string): void {
  if (text.trim() !== '' && !texts.has(key) && texts.size < maximumItems) texts.set(key, text);
}

/** User data text: length and language, then the text; some writers leave the two numbers out. */
function internationalText(payload: Uint8Array): string {
  if (payload.length < 4) return '';
  const view = viewOf(payload);
  const length = view.getUint16(0);
  if (length + 4 > payload.length) return readUtf8(payload, 0);
  const text = payload.subarray(4, 4 + length);
  // Languages below 0x400 are Macintosh ones, with its character set; others say UTF-8, or UTF-16 by a mark.
  if (view.getUint16(2) < 0x400 && text.some((byte) => byte >= 0x80) && !isUtf8(text)) return new TextDecoder('macintosh').decode(text);
  return markedText(text);
}

function isUtf8(bytes: Uint8Array): boolean {
  return !new TextDecoder().decode(bytes).includes('\ufffd');
}

function markedText(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes).split('\0', 1)[0] ?? '';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes).split('\0', 1)[0] ?? '';
  return readUtf8(bytes, 0);
}

function assetText(payload: Uint8Array): string {
  return payload.length <= 6 ? '' : markedText(payload.subarray(6));
}

/** `loci`: flags, language, name, role, then longitude, latitude and altitude as 16.16 fixed-point numbers. */
function readLocation(payload: Uint8Array): Position | null {
  if (payload.length < 7) return null;
  let at = 6;
  const wide = (payload[at] === 0xfe && payload[at + 1] === 0xff) || (payload[at] === 0xff && payload[at + 1] === 0xfe);
  if (wide) {
    while (at + 1 < payload.length && (payload[at] !== 0 || payload[at + 1] !== 0)) at += 2;
    at += 2;
  } else {
    while (at < payload.length && payload[at] !== 0) at += 1;
    at += 1;
  }
  at += 1;
  if (at + 12 > payload.length) return null;
  const view = viewOf(payload);
  const fixed = (offset: number) => view.getInt32(offset) / 65_536;
  const [longitude, latitude, altitude] = [fixed(at), fixed(at + 4), fixed(at + 8)];
  return Math.abs(latitude) > 90 || Math.abs(longitude) > 180 ? null : { latitude, longitude, altitude };
}

/** `meta` is a full box in ISO files and a plain one in QuickTime files: there the handler follows at once. */
async function readMetaBox(walker: BoxWalker, metaBox: MovieBox, user: UserMetadata): Promise<void> {
  const head = await walker.read(metaBox, 8);
  const start = metaBox.start + (latin1Text(head, 4, 8) === 'hdlr' ? 0 : 4);
  let keys: string[] = [];
  for await (const box of walker.boxes(start, metaBox.end)) {
    if (box.type === 'keys') keys = readKeys(await walker.read(box, maximumText * 4));
    else if (box.type === 'ilst') await readItems(walker, box, keys, user);
  }
}

/** `keys`: a count, then size, namespace and name of each key. */
function readKeys(payload: Uint8Array): string[] {
  const keys: string[] = [];
  if (payload.length < 8) return keys;
  const view = viewOf(payload);
  let at = 8;
  while (at + 8 <= payload.length && keys.length < maximumItems) {
    const size = view.getUint32(at);
    if (size < 8 || at + size > payload.length) break;
    keys.push(readUtf8(payload, at + 8, at + size));
    at += size;
  }
  return keys;
}

async function readItems(walker: BoxWalker, list: MovieBox, keys: readonly string[], user: UserMetadata): Promise<void> {
  let count = 0;
  for await (const item of walker.boxes(list.start, list.end)) {
    count += 1;
    if (count > maximumItems) return;
    const key = keys[item.code - 1];
    for await (const box of walker.boxes(item.start, item.end)) {
      if (box.type === 'data') await readItemValue(walker, box, key, item.type, user);
    }
  }
}

async function readItemValue(walker: BoxWalker, box: MovieBox, key: string | undefined, code: string, user: UserMetadata): Promise<void> {
  const head = await walker.read(box, 8);
  if (head.length < 8) return;
  const type = viewOf(head).getUint32(0) & 0xff_ffff;
  const value = { start: box.start + 8, end: box.end };
  if (type === typeUtf8 || type === typeUtf16) {
    const bytes = await walker.read(value, maximumText);
    const text = type === typeUtf8 ? readUtf8(bytes, 0) : new TextDecoder('utf-16be').decode(bytes);
    setText(key === undefined ? user.items : user.keyed, key ?? code, text);
    return;
  }
  const held = user.binaryItems.reduce((total, item) => total + item.value.bytes.length, 0);
  const bytes = await walker.read(value, Math.min(maximumPicture, Math.max(0, maximumPictures - held)));
  if (key === undefined) user.binaryItems.push({ code, value: { type, bytes } });
  else if (type === typeSigned) setText(user.keyed, key, String(signedInteger(bytes)));
}

/** Big-endian signed integer of up to 6 bytes; longer ones do not occur. */
function signedInteger(bytes: Uint8Array): number {
  return bytes.length >= 1 && bytes.length <= 6 ? Buffer.from(bytes).readIntBE(0, bytes.length) : 0;
}
