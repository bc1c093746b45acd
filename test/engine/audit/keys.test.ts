import { createPrivateKey, createPublicKey, hash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  fingerprintOf,
  keyNameOf,
  keyStoreDirectory,
  loadOrCreateSigningKey,
  publishPublicKey,
  readPublicKeys,
} from '../../../src/engine/audit/keys.ts';
import { isKeyName } from '../../../src/engine/audit/signed-note.ts';
import { sampleKey, scratchDirectory } from './sample-log.ts';

const posix = process.platform !== 'win32';
const refused = (message: RegExp) => expect.objectContaining({ code: 'invalid-request', message: expect.stringMatching(message) });

describe('keyStoreDirectory', () => {
  it('follows the override, then the conventions of the platform', () => {
    expect(keyStoreDirectory({ SABUT_KEY_STORE: '/media/key', XDG_CONFIG_HOME: '/c' }, 'linux')).toBe('/media/key');
    expect(keyStoreDirectory({ XDG_CONFIG_HOME: '/c' }, 'linux')).toBe(join('/c', 'sabut', 'keys'));
    expect(keyStoreDirectory({ XDG_CONFIG_HOME: 'relative' }, 'linux')).toMatch(/\.config[\\/]sabut[\\/]keys$/);
    expect(keyStoreDirectory({ APPDATA: 'X' }, 'win32')).toBe(join('X', 'Sabut', 'keys'));
  });
});

describe('keyNameOf', () => {
  it('is a safe file name and a valid key name, whatever the examiner is called', () => {
    for (const name of ['Ayesha Khan', 'عائشہ خان', '../../etc/passwd', 'a\0b', '', 'x'.repeat(500), 'CON', 'A+B']) {
      expect(keyNameOf(name)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{8}$/);
      expect(keyNameOf(name).length).toBeLessThan(64);
      expect(isKeyName(keyNameOf(name))).toBe(true);
    }
  });

  it('tells people apart, but not spellings of one name', () => {
    expect(keyNameOf(' ayesha  KHAN ')).toBe(keyNameOf('Ayesha Khan'));
    expect(keyNameOf('عائشہ خان')).not.toBe(keyNameOf('عائشہ علی'));
    expect(keyNameOf('Ayesha Khan')).toMatch(/^ayesha-khan-/);
  });
});

