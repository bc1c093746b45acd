import { describe, expect, test } from 'vitest';
import { systemLink } from '../../src/extractors/system/link/index.ts';
import { linkSample } from './link-sample.ts';
import { collect } from './run-extractor.ts';

const read = (bytes: Uint8Array) => collect(systemLink, bytes, { mediaType: 'application/x-ms-shortcut' });

describe('system/link', () => {
  test('every structure', async () => {
    const { artefacts, observations, incomplete } = await read(linkSample());
    const time = { raw: '128920218544262440', iso: '2009-07-14T05:10:54.4262440Z', precision: '100-nanosecond', basis: 'utc' };
    expect(artefacts[0]?.fields).toEqual({
      targetPath: 'E:\\case\\a.txt',
      identifierPath: 'C:\\report final.docx',
      relativePath: '.\\a.txt',
      arguments: '/open',
      workingDirectory: 'E:\\case',
      description: 'Quarterly report',
      iconLocation: 'E:\\icon.ico',
      targetFileReference: '4321-5',
      targetCreatedAt: time,
      targetModifiedAt: time,
      targetSize: 1234,
      targetAttributes: ['archive'],
      driveType: 'removable',
      driveSerialNumber: '0x30814abc',
      volumeLabel: 'KINGST',
      machineId: 'desktop-1',
      droidVolumeId: '4f7c66da-d320-4cc4-8d50-165dd98ebc01',
      droidFileId: '136502ff-8c66-11df-b6eb-001377d34a59',
      birthDroidVolumeId: '4f7c66da-d320-4cc4-8d50-165dd98ebc01',
      birthDroidFileId: '136502ff-8c66-11df-b6eb-001377d34a59',
      hardwareAddress: '00:13:77:d3:4a:59',
      droidFileCreatedAt: { raw: '129232691884344063', iso: '2010-07-10T20:59:48.4344063Z', precision: '100-nanosecond', basis: 'utc' },
    });
    expect(artefacts[0]?.sources.targetPath).toBe('LinkInfo LocalBasePath and CommonPathSuffix');
    expect(observations).toEqual([]);
    expect(incomplete).toBe(false);
  });

  test('arguments pushed out of sight are pointed out', async () => {
    const { observations } = await read(linkSample({ arguments: `${' '.repeat(300)}/c calc.exe` }));
    expect(observations.map((each) => each.code)).toEqual(['hidden-arguments']);
  });

  test('a link that ends early keeps what was read', async () => {
    const { artefacts, observations, incomplete } = await read(linkSample().subarray(0, 0x4c + 20));
    expect(artefacts[0]?.fields.targetSize).toBe(1234);
    expect(observations).toMatchObject([{ code: 'truncated', message: 'The link ends inside its target identifier list.' }]);
    expect(incomplete).toBe(true);
  });

  test('other bytes give no artefact', async () => {
    const { artefacts, observations } = await read(new Uint8Array(100));
    expect(artefacts).toEqual([]);
    expect(observations.map((each) => each.code)).toEqual(['no-link-header']);
  });
});
