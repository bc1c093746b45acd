/** The file systems below a folder and how they are mounted, as Linux says it (proc_pid_mountinfo(5)). */
import { lstatSync, readFileSync } from 'node:fs';
import type { Volume } from '../../model/volume.ts';

/** What is asked of the operating system; tests give answers of their own. */
export interface MountAnswers {
  /** Contents of `/proc/self/mountinfo`, read as latin1; empty where there is none. */
  mountTable(): string;
  /** Contents of `/etc/adjtime` (hwclock(8)); empty where there is none. */
  clockFile(): string;
  /** Device number of a folder, or null where it cannot be asked. */
  deviceOf(path: Buffer): bigint | null;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

const thisSystem: MountAnswers = {
  mountTable: () => textOf('/proc/self/mountinfo'),
  clockFile: () => textOf('/etc/adjtime'),
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
  const mounts: Mount[] = [];
  for (const line of table.split('\n')) {
    const fields = line.split(' ');
    const separator = fields.indexOf('-');
    if (separator < 0) continue;
    // Spaces and the like stand as octal digits.
    const point = (fields[4] as string).replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    const options = [fields[5], fields[separator + 3]].filter((text) => text !== undefined && text !== '').join(',');
    mounts.push({ point, fileSystem: fields[separator + 1] ?? '', options });
  }
  return mounts;
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
