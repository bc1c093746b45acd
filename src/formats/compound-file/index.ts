/**
 * Compound files (OLE structured storage): [MS-CFB]. Read by ranges, with every chain and the directory
 * tree walked at most once: hostile files link them in circles.
 */
import type { ByteReader } from '../../model/reader.ts';
import { decodeUtf16, viewOf } from '../text.ts';

export interface CompoundEntry {
  /** Names from the root's child down, joined by slashes, such as `Macros/VBA/dir`. */
  path: string;
  kind: 'storage' | 'stream';
  /** FILETIMEs of a storage; zero where not set. */
  createdAt: bigint;
  modifiedAt: bigint;
  /** Length of a stream in bytes. */
  size: number;
  startSector: number;
}

/** The bytes are no compound file, or its tables are damaged. */
export class CompoundFileFault extends Error {}

const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const endOfChain = 0xfffffffe;
const noStream = 0xffffffff;
const maximumRegularSector = 0xfffffffa;
const miniSectorSize = 64;
const maximumFatSectors = 65_536;
const maximumEntries = 65_536;

/** Whether bytes begin like a compound file. */
export function isCompoundFile(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && signature.every((byte, index) => bytes[index] === byte);
}

interface RawEntry {
  name: string;
  type: number;
  /** Class identifier in its usual form, lower case, without braces; all zeros where none is set. */
  classId: string;
  left: number;
  right: number;
  child: number;
  createdAt: bigint;
  modifiedAt: bigint;
  startSector: number;
  size: number;
}

export class CompoundFile {
  readonly entries: CompoundEntry[] = [];
  private readonly reader: ByteReader;
  private readonly sectorSize: number;
  private readonly miniCutoff: number;
  private readonly fatSectors: number[] = [];
  private readonly fatCache = new Map<number, DataView>();
  private miniFat: Uint8Array | null = null;
  private miniFatStart: number;
  private miniStreamChain: number[] | null = null;
  private root: RawEntry | null = null;

  private constructor(reader: ByteReader, header: DataView) {
    this.reader = reader;
    const shift = header.getUint16(30, true);
    if (shift !== 9 && shift !== 12) throw new CompoundFileFault(`a sector size of 2^${shift} is not allowed`);
    this.sectorSize = 1 << shift;
    this.miniCutoff = header.getUint32(56, true);
    this.miniFatStart = header.getUint32(60, true);
  }

  /** Reads header, allocation tables and directory. Throws a CompoundFileFault where they are damaged beyond use. */
  static async open(reader: ByteReader): Promise<CompoundFile> {
    const head = await reader.read(0, 512);
    if (head.length < 512 || !isCompoundFile(head)) throw new CompoundFileFault('the header is cut off or is none');
    const header = viewOf(head);
    const file = new CompoundFile(reader, header);
    await file.listFatSectors(header);
    await file.readDirectory(header.getUint32(48, true));
    return file;
  }

  /** Class of the root storage, which names the program of the document (2.6.1), such as `00020906-0000-0000-c000-000000000046`. */
  get rootClass(): string {
    return (this.root as RawEntry).classId;
  }

  find(path: string): CompoundEntry | null {
    return this.entries.find((entry) => entry.path === path) ?? null;
  }

  /** Up to `limit` bytes of a stream from its start; fewer where its chain ends early. */
  async read(entry: CompoundEntry, limit: number): Promise<Uint8Array> {
    const wanted = Math.min(entry.size, limit);
    if (entry.kind !== 'stream' || wanted === 0) return new Uint8Array(0);
    if (entry.size < this.miniCutoff) return this.readMini(entry.startSector, wanted);
    return this.readSectors(await this.chain(entry.startSector, Math.ceil(wanted / this.sectorSize)), wanted);
  }

  private offsetOf(sector: number): number {
    return (sector + 1) * this.sectorSize;
  }

  /** The sectors of the file allocation table: 109 in the header, the rest in a chain of DIFAT sectors (2.5). */
  private async listFatSectors(header: DataView): Promise<void> {
    const add = (sector: number) => {
      if (sector <= maximumRegularSector && this.fatSectors.length < maximumFatSectors) this.fatSectors.push(sector);
    };
    for (let index = 0; index < 109; index += 1) add(header.getUint32(76 + index * 4, true));
    let next = header.getUint32(68, true);
    const seen = new Set<number>();
    while (next <= maximumRegularSector && !seen.has(next) && this.fatSectors.length < maximumFatSectors) {
      seen.add(next);
      const bytes = await this.reader.read(this.offsetOf(next), this.sectorSize);
      if (bytes.length < this.sectorSize) return;
      const view = viewOf(bytes);
      for (let at = 0; at < this.sectorSize - 4; at += 4) add(view.getUint32(at, true));
      next = view.getUint32(this.sectorSize - 4, true);
    }
  }

  private async nextSector(sector: number): Promise<number> {
    const perSector = this.sectorSize / 4;
    const index = Math.floor(sector / perSector);
    const fatSector = this.fatSectors[index];
    if (fatSector === undefined) return endOfChain;
    let view = this.fatCache.get(index);
    if (view === undefined) {
      const bytes = await this.reader.read(this.offsetOf(fatSector), this.sectorSize);
      if (bytes.length < this.sectorSize) return endOfChain;
      view = viewOf(bytes);
      this.fatCache.set(index, view);
    }
    return view.getUint32((sector % perSector) * 4, true);
  }

