/** Asks the operating system what identifies a folder and the file system that holds it. */
import { type BigIntStats, lstatSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { type FolderIdentity, keepsBirthTimes, type RootIdentity } from '../../model/medium.ts';
import { numbersOf } from './block-device.ts';
import { isReadOnly, mountLines, mountTable } from './mount-table.ts';

/** How a path's file system is mounted; null where the system does not say. */
export interface MountFacts {
  fileSystem: string | null;
  readOnly: boolean | null;
  /** What is mounted, such as `/dev/sdb1`. */
  from: string | null;
}

/** What is asked of the operating system; tests give answers of their own. */
export interface SystemAnswers {
  /** Contents of `/proc/self/mountinfo` (proc(5)), read as latin1; empty elsewhere than on Linux. */
  mountTable(): string;
  /** Identifiers of volumes with the block devices that hold them: what udev keeps in `/dev/disk/by-uuid`. */
  volumes(): { id: string; device: bigint }[];
  /** Number of the block device that a path names, or null. */
  blockDevice(path: string): bigint | null;
  folder(path: Buffer): Pick<BigIntStats, 'dev' | 'ino' | 'birthtimeNs'>;
  /** Bytes that the file system of a path spans. */
  capacity(path: Buffer): bigint;
}

const volumeFolder = '/dev/disk/by-uuid';

function deviceAt(path: string): bigint | null {
  try {
    const stat = statSync(path, { bigint: true });
    return stat.isBlockDevice() ? stat.rdev : null;
  } catch {
    return null;
  }
}

/** The answers of the system that this process runs on. */
export const thisSystem: SystemAnswers = {
  mountTable,
  volumes() {
    let names: string[];
    try {
      names = readdirSync(volumeFolder);
    } catch {
      return [];
    }
    return names.flatMap((id) => {
      const device = deviceAt(`${volumeFolder}/${id}`);
      return device === null ? [] : [{ id, device }];
    });
  },
  blockDevice: deviceAt,
  folder: (path) => lstatSync(path, { bigint: true }),
  capacity(path) {
    const { blocks, bsize } = statfsSync(path, { bigint: true });
    return blocks * bsize;
  },
};

/** The mount that holds a path; unknown elsewhere than on Linux. */
export function mountFactsOf(path: Buffer, system: SystemAnswers = thisSystem): MountFacts {
  const text = path.toString('latin1');
  let best: { point: string; facts: MountFacts } | null = null;
  for (const mount of mountLines(system.mountTable())) {
    const { point, fileSystem, source } = mount;
    if (text !== point && !text.startsWith(point === '/' ? '/' : `${point}/`)) continue;
    if (best !== null && best.point.length > point.length) continue;
    best = { point, facts: { fileSystem: fileSystem ?? null, readOnly: isReadOnly(mount), from: source ?? null } };
  }
  return best?.facts ?? { fileSystem: null, readOnly: null, from: null };
}

function volumeOf(device: bigint, mount: MountFacts, system: SystemAnswers): string | null {
  // Windows gives a volume's serial number for its device number.
  if (process.platform === 'win32') return device.toString(16).toUpperCase();
  const volumes = system.volumes();
  if (volumes.length === 0) return null;
  // btrfs gives its folders device numbers of no device: there it is what is mounted that tells.
  const mounted = mount.from?.startsWith('/') === true ? system.blockDevice(mount.from) : null;
  return volumes.find((volume) => volume.device === device || volume.device === mounted)?.id ?? null;
}

/**
 * What identifies the folder at a path now.
 * @throws the operating system's error where there is none.
 */
export function identityOf(path: Buffer, system: SystemAnswers = thisSystem): FolderIdentity {
  const { dev, ino, birthtimeNs } = system.folder(path);
  const mount = mountFactsOf(path, system);
  // A file system without a device of its own (in memory, over a network, pooled) may come to span more or less.
  const hasDevice = mount.fileSystem !== null && numbersOf(dev).major !== 0n;
  return {
    device: dev.toString(),
    inode: ino.toString(),
    fileSystem: mount.fileSystem,
    volume: volumeOf(dev, mount, system),
    capacity: hasDevice ? system.capacity(path).toString() : null,
    born: birthtimeNs > 0n && keepsBirthTimes(mount.fileSystem) ? birthtimeNs.toString() : null,
  };
}

/**
 * The quick look, for every moment of a session: whether the folder at a path is still what it was at the session's start.
 * @throws the operating system's error where there is none.
 */
export function isSameRoot(path: Buffer, { device, inode, born }: RootIdentity): boolean {
  const stat = lstatSync(path, { bigint: true });
  return (
    stat.dev.toString() === device &&
    (inode === null || stat.ino.toString() === inode) &&
    (born === null || stat.birthtimeNs.toString() === born)
  );
}
