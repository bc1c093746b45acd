import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, rmdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { joinPath, type WalkEntry, walkFolder } from '../../../../src/sources/folder/walk.ts';
import { scratchFolder } from '../../scratch-folder.ts';

const scratch = scratchFolder('walk');
const root = join(scratch, 'evidence');
const rootBytes = Buffer.from(root);
const within = { crossFileSystems: false };

function inRoot(name: Buffer | string): Buffer {
  return joinPath(rootBytes, Buffer.from(name as string));
}

function walkAll(folder: Buffer | string = rootBytes): WalkEntry[] {
  return [...walkFolder(Buffer.from(folder as string), within)];
}

const hostileNames = [
  Buffer.from([0x63, 0x61, 0x66, 0xe9]),
  Buffer.from([0xff, 0xfe]),
  Buffer.from('new\nline'),
  Buffer.from('bidi\u202egpj.exe'),
  Buffer.from('back\\slash'),
  Buffer.from(' space '),
  Buffer.from('ثبوت'),
  Buffer.alloc(255, 0x61),
];

beforeAll(() => {
  mkdirSync(join(root, 'a/inner/deep'), { recursive: true });
  mkdirSync(join(root, 'B'));
  mkdirSync(join(root, 'empty'));
  mkdirSync(inRoot(Buffer.from([0x64, 0xe9])));
  writeFileSync(joinPath(inRoot(Buffer.from([0x64, 0xe9])), Buffer.from([0xe9])), 'x');
  writeFileSync(join(root, 'a-file'), 'twelve bytes');
  writeFileSync(join(root, 'a/inner/deep/file'), 'deep');
  writeFileSync(join(root, 'B/zero'), '');
  for (const [index, name] of hostileNames.entries()) writeFileSync(inRoot(name), 'n'.repeat(index));
  linkSync(join(root, 'a-file'), join(root, 'B/second name'));
  symlinkSync('a-file', join(root, 'link'));
  symlinkSync('..', join(root, 'a/up'));
  symlinkSync('/', join(root, 'a/to the root'));
  symlinkSync(Buffer.from([0xff, 0x2f, 0xfe]), join(root, 'dangling'));
  execFileSync('mkfifo', [join(root, 'fifo')]);
  // Node.js takes no time before 1970.
  execFileSync('touch', ['-m', '-d', '1969-12-31T23:59:58.5Z', join(root, 'a-file')]);
});

