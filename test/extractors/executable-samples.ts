/** Small programs built byte by byte, as their specifications lay them out. */

function bytesOf(length: number, write: (view: DataView, bytes: Uint8Array) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  write(new DataView(bytes.buffer), bytes);
  return bytes;
}

function put(bytes: Uint8Array, offset: number, text: string): void {
  bytes.set(new TextEncoder().encode(text), offset);
}

function putUtf16(view: DataView, offset: number, text: string): void {
  for (let index = 0; index < text.length; index += 1) view.setUint16(offset + index * 2, text.charCodeAt(index), true);
}

export interface PeOptions {
  timeDateStamp?: number;
  sectionName?: string;
  reproducible?: boolean;
}

/**
 * A PE32 program of one section at file offset 0x200, address 0x1000: imports KERNEL32.dll!ExitProcess and ordinal 115
 * of WS2_32.dll, a version resource, a debug directory.
 */
export function peSample({ timeDateStamp = 1_659_768_075, sectionName = '.rdata', reproducible = false }: PeOptions = {}): Uint8Array {
  return bytesOf(0x800, (view, bytes) => {
    put(bytes, 0, 'MZ');
    view.setUint32(0x3c, 0x80, true);
    put(bytes, 0x80, 'PE\0\0');
    view.setUint16(0x84, 0x14c, true);
    view.setUint16(0x86, 1, true);
    view.setUint32(0x88, timeDateStamp, true);
    view.setUint16(0x94, 224, true);
    view.setUint16(0x96, 0x102, true);
    const optional = 0x98;
    view.setUint16(optional, 0x10b, true);
    view.setUint32(optional + 16, 0x1010, true);
    view.setUint32(optional + 36, 0x200, true);
    view.setUint32(optional + 60, 0x200, true);
    view.setUint16(optional + 68, 3, true);
    view.setUint32(optional + 92, 16, true);
    const setDirectory = (index: number, address: number, size: number) => {
      view.setUint32(optional + 96 + index * 8, address, true);
      view.setUint32(optional + 100 + index * 8, size, true);
    };
    setDirectory(1, 0x1000, 60);
    setDirectory(2, 0x1200, 0x200);
    setDirectory(4, 0x700, 8);
    setDirectory(6, 0x1180, reproducible ? 56 : 28);
    const table = optional + 224;
    put(bytes, table, sectionName);
    view.setUint32(table + 8, 0x600, true);
    view.setUint32(table + 12, 0x1000, true);
    view.setUint32(table + 16, 0x600, true);
    view.setUint32(table + 20, 0x200, true);
    writeImports(view, bytes);
    writeDebugDirectory(view, bytes, reproducible);
    writeVersionResource(view);
  });
}

/** File offset of a relative virtual address of the sample. */
const at = (address: number): number => address - 0x1000 + 0x200;

function writeImports(view: DataView, bytes: Uint8Array): void {
  const descriptor = (index: number, lookup: number, name: number) => {
    view.setUint32(at(0x1000) + index * 20, lookup, true);
    view.setUint32(at(0x1000) + index * 20 + 12, name, true);
    view.setUint32(at(0x1000) + index * 20 + 16, lookup, true);
  };
  descriptor(0, 0x1060, 0x10a0);
  descriptor(1, 0x1070, 0x10b0);
  view.setUint32(at(0x1060), 0x10c0, true);
  view.setUint32(at(0x1070), 0x80000073, true);
  put(bytes, at(0x10a0), 'KERNEL32.dll');
  put(bytes, at(0x10b0), 'WS2_32.dll');
  put(bytes, at(0x10c2), 'ExitProcess');
}

function writeDebugDirectory(view: DataView, bytes: Uint8Array, reproducible: boolean): void {
  view.setUint32(at(0x1180) + 12, 2, true);
  view.setUint32(at(0x1180) + 16, 40, true);
  view.setUint32(at(0x1180) + 24, at(0x11d0), true);
  if (reproducible) view.setUint32(at(0x1180) + 28 + 12, 16, true);
  put(bytes, at(0x11d0), 'RSDS');
  view.setUint32(at(0x11d0) + 4, 0x12345678, true);
  view.setUint32(at(0x11d0) + 20, 1, true);
  put(bytes, at(0x11d0) + 24, 'D:\\work\\a.pdb');
}

