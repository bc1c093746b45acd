/** Block devices by their number, as Linux shows them. */
import { existsSync } from 'node:fs';

/** `major:minor` of a device number, taken apart as glibc's gnu_dev_major and gnu_dev_minor do (<sys/sysmacros.h>). */
export function numbersOf(device: bigint): { major: bigint; minor: bigint } {
  return {
    major: ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n),
    minor: (device & 0xffn) | ((device >> 12n) & 0xffffff00n),
  };
}

/** Where sysfs describes the block device of a number; there is nothing there where the system has no such device. */
export function blockDeviceFolder(device: bigint): string {
  const { major, minor } = numbersOf(device);
  return `/sys/dev/block/${major}:${minor}`;
}

/** Whether the system has the block device of a number; false elsewhere than on Linux. */
export function hasBlockDevice(device: bigint): boolean {
  return process.platform === 'linux' && existsSync(blockDeviceFolder(device));
}
