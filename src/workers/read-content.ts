/** The one pass over an item's bytes: every byte is read once, digested, counted and, where small, kept for what follows. */
import { type BigIntStats, closeSync, fstatSync, read, readSync } from 'node:fs';
import type { DigestAlgorithm, Digests } from '../model/digest.ts';
import type { RootIdentity } from '../model/medium.ts';
import type { Observation } from '../model/outcome.ts';
import type { ListedTraits } from '../model/processing.ts';
import type { ByteReader } from '../model/reader.ts';
import { fromUnixNanoseconds } from '../model/timestamp.ts';
import { hasBlockDevice } from '../sources/folder/block-device.ts';
import { type BadRange, isMediumFault, readAround, toRescueMap } from '../sources/folder/faulty-read.ts';
import { isSameRoot } from '../sources/folder/medium.ts';
import { type OpenFault, openEvidence } from '../sources/folder/open-evidence.ts';
import { type DigestPartner, digestPartner, PartnerLost, shareDigests } from './digest-partner.ts';
import { DigestStream, digestAtOnce } from './digesting.ts';
import type { EntropyCounter } from './entropy.ts';

/** Items up to this size are held in memory whole. */
export const wholeLimit = 4 * 1024 * 1024;
const chunkLength = 2 * 1024 * 1024;
const headLength = 256 * 1024;
/** From so many bytes on, a second thread takes a share of the digests: smaller ones are over before it has begun. */
export const sharedFrom = 32 * 1024 * 1024;

export interface Content {
  size: number;
  digests: Digests;
  entropy: number | null;
  /** The first bytes; all of them where `whole`. Valid until the next item is read. */
  head: Uint8Array;
  whole: boolean;
  reader: ByteReader;
  observations: Observation[];
  /** When it was last changed, nanoseconds since 1970, where that is not what was listed; else null. */
  readModified: bigint | null;
  /** False where the system refused to leave the time of last access alone. */
  accessTimeKept: boolean;
  /** True where the bytes are not those of one moment with what was listed, or not all could be read. */
  partial: boolean;
  /** Ends the reading and reports whether the file changed meanwhile. */
  close(): Observation[];
}

/** A source's root with the identity that it has in this session. */
export interface EvidenceRoot extends RootIdentity {
  path: Buffer;
}

/** The source itself no longer answers; nothing can be said about the item. */
export class SourceUnavailable extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`the source does not answer (${code})`);
    this.code = code;
  }
}

const sharedBuffer = Buffer.allocUnsafeSlow(wholeLimit);

/** A piece of a large item, in memory that another thread can have too. */
interface Chunk {
  memory: SharedArrayBuffer;
  bytes: Buffer;
}
let chunks: [Chunk, Chunk] | undefined;

function makeChunk(): Chunk {
  const memory = new SharedArrayBuffer(chunkLength);
  return { memory, bytes: Buffer.from(memory) };
}

function warning(code: string, message: string): Observation {
  return { severity: 'warning', code, message, step: 'read' };
}

/** What was seen of each source while it answered: to be looked for again when something gives errors. */
const seen = new Map<EvidenceRoot, { path: Buffer; hasDevice: boolean }>();

function isAtItsPlace(root: EvidenceRoot): boolean {
  try {
    return isSameRoot(root.path, root);
  } catch {
    return false;
  }
}

/**
 * Whether a source still answers as it did. A medium that was pulled out may keep its directories in the system's cache:
 * then its block device is gone, or what could be read before cannot be read any more (HARDENING, "Opening evidence").
 */
function sourceAnswers(root: EvidenceRoot): boolean {
  try {
    if (!isAtItsPlace(root)) return false;
    const before = seen.get(root);
    return before === undefined || (before.hasDevice === hasBlockDevice(BigInt(root.device)) && canBeRead(root, before.path));
  } catch {
    return false;
  }
}

function canBeRead(root: EvidenceRoot, path: Buffer): boolean {
  const { descriptor } = openEvidence(root.path, path);
  try {
    readSync(descriptor, Buffer.allocUnsafe(1), 0, 1, 0);
    return true;
  } finally {
    closeSync(descriptor);
  }
}

function timeText(nanoseconds: string): string {
  return fromUnixNanoseconds(BigInt(nanoseconds)).iso ?? `${nanoseconds} ns after 1970`;
}

