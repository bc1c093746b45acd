import { describe, expect, test } from 'vitest';
import { officeProperties } from '../../src/extractors/document/office-properties/index.ts';
import { encryptedOfficeSample, oleSample, openDocumentSample, openXmlSample, rtfSample, zipSample } from './office-samples.ts';
import { collect } from './run-extractor.ts';

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const read = (bytes: Uint8Array, mediaType = word) => collect(officeProperties, bytes, { mediaType });
const utc = (raw: string) => ({ raw, iso: raw, precision: 'second', basis: 'utc' });

describe('OOXML', () => {
  test('core, extended and custom properties', async () => {
    const { artefacts, observations, incomplete } = await read(openXmlSample());
    expect(artefacts[0]?.fields).toEqual({
      hasMacros: true,
      signed: false,
      encrypted: false,
      title: 'Report & plan ی',
      author: 'کامران',
      lastModifiedBy: 'B',
      revision: '3',
      createdAt: utc('2024-05-01T10:20:30Z'),
      modifiedAt: utc('2024-05-02T10:20:30Z'),
      template: 'Normal.dotm',
      totalEditingTime: 720,
      pages: 2,
      words: 345,
      characters: 1967,
      application: 'Microsoft Office Word',
      applicationVersion: '16.0000',
      company: 'Acme',
      customProperties: ['Case=K-17'],
    });
    expect(observations).toEqual([]);
    expect(incomplete).toBe(false);
  });

  test('a document type is refused, and entities of its own never expand', async () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><coreProperties><title>&b;</title></coreProperties>';
    const { artefacts, observations, incomplete } = await read(openXmlSample(bomb));
    expect(artefacts[0]?.fields.title).toBeUndefined();
    expect(artefacts[0]?.fields.company).toBe('Acme');
    expect(observations).toMatchObject([{ code: 'unreadable-part' }]);
    expect(incomplete).toBe(true);
  });

  test('a part that inflates beyond its bound is not read, whatever size it declares', async () => {
    for (const declared of [undefined, 100]) {
      const parts = { '[Content_Types].xml': '<Types/>', 'docProps/core.xml': new Uint8Array(5 * 1024 * 1024) };
      const { observations, incomplete } = await read(zipSample(parts, declared));
      expect(observations).toMatchObject([{ code: 'unreadable-part' }]);
      expect(incomplete).toBe(true);
    }
  });

  test('a package that is cut off is an observation', async () => {
    const { artefacts, observations, incomplete } = await read(openXmlSample().subarray(0, 300));
    expect(artefacts).toEqual([]);
    expect(observations).toMatchObject([{ code: 'damaged-package' }]);
    expect(incomplete).toBe(true);
  });
});

describe('OpenDocument', () => {
  const type = 'application/vnd.oasis.opendocument.text';

  test('metadata, with times of an unknown zone', async () => {
    const { artefacts, observations } = await read(openDocumentSample(), type);
    expect(artefacts[0]?.fields).toEqual({
      hasMacros: true,
      signed: false,
      encrypted: false,
      title: 'عنوان',
      author: 'A',
      lastModifiedBy: 'B',
      keywords: 'one, two',
      application: 'LibreOffice/7.6',
      revision: '4',
      createdAt: {
        raw: '2024-05-01T10:20:30.123456789',
        iso: '2024-05-01T10:20:30.123456789',
        precision: 'nanosecond',
        basis: 'local-unknown',
      },
      modifiedAt: { raw: '2024-05-02T10:20:30', iso: '2024-05-02T10:20:30', precision: 'second', basis: 'local-unknown' },
      totalEditingTime: 93_784,
      pages: 2,
      words: 30,
      customProperties: ['Case=K-17'],
    });
    expect(observations).toEqual([]);
  });

  test('encryption is told by the manifest', async () => {
    expect((await read(openDocumentSample(true), type)).artefacts[0]?.fields.encrypted).toBe(true);
  });
});

describe('OLE', () => {
  test.each([1256, 65001] as const)('property sets of code page %i', async (codePage) => {
    const { artefacts, observations } = await read(oleSample(codePage), 'application/x-cfb');
    expect(artefacts[0]?.fields).toEqual({
      title: 'امتحان',
      author: 'Kamran',
      lastModifiedBy: 'Nadia',
      createdAt: { raw: '133590072300000000', iso: '2024-05-01T03:20:30.0000000Z', precision: '100-nanosecond', basis: 'utc' },
      totalEditingTime: 600,
      pages: 2,
      application: 'Microsoft Office Word',
      applicationVersion: '16.1',
      company: 'Acme',
      encrypted: false,
      hasMacros: true,
      signed: false,
    });
    expect(artefacts[0]?.sources.title).toBe('SummaryInformation 2');
    expect(observations).toEqual([]);
  });

  test('an encrypted package', async () => {
    expect((await read(encryptedOfficeSample(), 'application/x-cfb')).artefacts[0]?.fields.encrypted).toBe(true);
  });

  test('a container without a directory is an observation', async () => {
    const { observations, incomplete } = await read(oleSample(1256).subarray(0, 600), 'application/x-cfb');
    expect(observations).toMatchObject([{ code: 'damaged-compound-file' }]);
    expect(incomplete).toBe(true);
  });
});

test('RTF information group', async () => {
  const { artefacts, observations } = await read(rtfSample, 'application/rtf');
  const local = (raw: string, precision: string) => ({
    raw,
    iso: `${raw.replace(' ', 'T')}${precision === 'minute' ? ':00' : ''}`,
    precision,
    basis: 'local-unknown',
  });
  expect(artefacts[0]?.fields).toEqual({
    title: 'امت یx',
    subject: 'ر',
    author: 'A {B}',
    lastModifiedBy: 'C',
    company: 'Acme',
    application: 'Msftedit 5.41.21.2510',
    revision: '3',
    createdAt: local('2024-05-01 10:20', 'minute'),
    modifiedAt: local('2024-05-02 03:04:05', 'second'),
    totalEditingTime: 420,
    pages: 2,
    words: 30,
    characters: 99,
  });
  expect(observations).toEqual([]);
});
