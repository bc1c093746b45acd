import { describe, expect, it } from 'vitest';
import { type AddedFolder, refuseOverlap } from '../../../src/engine/case/evidence-bounds.ts';
import { presenceOf } from '../../../src/engine/case/source-presence.ts';
import type { FolderIdentity } from '../../../src/model/medium.ts';
import type { SourceRecord } from '../../../src/storage/case-tables.ts';

const first: FolderIdentity = { device: '2065', inode: '2', fileSystem: 'ext4', volume: 'uuid-1', capacity: '4194304', born: '1600' };
const second: FolderIdentity = { ...first, volume: 'uuid-2', born: '1700' };

const known: SourceRecord = { id: 1, path: Buffer.from('/mnt/card'), label: 'card', ...first, crossFileSystems: false, listed: true };
const folder = (path: string, identity: FolderIdentity): AddedFolder => ({ path: Buffer.from(path), ...identity, crossFileSystems: false });

/** Adds a folder to the case while `mounted` is what stands at each path. */
function add(added: AddedFolder, mounted: Record<string, FolderIdentity>, sources = [known]): void {
  refuseOverlap([added], sources, null, (records) =>
    records.flatMap((record) => {
      const presence = presenceOf(record, (path) => {
        const found = mounted[path.toString()];
        if (found === undefined) throw Object.assign(new Error('gone'), { code: 'ENOENT' });
        return found;
      });
      return presence.state === 'here' ? [{ ...record, ...presence.found }] : [];
    }),
  );
}

describe('a source is refused', () => {
  it('that the case has, under whatever device number', () => {
    const now = { ...first, device: '2081' };
    expect(() => add(folder('/mnt/card', now), { '/mnt/card': now })).toThrow(/The case has \/mnt\/card already, as S1/);
  });

  it('that lies inside one of the case, under the device number that this has now', () => {
    const now = { ...first, device: '2081' };
    const inside = folder('/mnt/card/DCIM', { ...now, inode: '12', born: '1601' });
    expect(() => add(inside, { '/mnt/card': now })).toThrow(/\/mnt\/card\/DCIM lies inside \/mnt\/card, which the case has as S1/);
  });

  it('that is the medium of one of the case at another place', () => {
    expect(() => add(folder('/mnt/other', { ...first, device: '2081' }), {})).toThrow(
      /\/mnt\/other is the evidence that the case has already, as S1, taken in at \/mnt\/card\. Connect it there/,
    );
  });
});

describe('a source is taken', () => {
  it('that came into the same reader after another was taken out', () => {
    expect(() => add(folder('/mnt/next', second), {})).not.toThrow();
  });

  it('at the very place of another that was taken out', () => {
    expect(() => add(folder('/mnt/card', second), { '/mnt/card': second })).not.toThrow();
  });

  it('with the numbers of one that nothing else is known of, and that is not there', () => {
    const old: SourceRecord = { ...known, volume: null, capacity: null, born: null };
    expect(() => add(folder('/mnt/next', second), { '/mnt/card': { ...first, device: '1', inode: '99' } }, [old])).not.toThrow();
  });
});

describe('presenceOf', () => {
  it.each<[string, FolderIdentity, object]>([
    ['the medium under another number', { ...first, device: '7' }, { state: 'here', found: { ...first, device: '7' } }],
    ['another medium', second, { state: 'another', difference: 'volume' }],
  ])('tells %s', (_name, found, presence) => {
    expect(presenceOf(known, () => found)).toEqual(presence);
  });
});
