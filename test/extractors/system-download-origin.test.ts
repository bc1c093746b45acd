import { expect, test } from 'vitest';
import { systemDownloadOrigin } from '../../src/extractors/system/download-origin/index.ts';
import { collect } from './run-extractor.ts';

const mark = '[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://example.pk/list?a=b\r\nHostUrl=https://files.example.pk/x.zip\r\n';

async function fieldsOf(content: Uint8Array): Promise<unknown> {
  const { artefacts } = await collect(systemDownloadOrigin, content, { mediaType: 'text/x-zone-identifier', name: 'x' });
  return artefacts[0]?.fields;
}

const bytes = (text: string) => new TextEncoder().encode(text);

test('gives zone, address and referrer', async () => {
  const expected = { zoneId: 3, referrerUrl: 'https://example.pk/list?a=b', hostUrl: 'https://files.example.pk/x.zip' };
  expect(await fieldsOf(bytes(mark))).toEqual(expected);
  expect(await fieldsOf(new Uint8Array(Buffer.from(`\ufeff${mark}`, 'utf16le')))).toEqual(expected);
});

test('keys are alike in both cases, the first counts, and other sections do not', async () => {
  expect(
    await fieldsOf(bytes('[Other]\nHostUrl=no\n[zonetransfer]\nHOSTURL=first\nHostUrl=second\nLastWriterPackageFamilyName=App_1\n')),
  ).toEqual({
    hostUrl: 'first',
    writingPackage: 'App_1',
  });
});

test.each(['', '[ZoneTransfer]\n', '[ZoneTransfer]\nZoneId=none\n=\n[', 'ZoneId=3\n'])('%j says nothing', async (text) => {
  expect(await fieldsOf(bytes(text))).toBeUndefined();
});
