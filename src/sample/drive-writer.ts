/** Writes planned entries to the file system and keeps the truth about each. */
import { execFileSync } from 'node:child_process';
import { createHash, hash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { displayRawName } from '../model/display.ts';
import type { TruthEntry, TruthKind } from './ground-truth.ts';
import type { Moment } from './moment.ts';
import type { EntryPath, PlannedEntry, PlannedFile, PlannedHardLink, PlannedSparseFile } from './planned-entry.ts';

interface WrittenEntry {
  truth: TruthEntry;
  relative: Buffer;
}

type ContentTruth = Pick<TruthEntry, 'size' | 'md5' | 'sha1' | 'sha256'>;

/** Seconds between the last change and the last reading of a file. */
const readLater = 3600;

export class DriveWriter {
  readonly #root: Buffer;
  readonly #entries: WrittenEntry[] = [];
  /** Path bytes as latin1 text, to what was written there. */
  readonly #byPath = new Map<string, WrittenEntry>();
  /** Lower-case paths, for file systems that do not tell case apart. */
  readonly #taken = new Set<string>();
  readonly #directoryMoments = new Map<string, Moment>();
  readonly leftOut: string[] = [];

  /** The directory must exist and be empty. */
  constructor(directory: string) {
    this.#root = Buffer.from(directory);
  }

  /** Writes one entry with its times. A name that is taken already gets a number in brackets. */
  write(entry: PlannedEntry): void {
    const relative = this.#freePath(bytesOf(entry.path));
    const slash = relative.lastIndexOf(0x2f);
    if (slash > 0) this.#makeDirectory(relative.subarray(0, slash));
    switch (entry.kind) {
      case 'file':
        this.#writeFile(entry, relative);
        break;
      case 'sparse':
        this.#writeSparse(entry, relative);
        break;
      case 'hard-link':
        this.#link(entry, relative);
        return;
      case 'symlink':
        try {
          symlinkSync(entry.target, this.#absolute(relative));
        } catch (thrown) {
          this.leftOut.push(`symbolic link: ${(thrown as Error).message}`);
          return;
        }
        lutimesSync(this.#absolute(relative), entry.modifiedAt, entry.modifiedAt);
        this.#record(relative, 'symlink', { linkTarget: displayRawName(Buffer.from(entry.target)).text });
        break;
      case 'pipe':
        try {
          execFileSync('mkfifo', [this.#absolute(relative).toString()], { stdio: 'ignore' });
        } catch {
          this.leftOut.push(`named pipe: no mkfifo on ${process.platform}`);
          return;
        }
        utimesSync(this.#absolute(relative), entry.modifiedAt, entry.modifiedAt);
        this.#record(relative, 'special', {});
        break;
      case 'directory':
        this.#makeDirectory(relative);
        this.#noteMoment(relative, entry.modifiedAt);
        return;
    }
    this.#noteMoment(relative, entry.modifiedAt);
  }

  /**
   * Sets the directories' times, which writing into them has changed, marks duplicates, reads every
   * time back, and returns the truth in the order of the paths' bytes.
   */
  finish(): TruthEntry[] {
    for (const [path, moment] of this.#directoryMoments) utimesSync(this.#absolute(Buffer.from(path, 'latin1')), moment, moment);
    this.#entries.sort((one, other) => Buffer.compare(one.relative, other.relative));
    const firstByDigest = new Map<string, TruthEntry>();
    for (const { truth, relative } of this.#entries) {
      truth.mtime = lstatSync(this.#absolute(relative), { bigint: true }).mtimeNs.toString();
      if (truth.sha256 === null || truth.size === 0) continue;
      const first = firstByDigest.get(truth.sha256);
      if (first === undefined) firstByDigest.set(truth.sha256, truth);
      else if (first.hardLinkGroup === null || first.hardLinkGroup !== truth.hardLinkGroup) truth.duplicateOf = first.path;
    }
    return this.#entries.map(({ truth }) => truth);
  }

  #writeFile(file: PlannedFile, relative: Buffer): void {
    const path = this.#absolute(relative);
    const handle = openSync(path, 'wx');
    try {
      for (let written = 0; written < file.content.length; ) written += writeSync(handle, file.content, written);
    } finally {
      closeSync(handle);
    }
    utimesSync(path, file.modifiedAt + readLater, file.modifiedAt);
    if (file.mode !== undefined) chmodSync(path, file.mode);
    const digest = (algorithm: string): string => hash(algorithm, file.content, 'hex');
    this.#record(relative, 'file', {
      size: file.content.length,
      md5: digest('md5'),
      sha1: digest('sha1'),
      sha256: digest('sha256'),
      mediaType: file.mediaType,
      charset: file.charset ?? null,
      extensionMismatch: file.extensionMismatch ?? false,
      unreadable: file.mode === 0,
      fields: file.fields ?? {},
      members: file.thumbnail
        ? [{ extractor: 'image/exif', size: file.thumbnail.length, sha256: hash('sha256', file.thumbnail, 'hex') }]
        : [],
    });
  }

  #writeSparse(file: PlannedSparseFile, relative: Buffer): void {
    const path = this.#absolute(relative);
    const handle = openSync(path, 'wx');
    try {
      ftruncateSync(handle, file.size);
      writeSync(handle, file.lastBlock, 0, file.lastBlock.length, file.size - file.lastBlock.length);
    } finally {
      closeSync(handle);
    }
    utimesSync(path, file.modifiedAt + readLater, file.modifiedAt);
    this.#record(relative, 'file', { ...digestsOfSparse(file), mediaType: 'application/octet-stream' });
  }

  #link(entry: PlannedHardLink, relative: Buffer): void {
    const existing = this.#byPath.get(bytesOf(entry.existing).toString('latin1'));
    if (existing === undefined) throw new RangeError('a hard link was planned before the file that it names');
    try {
      linkSync(this.#absolute(existing.relative), this.#absolute(relative));
    } catch (thrown) {
      this.leftOut.push(`hard link: ${(thrown as Error).message}`);
      return;
    }
    existing.truth.hardLinkGroup ??= existing.truth.path;
    this.#record(relative, 'file', { ...existing.truth });
  }

  #record(relative: Buffer, kind: TruthKind, known: Partial<TruthEntry>): void {
    const shown = displayRawName(relative);
    const nothing = {
      size: null,
      md5: null,
      sha1: null,
      sha256: null,
      mediaType: null,
      charset: null,
      extensionMismatch: false,
      linkTarget: null,
    };
    const truth: TruthEntry = {
      path: shown.text,
      pathRaw: shown.raw,
      kind,
      ...nothing,
      extension: kind === 'directory' ? null : extensionOf(relative),
      mtime: '',
      hardLinkGroup: null,
      duplicateOf: null,
      unreadable: false,
      fields: {},
      members: [],
      ...withoutName(known),
    };
    const written = { truth, relative };
    this.#entries.push(written);
    this.#byPath.set(relative.toString('latin1'), written);
  }

  #makeDirectory(relative: Buffer): void {
    const key = relative.toString('latin1');
    if (this.#directoryMoments.has(key)) return;
    const slash = relative.lastIndexOf(0x2f);
    if (slash > 0) this.#makeDirectory(relative.subarray(0, slash));
    mkdirSync(this.#absolute(relative));
    this.#directoryMoments.set(key, 0);
    this.#record(Buffer.from(relative), 'directory', {});
  }

  /** A directory is as young as its youngest entry, and so are those above it. */
  #noteMoment(relative: Buffer, moment: Moment): void {
    for (let path = relative.toString('latin1'); path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
      const known = this.#directoryMoments.get(path);
      if (known !== undefined && known < moment) this.#directoryMoments.set(path, moment);
    }
  }

  #freePath(wanted: Buffer): Buffer {
    const dot = wanted.lastIndexOf(0x2e);
    const end = dot > wanted.lastIndexOf(0x2f) + 1 ? dot : wanted.length;
    let path = wanted;
    for (let number = 1; this.#taken.has(path.toString('latin1').toLowerCase()); number++) {
      path = Buffer.concat([wanted.subarray(0, end), Buffer.from(` (${number})`), wanted.subarray(end)]);
    }
    this.#taken.add(path.toString('latin1').toLowerCase());
    return path;
  }

  #absolute(relative: Buffer): Buffer {
    return Buffer.concat([this.#root, Buffer.from('/'), relative]);
  }
}

/** Leaves out what belongs to the name and not to the content. */
function withoutName(known: Partial<TruthEntry>): Partial<TruthEntry> {
  const { path: _path, pathRaw: _pathRaw, extension: _extension, kind: _kind, ...rest } = known;
  return rest;
}

function bytesOf(path: EntryPath): Buffer {
  return typeof path === 'string' ? Buffer.from(path) : Buffer.from(path.buffer, path.byteOffset, path.byteLength);
}

/** What follows the last dot of the name where it is a short word, unless that dot is the name's first character. */
function extensionOf(relative: Buffer): string | null {
  const name = displayRawName(relative.subarray(relative.lastIndexOf(0x2f) + 1)).text;
  const dot = name.lastIndexOf('.');
  const extension = name.slice(dot + 1).toLowerCase();
  return dot > 0 && /^(?=.*\D)[a-z0-9_~-]{1,16}$/.test(extension) ? extension : null;
}

function digestsOfSparse(file: PlannedSparseFile): ContentTruth {
  const hashes = { md5: createHash('md5'), sha1: createHash('sha1'), sha256: createHash('sha256') };
  const zeros = Buffer.alloc(1 << 20);
  for (let left = file.size - file.lastBlock.length; left > 0; left -= zeros.length) {
    const part = left >= zeros.length ? zeros : zeros.subarray(0, left);
    for (const digest of Object.values(hashes)) digest.update(part);
  }
  for (const digest of Object.values(hashes)) digest.update(file.lastBlock);
  return { size: file.size, md5: hashes.md5.digest('hex'), sha1: hashes.sha1.digest('hex'), sha256: hashes.sha256.digest('hex') };
}
