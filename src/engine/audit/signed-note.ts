/**
 * Signed notes, C2SP signed-note: a text, an empty line, and one line a signature. Only Ed25519
 * (signature type 0x01) is made and checked here; other signatures on a note are passed over.
 */
import { hash, type KeyObject, sign, verify } from 'node:crypto';

export interface NoteSignature {
  keyName: string;
  /** First four bytes of SHA-256(name || 0x0A || type || public key), eight hexadecimal digits. */
  keyId: string;
  /** 64 bytes for Ed25519. */
  signature: Buffer;
}

export interface SignedNote {
  /** Ends in a newline. */
  text: string;
  signatures: NoteSignature[];
}

const ed25519Type = 0x01;
const publicKeyLength = 32;
const keyIdLength = 4;

/** Whether a name may stand on a signature line: no white space, no plus sign, not empty. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s+\p{Z}\p{Cc}]/u.test(name);
}

/** The id by which a signature line points at its key, eight hexadecimal digits. */
export function keyIdOf(keyName: string, publicKey: KeyObject): string {
  // An Ed25519 SPKI is a fixed prefix and the 32 bytes of the key (RFC 8410, section 4).
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-publicKeyLength);
  const bytes = Buffer.concat([Buffer.from(`${keyName}\n`, 'utf8'), Buffer.of(ed25519Type), raw]);
  return hash('sha256', bytes, 'hex').slice(0, keyIdLength * 2);
}

/** Signs a text. Throws a RangeError where the text does not end in a newline or holds control characters, or the name is not one. */
export function signNote(
  text: string,
  key: { name: string; privateKey: KeyObject; publicKey: KeyObject },
): { note: string; signature: Buffer } {
  if (!isNoteText(text)) throw new RangeError('a note is UTF-8 text that ends in a newline and has no other control characters');
  if (!isKeyName(key.name)) throw new RangeError('a key name has no white space and no plus sign');
  const signature = sign(null, Buffer.from(text, 'utf8'), key.privateKey);
  const blob = Buffer.concat([Buffer.from(keyIdOf(key.name, key.publicKey), 'hex'), signature]);
  return { note: `${text}\n— ${key.name} ${blob.toString('base64')}\n`, signature };
}

/** Takes a note apart; null where it does not have the form. Nothing is verified by this. */
export function parseNote(note: string): SignedNote | null {
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return null;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  if (!isNoteText(text)) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const match = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(line);
    if (match === null) return null;
    const [, keyName, base64] = match as unknown as [string, string, string];
    const blob = Buffer.from(base64, 'base64');
    // Buffer is lenient: the same bytes must come back as the same text.
    if (!isKeyName(keyName) || blob.length <= keyIdLength || blob.toString('base64') !== base64) return null;
    signatures.push({ keyName, keyId: blob.toString('hex', 0, keyIdLength), signature: blob.subarray(keyIdLength) });
  }
  return { text, signatures };
}

/** The signature on the note that one of the keys made and that holds; null where there is none. */
export function verifiedSignature(
  note: SignedNote,
  publicKeys: readonly KeyObject[],
): { signature: NoteSignature; publicKey: KeyObject } | null {
  const bytes = Buffer.from(note.text, 'utf8');
  for (const signature of note.signatures) {
    const publicKey = publicKeys.find((key) => keyIdOf(signature.keyName, key) === signature.keyId);
    if (publicKey !== undefined && verify(null, bytes, publicKey, signature.signature)) return { signature, publicKey };
  }
  return null;
}

function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format excludes them
  return text.endsWith('\n') && text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(text);
}
