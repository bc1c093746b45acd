/** Decides an item's media type from its content: text first, then file-type's signatures, then libmagic for the rest. */
import { fileTypeFromBuffer } from 'file-type';
import type { WASMagic } from 'wasmagic';
import type { ByteReader } from '../model/reader.ts';
import { nameCompoundFile } from './compound-file.ts';
import { findText } from './text.ts';

export type TypeBasis = 'signature' | 'magic' | 'text' | 'empty' | 'none';

export interface Identification {
  mediaType: string;
  basis: TypeBasis;
  charset: string | null;
}

export interface IdentifyOptions {
  /** Whether libmagic is asked about what the signatures do not know, and legacy charsets are guessed. */
  thorough: boolean;
}

/** libmagic needs no more than this of an item, and takes longer the more it gets. */
const magicWindow = 16_384;

let magic: Promise<WASMagic> | undefined;

async function askMagic(head: Uint8Array): Promise<string> {
  // Loaded on first need: it takes 150 ms and 30 MiB, and a quick run never asks.
  magic ??= import('wasmagic').then((module) => module.WASMagic.create());
  return (await magic).detect(head.subarray(0, magicWindow));
}

/** The names under which the rest of the product knows a type; file-type and libmagic have their own for some. */
const canonicalNames: Record<string, string> = {
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heif',
  'application/x-ole-storage': 'application/x-cfb',
  'application/CDFV2': 'application/x-cfb',
  'application/x-rar': 'application/x-rar-compressed',
  'application/vnd.sqlite3': 'application/x-sqlite3',
  'audio/x-aiff': 'audio/aiff',
  'audio/x-wav': 'audio/wav',
  'text/rtf': 'application/rtf',
  'text/xml': 'application/xml',
  'video/x-matroska': 'video/matroska',
  'video/x-msvideo': 'video/vnd.avi',
  // RFC 7845 names the codec as a parameter; the codec is what the extractors of audio say.
  'audio/ogg; codecs=opus': 'audio/ogg',
  'application/x-wine-extension-ini': 'text/plain',
};

/**
 * Identifies content by its first bytes; only the directory of a compound file is looked for elsewhere.
 * @param reader the item.
 * @param head its first bytes, 64 KiB or more where the item has them (whole small items help with ZIP-based types).
 * @param whole whether `head` is all of the item.
 */
export async function identify(reader: ByteReader, head: Uint8Array, whole: boolean, options: IdentifyOptions): Promise<Identification> {
  if (head.length === 0) return { mediaType: 'inode/x-empty', basis: 'empty', charset: null };
  const text = findText(head, whole);
  if (text !== null) {
    const charset = text.charset === 'unknown-8bit' && options.thorough ? await guessCharset(head) : text.charset;
    return { mediaType: text.mediaType, basis: 'text', charset };
  }
  const found = await bySignature(head);
  if (found !== undefined) {
    const name = canonicalNames[found] ?? found;
    const mediaType = name === 'application/x-cfb' ? ((await nameCompoundFile(reader)) ?? name) : name;
    return { mediaType, basis: 'signature', charset: null };
  }
  if (options.thorough) {
    const guessed = await askMagic(head);
    if (guessed !== 'application/octet-stream' && guessed !== '' && !guessed.startsWith('text/')) {
      return { mediaType: canonicalNames[guessed] ?? guessed, basis: 'magic', charset: null };
    }
  }
  return { mediaType: 'application/octet-stream', basis: 'none', charset: null };
}

async function bySignature(head: Uint8Array): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(head))?.mime;
  } catch {
    // A truncated or hostile header can make a detector throw; it is then simply not of that type.
    return undefined;
  }
}

async function guessCharset(head: Uint8Array): Promise<string> {
  const { default: jschardet } = await import('jschardet');
  const sample = head.subarray(0, 4096);
  const guess = jschardet.detect(Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength));
  return guess.encoding !== null && guess.confidence >= 0.5 ? guess.encoding.toLowerCase() : 'unknown-8bit';
}
