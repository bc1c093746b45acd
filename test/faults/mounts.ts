/** File systems that tests mount for themselves: small ones that fill up, read-only views. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this user may mount on this machine: found out by doing it. */
export function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const point = mkdtempSync(join(tmpdir(), 'sabut-mount-'));
  try {
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', point]).status !== 0) return false;
    return spawnSync('umount', [point]).status === 0;
  } finally {
    rmSync(point, { recursive: true, force: true });
  }
}

/** Whether this user may mount, and this kernel knows file systems of a type, or finds the module for it. */
export function mayMountType(type: string): boolean {
  if (!mayMount()) return false;
  const known = () => readFileSync('/proc/filesystems', 'utf8').split(/\s+/).includes(type);
  if (!known()) spawnSync('modprobe', [type]);
  return known();
}

/** Whether images of media can be made and connected here. */
export function mayMountImages(): boolean {
  const made = spawnSync('mkfs.ext4', ['-V']).status === 0 && spawnSync('losetup', ['-f']).status === 0;
  return made && mayMount();
}

/** Makes a medium as a file: an empty ext4 file system of so many kibibytes, made at a moment in seconds since 1970. */
export function makeImage(file: string, kibibytes: number, moment: number): void {
  writeFileSync(file, '');
  truncateSync(file, kibibytes * 1024);
  const { status, stderr } = spawnSync('mkfs.ext4', ['-q', '-N', '4000', file], {
    encoding: 'utf8',
    env: { ...process.env, E2FSPROGS_FAKE_TIME: String(moment) },
  });
  if (status !== 0) throw new Error(`mkfs.ext4: ${stderr}`);
}

/** Why tests that mount are skipped, for their titles. */
export const mountReason = ' (skipped: this user may not mount here)';

/** Mounts made by a test file, to be undone at its end. */
export class Mounts {
  private readonly points: string[] = [];

  private mount(point: string, ...words: string[]): void {
    const { status, stderr } = spawnSync('mount', [...words, point], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`mount: ${stderr}`);
    this.points.push(point);
  }

  /** A file system in memory of so many kibibytes, at a new directory. */
  small(point: string, kibibytes: number): void {
    mkdirSync(point, { recursive: true });
    this.mount(point, '-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs');
  }

  /** Shows a directory or file at another place, which must be there. */
  bind(from: string, point: string, options?: string): void {
    this.mount(point, '--bind', from);
    if (options !== undefined) {
      const { status, stderr } = spawnSync('mount', ['-o', `remount,bind,${options}`, point], { encoding: 'utf8' });
      if (status !== 0) throw new Error(`mount: ${stderr}`);
    }
  }

  /** Mounts a file system that lies in a file, at a new directory; on the loop device with that device number where one is given. */
  image(file: string, point: string, type: string, options: string, device?: number): void {
    mkdirSync(point, { recursive: true });
    // The minor number of a loop device is its own number; which one is free first hangs on what other tests have mounted.
    const loop = device === undefined ? 'loop' : `loop=/dev/loop${device & 0xff}`;
    for (let patience = 40; ; patience -= 1) {
      try {
        this.mount(point, '-t', type, '-o', `${loop},${options}`, file);
        return;
      } catch (thrown) {
        if (device === undefined || patience === 0) throw thrown;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
      }
    }
  }

  unmount(point: string): void {
    spawnSync('umount', [point]);
    this.points.splice(this.points.lastIndexOf(point), 1);
  }

  unmountAll(): void {
    for (const point of this.points.reverse()) spawnSync('umount', ['-l', point]);
    this.points.length = 0;
  }
}
