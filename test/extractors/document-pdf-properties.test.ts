import { describe, expect, test } from 'vitest';
import { pdfProperties } from '../../src/extractors/document/pdf-properties/index.ts';
import { dateOf } from '../../src/formats/pdf/text-string.ts';
import { compressedPdfSample, encryptedPdfSample, pdfSample } from './pdf-samples.ts';
import { collect } from './run-extractor.ts';

const read = (bytes: Uint8Array) => collect(pdfProperties, bytes, { mediaType: 'application/pdf' });

const information = {
  title: 'امتحا',
  author: 'A. (Lahore) é',
  subject: 'One',
  keywords: 'a, b',
  creator: 'Writer',
  producer: 'Maker 1.0',
  createdAt: { raw: "D:20240501102030+05'00'", iso: '2024-05-01T10:20:30+05:00', precision: 'second', basis: 'offset' },
  modifiedAt: { raw: 'D:20240502', iso: '2024-05-02', precision: 'day', basis: 'local-unknown' },
};

const absent = { encrypted: false, hasJavaScript: false, hasEmbeddedFiles: false, hasForm: false, isLinearized: false };

const packet = (
  created: string,
) => `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description xmpMM:DocumentID="uuid:1" xmp:CreateDate="${created}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Other &amp; title</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>`;

describe('document/pdf-properties', () => {
  test('a document with a classic cross-reference', async () => {
    const { artefacts, observations, incomplete } = await read(pdfSample());
    expect(artefacts[0]?.fields).toEqual({
      ...information,
      ...absent,
      hasForm: true,
      version: '1.6',
      pageCount: 2,
      language: 'ur-PK',
      documentId: '0102ff',
      instanceId: 'aa',
    });
    expect(observations).toEqual([]);
    expect(incomplete).toBe(false);
  });

  test('a document in object and cross-reference streams', async () => {
    const { artefacts, observations } = await read(compressedPdfSample());
    expect(artefacts[0]?.fields).toEqual({
      ...information,
      ...absent,
      hasJavaScript: true,
      hasEmbeddedFiles: true,
      version: '1.6',
      pageCount: 7,
    });
    expect(observations).toEqual([]);
  });

  test('junk before the header and a broken startxref are survived, and said', async () => {
    const broken = Buffer.from(
      Buffer.from(pdfSample())
        .toString('latin1')
        .replace(/startxref\n\d+/, 'startxref\n99999'),
      'latin1',
    );
    const { artefacts, observations } = await read(Buffer.concat([Buffer.from('junk\r\n'), broken]));
    expect(artefacts[0]?.fields).toMatchObject({ ...information, pageCount: 2 });
    expect(observations.map((each) => each.code)).toEqual(['damaged-cross-reference']);
  });

  test('offsets that do not count junk before the header', async () => {
    const { artefacts, observations } = await read(Buffer.concat([Buffer.from('junk\r\n'), pdfSample()]));
    expect(artefacts[0]?.fields).toMatchObject(information);
    expect(observations).toEqual([]);
  });

  test('XMP that agrees is silent, XMP that differs is an observation', async () => {
    expect((await read(pdfSample(packet('2024-05-01T05:20:30Z')))).observations).toEqual([]);
    const { artefacts, observations } = await read(pdfSample(packet('2023-01-01T00:00:00Z')));
    expect(observations).toMatchObject([{ code: 'xmp-date-differs', severity: 'note', place: 'xmp:CreateDate' }]);
    expect(artefacts[0]?.fields).toMatchObject({ title: 'امتحا', xmpDocumentId: 'uuid:1', createdAt: information.createdAt });
  });

  test('an encrypted document that needs no password', async () => {
    const { artefacts, observations, incomplete } = await read(encryptedPdfSample(''));
    expect(artefacts[0]?.fields).toMatchObject({ title: 'Secret plan', encrypted: true, pageCount: 1, createdAt: information.createdAt });
    expect(observations.map((each) => each.code)).toEqual(['encrypted']);
    expect(incomplete).toBe(false);
  });

  test('an encrypted document that asks for a password', async () => {
    const { artefacts, observations, incomplete } = await read(encryptedPdfSample('chai'));
    expect(artefacts[0]?.fields).toMatchObject({ encrypted: true, pageCount: 1 });
    expect(artefacts[0]?.fields.title).toBeUndefined();
    expect(observations.map((each) => each.code)).toEqual(['password-protected']);
    expect(incomplete).toBe(true);
  });

  test('bytes without a document', async () => {
    const { artefacts, observations, incomplete } = await read(Buffer.from('%PDF-1.4\nnothing else'));
    expect(artefacts[0]?.fields).toEqual({ version: '1.4' });
    expect(observations.map((each) => each.code)).toEqual(['no-document-catalogue']);
    expect(incomplete).toBe(true);
  });
});

describe('PDF dates', () => {
  test.each([
    ["D:20240501102030+05'00'", '2024-05-01T10:20:30+05:00', 'offset', 'second'],
    ["D:20240501102030-03'30", '2024-05-01T10:20:30-03:30', 'offset', 'second'],
    ['D:20240501102030Z', '2024-05-01T10:20:30Z', 'utc', 'second'],
    ["D:20240501102030Z00'00'", '2024-05-01T10:20:30Z', 'utc', 'second'],
    ['20240501102030', '2024-05-01T10:20:30', 'local-unknown', 'second'],
    ['D:202405011020', '2024-05-01T10:20:00', 'local-unknown', 'minute'],
    ['D:2024', '2024-01-01', 'local-unknown', 'year'],
    ['D:20240230102030', null, 'local-unknown', 'second'],
    ['yesterday', null, 'local-unknown', 'second'],
    ['2024-05-01T10:20:30+05:00', '2024-05-01T10:20:30+05:00', 'offset', 'second'],
  ])('%s', (raw, iso, basis, precision) => {
    expect(dateOf(raw)).toEqual({ raw, iso, basis, precision });
  });
});
