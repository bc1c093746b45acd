import { lstatSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rootIdentityOf } from '../../../../src/model/medium.ts';
import { numbersOf } from '../../../../src/sources/folder/block-device.ts';
import { identityOf, isSameRoot, mountFactsOf, type SystemAnswers } from '../../../../src/sources/folder/medium.ts';
import { scratchFolder } from '../../scratch-folder.ts';

const scratch = scratchFolder('medium');

/** A laptop with a system disk, a card, a pool of disks and folders in memory. */
const mountTable = `22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
31 22 0:26 / /tmp rw,nosuid - tmpfs tmpfs rw
40 22 8:17 / /media/ayesha/NIKON\\040D90 ro,nosuid,nodev shared:3 master:1 - vfat /dev/sdb1 rw,utf8
41 22 0:44 /evidence /mnt/pool rw - btrfs /dev/sdc1 rw,subvol=/evidence
42 22 8:17 / /mnt/twice rw - vfat /dev/sdb1 rw
43 42 8:33 / /mnt/twice ro - ext4 /dev/sdd1 rw
`;
const makedev = (major: number, minor: number) => BigInt((major << 8) | minor);

function laptop(device: bigint, birthtimeNs = 7n): SystemAnswers {
  return {
    mountTable: () => mountTable,
    volumes: () => [
      { id: 'root-uuid', device: makedev(8, 2) },
      { id: '1A2B-3C4D', device: makedev(8, 17) },
      { id: 'pool-uuid', device: makedev(8, 33) },
    ],
    blockDevice: (path) => (path === '/dev/sdc1' ? makedev(8, 33) : path.startsWith('/dev/sd') ? makedev(8, 99) : null),
    folder: () => ({ dev: device, ino: 5n, birthtimeNs }),
    capacity: () => 1024n,
  };
}

describe('identityOf', () => {
  it('takes the volume from the device that holds the folder, or from what is mounted', () => {
    expect(identityOf(Buffer.from('/home/case'), laptop(makedev(8, 2)))).toEqual({
      device: '2050',
      inode: '5',
      fileSystem: 'ext4',
      volume: 'root-uuid',
      capacity: '1024',
      born: '7',
    });
    expect(identityOf(Buffer.from('/mnt/pool/x'), laptop(makedev(0, 44)))).toMatchObject({
      fileSystem: 'btrfs',
      volume: 'pool-uuid',
      capacity: null,
      born: '7',
    });
  });

  it('keeps nothing that is not the same at the next connection', () => {
    expect(identityOf(Buffer.from('/media/ayesha/NIKON D90/DCIM'), laptop(makedev(8, 17)))).toMatchObject({
      fileSystem: 'vfat',
      volume: '1A2B-3C4D',
      capacity: '1024',
      born: null,
    });
    expect(identityOf(Buffer.from('/tmp/x'), laptop(makedev(0, 26)))).toMatchObject({ fileSystem: 'tmpfs', volume: null, capacity: null });
    expect(identityOf(Buffer.from('/home'), laptop(makedev(8, 2), 0n)).born).toBeNull();
  });

  it('has what lstat says where the system says no more', () => {
    const silent = { ...laptop(makedev(8, 17)), mountTable: () => '', volumes: () => [] };
    const known = { device: '2065', inode: '5', fileSystem: null, capacity: null, born: '7' };
    expect(identityOf(Buffer.from('/x'), silent)).toMatchObject(known);
  });

  it('asks this system', () => {
    const { dev, ino } = lstatSync(scratch, { bigint: true });
    expect(identityOf(Buffer.from(scratch))).toMatchObject({ device: String(dev), inode: String(ino) });
    expect(() => identityOf(Buffer.from(join(scratch, 'gone')))).toThrow('ENOENT');
  });
});

describe('mountFactsOf', () => {
  it.each([
    ['/media/ayesha/NIKON D90', { fileSystem: 'vfat', readOnly: true, from: '/dev/sdb1' }],
    ['/media/ayesha/NIKON D90 2', { fileSystem: 'ext4', readOnly: false, from: '/dev/sda2' }],
    // What was mounted last hides what was there before.
    ['/mnt/twice/x', { fileSystem: 'ext4', readOnly: true, from: '/dev/sdd1' }],
    ['/tmp', { fileSystem: 'tmpfs', readOnly: false, from: 'tmpfs' }],
  ])('finds the mount of %s', (path, facts) => {
    expect(mountFactsOf(Buffer.from(path), laptop(0n))).toEqual(facts);
  });
});

describe('isSameRoot', () => {
  it('tells another folder at the path', () => {
    const path = Buffer.from(join(scratch, 'root'));
    mkdirSync(path);
    const root = rootIdentityOf(identityOf(path));
    expect(isSameRoot(path, root)).toBe(true);
    expect(isSameRoot(path, { ...root, device: '1' })).toBe(false);
    expect(isSameRoot(path, { ...root, born: '1' })).toBe(false);
    renameSync(path, join(scratch, 'away'));
    expect(() => isSameRoot(path, root)).toThrow('ENOENT');
    mkdirSync(path);
    expect(isSameRoot(path, root)).toBe(false);
  });
});

describe('numbersOf', () => {
  it.each([
    [0x0811n, 8n, 17n],
    [0x0700n, 7n, 0n],
    // glibc's makedev(259, 70000): a minor number beyond 255 goes on above the twelve bits of the major.
    [286327664n, 259n, 70000n],
    [0xfe00n, 254n, 0n],
  ])('takes %i apart', (device, major, minor) => {
    expect(numbersOf(device)).toEqual({ major, minor });
  });
});
