import { appendFileSync, mkdirSync, readdirSync, renameSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rootIdentityOf } from '../../../src/model/medium.ts';
import { identityOf } from '../../../src/sources/folder/medium.ts';
import { OpenFault } from '../../../src/sources/folder/open-evidence.ts';
import { EntropyCounter } from '../../../src/workers/entropy.ts';
import { type EvidenceRoot, readContent, SourceUnavailable, wholeLimit } from '../../../src/workers/read-content.ts';
import { listedTraits } from '../listed-traits.ts';
import { opensslDigest } from '../openssl.ts';
import { scratchFolder } from '../scratch-folder.ts';

const scratch = scratchFolder('read');
const root = join(scratch, 'evidence');
const algorithms = ['md5', 'sha1', 'sha256'] as const;

function rootOf(path: string): EvidenceRoot {
  return { path: Buffer.from(path), ...rootIdentityOf(identityOf(Buffer.from(path))) };
}

/** Bytes that never repeat in step with any buffer. */
function content(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  for (let index = 0, state = length | 1; index < length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

function readIt(name: string, from = rootOf(root), listed = listedTraits(from.path.toString(), Buffer.from(name))) {
  return readContent(from, Buffer.from(name), listed, algorithms, new EntropyCounter());
}

beforeAll(() => mkdirSync(root));

describe('readContent', () => {
  it.each([0, 1, 511, 262_144, wholeLimit - 1, wholeLimit, wholeLimit + 2 * 1024 * 1024 + 12_345])(
    'reads %d bytes once and rightly, and lets them be read again in ranges',
    async (length) => {
      const bytes = content(length);
      const name = `of ${length}`;
      writeFileSync(join(root, name), bytes);
      const read = await readIt(name);
      try {
        expect(read).toMatchObject({ size: length, whole: length < wholeLimit, partial: false, observations: [] });
        for (const algorithm of algorithms) expect(read.digests[algorithm]).toBe(opensslDigest(algorithm, bytes));
        if (length === 0) expect(read.entropy).toBeNull();
        else if (length === 1) expect(read.entropy).toBe(0);
        else expect(read.entropy).toBeGreaterThan(length < 1000 ? 7 : 7.99);
        expect(read.head.length).toBe(length < wholeLimit ? length : 262_144);
        expect(Buffer.from(read.head).equals(bytes.subarray(0, read.head.length))).toBe(true);
        expect(read.reader.size).toBe(length);
        for (const [offset, count] of [
          [0, 16],
          [length - 5, 16],
          [length, 4],
          [length + 9, 4],
          [-3, 8],
          [262_140, 10],
          [wholeLimit - 3, 100],
          [0, 0],
        ] as const) {
          const within = (position: number) => Math.min(Math.max(0, position), length);
          const got = Buffer.from(await read.reader.read(offset, count)).toString('hex');
          expect(got, `${offset}+${count}`).toBe(bytes.toString('hex', within(offset), within(offset + count)));
        }
      } finally {
        expect(read.close()).toEqual([]);
      }
    },
  );

  it('reads what the system gives at last, where a file has grown since its size was asked', async () => {
    writeFileSync(join(root, 'grows'), 'before');
    const read = await readIt('grows');
    appendFileSync(join(root, 'grows'), ' and after');
    expect(read.digests.md5).toBe(opensslDigest('md5', Buffer.from('before')));
    expect(read.close()).toEqual([
      {
        severity: 'warning',
        code: 'changed-while-reading',
        message: 'The file changed while it was read: 6 bytes before, 6 read, 16 after.',
        step: 'read',
      },
    ]);
  });

  it.each(['small', 'large'])('sees that a %s file was cut, or touched, while it was read', async (size) => {
    const path = join(root, `changes ${size}`);
    writeFileSync(path, content(size === 'small' ? 100 : wholeLimit + 100));
    const cut = await readIt(`changes ${size}`);
    truncateSync(path, 50);
    expect(cut.close().map(({ code }) => code)).toEqual(['changed-while-reading']);
    const touched = await readIt(`changes ${size}`);
    utimesSync(path, 1, 1);
    expect(touched.close().map(({ code }) => code)).toEqual(['changed-while-reading']);
    expect((await readIt(`changes ${size}`)).close()).toEqual([]);
  });

  it.each<[string, (path: string) => void, RegExp]>([
    [
      'another size',
      (path) => appendFileSync(path, '!'),
      /it had 5 bytes and has 6; it was last modified at .*; its entry was last changed at /,
    ],
    ['other times', (path) => utimesSync(path, 1, 1), /listed: it was last modified at .* and now at 1970-01-01T00:00:01/],
    [
      'other bytes under the old time',
      (path) => {
        writeFileSync(path, 'later');
        utimesSync(path, 5, 5);
      },
      /listed: its entry was last changed at .* and now at [^;]*\.$/,
    ],
    [
      'another file',
      (path) => {
        writeFileSync(`${path}.new`, 'other');
        utimesSync(`${path}.new`, 5, 5);
        renameSync(`${path}.new`, path);
      },
      /its entry was last changed at .*; it was inode \d+ and is \d+\.$/,
    ],
  ])('names what is not as it was listed: %s', async (what, change, message) => {
    const path = join(root, `listed ${what}`);
    writeFileSync(path, 'early');
    utimesSync(path, 5, 5);
    const listed = listedTraits(root, Buffer.from(`listed ${what}`));
    const unchanged = await readIt(`listed ${what}`, rootOf(root), listed);
    unchanged.close();
    expect(unchanged).toMatchObject({ partial: false, observations: [], readModified: null });
    change(path);
    const changed = await readIt(`listed ${what}`, rootOf(root), listed);
    changed.close();
    expect(changed).toMatchObject({ partial: true, observations: [{ severity: 'warning', code: 'changed-since-listing' }] });
    expect(changed.observations[0]?.message).toMatch(message);
    // What the file system does not keep is not compared.
    const blind = await readIt(`listed ${what}`, rootOf(root), { size: changed.size, modified: null, changed: null, inode: null });
    blind.close();
    expect(blind).toMatchObject({ partial: false, observations: [] });
  });

  it('takes a file that is not as it was listed for one of another medium, where the folder is another', async () => {
    const path = join(scratch, 'reader');
    mkdirSync(path);
    writeFileSync(join(path, 'file'), 'first card');
    const medium = rootOf(path);
    const listed = listedTraits(path, Buffer.from('file'));
    renameSync(path, join(scratch, 'first card'));
    mkdirSync(path);
    writeFileSync(join(path, 'file'), 'second');
    await expect(readIt('file', medium, listed)).rejects.toMatchObject({ code: 'another-medium', constructor: SourceUnavailable });
  });

  it('says of a missing or altered item that it is at fault, not the source', async () => {
    symlinkSync('elsewhere', join(root, 'link'));
    await expect(readIt('never there')).rejects.toMatchObject({ name: 'OpenFault', code: 'ENOENT' });
    await expect(readIt('link')).rejects.toMatchObject({ code: 'ELOOP' });
    await expect(readIt('never there')).rejects.toBeInstanceOf(OpenFault);
  });

  it('says that the source is gone where its folder is, or where another stands in its place', async () => {
    const path = join(scratch, 'medium');
    mkdirSync(path);
    writeFileSync(join(path, 'file'), 'x');
    const medium = rootOf(path);
    (await readIt('file', medium)).close();
    renameSync(path, join(scratch, 'pulled out'));
    await expect(readIt('file', medium)).rejects.toBeInstanceOf(SourceUnavailable);
    mkdirSync(path);
    await expect(readIt('file', medium)).rejects.toMatchObject({ code: 'ENOENT', constructor: SourceUnavailable });
  });

  it.skipIf(process.platform !== 'linux')('keeps nothing open after it was closed or refused (Linux only)', async () => {
    writeFileSync(join(root, 'kept open'), content(wholeLimit + 1));
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    for (let turn = 0; turn < 5; turn += 1) {
      (await readIt('kept open')).close();
      await readIt('never there').catch(() => undefined);
    }
    expect(open()).toBe(before);
  });
});
