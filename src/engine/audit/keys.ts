/**
 * The examiner's signing keys. A private key never enters a case: it stays in the examiner's own key
 * store, one Ed25519 key in a PKCS#8 PEM file for each examiner name (RFC 8410, RFC 5958).
 */
import { createPrivateKey, createPublicKey, hash, type KeyObject, randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../../model/error.ts';
import { toWriteError, writeDurably } from './durable-file.ts';

export interface SigningKey {
  /** Name on signature lines and of the key's file; see `keyNameOf`. */
  name: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

const seedLength = 32;
/** What comes before the seed in the DER form of an Ed25519 PKCS#8 key (RFC 8410, section 7). */
const privateKeyPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const ownerOnlyFile = 0o600;
const ownerOnlyDirectory = 0o700;
const readable = 0o644;
const maximumKeyFileLength = 16 * 1024;
const maximumCaseKeys = 100;
const firstKeyFile = 'public.pem';

/**
 * Where keys are kept: SABUT_KEY_STORE, else `%APPDATA%\Sabut\keys` on Windows, else
 * `$XDG_CONFIG_HOME/sabut/keys`, else `~/.config/sabut/keys`.
 */
export function keyStoreDirectory(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
): string {
  if (environment['SABUT_KEY_STORE']) return environment['SABUT_KEY_STORE'];
  if (platform === 'win32') return join(environment['APPDATA'] || join(homedir(), 'AppData', 'Roaming'), 'Sabut', 'keys');
  // The XDG base directory specification: a relative path is to be ignored.
  const configured = environment['XDG_CONFIG_HOME'];
  return join(configured?.startsWith('/') ? configured : join(homeOf(), '.config'), 'sabut', 'keys');
}

/** The account's own folder. An account without one must say where its keys are to be kept. */
function homeOf(): string {
  let home = '';
  try {
    home = homedir();
  } catch {
    // The account is in no list of users.
  }
  if (home.startsWith('/')) return home;
  throw new EngineError(
    'unsupported',
    'This account has no home folder, so there is no place for its signing key. Set SABUT_KEY_STORE to a folder of your own.',
    { reason: 'no-home-folder' },
  );
}

/**
 * The name of an examiner's key: what is left of the name in ASCII, for people, and eight digits of its
 * hash, so that two names never share a key. Letter case and spacing make no difference.
 */
export function keyNameOf(examinerName: string): string {
  const normal = examinerName.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
  const words = normal
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return `${words || 'examiner'}-${hash('sha256', normal, 'hex').slice(0, 8)}`;
}

/** First 16 hexadecimal digits of the SHA-256 of the key's SPKI DER form, in groups of four: `1a2b 3c4d 5e6f 7a8b`. */
export function fingerprintOf(publicKey: KeyObject): string {
  const digits = hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'hex').slice(0, 16);
  return (digits.match(/.{4}/g) as string[]).join(' ');
}

/**
 * The examiner's key; made on first use, encrypted (PKCS#8, AES-256-CBC) where a passphrase is given.
 * Throws `invalid-request` where the passphrase is wrong, missing or given for a key without one, where
 * others can read the key or replace it, or where the file is no Ed25519 key; `storage-full`.
 */
export function loadOrCreateSigningKey(request: {
  /** Directory, see `keyStoreDirectory`. */
  store: string;
  examinerName: string;
  passphrase?: string | undefined;
  /** Gives that many random bytes; the operating system's unless handed in. */
  randomSource?: (size: number) => Uint8Array;
}): SigningKey {
  const { store, examinerName, passphrase, randomSource = randomBytes } = request;
  if (passphrase === '')
    throw new EngineError('invalid-request', 'The passphrase of the signing key is empty. Give one, or leave it out.', {
      reason: 'passphrase-empty',
    });
  const name = keyNameOf(examinerName);
  const path = join(store, `${name}.pem`);
  prepareStore(store);
  const pem = readPrivatePem(path) ?? createPrivatePem(path, passphrase, randomSource);
  const privateKey = decodePrivateKey(pem, path, passphrase);
  return { name, privateKey, publicKey: createPublicKey(privateKey) };
}

/** Whether the examiner has a key in the store, and whether a passphrase protects it. Reads nothing but that; makes nothing. */
export function signingKeyState(store: string, examinerName: string): 'absent' | 'open' | 'protected' {
  const pem = readPrivatePem(join(store, `${keyNameOf(examinerName)}.pem`));
  return pem === null ? 'absent' : isProtected(pem) ? 'protected' : 'open';
}

/**
 * Puts the public half into the case's `keys` directory: as `public.pem` when it is the case's first key,
 * under its own name when another examiner goes on with the case. Answers the file's name.
 */
export function publishPublicKey(keysDirectory: string, signingKey: SigningKey): string {
  const pem = signingKey.publicKey.export({ type: 'spki', format: 'pem' }) as string;
  const present = readPublicKeys(keysDirectory).find((key) => key.publicKey.equals(signingKey.publicKey));
  if (present !== undefined) return present.file;
  for (const file of [firstKeyFile, `${signingKey.name}.pem`]) {
    try {
      writeDurably(join(keysDirectory, file), Buffer.from(pem, 'ascii'), { mode: readable, replace: false });
      return file;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw toWriteError(thrown, 'the public key', keysDirectory);
    }
  }
  throw new EngineError('conflict', `The case holds another public key named ${signingKey.name}.pem. Verify the case before working on.`, {
    reason: 'other-public-key',
    name: `${signingKey.name}.pem`,
  });
}

/** The Ed25519 public keys in a case's `keys` directory, `public.pem` first; files that are none are left out. */
export function readPublicKeys(keysDirectory: string): { file: string; publicKey: KeyObject }[] {
  const keys: { file: string; publicKey: KeyObject }[] = [];
  for (const file of listPemFiles(keysDirectory)) {
    const path = join(keysDirectory, file);
    const status = statSync(path);
    if (!status.isFile() || status.size > maximumKeyFileLength) continue;
    try {
      const publicKey = createPublicKey(readFileSync(path));
      if (publicKey.asymmetricKeyType === 'ed25519') keys.push({ file, publicKey });
    } catch {
      // Not a key: a checkpoint that needs it will fail for want of it, which is the finding that matters.
    }
  }
  return keys;
}

function listPemFiles(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith('.pem'))
      .sort((first, second) => Number(second === firstKeyFile) - Number(first === firstKeyFile) || (first < second ? -1 : 1))
      .slice(0, maximumCaseKeys);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw thrown;
  }
}

