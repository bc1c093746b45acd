import cfb from 'cfb';
import { describe, expect, test } from 'vitest';
import { isExtensionMismatch } from '../../../src/identification/extension.ts';
import { identify } from '../../../src/identification/identify.ts';
import { type ByteReader, memoryReader } from '../../../src/model/reader.ts';
import { encryptedOfficeSample, oleSample } from '../../extractors/office-samples.ts';

function compoundFile(names: readonly string[], rootClass = '0'.repeat(32), streamLength = 100): Uint8Array {
  const container = cfb.utils.cfb_new({ CLSID: rootClass } as object);
  for (const name of names) cfb.utils.cfb_add(container, name, Buffer.alloc(streamLength));
  return new Uint8Array(cfb.write(container, { type: 'buffer' }) as Buffer);
}

async function typeOf(bytes: Uint8Array, thorough = false): Promise<string> {
  return (await identify(memoryReader(bytes), bytes, true, { thorough })).mediaType;
}

const textType = (text: string) => typeOf(new TextEncoder().encode(text));

describe('compound files', () => {
  test.each([
    [['WordDocument', '1Table'], 'application/msword'],
    [['WORDDOCUMENT'], 'application/msword'],
    [['Workbook'], 'application/vnd.ms-excel'],
    [['Book'], 'application/vnd.ms-excel'],
    [['PowerPoint Document', 'Current User'], 'application/vnd.ms-powerpoint'],
    [['__properties_version1.0', '__nameid_version1.0/__substg1.0_00020102'], 'application/vnd.ms-outlook'],
    [['VisioDocument'], 'application/vnd.visio'],
    [['Catalog', '1', '2'], 'application/vnd.microsoft.windows.thumbnail-cache'],
    [['DestList', '1'], 'application/x-ms-jump-list'],
    [['Quill/QuillSub/Text', 'Contents'], 'application/x-mspublisher'],
    // A document inside something unknown does not make it one.
    [['ObjectPool/_1/WordDocument'], 'application/x-cfb'],
    [['Catalog'], 'application/x-cfb'],
  ])('with %j is %s', async (names, mediaType) => {
    expect(await typeOf(compoundFile(names))).toBe(mediaType);
  });

  test.each([
    ['8410 0c00 0000 0000 c000 0000 0000 0046', 'application/x-msi'],
    ['0609 0200 0000 0000 c000 0000 0000 0046', 'application/msword'],
    ['3a8f b774 c8c8 d111 be11 00c0 4fb6 faf1', 'application/vnd.ms-project'],
  ])('whose root has the class %s is %s', async (bytes, mediaType) => {
    expect(await typeOf(compoundFile(['Other'], bytes.replaceAll(' ', '')))).toBe(mediaType);
  });

  test('streams come before the class of the root', async () => {
    expect(await typeOf(compoundFile(['Workbook'], '06090200000000000c00000000000046'))).toBe('application/vnd.ms-excel');
  });

  test('Word and encrypted samples', async () => {
    expect(await typeOf(oleSample(1256))).toBe('application/msword');
    expect(await typeOf(encryptedOfficeSample())).toBe('application/encrypted');
  });

  test('the directory is found beyond the first bytes', async () => {
    const bytes = compoundFile(['WordDocument'], undefined, 600_000);
    const head = bytes.subarray(0, 65_536);
    expect((await identify(memoryReader(bytes), head, false, { thorough: false })).mediaType).toBe('application/msword');
  });

  test('a damaged one, or one that gives errors, stays a compound file', async () => {
    const bytes = compoundFile(['WordDocument']);
    expect(await typeOf(bytes.subarray(0, 600))).toBe('application/x-cfb');
    const faulty: ByteReader = { size: bytes.length, read: () => Promise.reject(new Error('EIO')) };
    expect((await identify(faulty, bytes, true, { thorough: false })).mediaType).toBe('application/x-cfb');
  });
});

describe('extensions of compound files', () => {
  test.each([
    ['application/msword', 'doc', false],
    ['application/msword', 'xls', true],
    ['application/msword', 'docx', true],
    ['application/vnd.ms-excel', 'doc', true],
    ['application/vnd.ms-excel', 'jpg', true],
    ['application/vnd.ms-powerpoint', 'pps', false],
    ['application/encrypted', 'docx', false],
    ['application/encrypted', 'doc', false],
    ['application/vnd.ms-outlook', 'msg', false],
    ['application/vnd.microsoft.windows.thumbnail-cache', 'db', false],
    ['application/x-msi', 'exe', true],
    ['application/x-cfb', 'xls', false],
    ['application/rtf', 'doc', false],
    ['text/html', 'xls', false],
  ])('%s named .%s: mismatch %s', (mediaType, extension, mismatch) => {
    expect(isExtensionMismatch(mediaType, extension)).toBe(mismatch);
  });
});

describe('text', () => {
  test('SVG with entities of its own', async () => {
    expect(await textType('<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l "lol">]><svg xmlns="http://www.w3.org/2000/svg"/>')).toBe(
      'image/svg+xml',
    );
  });

  test('lines of JSON', async () => {
    expect(await textType('{"log":"a, b"}\n{"log":"c, d"}\n{"log":"e, f"}\n')).toBe('application/x-ndjson');
    expect(await textType('{"log":1}\nnot JSON, at all\n')).toBe('text/plain');
    expect(await textType('{"a": 1,\n"b": 2}\n')).toBe('application/json');
  });

  test('a Unix archive of texts', async () => {
    expect(await textType('!<arch>\nname/           0           0     0     644     5         `\nhello\n')).toBe(
      'application/x-unix-archive',
    );
  });
});

test('Opus in Ogg has a name without parameters', async () => {
  const page = Buffer.concat([
    Buffer.from('OggS\0\x02', 'latin1'),
    Buffer.alloc(20),
    Buffer.from([1, 19]),
    Buffer.from('OpusHead\x01\x02', 'latin1'),
    Buffer.alloc(64),
  ]);
  expect(await typeOf(page)).toBe('audio/ogg');
});