describe('loadOrCreateSigningKey', () => {
  it('makes a key once and gives the same one ever after', () => {
    const store = join(scratchDirectory(), 'deep', 'store');
    const first = loadOrCreateSigningKey({ store, examinerName: 'Ayesha Khan' });
    const second = loadOrCreateSigningKey({ store, examinerName: 'ayesha khan' });
    expect(second.publicKey.equals(first.publicKey)).toBe(true);
    expect(loadOrCreateSigningKey({ store, examinerName: 'Bilal' }).publicKey.equals(first.publicKey)).toBe(false);
    expect(readdirSync(store).sort()).toEqual([`${keyNameOf('Ayesha Khan')}.pem`, `${keyNameOf('Bilal')}.pem`].sort());
    if (!posix) return;
    expect(statSync(store).mode & 0o777).toBe(0o700);
    expect(statSync(join(store, `${first.name}.pem`)).mode & 0o777).toBe(0o600);
  });

  it('derives the key from the random source alone (RFC 8032, section 7.1, test 1)', () => {
    const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
    const key = loadOrCreateSigningKey({ store: scratchDirectory(), examinerName: 'x', randomSource: () => seed });
    expect(key.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
  });

  it('encrypts with a passphrase and opens with it only', () => {
    const store = scratchDirectory();
    const key = loadOrCreateSigningKey({ store, examinerName: 'x', passphrase: 'a long sentence' });
    const pem = readFileSync(join(store, `${key.name}.pem`), 'utf8');
    expect(pem).toContain('-----BEGIN ENCRYPTED PRIVATE KEY-----');
    expect(loadOrCreateSigningKey({ store, examinerName: 'x', passphrase: 'a long sentence' }).publicKey.equals(key.publicKey)).toBe(true);
    expect(() => loadOrCreateSigningKey({ store, examinerName: 'x', passphrase: 'wrong' })).toThrow(
      refused(/cannot be opened with this passphrase/),
    );
    expect(() => loadOrCreateSigningKey({ store, examinerName: 'x' })).toThrow(refused(/Give the passphrase/));
    expect(() => loadOrCreateSigningKey({ store, examinerName: 'x', passphrase: '' })).toThrow(refused(/is empty/));
  });

  it('says so when a passphrase is given for a key without one', () => {
    const store = scratchDirectory();
    loadOrCreateSigningKey({ store, examinerName: 'x' });
    expect(() => loadOrCreateSigningKey({ store, examinerName: 'x', passphrase: 'p' })).toThrow(refused(/has no passphrase/));
  });

  it.skipIf(!posix)('refuses a key or a store that others can get at', () => {
    const store = scratchDirectory();
    const key = sampleKey(store);
    const path = join(store, `${key.name}.pem`);
    for (const mode of [0o640, 0o604, 0o620]) {
      chmodSync(path, mode);
      expect(() => sampleKey(store)).toThrow(refused(/chmod 600/));
    }
    chmodSync(path, 0o600);
    chmodSync(store, 0o770);
    expect(() => sampleKey(store)).toThrow(refused(/chmod 700/));
    chmodSync(store, 0o700);
    renameSync(path, `${path}.moved`);
    symlinkSync(`${path}.moved`, path);
    expect(() => sampleKey(store)).toThrow(refused(/symbolic link/));
  });

  it('refuses damaged and foreign keys without overwriting them', () => {
    const store = scratchDirectory();
    const path = join(store, `${keyNameOf('x')}.pem`);
    writeFileSync(path, 'not a key', { mode: 0o600 });
    expect(() => loadOrCreateSigningKey({ store, examinerName: 'x' })).toThrow(refused(/is damaged/));
    expect(readFileSync(path, 'utf8')).toBe('not a key');
    const x25519 = createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), Buffer.alloc(32, 9)]),
      format: 'der',
      type: 'pkcs8',
    });
    writeFileSync(path, x25519.export({ type: 'pkcs8', format: 'pem' }));
    expect(() => loadOrCreateSigningKey({ store, examinerName: 'x' })).toThrow(refused(/not an Ed25519 key/));
  });
});

describe('the public half', () => {
  it('goes into the case as public.pem, and a second examiner under its own name', () => {
    const root = scratchDirectory();
    const keys = join(root, 'keys');
    mkdirSync(keys);
    const first = sampleKey(join(root, 'store'), 1, 'Ayesha');
    const second = sampleKey(join(root, 'store'), 2, 'Bilal');
    expect(publishPublicKey(keys, first)).toBe('public.pem');
    expect(publishPublicKey(keys, second)).toBe(`${second.name}.pem`);
    expect(publishPublicKey(keys, first)).toBe('public.pem');
    expect(publishPublicKey(keys, second)).toBe(`${second.name}.pem`);
    expect(publishPublicKey(keys, { ...second, name: 'public' } as typeof second)).toBe(`${second.name}.pem`);
    writeFileSync(join(keys, 'note.pem'), 'no key');
    expect(readPublicKeys(keys).map((key) => key.file)).toEqual(['public.pem', `${second.name}.pem`]);
    expect(readFileSync(join(keys, 'public.pem'), 'utf8')).not.toContain('PRIVATE');
    expect(readPublicKeys(join(root, 'absent'))).toEqual([]);
  });

  it('has a fingerprint that openssl and sha256sum give too', () => {
    const { publicKey } = sampleKey(scratchDirectory());
    const der = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })).export({ type: 'spki', format: 'der' });
    expect(fingerprintOf(publicKey)).toMatch(/^[0-9a-f]{4}( [0-9a-f]{4}){3}$/);
    expect(fingerprintOf(publicKey).replaceAll(' ', '')).toBe(hash('sha256', der, 'hex').slice(0, 16));
  });
});