/** The key file's text, null where there is none; refuses one that others can read. */
function readPrivatePem(path: string): string | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return null;
    if (code === 'ELOOP')
      throw new EngineError(
        'invalid-request',
        `The signing key ${path} is a symbolic link. Put the key itself there.`,
        { reason: 'key-is-a-link', place: path },
        thrown,
      );
    throw new EngineError(
      'invalid-request',
      `The signing key ${path} cannot be read (${code}). Make it readable for you, and only you.`,
      { reason: 'key-unreadable', place: path },
      thrown,
    );
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile() || status.size > maximumKeyFileLength)
      throw new EngineError('invalid-request', `The signing key ${path} is not a key file. Move it away, and a new key is made.`, {
        reason: 'not-a-key-file',
        place: path,
      });
    // Windows has no mode bits; its per-user AppData is closed to others by its access list.
    if (process.platform !== 'win32') {
      const mode = status.mode & 0o777;
      if ((mode & 0o077) !== 0)
        throw new EngineError(
          'invalid-request',
          `The signing key ${path} can be read or changed by others (mode ${mode.toString(8).padStart(4, '0')}), so its signatures would prove nothing. If nobody else can have copied it, run: chmod 600 '${path}'`,
          { reason: 'key-open-to-others', place: path, command: `chmod 600 '${path}'` },
        );
      refuseForeignOwner(status.uid, path);
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

function refuseForeignOwner(owner: number, path: string): void {
  const self = process.getuid?.();
  if (self !== undefined && owner !== self && self !== 0)
    throw new EngineError('invalid-request', `${path} belongs to another user. Use a key store of your own (SABUT_KEY_STORE).`, {
      reason: 'key-of-another-user',
      place: path,
    });
}

function createPrivatePem(path: string, passphrase: string | undefined, randomSource: (size: number) => Uint8Array): string {
  const seed = randomSource(seedLength);
  const privateKey = createPrivateKey({ key: Buffer.concat([privateKeyPrefix, seed]), format: 'der', type: 'pkcs8' });
  const protection = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem', ...protection }) as string;
  try {
    writeDurably(path, Buffer.from(pem, 'ascii'), { mode: ownerOnlyFile, replace: false });
    return pem;
  } catch (thrown) {
    // Another process of the same examiner made the key in the meantime: that one counts.
    const theirs = (thrown as NodeJS.ErrnoException).code === 'EEXIST' ? readPrivatePem(path) : null;
    if (theirs !== null) return theirs;
    throw toWriteError(thrown, `the signing key ${path}`, path);
  }
}

/** Makes the store; refuses one that others can write to, as they could put a key of theirs in place of the examiner's. */
function prepareStore(store: string): void {
  try {
    mkdirSync(store, { recursive: true, mode: ownerOnlyDirectory });
  } catch (thrown) {
    throw toWriteError(thrown, `the key store ${store}`, store);
  }
  if (process.platform === 'win32') return;
  const status = statSync(store);
  if ((status.mode & 0o022) !== 0)
    throw new EngineError('invalid-request', `The key store ${store} can be written to by others. Run: chmod 700 '${store}'`, {
      reason: 'key-store-open-to-others',
      place: store,
      command: `chmod 700 '${store}'`,
    });
  refuseForeignOwner(status.uid, store);
}

function isProtected(pem: string): boolean {
  return pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----');
}

function decodePrivateKey(pem: string, path: string, passphrase: string | undefined): KeyObject {
  const encrypted = isProtected(pem);
  if (encrypted && passphrase === undefined)
    throw new EngineError('invalid-request', `The signing key ${path} is protected by a passphrase. Give the passphrase.`, {
      reason: 'passphrase-needed',
      place: path,
    });
  if (!encrypted && passphrase !== undefined)
    throw new EngineError(
      'invalid-request',
      `The signing key ${path} has no passphrase, but one was given. Leave it out, or protect the key first: openssl pkcs8 -topk8 -v2 aes-256-cbc`,
      { reason: 'passphrase-not-needed', place: path },
    );
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (thrown) {
    const reason = encrypted
      ? 'cannot be opened with this passphrase. Give the right one'
      : 'is damaged. Restore it from a backup, or move it away, and a new key is made';
    throw new EngineError(
      'invalid-request',
      `The signing key ${path} ${reason}.`,
      { reason: encrypted ? 'passphrase-wrong' : 'key-damaged', place: path },
      thrown,
    );
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new EngineError('invalid-request', `The signing key ${path} is not an Ed25519 key. Move it away, and a new key is made.`, {
      reason: 'not-a-key-file',
      place: path,
    });
  return key;
}
