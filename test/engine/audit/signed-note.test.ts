import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyIdOf, parseNote, signNote, verifiedSignature } from '../../../src/engine/audit/signed-note.ts';
import { sampleKey, scratchDirectory } from './sample-log.ts';

// The example of Go's golang.org/x/mod/sumdb/note, made by another implementation.
const goVerifierKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const goNote =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

function goPublicKey() {
  const raw = Buffer.from(goVerifierKey.split('+').slice(2).join('+'), 'base64').subarray(1);
  return createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]), format: 'der', type: 'spki' });
}

describe('signed notes', () => {
  it('verifies a note that another implementation signed', () => {
    const note = parseNote(goNote);
    expect(keyIdOf('PeterNeumann', goPublicKey())).toBe('c74f20a3');
    expect(verifiedSignature(note!, [goPublicKey()])?.signature.keyName).toBe('PeterNeumann');
    expect(verifiedSignature(parseNote(goNote.replace('answer', 'Answer'))!, [goPublicKey()])).toBeNull();
    expect(verifiedSignature(parseNote(goNote.replace('PeterNeumann', 'PeterNewmann'))!, [goPublicKey()])).toBeNull();
  });

  it('verifies its own, and passes over signatures of keys that it does not know', () => {
    const key = sampleKey(scratchDirectory());
    const { note } = signNote('one\n\ntwo\n', key);
    const parsed = parseNote(`${note}${goNote.split('\n\n')[1]}`);
    expect(parsed?.text).toBe('one\n\ntwo\n');
    expect(parsed?.signatures).toHaveLength(2);
    expect(verifiedSignature(parsed!, [key.publicKey])?.signature.keyName).toBe(key.name);
    expect(verifiedSignature(parsed!, [])).toBeNull();
  });

  it.each([
    ['no signature', 'text\n'],
    ['no newline at the end', goNote.slice(0, -1)],
    ['a hyphen for the dash', goNote.replace('—', '-')],
    ['base64 with bits left over', goNote.replace('nAM=\n', 'nAN=\n')],
    ['a control character', `a\tb${goNote}`],
  ])('takes a note with %s for none', (_, note) => {
    expect(parseNote(note)).toBeNull();
  });

  it('does not sign a text without a newline, nor under a name with a space', () => {
    const key = sampleKey(scratchDirectory());
    expect(() => signNote('text', key)).toThrow(RangeError);
    expect(() => signNote('text\n', { ...key, name: 'Ayesha Khan' })).toThrow(RangeError);
  });
});
