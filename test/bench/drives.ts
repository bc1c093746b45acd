/**
 * The drives that are measured. Each is made once, the same on every machine, and used again while its marker stands
 * beside it; none is ever committed.
 */
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateSampleDrive } from '../../src/sample/generate.ts';
import { RandomStream } from '../../src/sample/random.ts';

/** Part of the marker: a drive that was made by another recipe is made anew. */
const recipe = 'sabut bench 1';
const poolLength = 16 * 1024 * 1024;
const filesInFolder = 100;

/** What fills the files: bytes as an encoder leaves them, and running text. */
interface Pools {
  noise: Buffer;
  text: Buffer;
}

type Maker = (directory: string, tell: (done: number, total: number) => void) => Promise<void> | void;

/** The folder that holds a drive; makes it unless a whole one is there. */
export async function drive(directory: string, name: string, make: Maker, say: (text: string) => void): Promise<string> {
  const path = join(directory, name);
  const marker = `${path}.made`;
  if (existsSync(marker) && readFileSync(marker, 'utf8') === recipe) return path;
  rmSync(marker, { force: true });
  rmSync(path, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  let told = 0;
  await make(path, (done, total) => {
    const share = Math.floor((done / total) * 10);
    if (share > told) say(`making the drive ${name}: ${share * 10} %`);
    told = share;
  });
  writeFileSync(marker, recipe);
  return path;
}

function makePools(random: RandomStream): Pools {
  const noise = random.fork('noise').bytes(poolLength);
  const words =
    'the of and to in case file from with date account transfer received Lahore Karachi Multan invoice number please send'.split(' ');
  const source = random.fork('text');
  let text = '';
  while (text.length < poolLength) {
    for (let count = source.integer(6, 14); count > 0; count -= 1) text += `${source.pick(words)} `;
    text += source.chance(0.2) ? `${source.integer(100, 99_999)}.\n` : '\n';
  }
  return { noise, text: Buffer.from(text.slice(0, poolLength), 'latin1') };
}

/** JFIF up to the scan: SOI, APP0, a quantisation table, SOF0 of 1200 x 900, SOS (ITU-T T.81, T.871). */
const jpegStart = Buffer.concat([
  Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex'),
  Buffer.alloc(64, 16),
  Buffer.from('ffc0000b080384 04b0010111 00ffda0008010100003f00'.replaceAll(' ', ''), 'hex'),
]);

/** A ZIP local file header of one stored member that fills the rest (APPNOTE 4.3.7). */
function zipStart(size: number): Buffer {
  const header = Buffer.alloc(39);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt32LE(Math.max(0, size - 39), 18);
  header.writeUInt32LE(Math.max(0, size - 39), 22);
  header.writeUInt16LE(9, 26);
  header.write('photo.bin', 30, 'latin1');
  return header;
}

/** The first page's header of an SQLite 3 database with pages of 4096 bytes (SQLite file format, section 1.3). */
function sqliteStart(size: number): Buffer {
  const header = Buffer.alloc(100);
  header.write('SQLite format 3\0', 0, 'latin1');
  header.writeUInt16BE(4096, 16);
  header.set([1, 1, 0, 64, 32, 32], 18);
  header.writeUInt32BE(Math.ceil(size / 4096), 28);
  return header;
}

/** Kinds with their share of the files in per cent; the last has no signature at all. */
const kinds: readonly { share: number; extension: string; start: (size: number) => Buffer; pool: keyof Pools }[] = [
  { share: 40, extension: 'txt', start: () => Buffer.alloc(0), pool: 'text' },
  { share: 30, extension: 'jpg', start: () => jpegStart, pool: 'noise' },
  { share: 10, extension: 'zip', start: zipStart, pool: 'noise' },
  { share: 10, extension: 'db', start: sqliteStart, pool: 'noise' },
  { share: 10, extension: 'bin', start: () => Buffer.alloc(0), pool: 'noise' },
];

function kindAt(percent: number): (typeof kinds)[number] {
  let sum = 0;
  for (const kind of kinds) {
    sum += kind.share;
    if (percent < sum) return kind;
  }
  return kinds[0] as (typeof kinds)[number];
}

/** Writes `count` files in folders of a hundred; `sizeOf` gives each its length. */
function writeFiles(
  directory: string,
  name: string,
  count: number,
  sizeOf: (index: number, random: RandomStream) => number,
  tell: (done: number, total: number) => void,
): void {
  const random = new RandomStream(`${recipe}/${name}`);
  const pools = makePools(random);
  const places = ['DCIM/Camera', 'Documents/letters', 'Users/owner/Downloads', 'WhatsApp/Media', 'Windows/System32', 'work/projects'];
  for (let index = 0; index < count; index += 1) {
    const folder = Math.floor(index / filesInFolder);
    const kind = kindAt(random.integer(0, 99));
    const path = join(directory, places[folder % places.length] as string, `folder-${folder}`, `item-${index}.${kind.extension}`);
    if (index % filesInFolder === 0) mkdirSync(dirname(path), { recursive: true });
    const size = sizeOf(index, random);
    const start = kind.start(size).subarray(0, size);
    const pool = pools[kind.pool];
    const offset = random.integer(0, poolLength - size);
    writeFileSync(path, Buffer.concat([start, pool.subarray(offset, offset + size - start.length)]));
    tell(index + 1, count);
  }
}

/** 20 000 files, 2.2 GiB: half up to 8 kB, 40 % from there to 150 kB, 9 % up to 1 MB, 1 % up to 8 MB. */
export const makeBulk: Maker = (directory, tell) =>
  writeFiles(
    directory,
    'bulk',
    20_000,
    (index, random) => {
      // A step that shares no factor with the number of files: every place comes once, large and small mixed.
      const place = ((index * 7919) % 20_000) / 20_000;
      if (place >= 0.5 && place < 0.9) return random.integer(8000, 150_000);
      return random.integer(1, place < 0.5 ? 8000 : place < 0.99 ? 1_000_000 : 8_000_000);
    },
    tell,
  );

/** Files of 100 to 2000 bytes: nothing but their number counts. */
export function makeNumerous(count: number): Maker {
  return (directory, tell) => writeFiles(directory, 'numerous', count, (_index, random) => random.integer(100, 2000), tell);
}

/** One file of 4 GiB without a repetition that a shortcut could use. */
export const makeLarge: Maker = (directory, tell) => {
  mkdirSync(directory, { recursive: true });
  const block = new RandomStream(`${recipe}/large`).bytes(poolLength);
  const descriptor = openSync(join(directory, 'large.bin'), 'wx');
  try {
    for (let index = 0; index < 256; index += 1) {
      block.writeUInt32LE(index, 0);
      for (let written = 0; written < poolLength; ) written += writeSync(descriptor, block, written);
      tell(index + 1, 256);
    }
  } finally {
    closeSync(descriptor);
  }
};

/** The sample drive at 20 000 items, without its FIFOs, at which the peers would wait for ever. */
export const makeMixed: Maker = async (directory, tell) => {
  const { truthFile } = await generateSampleDrive({ directory, items: 20_000, sparseSize: 0, onProgress: tell });
  for (const line of readFileSync(truthFile, 'utf8').split('\n')) {
    if (line === '') continue;
    const entry = JSON.parse(line) as { path: string; kind: string };
    if (entry.kind === 'special') unlinkSync(join(directory, entry.path));
  }
};
