/**
 * What tells a folder of evidence from another one at the same path, and finds it again on another device number: the same
 * card in another reader, the same disk after a reboot (docs/adr/0016).
 */

/** Traits of a folder and of the file system that holds it; null where the system does not say. */
export interface FolderIdentity {
  /** Device number (`st_dev`) as decimal text: of this connection only. */
  device: string;
  /** Inode number as decimal text. */
  inode: string;
  /** Type of the file system, such as `ext4`. */
  fileSystem: string | null;
  /** Identifier that the file system carries in itself: its UUID, or its serial number. */
  volume: string | null;
  /** Bytes that the file system spans, as decimal text. */
  capacity: string | null;
  /** Birth time of the folder, nanoseconds since 1970 as decimal text. */
  born: string | null;
}

/** What a source's root is for the time of one session: an unmounted medium leaves another directory in its place. */
export interface RootIdentity {
  /** Device number as decimal text. */
  device: string;
  /** Inode number as decimal text; null where the file system does not keep them. */
  inode: string | null;
  /** Birth time in nanoseconds since 1970 as decimal text; null where it is not known. */
  born: string | null;
}

/** What shows that a folder is another one than the one that was taken in. */
export type Difference = 'volume' | 'capacity' | 'inode' | 'born' | 'device';

/** File systems whose driver numbers inodes anew with each mount (Linux: iunique() in vfat and exfat; FUSE without `use_ino`). */
const passingInodes = /^(?:vfat|msdos|exfat|fuse.*)$/;
/** File systems whose times the driver reads by this machine's zone, so that the same birth time may come out as another. */
const zonedTimes = /^(?:vfat|msdos|exfat)$/;

/** Whether inode numbers of a file system of this type outlive its mount. One that is not known is taken to keep them. */
export function keepsInodes(fileSystem: string | null): boolean {
  return fileSystem === null || !passingInodes.test(fileSystem);
}

/** Whether birth times of a file system of this type are the same wherever it is mounted. */
export function keepsBirthTimes(fileSystem: string | null): boolean {
  return fileSystem === null || !zonedTimes.test(fileSystem);
}

function differ(first: string | null, second: string | null): boolean {
  return first !== null && second !== null && first !== second;
}

function agree(first: string | null, second: string | null): boolean {
  return first !== null && first === second;
}

/** Whether the two have a trait in common that no other medium has. */
function share(recorded: FolderIdentity, found: FolderIdentity): boolean {
  return agree(recorded.volume, found.volume) || agree(recorded.born, found.born);
}

/**
 * What shows that `found` is not the folder that was `recorded`, or null where it is that one. Without a trait that would
 * outlive the connection - cases from before these were recorded, file systems that have none - device number and inode decide.
 */
export function differenceOf(recorded: FolderIdentity, found: FolderIdentity): Difference | null {
  const keptInodes = keepsInodes(recorded.fileSystem) && keepsInodes(found.fileSystem);
  if (differ(recorded.volume, found.volume)) return 'volume';
  if (differ(recorded.capacity, found.capacity)) return 'capacity';
  if (keptInodes && recorded.inode !== found.inode) return 'inode';
  if (differ(recorded.born, found.born)) return 'born';
  if (share(recorded, found)) return null;
  if (recorded.device !== found.device) return 'device';
  return recorded.inode === found.inode || recorded.capacity !== null ? null : 'inode';
}

/** Whether the two are the same folder by traits that outlive a connection, wherever each is mounted. */
export function isSameMedium(recorded: FolderIdentity, found: FolderIdentity): boolean {
  return share(recorded, found) && differenceOf(recorded, found) === null;
}

/** What of an identity is compared again and again while it is connected. */
export function rootIdentityOf({ device, inode, born, fileSystem }: FolderIdentity): RootIdentity {
  return { device, inode: keepsInodes(fileSystem) ? inode : null, born };
}