function writeVersionResource(view: DataView): void {
  const root = at(0x1200);
  const directoryEntry = (offset: number, id: number, value: number) => {
    view.setUint16(offset + 14, 1, true);
    view.setUint32(offset + 16, id, true);
    view.setUint32(offset + 20, value, true);
  };
  directoryEntry(root, 16, 0x80000020);
  directoryEntry(root + 0x20, 1, 0x80000040);
  directoryEntry(root + 0x40, 0x409, 0x60);
  view.setUint32(root + 0x60, 0x1280, true);
  view.setUint32(root + 0x64, 0x100, true);
  const node = (offset: number, length: number, valueLength: number, key: string) => {
    view.setUint16(offset, length, true);
    view.setUint16(offset + 2, valueLength, true);
    view.setUint16(offset + 4, 1, true);
    putUtf16(view, offset + 6, key);
  };
  const start = at(0x1280);
  node(start, 0xc8, 0, 'VS_VERSION_INFO');
  node(start + 40, 0xa0, 0, 'StringFileInfo');
  node(start + 40 + 36, 0x60, 0, '040904B0');
  node(start + 40 + 36 + 24, 0x38, 10, 'CompanyName');
  putUtf16(view, start + 40 + 36 + 24 + 32, 'Acme Ltd');
}

/** A 64-bit little-endian ELF program with interpreter, one needed library, run path and build id; no sections. */
export function elfSample(): Uint8Array {
  return bytesOf(0x400, (view, bytes) => {
    bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]);
    view.setUint16(16, 3, true);
    view.setUint16(18, 62, true);
    view.setBigUint64(24, 0x1040n, true);
    view.setBigUint64(32, 64n, true);
    view.setUint16(54, 56, true);
    view.setUint16(56, 4, true);
    const segment = (index: number, type: number, offset: number, size: number) => {
      const start = 64 + index * 56;
      view.setUint32(start, type, true);
      view.setBigUint64(start + 8, BigInt(offset), true);
      view.setBigUint64(start + 16, BigInt(offset), true);
      view.setBigUint64(start + 32, BigInt(size), true);
    };
    segment(0, 1, 0, 0x400);
    segment(1, 3, 0x200, 28);
    segment(2, 2, 0x240, 96);
    segment(3, 4, 0x300, 36);
    put(bytes, 0x200, '/lib64/ld-linux-x86-64.so.2\0');
    const entries: [number, number][] = [
      [1, 1],
      [5, 0x380],
      [10, 64],
      [29, 11],
      [14, 24],
      [0, 0],
    ];
    for (const [index, [tag, value]] of entries.entries()) {
      view.setBigUint64(0x240 + index * 16, BigInt(tag), true);
      view.setBigUint64(0x248 + index * 16, BigInt(value), true);
    }
    put(bytes, 0x380, '\0libc.so.6\0$ORIGIN/lib\0\0libself.so\0');
    view.setUint32(0x300, 4, true);
    view.setUint32(0x304, 4, true);
    view.setUint32(0x308, 3, true);
    put(bytes, 0x30c, 'GNU');
    bytes.set([0xde, 0xad, 0xbe, 0xef], 0x310);
  });
}

/** A 64-bit Mach-O program with one library, a UUID, an entry point and a code signature. */
export function machOSample(): Uint8Array {
  return bytesOf(0x200, (view, bytes) => {
    view.setUint32(0, 0xfeedfacf, true);
    view.setUint32(4, 0x100000c, true);
    view.setUint32(12, 2, true);
    view.setUint32(16, 5, true);
    view.setUint32(20, 56 + 24 + 24 + 16 + 32, true);
    let offset = 32;
    const command = (kind: number, size: number) => {
      view.setUint32(offset, kind, true);
      view.setUint32(offset + 4, size, true);
      offset += size;
      return offset - size;
    };
    const library = command(0xc, 56);
    view.setUint32(library + 8, 24, true);
    put(bytes, library + 24, '/usr/lib/libSystem.B.dylib');
    const uuid = command(0x1b, 24);
    bytes.fill(0xab, uuid + 8, uuid + 24);
    view.setBigUint64(command(0x80000028, 24) + 8, 0x3fa4n, true);
    command(0x1d, 16);
    const linker = command(0xe, 32);
    view.setUint32(linker + 8, 12, true);
    put(bytes, linker + 12, '/usr/lib/dyld');
  });
}

/** A universal file that holds the Mach-O sample once. */
export function universalSample(): Uint8Array {
  const image = machOSample();
  return bytesOf(0x100 + image.length, (view, bytes) => {
    view.setUint32(0, 0xcafebabe);
    view.setUint32(4, 1);
    view.setUint32(8, 0x100000c);
    view.setUint32(16, 0x100);
    view.setUint32(20, image.length);
    bytes.set(image, 0x100);
  });
}
