/** The list against the program for which it is written: what passes, what fails, and what its format cannot carry. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../../src/model/item.ts';
import { type HashdeepSummary, writeHashdeep } from '../../../src/reports/hashdeep.ts';
import { makeItem } from './sample-snapshot.ts';

const present = spawnSync('hashdeep', ['-V']).error === undefined;
const product = { name: 'Sabut', version: '0.1.0' };

let scratch: string;
let evidence: Buffer;
let list: string;

/** A path below the evidence, as bytes. */
function at(...parts: (string | Buffer)[]): Buffer {
  return Buffer.concat([evidence, ...parts.flatMap((part) => [Buffer.from('/'), Buffer.from(part)])]);
}

function* walk(folder: Buffer, prefix: Buffer): Generator<Item, void, undefined> {
  for (const name of readdirSync(folder, { encoding: 'buffer' }).sort(Buffer.compare)) {
    const path = prefix.length === 0 ? name : Buffer.concat([prefix, Buffer.from('/'), name]);
    const absolute = Buffer.concat([evidence, Buffer.from('/'), path]);
    const stat = lstatSync(absolute);
    if (stat.isDirectory()) {
      yield makeItem({ path, kind: 'directory' });
      yield* walk(absolute, path);
    } else if (stat.isSymbolicLink()) yield makeItem({ path, kind: 'symlink' });
    else if (stat.isFile()) yield makeItem({ path, content: readFileSync(absolute) });
    else yield makeItem({ path, kind: 'special' });
  }
}

function writeList(items: Iterable<Item> = walk(evidence, Buffer.alloc(0))): HashdeepSummary {
  const { chunks, summary } = writeHashdeep(items, { sources: [{ id: 'S1', path: evidence.toString(), pathRaw: null }], product });
  writeFileSync(list, Buffer.concat([...chunks]));
  return summary;
}

/** Exactly the command that the README gives. */
function audit(): boolean {
  const { stdout, status } = spawnSync('hashdeep', ['-r', '-o', 'f', '-a', '-k', list, evidence.toString()], { encoding: 'latin1' });
  const passed = stdout.includes('Audit passed');
  expect(status === 0, `exit status ${status} for: ${stdout}`).toBe(passed);
  return passed;
}

