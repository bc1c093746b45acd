/** The file systems below a folder and how they are mounted, as Linux says it (proc_pid_mountinfo(5)). */
import { lstatSync, readFileSync } from 'node:fs';
import type { Volume } from '../../model/volume.ts';
import { mountLines, mountTable } from './mount-table.ts';

/** What is asked of the operating system; tests give answers of their own. */
export interface MountAnswers {
  /** Contents of `/proc/self/mountinfo`, read as latin1; empty where there is none. */
  mountTable(): string;
  /** Contents of `/etc/adjtime` (hwclock(8)); empty where there is none. */
  clockFile(): string;
  /** Device number of a folder, or null where it cannot be asked. */
  deviceOf(path: Buffer): bigint | null;
}

const thisSystem: MountAnswers = {
  mountTable,
  clockFile() {
    try {
      return readFileSync('/etc/adjtime', 'latin1');
    } catch {
      return '';
    }
  },
  deviceOf(path) {
    try {
      return lstatSync(path, { bigint: true }).dev;
    } catch {
      return null;
    }
  },
};

interface Mount {
  /** Bytes of the mount point as latin1. */
  point: string;
  fileSystem: string;
  options: string;
}

function mountsOf(table: string): Mount[] {
  return mountLines(table).map(({ point, fileSystem, options, fileSystemOptions }) => ({
    point,
    fileSystem: fileSystem ?? '',
    options: [options, fileSystemOptions].filter((text) => text !== undefined && text !== '').join(','),
  }));
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}

/**
 * The volume that holds a folder and, where the walk is to go on into them, those that are mounted below it.
 * Elsewhere than on Linux type and options are unknown.
 * @param root the folder, resolved.
 */
export function findVolumes(
  root: Buffer,
  crossFileSystems: boolean,
  system: MountAnswers = thisSystem,
): Omit<Volume, 'accessTimesNotKept'>[] {
  const path = root.toString('latin1');
  // hwclock(8): the third line says in which time the hardware clock runs; absent means UTC.
  const localClock = system.clockFile().split('\n')[2]?.trim() === 'LOCAL';
  const mounts = mountsOf(system.mountTable());
  const volumes = new Map<string, Omit<Volume, 'accessTimesNotKept'>>();
  const add = (folder: Buffer, mount: Mount | undefined) => {
    const device = system.deviceOf(folder)?.toString();
    if (device !== undefined)
      volumes.set(device, { device, fileSystem: mount?.fileSystem ?? null, options: mount?.options ?? null, localClock });
  };
  // Of mounts at one place the last covers the others.
  const below = mounts.filter(({ point }) => point !== path && isAtOrBelow(point, path));
  if (crossFileSystems) for (const mount of below) add(Buffer.from(mount.point, 'latin1'), mount);
  const holding = mounts.filter(({ point }) => isAtOrBelow(path, point)).sort((first, second) => first.point.length - second.point.length);
  add(root, holding.at(-1));
  return [...volumes.values()];
}
