/** The table of mounts as Linux tells it: proc_pid_mountinfo(5). */
import { readFileSync } from 'node:fs';

/** One line of the table. What a line does not have is undefined. */
export interface MountLine {
  /** Major and minor number of the device, such as `8:17`. */
  device: string | undefined;
  /** Bytes of the mount point as latin1. */
  point: string;
  /** Options of the mount, comma-separated. */
  options: string | undefined;
  fileSystem: string | undefined;
  /** Bytes of the block device's path, or of whatever the file system calls its source, as latin1. */
  source: string | undefined;
  /** Options of the file system, comma-separated. */
  fileSystemOptions: string | undefined;
}

/** Contents of `/proc/self/mountinfo`, read as latin1; empty where there is none. */
export function mountTable(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'latin1');
  } catch {
    return '';
  }
}

/** The mounts of a table, in its order. */
export function mountLines(table: string): MountLine[] {
  const lines: MountLine[] = [];
  for (const line of table.split('\n')) {
    const fields = line.split(' ');
    const separator = fields.indexOf('-');
    const point = fields[4];
    if (separator < 0 || point === undefined) continue;
    const source = fields[separator + 2];
    lines.push({
      device: fields[2],
      point: unescaped(point),
      options: fields[5],
      fileSystem: fields[separator + 1],
      source: source === undefined ? undefined : unescaped(source),
      fileSystemOptions: fields[separator + 3],
    });
  }
  return lines;
}

/** Whether a mount was made with the option `ro`. */
export function isReadOnly({ options }: MountLine): boolean {
  return (options ?? '').split(',').includes('ro');
}

/** Spaces and the like stand as octal digits. */
function unescaped(field: string): string {
  return field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
