/**
 * Pictures that were made, kept beside the case within a bound in bytes; those that were looked at longest ago go first. Each
 * is named by the digest of the content that it shows, so that it never goes stale; the whole may be deleted at any time.
 */
import { hash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../model/clock.ts';
import type { MadePicture, PictureWish } from '../../model/viewing.ts';

/** When the bound is reached, so much of it is freed at once. */
const freedShare = 0.2;
/** Raised when pictures are made otherwise than before. */
const version = 2;

export class PictureCache {
  private readonly directory: string;
  private readonly limit: number;
  private readonly clock: Clock;
  /** Bytes kept; null until they were counted. */
  private total: number | null = null;
  private sweeping: Promise<void> = Promise.resolve();

  /** `limit` in bytes. */
  constructor(directory: string, limit: number, clock: Clock) {
    this.directory = directory;
    this.limit = limit;
    this.clock = clock;
  }

  private pathOf(sha256: string, { edge, page, greyScale }: PictureWish): string {
    const name = hash('sha256', JSON.stringify([version, sha256, edge, page, greyScale]), 'hex');
    return join(this.directory, name.slice(0, 2), name);
  }

  /** The picture of a content, or null where none is kept. */
  async get(sha256: string, wish: PictureWish): Promise<MadePicture | null> {
    const path = this.pathOf(sha256, wish);
    try {
      const kept = await readFile(path);
      const end = kept.indexOf(0x0a);
      const { sha256: expected, ...facts } = JSON.parse(kept.toString('utf8', 0, end)) as Omit<MadePicture, 'bytes'> & { sha256: string };
      const bytes = new Uint8Array(kept.subarray(end + 1));
      if (hash('sha256', bytes, 'hex') !== expected) return null;
      const now = this.clock.now() / 1000;
      await utimes(path, now, now);
      return { ...facts, bytes };
    } catch {
      return null;
    }
  }

  /** Keeps a picture. A disk that is full or read-only is no fault: the picture is made again when it is wanted. */
  async put(sha256: string, wish: PictureWish, { bytes, ...facts }: MadePicture): Promise<void> {
    const path = this.pathOf(sha256, wish);
    const kept = Buffer.concat([Buffer.from(`${JSON.stringify({ ...facts, sha256: hash('sha256', bytes, 'hex') })}\n`, 'utf8'), bytes]);
    try {
      await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
      await writeFile(`${path}.new`, kept, { mode: 0o600 });
      await rename(`${path}.new`, path);
    } catch {
      await rm(`${path}.new`, { force: true }).catch(() => undefined);
      return;
    }
    if (this.total !== null) this.total += kept.length;
    if (this.total === null || this.total > this.limit) {
      this.sweeping = this.sweeping.then(() => this.sweep());
      await this.sweeping;
    }
  }

  /** Counts what is kept and removes the oldest where it is too much. */
  private async sweep(): Promise<void> {
    if (this.total !== null && this.total <= this.limit) return;
    const files: { path: string; length: number; used: number }[] = [];
    for (const entry of await readdir(this.directory, { recursive: true, withFileTypes: true }).catch(() => [])) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const found = await stat(path).catch(() => null);
      if (found !== null) files.push({ path, length: found.size, used: found.mtimeMs });
    }
    files.sort((first, second) => first.used - second.used);
    let total = files.reduce((sum, { length }) => sum + length, 0);
    const aim = total > this.limit ? this.limit * (1 - freedShare) : total;
    for (const { path, length } of files) {
      if (total <= aim) break;
      await rm(path, { force: true }).catch(() => undefined);
      total -= length;
    }
    this.total = total;
  }
}