/** What of an opened file is not as it was listed, in words. */
function differencesSince(listed: ListedTraits, stat: BigIntStats): string[] {
  const differences: string[] = [];
  if (Number(stat.size) !== listed.size) differences.push(`it had ${listed.size} bytes and has ${stat.size}`);
  const { modified, changed, inode } = listed;
  if (modified !== null && stat.mtimeNs.toString() !== modified)
    differences.push(`it was last modified at ${timeText(modified)} and now at ${timeText(stat.mtimeNs.toString())}`);
  if (changed !== null && stat.ctimeNs.toString() !== changed)
    differences.push(`its entry was last changed at ${timeText(changed)} and now at ${timeText(stat.ctimeNs.toString())}`);
  if (inode !== null && stat.ino.toString() !== inode) differences.push(`it was inode ${inode} and is ${stat.ino}`);
  return differences;
}

/** What opening may say because the source, not the item, is gone. */
const telling = new Set(['ENOENT', 'ENOTDIR', 'ENODEV', 'ESTALE', 'ENOTCONN', 'outside-the-source']);

/**
 * Opens, reads and digests one item. `onOpen` is told its size before the first byte is read.
 * @throws OpenFault where it cannot be opened, SourceUnavailable where the whole source is gone or is another one.
 */
export async function readContent(
  root: EvidenceRoot,
  path: Buffer,
  listed: ListedTraits,
  algorithms: readonly DigestAlgorithm[],
  entropy: EntropyCounter,
  onOpen: (size: number) => void = () => undefined,
): Promise<Content> {
  let opened: ReturnType<typeof openEvidence>;
  try {
    opened = openEvidence(root.path, path);
  } catch (thrown) {
    const { code } = thrown as OpenFault;
    if ((telling.has(code) || isMediumFault(code)) && !sourceAnswers(root)) throw new SourceUnavailable(code);
    throw thrown;
  }
  const { descriptor, stat } = opened;
  try {
    const size = Number(stat.size);
    const differences = differencesSince(listed, stat);
    // A file that differs may be one of another medium at the same path.
    if (differences.length > 0 && !isAtItsPlace(root)) throw new SourceUnavailable('another-medium');
    onOpen(size);
    const bad: BadRange[] = [];
    const content =
      size < wholeLimit
        ? readSmall(descriptor, size, algorithms, entropy, bad)
        : await readLarge(descriptor, size, algorithms, entropy, bad);
    if (bad.length > 0 && !sourceAnswers(root)) throw new SourceUnavailable('EIO');
    if (content.size > 0 && bad.length === 0)
      seen.set(root, { path, hasDevice: seen.get(root)?.hasDevice ?? hasBlockDevice(BigInt(root.device)) });
    const observations: Observation[] = [];
    if (differences.length > 0)
      observations.push(warning('changed-since-listing', `The file changed after it was listed: ${differences.join('; ')}.`));
    if (bad.length > 0) {
      const bytes = bad.reduce((sum, range) => sum + range.length, 0);
      observations.push({
        ...warning(
          'unreadable-sectors',
          `${bytes} bytes could not be read and stand as zeros in the digests. ddrescue map: ${toRescueMap(content.size, bad).split('\n').slice(2).join('; ')}`,
        ),
        place: bad
          .slice(0, 20)
          .map((range) => `${range.offset}+${range.length}`)
          .join(' '),
      });
    }
    return {
      ...content,
      observations,
      readModified: listed.modified === null || stat.mtimeNs.toString() === listed.modified ? null : stat.mtimeNs,
      accessTimeKept: opened.accessTimeKept,
      partial: bad.length > 0 || differences.length > 0,
      close: () => closeAndCompare(descriptor, stat, content.size),
    };
  } catch (thrown) {
    closeSync(descriptor);
    entropy.take();
    throw thrown;
  }
}

function closeAndCompare(descriptor: number, before: BigIntStats, read: number): Observation[] {
  try {
    const after = fstatSync(descriptor, { bigint: true });
    const same =
      before.size === after.size &&
      before.mtimeNs === after.mtimeNs &&
      before.ctimeNs === after.ctimeNs &&
      before.ino === after.ino &&
      before.dev === after.dev;
    if (same && BigInt(read) === before.size) return [];
    return [
      warning(
        'changed-while-reading',
        `The file changed while it was read: ${before.size} bytes before, ${read} read, ${after.size} after.`,
      ),
    ];
  } finally {
    closeSync(descriptor);
  }
}

type Pass = Pick<Content, 'size' | 'digests' | 'entropy' | 'head' | 'whole' | 'reader'>;

