/** Where to begin looking for folders: the volumes that are mounted, and this user's own places. */
import { existsSync, readdirSync, readFileSync, realpathSync, statfsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { Place } from '../../contract/schemas.ts';
import { displayRawName } from '../../model/display.ts';
import { isReadOnly, mountLines, mountTable } from '../../sources/folder/mount-table.ts';

/** Kinds of file systems that hold no files of anybody: the kernel's own, and views of other mounts. */
const withoutFiles = new Set([
  'autofs',
  'binfmt_misc',
  'bpf',
  'cgroup',
  'cgroup2',
  'configfs',
  'debugfs',
  'devpts',
  'devtmpfs',
  'efivarfs',
  'fuse.gvfsd-fuse',
  'fuse.portal',
  'fusectl',
  'hugetlbfs',
  'mqueue',
  'nsfs',
  'overlay',
  'proc',
  'pstore',
  'ramfs',
  'rpc_pipefs',
  'securityfs',
  'squashfs',
  'sysfs',
  'tmpfs',
  'tracefs',
]);

/** Folders in which the system mounts what it needs itself. */
const ofTheSystem = /^\/(?:boot|dev|efi|proc|snap|sys|var\/(?:lib|snap))(?:\/|$)/;
/** Folders in which desktops and people mount media (Filesystem Hierarchy Standard 3.0, 3.11 and 3.12; udisks2). */
const forMedia = /^\/(?:media|mnt|run\/media)\//;

/** A mount, as one line of `/proc/self/mountinfo` tells it (proc_pid_mountinfo(5)). */
export interface Mount {
  /** Major and minor number of the device, such as `8:17`. */
  device: string;
  point: string;
  fileSystem: string;
  /** The block device, or whatever the file system calls its source. */
  source: string;
  readOnly: boolean;
}

/** The mounts of a table, in its order, with names as text. */
export function readMounts(table: string): Mount[] {
  return mountLines(table).flatMap((line) => {
    const { device, fileSystem, source } = line;
    if (device === undefined || fileSystem === undefined || source === undefined) return [];
    return [{ device, point: asText(line.point), fileSystem, source: asText(source), readOnly: isReadOnly(line) }];
  });
}

function asText(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** The volumes among mounts: media first, then the rest; of a device that is mounted twice, its first place. */
export function volumesAmong(mounts: readonly Mount[]): Mount[] {
  // A later mount on the same point hides the one before it.
  const visible = new Map(mounts.map((mount) => [mount.point, mount]));
  const volumes = [...visible.values()].filter(({ point, fileSystem }) => {
    if (withoutFiles.has(fileSystem) || point === '/') return false;
    return forMedia.test(point) || !ofTheSystem.test(point);
  });
  const seen = new Set<string>();
  return volumes
    .sort((first, second) => Number(forMedia.test(second.point)) - Number(forMedia.test(first.point)) || compare(first.point, second.point))
    .filter(({ device, point }) => {
      const known = seen.has(device) && !forMedia.test(point);
      seen.add(device);
      return !known;
    });
}

function compare(first: string, second: string): number {
  return first < second ? -1 : first > second ? 1 : 0;
}

/** Labels of volumes by their block device (udev keeps links of that name); udev escapes with `\x` and two digits. */
function volumeLabels(): Map<string, string> {
  const labels = new Map<string, string>();
  const folder = '/dev/disk/by-label';
  try {
    for (const name of readdirSync(folder)) {
      const bytes = name.replaceAll(/\\x([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
      const text = name.includes('\\x') ? Buffer.from(bytes, 'latin1').toString('utf8') : name;
      labels.set(realpathSync(join(folder, name)), displayRawName(Buffer.from(text)).text);
    }
  } catch {
    // No volume has a label, or this system has no such folder.
  }
  return labels;
}

/** Bytes of a volume as a whole. Not asked of a server, which may be away and would be waited for. */
function sizeOf(path: string, fileSystem: string | null = null): number | null {
  if (fileSystem !== null && /^(?:9p|afs|ceph|cifs|fuse\.|glusterfs|ncpfs|nfs|smb)/.test(fileSystem)) return null;
  try {
    const { blocks, bsize } = statfsSync(path);
    return blocks * bsize;
  } catch {
    return null;
  }
}

/** Linux, sysfs: whether the disk of a device number can be taken out. A partition's own folder has no such file, its disk's does. */
function isRemovable(device: string): boolean {
  try {
    const block = realpathSync(`/sys/dev/block/${device}`);
    for (const folder of [block, join(block, '..')]) {
      const file = join(folder, 'removable');
      if (existsSync(file)) return readFileSync(file, 'latin1').trim() === '1';
    }
  } catch {
    // No block device behind it.
  }
  return false;
}

function mountedVolumes(): Place[] {
  if (process.platform === 'win32') return driveLetters();
  if (process.platform === 'darwin') return volumesOfMacOs();
  const labels = volumeLabels();
  return volumesAmong(readMounts(mountTable())).map(({ device, point, fileSystem, source, readOnly }) => ({
    kind: 'volume',
    path: point,
    name: labels.get(source) ?? displayRawName(Buffer.from(basename(point))).text,
    fileSystem,
    size: sizeOf(point, fileSystem),
    readOnly,
    removable: isRemovable(device) || forMedia.test(point),
  }));
}

/** The drives of Windows that are there. What they are called and how they are formatted, Node.js does not tell. */
function driveLetters(): Place[] {
  return Array.from({ length: 26 }, (_, index) => `${String.fromCharCode(65 + index)}:\\`)
    .filter((drive) => existsSync(drive))
    .map((drive) => ({
      kind: 'volume',
      path: drive,
      name: drive,
      fileSystem: null,
      size: sizeOf(drive),
      readOnly: null,
      removable: false,
    }));
}

function volumesOfMacOs(): Place[] {
  try {
    return readdirSync('/Volumes')
      .filter((name) => !name.startsWith('.'))
      .map((name) => join('/Volumes', name))
      .map((path) => ({
        kind: 'volume',
        path,
        name: basename(path),
        fileSystem: null,
        size: sizeOf(path),
        readOnly: null,
        // The disk of the system itself is a link to the root.
        removable: realpathSync(path) !== '/',
      }));
  } catch {
    return [];
  }
}

/** XDG user directories: `XDG_DOCUMENTS_DIR="$HOME/…"` in `user-dirs.dirs`, whose names follow the user's language. */
function userFolder(name: 'DOCUMENTS' | 'DESKTOP', usual: string): string {
  const home = homedir();
  try {
    const text = readFileSync(join(process.env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'user-dirs.dirs'), 'utf8');
    const given = new RegExp(`^XDG_${name}_DIR="(.+)"$`, 'm').exec(text)?.[1];
    if (given !== undefined) return given.replace(/^\$HOME/, home);
  } catch {
    // Not a desktop of that kind.
  }
  return join(home, usual);
}

function folder(kind: Place['kind'], path: string): Place[] {
  if (!existsSync(path)) return [];
  return [{ kind, path, name: basename(path) || path, fileSystem: null, size: null, readOnly: null, removable: false }];
}

/** All places of this machine and user, volumes first. */
export function placesOfThisMachine(cases: string): Place[] {
  const found = [
    ...mountedVolumes(),
    ...folder('cases', cases),
    ...folder('home', homedir()),
    ...folder('documents', userFolder('DOCUMENTS', 'Documents')),
    ...folder('desktop', userFolder('DESKTOP', 'Desktop')),
  ];
  // Where a desktop names no folder for documents, it names the home folder.
  return found.filter(({ path }, index) => found.findIndex((other) => other.path === path) === index);
}
