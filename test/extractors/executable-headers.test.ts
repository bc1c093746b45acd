import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { executableHeaders } from '../../src/extractors/executable/headers/index.ts';
import { elfSample, machOSample, peSample, universalSample } from './executable-samples.ts';
import { collect } from './run-extractor.ts';

const read = (bytes: Uint8Array) => collect(executableHeaders, bytes, { mediaType: 'application/octet-stream' });
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

describe('PE', () => {
  test('headers, imports, version strings and debug record', async () => {
    const { artefacts, observations, incomplete } = await read(peSample());
    expect(artefacts[0]?.fields).toEqual({
      format: 'PE32',
      architecture: 'x86',
      bits: 32,
      objectType: 'executable',
      isDll: false,
      entryPoint: '0x1010',
      subsystem: 'Windows console',
      sectionCount: 1,
      sectionNames: ['.rdata'],
      signed: true,
      isManaged: false,
      buildId: '12345678-0000-0000-0000-000000000000-1',
      symbolPath: 'D:\\work\\a.pdb',
      compiledAt: { raw: '1659768075', iso: '2022-08-06T06:41:15Z', precision: 'second', basis: 'utc' },
      importedLibraries: ['KERNEL32.dll', 'WS2_32.dll'],
      importsHash: md5('kernel32.exitprocess,ws2_32.wsastartup'),
      companyName: 'Acme Ltd',
    });
    expect(observations).toEqual([]);
    expect(incomplete).toBe(false);
  });

  test('a zero compile time is noted and left out', async () => {
    const { artefacts, observations } = await read(peSample({ timeDateStamp: 0 }));
    expect(artefacts[0]?.fields.compiledAt).toBeUndefined();
    expect(observations.map((each) => each.code)).toEqual(['no-compile-time']);
  });

  test('a reproducible build keeps the raw number and claims no time', async () => {
    const { artefacts, observations } = await read(peSample({ reproducible: true }));
    expect(artefacts[0]?.fields.compiledAt).toMatchObject({ raw: '1659768075', iso: null });
    expect(observations.map((each) => each.code)).toEqual(['reproducible-build']);
  });

  test('a packer is told by its section names', async () => {
    const { artefacts } = await read(peSample({ sectionName: 'UPX0' }));
    expect(artefacts[0]?.fields.packerHint).toBe('UPX (section UPX0)');
  });

  test('a file cut off behind its headers keeps what they say', async () => {
    const { artefacts, observations, incomplete } = await read(peSample().subarray(0, 0x200));
    expect(artefacts[0]?.fields).toMatchObject({ format: 'PE32', architecture: 'x86' });
    expect(new Set(observations.map((each) => each.code))).toEqual(new Set(['broken-import-table', 'outside-the-file']));
    expect(incomplete).toBe(true);
  });

  test('a DOS program is only named', async () => {
    const bytes = new Uint8Array(64);
    bytes.set([0x4d, 0x5a]);
    expect((await read(bytes)).artefacts[0]?.fields).toEqual({ format: 'MZ (DOS)' });
  });
});

describe('ELF', () => {
  test('program headers, dynamic segment and build id', async () => {
    const { artefacts, observations } = await read(elfSample());
    expect(artefacts[0]?.fields).toEqual({
      format: 'ELF',
      architecture: 'x86-64',
      bits: 64,
      objectType: 'executable',
      isDll: false,
      entryPoint: '0x1040',
      sectionCount: 0,
      linkage: 'dynamic',
      interpreter: '/lib64/ld-linux-x86-64.so.2',
      buildId: 'deadbeef',
      libraryName: 'libself.so',
      runPath: '$ORIGIN/lib',
      importedLibraries: ['libc.so.6'],
      importsHash: md5('libc.so.6'),
    });
    expect(observations).toEqual([]);
  });

  test('a header that is cut off is an observation', async () => {
    const { observations, incomplete } = await read(elfSample().subarray(0, 40));
    expect(observations.map((each) => each.code)).toEqual(['truncated-header']);
    expect(incomplete).toBe(true);
  });
});

describe('Mach-O', () => {
  const expected = {
    architecture: 'ARM64',
    bits: 64,
    objectType: 'executable',
    isDll: false,
    entryPoint: '0x3fa4',
    sectionCount: 0,
    signed: true,
    linkage: 'dynamic',
    interpreter: '/usr/lib/dyld',
    buildId: 'ab'.repeat(16),
    importedLibraries: ['/usr/lib/libSystem.B.dylib'],
    importsHash: md5('/usr/lib/libSystem.B.dylib'),
  };

  test('load commands', async () => {
    expect((await read(machOSample())).artefacts[0]?.fields).toEqual({ format: 'Mach-O', ...expected });
  });

  test('the first image of a universal file', async () => {
    const { artefacts } = await read(universalSample());
    expect(artefacts[0]?.fields).toEqual({ format: 'Mach-O universal', architectures: ['ARM64'], ...expected });
  });
});