function readSmall(
  descriptor: number,
  expected: number,
  algorithms: readonly DigestAlgorithm[],
  entropy: EntropyCounter,
  bad: BadRange[],
): Pass {
  const size = readAround((target, offset) => readSync(descriptor, target, 0, target.length, offset), sharedBuffer, 0, expected, bad);
  const bytes = sharedBuffer.subarray(0, size);
  entropy.add(bytes);
  const reader: ByteReader = {
    size,
    read: (offset, length) => Promise.resolve(bytes.subarray(Math.max(0, offset), Math.max(0, offset + length))),
  };
  return { size, digests: digestAtOnce(bytes, algorithms), entropy: entropy.take(), head: bytes, whole: true, reader };
}

function readInto(descriptor: number, target: Buffer, offset: number, end: number, bad: BadRange[]): Promise<number> {
  return new Promise((resolve, reject) => {
    read(descriptor, target, 0, target.length, offset, (error, count) => {
      if (error === null && (count === target.length || count === 0)) return resolve(count);
      // The rare case - an error or a short read - goes the careful way.
      try {
        resolve(readAround((part, at) => readSync(descriptor, part, 0, part.length, at), target, offset, end, bad));
      } catch (thrown) {
        reject(thrown as Error);
      }
    });
  });
}

async function readLarge(
  descriptor: number,
  expected: number,
  algorithms: readonly DigestAlgorithm[],
  entropy: EntropyCounter,
  bad: BadRange[],
): Promise<Pass> {
  const partner = expected >= sharedFrom ? digestPartner() : null;
  if (partner !== null) {
    try {
      return await readInPieces(descriptor, expected, algorithms, entropy, bad, partner);
    } catch (thrown) {
      if (!(thrown instanceof PartnerLost)) throw thrown;
      // What was digested and counted so far is given up; this thread does all of it.
      entropy.take();
      bad.length = 0;
    }
  }
  return readInPieces(descriptor, expected, algorithms, entropy, bad, null);
}

/** Reads the next piece while this one is digested, by a partner too where there is one. */
async function readInPieces(
  descriptor: number,
  expected: number,
  algorithms: readonly DigestAlgorithm[],
  entropy: EntropyCounter,
  bad: BadRange[],
  partner: DigestPartner | null,
): Promise<Pass> {
  chunks ??= [makeChunk(), makeChunk()];
  const { own, partners } = partner === null ? { own: algorithms, partners: [] } : shareDigests(algorithms);
  const digests = new DigestStream(own);
  partner?.begin(partners);
  let head: Uint8Array = new Uint8Array(0);
  let size = 0;
  let turn = 0;
  let next = readInto(descriptor, chunks[0].bytes, 0, expected, bad);
  try {
    for (;;) {
      const length = await next;
      const { memory, bytes } = chunks[turn] as Chunk;
      const piece = bytes.subarray(0, length);
      if (length === 0) break;
      turn = 1 - turn;
      next = readInto(descriptor, (chunks[turn] as Chunk).bytes, size + length, expected, bad);
      if (size === 0) head = Buffer.from(piece.subarray(0, headLength));
      const shared = partner?.add(memory, length);
      // It is waited for below; that it fails while this thread is busy must not count as unheard.
      shared?.catch(() => undefined);
      digests.add(piece);
      entropy.add(piece);
      await shared;
      size += length;
      // A file that grows as fast as it is read must still end.
      if (size > expected + 64 * chunkLength) break;
    }
    const found: Digests = { ...digests.finish(), ...(await partner?.finish()) };
    return {
      size,
      digests: Object.fromEntries(algorithms.map((algorithm) => [algorithm, found[algorithm] as string])),
      entropy: entropy.take(),
      head,
      whole: false,
      reader: descriptorReader(descriptor, size, head),
    };
  } finally {
    // Nothing is read into a piece any more that the next item may use.
    await next.catch(() => 0);
  }
}

/** Ranged reads of a large item, from the same open file; its first bytes come from memory. */
function descriptorReader(descriptor: number, size: number, head: Uint8Array): ByteReader {
  return {
    size,
    read(offset, length) {
      const start = Math.min(Math.max(0, offset), size);
      const end = Math.min(size, Math.max(start, offset + length));
      if (end <= head.length) return Promise.resolve(head.subarray(start, end));
      const target = Buffer.allocUnsafe(end - start);
      return readInto(descriptor, target, start, size, []).then((count) => target.subarray(0, count));
    },
  };
}
