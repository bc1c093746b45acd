/** Files of the cache beside a case: arrays of numbers with a stamp that says of what state of the case they speak. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

type NumberArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

interface Header {
  stamp: string;
  /** Name, offset from the end of the header and length in bytes of each array. */
  arrays: [name: string, offset: number, length: number][];
  facts: unknown;
}

export interface KeptArrays {
  facts: unknown;
  /** The bytes of an array, in memory of their own: an offset that suits every type of number. */
  bytes(name: string): { buffer: ArrayBuffer; offset: number; length: number };
}

const alignment = 8;

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

/** Writes a file whole or not at all. The cache may always be missing: a fault of the disk is none of the caller's. */
export function keepArrays(path: string, stamp: string, facts: unknown, arrays: Record<string, NumberArray>): void {
  const header: Header = { stamp, arrays: [], facts };
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    header.arrays.push([name, offset, array.byteLength]);
    offset += aligned(array.byteLength);
  }
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const start = aligned(4 + text.length);
  const bytes = Buffer.alloc(start + offset);
  bytes.writeUInt32LE(text.length, 0);
  text.copy(bytes, 4);
  for (const [index, array] of Object.values(arrays).entries())
    bytes.set(
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
      start + (header.arrays[index] as Header['arrays'][number])[1],
    );
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(`${path}.new`, bytes, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    rmSync(`${path}.new`, { force: true });
  }
}

/** Reads what was kept; null where it is missing, damaged, or speaks of another state of the case. */
export async function readKept(path: string, stamp: string): Promise<KeptArrays | null> {
  let bytes: Buffer;
  let header: Header;
  try {
    // Beside the work of this thread: a hundred megabytes must not keep whoever asks for something else waiting.
    bytes = await readFile(path);
    header = JSON.parse(bytes.toString('utf8', 4, 4 + bytes.readUInt32LE(0))) as Header;
  } catch {
    return null;
  }
  if (header.stamp !== stamp) return null;
  const start = aligned(4 + bytes.readUInt32LE(0));
  const places = new Map(header.arrays.map(([name, offset, length]) => [name, { offset: bytes.byteOffset + start + offset, length }]));
  const last = header.arrays.at(-1);
  if (last !== undefined && start + last[1] + last[2] > bytes.length) return null;
  return {
    facts: header.facts,
    bytes(name) {
      const place = places.get(name);
      if (place === undefined) throw new RangeError(`no array ${name} was kept`);
      return { buffer: bytes.buffer as ArrayBuffer, ...place };
    },
  };
}
