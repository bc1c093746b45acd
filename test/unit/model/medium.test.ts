import { describe, expect, it } from 'vitest';
import { differenceOf, type FolderIdentity, isSameMedium, rootIdentityOf } from '../../../src/model/medium.ts';

/** The root of a card with a Linux file system, as it was taken in. */
const card: FolderIdentity = {
  device: '2065',
  inode: '2',
  fileSystem: 'ext4',
  volume: '6f1c-uuid',
  capacity: '4194304',
  born: '1600000000000000000',
};
/** The root of a card of a camera. */
const camera: FolderIdentity = { device: '2065', inode: '1', fileSystem: 'vfat', volume: '1A2B-3C4D', capacity: '31914983424', born: null };
/** What cases from before say of a source. */
const old: FolderIdentity = { ...card, volume: null, capacity: null, born: null };

describe('the same medium', () => {
  it.each<[string, FolderIdentity, Partial<FolderIdentity>]>([
    ['as it was', card, {}],
    ['in another reader', card, { device: '2081' }],
    ['in another reader, on a machine without udev', card, { device: '2081', volume: null }],
    ['in another reader, by a driver that gives no birth times', card, { device: '2081', born: null }],
    ['a camera card in another reader', camera, { device: '2081' }],
    ['a folder of a camera card, numbered anew', { ...camera, inode: '77' }, { device: '2081', inode: '1402' }],
    ['an old case at the same device number', old, card],
    ['nothing to tell it by, at the same device number', { ...camera, volume: null }, {}],
  ])('%s', (_name, recorded, change) => {
    expect(differenceOf(recorded, { ...recorded, ...change })).toBeNull();
  });
});

describe('another medium', () => {
  it.each<[string, FolderIdentity, Partial<FolderIdentity>, string]>([
    ['of another identifier, at the same device number', card, { volume: 'b1d2-uuid' }, 'volume'],
    ['of another size', card, { volume: null, capacity: '8388608' }, 'capacity'],
    ['made at another time', card, { volume: null, born: '1600000100000000000' }, 'born'],
    ['another folder of the same one', card, { inode: '12' }, 'inode'],
    ['a camera card of another serial number', camera, { volume: '99AA-0011' }, 'volume'],
    ['nothing to tell it by, at another device number', { ...camera, volume: null }, { device: '2081' }, 'device'],
    ['an old case at another device number', old, { ...card, device: '2081' }, 'device'],
    ['an old case, another folder', old, { ...card, inode: '12' }, 'inode'],
    ['an old case of a camera card, another folder', { ...old, fileSystem: 'vfat' }, { ...camera, inode: '12' }, 'inode'],
  ])('%s', (_name, recorded, change, difference) => {
    expect(differenceOf(recorded, { ...recorded, ...change })).toBe(difference);
    expect(isSameMedium(recorded, { ...recorded, ...change })).toBe(false);
  });

  it('is not ruled out by device number and inode alone', () => {
    expect(isSameMedium(card, { ...card, device: '2081' })).toBe(true);
    expect(isSameMedium(old, old)).toBe(false);
  });
});

describe('rootIdentityOf', () => {
  it('leaves out inodes that the file system numbers anew', () => {
    expect(rootIdentityOf(card)).toEqual({ device: '2065', inode: '2', born: '1600000000000000000' });
    expect(rootIdentityOf(camera)).toEqual({ device: '2065', inode: null, born: null });
    expect(rootIdentityOf({ ...camera, fileSystem: 'fuseblk' }).inode).toBeNull();
  });
});
