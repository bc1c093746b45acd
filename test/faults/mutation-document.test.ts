import { expect, test } from 'vitest';
import { officeProperties } from '../../src/extractors/document/office-properties/index.ts';
import { pdfProperties } from '../../src/extractors/document/pdf-properties/index.ts';
import { encryptedOfficeSample, oleSample, openDocumentSample, openXmlSample, rtfSample } from '../extractors/office-samples.ts';
import { compressedPdfSample, encryptedPdfSample, pdfSample } from '../extractors/pdf-samples.ts';
import { withstand } from './withstand.ts';

test('document/pdf-properties withstands 2 000 mutated inputs', { timeout: 240_000 }, async () => {
  const packet = '<rdf:Description xmp:CreateDate="2024-05-01T05:20:30Z"/>';
  const bases = [pdfSample(), pdfSample(packet), compressedPdfSample(), compressedPdfSample(), encryptedPdfSample('')];
  const endurance = await withstand(pdfProperties, { seed: 0x9df1, mediaType: 'application/pdf', bases, count: 2000 });
  expect(endurance.thrown).toEqual([]);
  expect(endurance.inputs).toBe(2000);
  expect(endurance.answered).toBeGreaterThan(1000);
  expect(endurance.slowestMilliseconds).toBeLessThan(10_000);
});

test('document/office-properties withstands 2 000 mutated inputs', { timeout: 240_000 }, async () => {
  const bases = [
    openXmlSample(),
    openDocumentSample(),
    openDocumentSample(true),
    oleSample(1256),
    oleSample(65001),
    encryptedOfficeSample(),
    rtfSample,
  ];
  const endurance = await withstand(officeProperties, { seed: 0x0ff1, mediaType: 'application/x-cfb', bases, count: 2000 });
  expect(endurance.thrown).toEqual([]);
  expect(endurance.inputs).toBe(2000);
  expect(endurance.answered).toBeGreaterThan(1000);
  expect(endurance.slowestMilliseconds).toBeLessThan(10_000);
});