describe.skipIf(!present)(`hashdeep audit${present ? '' : ' (skipped: hashdeep is not installed)'}`, () => {
  beforeEach(() => {
    scratch = realpathSync(mkdtempSync(join(tmpdir(), 'sabut-hashdeep-')));
    evidence = Buffer.from(join(scratch, 'evidence'));
    list = join(scratch, 'manifest.hashdeep');
    mkdirSync(at('folder/اردو'), { recursive: true });
    writeFileSync(at('plain.txt'), 'plain');
    writeFileSync(at('empty'), '');
    writeFileSync(at('folder/same'), 'plain');
    linkSync(at('plain.txt'), at('hard link'));
    writeFileSync(at('folder/اردو/فائل.txt'), 'urdu');
    writeFileSync(at('back\\slash\\n'), 'backslashes stand for themselves');
    writeFileSync(at('comma, and, "quotes"'), 'further commas belong to the name');
    writeFileSync(at(' spaces '), 'around');
    writeFileSync(at('## not a comment'), 'a name');
    writeFileSync(at('carriage\rreturn'), 'inside a name');
    writeFileSync(at('tab\tstop'), 'tab');
    writeFileSync(at('turned\u202egpj.exe'), 'direction mark');
    writeFileSync(at(Buffer.from([0x63, 0x61, 0x66, 0xe9])), 'not UTF-8');
    writeFileSync(at(Buffer.from([0xff, 0xfe, 0x80])), 'bytes');
    writeFileSync(at('n'.repeat(255)), 'longest name');
    symlinkSync('plain.txt', at('link to a file'));
    symlinkSync('folder', at('link to a folder'));
    symlinkSync('/etc/passwd', at('link out'));
    symlinkSync('nowhere', at('broken link'));
    symlinkSync('loop', at('loop'));
    spawnSync('mkfifo', [at('pipe').toString()]);
  });

  afterEach(() => rmSync(scratch, { recursive: true, force: true }));

  it('passes for untouched evidence with awkward names, links and pipes', () => {
    const summary = writeList();
    expect(summary).toEqual({
      listed: 15,
      uncarried: { 'line-feed': 0, 'carriage-return-at-end': 0, 'line-too-long': 0 },
      withoutDigests: 0,
    });
    expect(audit()).toBe(true);
  });

  it('fails after any change and passes again when it is taken back', () => {
    writeList();
    const changes: [name: string, change: () => void, restore: () => void][] = [
      ['byte changed', () => writeFileSync(at('plain.txt'), 'plaim'), () => writeFileSync(at('plain.txt'), 'plain')],
      ['byte added', () => appendFileSync(at('tab\tstop'), '.'), () => writeFileSync(at('tab\tstop'), 'tab')],
      ['empty file filled', () => writeFileSync(at('empty'), 'x'), () => writeFileSync(at('empty'), '')],
      ['file added', () => writeFileSync(at('new'), 'new'), () => rmSync(at('new'))],
      ['copy added', () => writeFileSync(at('copy'), 'plain'), () => rmSync(at('copy'))],
      ['file removed', () => rmSync(at('folder/same')), () => writeFileSync(at('folder/same'), 'plain')],
      ['renamed', () => renameSync(at(' spaces '), at('spaces')), () => renameSync(at('spaces'), at(' spaces '))],
      [
        'name not UTF-8 renamed',
        () => renameSync(at(Buffer.from([0xff, 0xfe, 0x80])), at(Buffer.from([0xff, 0xfe, 0x81]))),
        () => renameSync(at(Buffer.from([0xff, 0xfe, 0x81])), at(Buffer.from([0xff, 0xfe, 0x80]))),
      ],
      ['folder renamed', () => renameSync(at('folder'), at('ordner')), () => renameSync(at('ordner'), at('folder'))],
    ];
    for (const [name, change, restore] of changes) {
      change();
      expect(audit(), name).toBe(false);
      restore();
      expect(audit(), `${name}, taken back`).toBe(true);
    }
  });

  it('names in comments what the format cannot carry, counts it, and keeps the rest of the list intact', () => {
    const deep = Array.from({ length: 8 }, (_, level) => `${level}`.padEnd(240, 'd'));
    mkdirSync(at(...deep), { recursive: true });
    writeFileSync(at('two\nlines'), 'new line');
    writeFileSync(at('return at the end\r'), 'carriage return');
    writeFileSync(at(...deep, 'far too deep'), 'deep');
    const summary = writeList();
    expect(summary).toMatchObject({ listed: 15, uncarried: { 'line-feed': 1, 'carriage-return-at-end': 1, 'line-too-long': 1 } });
    const text = readFileSync(list);
    expect(text.includes('## Not listed, its name holds a line feed: 8,')).toBe(true);
    expect(text.includes('S1/two\\nlines\n')).toBe(true);
    for (let start = 0, end = text.indexOf(0x0a); end >= 0; start = end + 1, end = text.indexOf(0x0a, start))
      expect(end - start).toBeLessThanOrEqual(2046);
    // hashdeep finds the three files that its list cannot name, and nothing else.
    expect(audit()).toBe(false);
    rmSync(at('two\nlines'));
    rmSync(at('return at the end\r'));
    rmSync(at(...deep, 'far too deep'));
    expect(audit()).toBe(true);
  });

  it('carries the longest line that hashdeep reads, and not one byte more', () => {
    // 2046 bytes: digits of the size, three digests, four commas, the path.
    const overhead = '1,'.length + 32 + 40 + 64 + 3;
    const room = 2046 - overhead - evidence.length - 1;
    const folders = Array.from({ length: Math.ceil((room - 250) / 200) }, () => 'f'.repeat(199));
    const name = 'n'.repeat(room - folders.length * 200);
    mkdirSync(at(...folders), { recursive: true });
    writeFileSync(at(...folders, name), 'x');
    expect(writeList()).toMatchObject({ listed: 16, uncarried: { 'line-too-long': 0 } });
    expect(audit()).toBe(true);
    renameSync(at(...folders, name), at(...folders, `${name}n`));
    expect(writeList()).toMatchObject({ listed: 15, uncarried: { 'line-too-long': 1 } });
  });

  const root = process.getuid?.() === 0;
  it.skipIf(root)(`passes over what cannot be read${root ? ' (skipped: the superuser can read everything)' : ''}`, () => {
    writeFileSync(at('unreadable'), 'secret');
    chmodSync(at('unreadable'), 0);
    const unread = makeItem({ path: 'unreadable', md5: undefined, sha1: undefined, sha256: undefined, outcomes: { read: 'failed' } });
    const rest = function* () {
      yield unread;
      for (const entry of readdirSync(evidence, { encoding: 'buffer' })) {
        if (entry.toString() !== 'unreadable' && lstatSync(at(entry)).isFile())
          yield makeItem({ path: entry, content: readFileSync(at(entry)) });
      }
      yield* walk(at('folder'), Buffer.from('folder'));
    };
    expect(writeList(rest())).toMatchObject({ listed: 15, withoutDigests: 1 });
    expect(audit()).toBe(true);
  });
});