  /** At most `limit` sectors of a chain; it ends at the end mark, at the first repetition and outside the file. */
  private async chain(start: number, limit: number): Promise<number[]> {
    const sectors: number[] = [];
    const seen = new Set<number>();
    let sector = start;
    while (sectors.length < limit && sector <= maximumRegularSector && !seen.has(sector) && this.offsetOf(sector) < this.reader.size) {
      seen.add(sector);
      sectors.push(sector);
      sector = await this.nextSector(sector);
    }
    return sectors;
  }

  private async readSectors(sectors: readonly number[], length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.min(length, sectors.length * this.sectorSize));
    let at = 0;
    for (let index = 0; index < sectors.length; ) {
      // Neighbouring sectors are read at a stroke.
      let run = 1;
      while (sectors[index + run] === (sectors[index] as number) + run) run += 1;
      const wanted = Math.min(run * this.sectorSize, bytes.length - at);
      const piece = await this.reader.read(this.offsetOf(sectors[index] as number), wanted);
      bytes.set(piece, at);
      if (piece.length < wanted) return bytes.subarray(0, at + piece.length);
      at += wanted;
      index += run;
    }
    return bytes;
  }

  /** Streams below the cutoff lie in the mini stream (2.4). */
  private async readMini(start: number, length: number): Promise<Uint8Array> {
    const root = this.root as RawEntry;
    const limit = Math.ceil(root.size / this.sectorSize);
    this.miniStreamChain ??= await this.chain(root.startSector, Math.min(limit, maximumFatSectors));
    this.miniFat ??= await this.readSectors(await this.chain(this.miniFatStart, 4096), 4096 * this.sectorSize);
    const table = viewOf(this.miniFat);
    const bytes = new Uint8Array(length);
    const seen = new Set<number>();
    let sector = start;
    let at = 0;
    while (at < length && sector <= maximumRegularSector && !seen.has(sector)) {
      seen.add(sector);
      const offset = sector * miniSectorSize;
      const holder = this.miniStreamChain[Math.floor(offset / this.sectorSize)];
      if (holder === undefined) break;
      const piece = await this.reader.read(this.offsetOf(holder) + (offset % this.sectorSize), Math.min(miniSectorSize, length - at));
      bytes.set(piece, at);
      at += piece.length;
      if (piece.length === 0 || sector * 4 + 4 > table.byteLength) break;
      sector = table.getUint32(sector * 4, true);
    }
    return bytes.subarray(0, at);
  }

  private async readDirectory(start: number): Promise<void> {
    const sectors = await this.chain(start, Math.ceil((maximumEntries * 128) / this.sectorSize));
    const bytes = await this.readSectors(sectors, sectors.length * this.sectorSize);
    const view = viewOf(bytes);
    const raw: RawEntry[] = [];
    for (let at = 0; at + 128 <= bytes.length; at += 128) raw.push(readEntry(bytes, view, at, this.sectorSize));
    this.root = raw[0] ?? null;
    if (this.root === null || this.root.type !== 5) throw new CompoundFileFault('the directory has no root entry');
    this.walk(raw, this.root.child);
  }

  /** Walks the red-black trees of all storages without recursion; each entry counts once. */
  private walk(raw: readonly RawEntry[], first: number): void {
    const pending: [index: number, parent: string][] = [[first, '']];
    const seen = new Set<number>();
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [index, parent] = next;
      const entry = raw[index];
      if (entry === undefined || index === noStream || seen.has(index)) continue;
      seen.add(index);
      if (entry.type === 1 || entry.type === 2) {
        const path = parent === '' ? entry.name : `${parent}/${entry.name}`;
        this.entries.push({
          path,
          kind: entry.type === 1 ? 'storage' : 'stream',
          createdAt: entry.createdAt,
          modifiedAt: entry.modifiedAt,
          size: entry.size,
          startSector: entry.startSector,
        });
        // A path deeper than this is made to exhaust memory.
        if (entry.type === 1 && path.length < 4096) pending.push([entry.child, path]);
      }
      pending.push([entry.left, parent], [entry.right, parent]);
    }
  }
}

/** Directory entry (2.6.1). */
function readEntry(bytes: Uint8Array, view: DataView, at: number, sectorSize: number): RawEntry {
  const nameLength = Math.max(0, Math.min(64, view.getUint16(at + 64, true)) - 2);
  const size = view.getBigUint64(at + 120, true);
  return {
    name: decodeUtf16(bytes.subarray(at, at + nameLength)),
    type: bytes[at + 66] as number,
    classId: readClassId(bytes, view, at + 80),
    left: view.getUint32(at + 68, true),
    right: view.getUint32(at + 72, true),
    child: view.getUint32(at + 76, true),
    createdAt: view.getBigUint64(at + 100, true),
    modifiedAt: view.getBigUint64(at + 108, true),
    startSector: view.getUint32(at + 116, true),
    // With 512-byte sectors only the low half of the size counts (2.6.3).
    size: sectorSize === 512 ? Number(size & 0xffffffffn) : Number(size > 0xffff_ffff_ffffn ? 0n : size),
  };
}

/** A GUID as packet: three numbers in little endian, then eight bytes ([MS-DTYP] 2.3.4.2). */
function readClassId(bytes: Uint8Array, view: DataView, at: number): string {
  const number = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const rest = [...bytes.subarray(at + 8, at + 16)].map((byte) => number(byte, 2)).join('');
  const head = [number(view.getUint32(at, true), 8), number(view.getUint16(at + 4, true), 4), number(view.getUint16(at + 6, true), 4)];
  return [...head, rest.slice(0, 4), rest.slice(4)].join('-');
}
