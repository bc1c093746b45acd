import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { OpenFault, openEvidence } from '../../../../src/sources/folder/open-evidence.ts';
import { joinPath } from '../../../../src/sources/folder/walk.ts';
import { scratchFolder } from '../../scratch-folder.ts';

const scratch = scratchFolder('open');
const root = join(scratch, 'evidence');
const rootBytes = Buffer.from(root);
const linux = process.platform === 'linux';
const rawName = Buffer.from([0x63, 0xe9, 0x0a, 0x5c]);

beforeAll(() => {
  mkdirSync(join(root, 'folder'), { recursive: true });
  mkdirSync(join(scratch, 'evidence-of-another'));
  writeFileSync(join(scratch, 'evidence-of-another/file'), 'not evidence');
  writeFileSync(join(root, 'file'), 'content');
  writeFileSync(joinPath(rootBytes, rawName), 'raw');
  symlinkSync('file', join(root, 'link'));
  symlinkSync(join(scratch, 'evidence-of-another'), join(root, 'way-out'));
  symlinkSync('folder', join(root, 'way-within'));
  writeFileSync(join(root, 'folder/inner'), 'inner');
  execFileSync('mkfifo', [join(root, 'fifo')]);
});

/** Opens, reads and closes; the content as text. */
function contentOf(path: Buffer | string): string {
  const { descriptor } = openEvidence(rootBytes, Buffer.from(path as string));
  try {
    const target = Buffer.alloc(64);
    return target.toString('latin1', 0, readSync(descriptor, target, 0, 64, 0));
  } finally {
    closeSync(descriptor);
  }
}

function faultOf(path: string, folder = rootBytes): string {
  try {
    closeSync(openEvidence(folder, Buffer.from(path)).descriptor);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(OpenFault);
    return (thrown as OpenFault).code;
  }
  return 'opened';
}

describe('openEvidence', () => {
  it('opens regular files by the bytes of their names', () => {
    expect(contentOf('file')).toBe('content');
    expect(contentOf(rawName)).toBe('raw');
    expect(contentOf('way-within/inner')).toBe('inner');
  });

  it('opens for reading only', () => {
    const { descriptor, stat } = openEvidence(rootBytes, Buffer.from('file'));
    try {
      expect(stat.size).toBe(7n);
      expect(() => writeSync(descriptor, 'x')).toThrow(/EBADF/);
    } finally {
      closeSync(descriptor);
    }
  });

  it('leaves the access time alone where the system permits it', () => {
    const path = join(root, 'file');
    // Older than the last change: a plain read would move it, even where the mount says relatime.
    utimesSync(path, 1_000_000_000, 1_000_000_100);
    const { descriptor, accessTimeKept } = openEvidence(rootBytes, Buffer.from('file'));
    readSync(descriptor, Buffer.alloc(1), 0, 1, 0);
    closeSync(descriptor);
    expect(accessTimeKept).toBe(linux);
    if (accessTimeKept) expect(statSync(path).atimeMs).toBe(1_000_000_000_000);
  });

  it.each([
    ['link', 'ELOOP'],
    ['missing', 'ENOENT'],
    ['file/below', 'ENOTDIR'],
    ['folder', 'not-a-regular-file'],
  ])('refuses %s with %s', (path, code) => {
    expect(faultOf(path)).toBe(code);
  });

  it('does not wait at a FIFO', () => {
    expect(faultOf('fifo')).toBe('not-a-regular-file');
  });

  it('opens no device', () => {
    expect(faultOf('null', Buffer.from('/dev'))).toBe('not-a-regular-file');
  });

  it.skipIf(!linux)('never leads out of the source, not even into a folder whose name begins like it (Linux only)', () => {
    expect(faultOf('way-out/file')).toBe('outside-the-source');
    expect(faultOf('../evidence-of-another/file')).toBe('outside-the-source');
    expect(faultOf('folder/../../evidence-of-another/file')).toBe('outside-the-source');
  });

  it.skipIf(!linux)('sees a folder that was swapped for a link after the walk (Linux only)', () => {
    const folder = join(root, 'swapped');
    mkdirSync(folder);
    writeFileSync(join(folder, 'file'), 'before');
    expect(contentOf('swapped/file')).toBe('before');
    renameSync(folder, join(root, 'moved'));
    symlinkSync(join(scratch, 'evidence-of-another'), folder);
    expect(faultOf('swapped/file')).toBe('outside-the-source');
  });

  it.skipIf(!linux)('leaves no descriptor open when it refuses (Linux only)', () => {
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    for (let turn = 0; turn < 20; turn += 1) for (const path of ['folder', 'fifo', 'way-out/file', 'link', 'missing']) faultOf(path);
    expect(open()).toBe(before);
  });
});