describe('walkFolder', () => {
  it('tells of each name what find(1) tells of it, and of no other', () => {
    const entries = walkAll();
    const format = '%P\\0%y\\0%s\\0%i\\0%n\\0%m\\0%U\\0%G\\0%T@\\0%A@\\0%C@\\0%l\\0';
    const fields = execFileSync('find', [root, '-mindepth', '1', '-printf', format], { encoding: 'latin1', env: { LC_ALL: 'C' } }).split(
      '\0',
    );
    const found = new Map<string, string[]>();
    for (let index = 0; index + 12 <= fields.length; index += 12) found.set(fields[index] as string, fields.slice(index + 1, index + 12));
    // find prints the two parts of a time as they are: one and a half seconds before 1970 is -2 and 0.5 to it.
    const seconds = (nanoseconds = 0n) => {
      const rest = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
      return `${(nanoseconds - rest) / 1_000_000_000n}.${rest.toString().padStart(9, '0')}0`;
    };
    const kinds: Record<string, string> = { f: 'file', d: 'directory', l: 'symlink', p: 'special' };
    expect(new Set(entries.map(({ path }) => path.toString('latin1')))).toEqual(new Set(found.keys()));
    expect(entries).toHaveLength(found.size);
    for (const entry of entries) {
      const name = entry.path.toString('latin1');
      const [kind, size, inode, links, mode, user, group, modified, accessed, changed, target] = found.get(name) as string[];
      expect.soft(entry.fault, name).toBeNull();
      expect.soft(entry.kind, name).toBe(kinds[kind as string]);
      expect.soft(entry.size, name).toBe(kind === 'f' || kind === 'l' ? Number(size) : null);
      expect.soft(entry.linkTarget?.toString('latin1') ?? '', name).toBe(target);
      const stat = entry.stat;
      expect.soft(stat?.inode.toString(), name).toBe(inode);
      expect.soft(stat?.links, name).toBe(Number(links));
      expect.soft(((stat?.mode ?? 0) & 0o7777).toString(8), name).toBe(mode);
      expect.soft([stat?.uid, stat?.gid], name).toEqual([Number(user), Number(group)]);
      expect.soft(seconds(stat?.modified), name).toBe(modified);
      expect.soft(seconds(stat?.changed), name).toBe(changed);
      if (kind === 'f') expect.soft(seconds(stat?.accessed), name).toBe(accessed);
    }
    expect(entries.find(({ path }) => path.equals(Buffer.from('a-file')))?.stat?.modified).toBe(-1_500_000_000n);
  });

  it('yields a folder before what it holds, and the names of a folder by their bytes', () => {
    const paths = walkAll().map(({ path }) => path);
    const seen = new Set<string>(['']);
    const lastOf = new Map<string, Buffer>();
    for (const path of paths) {
      const slash = path.lastIndexOf(0x2f);
      const folder = slash < 0 ? '' : path.subarray(0, slash).toString('latin1');
      expect(seen).toContain(folder);
      const last = lastOf.get(folder);
      if (last !== undefined) expect(Buffer.compare(last, path)).toBe(-1);
      lastOf.set(folder, path);
      seen.add(path.toString('latin1'));
    }
    expect(walkAll().map(({ path }) => path.toString('hex'))).toEqual(paths.map((path) => path.toString('hex')));
  });

  it('says why content will not be read, and follows no link', () => {
    const skips = Object.fromEntries(walkAll().map(({ path, skip }) => [path.toString('latin1'), skip]));
    expect(skips).toMatchObject({
      'a-file': null,
      'B/zero': null,
      empty: 'directory',
      link: 'symbolic-link',
      'a/up': 'symbolic-link',
      'a/to the root': 'symbolic-link',
      dangling: 'symbolic-link',
      fifo: 'special-file',
    });
    expect(Object.keys(skips).filter((path) => path.startsWith('a/up/') || path.startsWith('a/to the root/'))).toEqual([]);
  });

  it('records a folder and a file that vanish under its hands, and goes on', () => {
    const folder = join(scratch, 'vanishing');
    for (const name of ['gone', 'stays']) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'stays/one'), '1');
    writeFileSync(join(folder, 'stays/two'), '2');
    const walk = walkFolder(Buffer.from(folder), within);
    const told: [string, string, string | null][] = [];
    for (const { path, kind, fault } of walk) {
      const text = path.toString();
      told.push([text, kind, fault]);
      if (text === 'gone' && fault === null) rmdirSync(join(folder, 'gone'));
      if (text === 'stays/one') rmSync(join(folder, 'stays/two'));
    }
    expect(told).toEqual([
      ['gone', 'directory', null],
      ['stays', 'directory', null],
      ['gone', 'directory', 'ENOENT'],
      ['stays/one', 'file', null],
      ['stays/two', 'file', 'ENOENT'],
    ]);
  });

  it('throws where the root itself is not there or no folder', () => {
    expect(() => walkAll(join(scratch, 'missing'))).toThrow(/ENOENT/);
    expect(() => walkAll(join(root, 'a-file'))).toThrow(/ENOTDIR/);
  });

  it('alters neither content nor times', () => {
    const picture = () => execFileSync('find', [root, '-printf', '%P %s %T@ %C@ %m %y\\0'], { encoding: 'latin1' }).split('\0').sort();
    const before = picture();
    walkAll();
    expect(picture()).toEqual(before);
  });

  it.skipIf(process.platform !== 'linux')('goes into no kernel file system below the root of the machine (Linux only)', () => {
    const first: WalkEntry[] = [];
    for (const entry of walkFolder(Buffer.from('/'), { crossFileSystems: true })) {
      if (entry.path.includes(0x2f)) break;
      first.push(entry);
    }
    const skips = Object.fromEntries(first.map(({ path, skip }) => [path.toString(), skip]));
    expect(skips).toMatchObject({ proc: 'virtual-file-system', sys: 'virtual-file-system', tmp: expect.anything() });
  });

  const otherDevice = existsSync('/dev/shm') && statSync('/dev/shm').dev !== statSync('/dev').dev;
  it.skipIf(!otherDevice)('stops where another file system begins, unless asked (needs /dev/shm on a file system of its own)', () => {
    const mark = join('/dev/shm', `sabut-walk-${process.pid}`);
    writeFileSync(mark, 'x');
    try {
      const paths = (crossFileSystems: boolean) =>
        new Map([...walkFolder(Buffer.from('/dev'), { crossFileSystems })].map(({ path, skip }) => [path.toString(), skip]));
      const inner = `shm/sabut-walk-${process.pid}`;
      const kept = paths(false);
      expect([kept.get('shm'), kept.has(inner)]).toEqual(['other-file-system', false]);
      const crossed = paths(true);
      expect([crossed.get('shm'), crossed.get(inner)]).toEqual(['directory', null]);
    } finally {
      rmSync(mark);
    }
  });
});

describe('joinPath', () => {
  it('joins bytes as they are, and no slash twice below the root of the machine', () => {
    expect(joinPath(Buffer.from('/'), Buffer.from([0xff])).toString('latin1')).toBe('/\xff');
    expect(joinPath(Buffer.from('/mnt'), Buffer.from('a/b')).toString()).toBe('/mnt/a/b');
    expect(joinPath(Buffer.from('/mnt'), Buffer.alloc(0)).toString()).toBe('/mnt');
  });
});

describe('joinPath on Windows', () => {
  const join = (root: string, name: Buffer) => joinPath(Buffer.from(root), name, 'win32');
  it.each([
    ['C:\\evidence', 'DCIM/a.jpg', '\\\\?\\C:\\evidence\\DCIM\\a.jpg'],
    ['C:\\evidence', '', '\\\\?\\C:\\evidence'],
    ['E:\\', 'CON', '\\\\?\\E:\\CON'],
    ['E:\\', 'docs/nul.txt', '\\\\?\\E:\\docs\\nul.txt'],
    ['E:\\', 'trailing. ', '\\\\?\\E:\\trailing. '],
    ['\\\\server\\share\\case', 'a', '\\\\?\\UNC\\server\\share\\case\\a'],
    ['\\\\?\\C:\\evidence', 'a', '\\\\?\\C:\\evidence\\a'],
  ])('%s and %s', (root, name, expected) => {
    expect(join(root, Buffer.from(name)).toString()).toBe(expected);
  });

  it('changes no byte of a name, however long', () => {
    const name = Buffer.concat([Buffer.from([0xe9, 0xed, 0xa0, 0x80]), Buffer.from('ثبوت'), Buffer.alloc(400, 0x61)]);
    expect(join('C:\\evidence', name)).toEqual(Buffer.concat([Buffer.from('\\\\?\\C:\\evidence\\'), name]));
  });
});
