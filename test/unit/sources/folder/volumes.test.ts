import { describe, expect, test } from 'vitest';
import { findVolumes, type MountAnswers } from '../../../../src/sources/folder/volumes.ts';

const table = [
  '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '40 22 8:17 / /media/my\\040card ro,nosuid,noatime shared:2 - vfat /dev/sdb1 ro,fmask=0022,time_offset=300',
  '41 40 8:18 / /media/my\\040card/inner rw,relatime - exfat /dev/sdb2 rw',
  '42 22 0:50 / /media/my\\040cards rw - tmpfs tmpfs rw',
  '43 22 8:33 / /media/my\\040card rw,relatime - ntfs3 /dev/sdc1 rw',
].join('\n');

function answers(over: Partial<MountAnswers> = {}): MountAnswers {
  const devices: Record<string, bigint> = { '/media/my card': 2081n, '/media/my card/inner': 2066n };
  return { mountTable: () => table, clockFile: () => '', deviceOf: (path) => devices[path.toString()] ?? 2049n, ...over };
}

const card = Buffer.from('/media/my card');

describe('volumes of a source', () => {
  test('that of the root is the last mount at or above it, with the options of mount and file system', () => {
    const withoutCover = answers({ mountTable: () => table.split('\n').slice(0, 4).join('\n') });
    expect(findVolumes(Buffer.from('/media/my card/DCIM'), false, withoutCover)).toEqual([
      { device: '2049', fileSystem: 'vfat', options: 'ro,nosuid,noatime,ro,fmask=0022,time_offset=300', localClock: false },
    ]);
    expect(findVolumes(card, false, answers())).toMatchObject([{ device: '2081', fileSystem: 'ntfs3' }]);
    expect(findVolumes(Buffer.from('/home'), false, answers())).toMatchObject([{ fileSystem: 'ext4' }]);
  });

  test('those below it are looked up where the walk goes on into them', () => {
    expect(findVolumes(card, true, answers())).toMatchObject([
      { device: '2066', fileSystem: 'exfat' },
      { device: '2081', fileSystem: 'ntfs3' },
    ]);
  });

  test('a clock in local time is told', () => {
    const [volume] = findVolumes(card, false, answers({ clockFile: () => '0.0 0 0.0\n0\nLOCAL\n' }));
    expect(volume?.localClock).toBe(true);
  });

  test('without a mount table nothing is claimed', () => {
    expect(findVolumes(card, true, answers({ mountTable: () => '' }))).toEqual([
      { device: '2081', fileSystem: null, options: null, localClock: false },
    ]);
  });
});
