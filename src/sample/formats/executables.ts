/** Writes small programs: Windows PE, Linux ELF, macOS Mach-O. They hold code that only ends the process. */
import { hash } from 'node:crypto';
import type { FieldValues } from '../../model/field.ts';
import { fromUnixSeconds } from '../../model/timestamp.ts';
import type { Moment } from '../moment.ts';

/** What the code section holds, padded: `xor edi, edi; mov eax, 60; syscall` and zeros, then the payload. */
const exitCode = Buffer.from([0x31, 0xff, 0xb8, 0x3c, 0x00, 0x00, 0x00, 0x0f, 0x05]);

/** PE32+ for x86-64 (Microsoft PE format), console program that imports ExitProcess from KERNEL32.dll. */
export function writePe(compiledAt: Moment, payload: Uint8Array): Buffer {
  const fileAlignment = 512;
  const textRaw = roundUp(16 + payload.length, fileAlignment);
  const file = Buffer.alloc(1024 + textRaw + 512);
  file.write('MZ', 0, 'latin1');
  file.writeUInt16LE(0x90, 2);
  file.writeUInt16LE(3, 4);
  file.writeUInt16LE(4, 8);
  file.writeUInt16LE(0xffff, 12);
  file.writeUInt16LE(0xb8, 16);
  file.writeUInt16LE(0x40, 24);
  file.writeUInt32LE(0x80, 0x3c);
  file.write('\x0e\x1f\xba\x0e\x00\xb4\x09\xcd\x21\xb8\x01\x4c\xcd\x21This program cannot be run in DOS mode.\r\r\n$', 0x40, 'latin1');

  file.write('PE\0\0', 0x80, 'latin1');
  file.writeUInt16LE(0x8664, 0x84);
  file.writeUInt16LE(2, 0x86);
  file.writeUInt32LE(Math.floor(compiledAt), 0x88);
  file.writeUInt16LE(240, 0x94);
  file.writeUInt16LE(0x0022, 0x96);

  const optional = 0x98;
  file.writeUInt16LE(0x20b, optional);
  file.writeUInt8(14, optional + 2);
  file.writeUInt32LE(textRaw, optional + 4);
  file.writeUInt32LE(512, optional + 8);
  file.writeUInt32LE(0x1000, optional + 16);
  file.writeUInt32LE(0x1000, optional + 20);
  file.writeBigUInt64LE(0x1_4000_0000n, optional + 24);
  file.writeUInt32LE(0x1000, optional + 32);
  file.writeUInt32LE(fileAlignment, optional + 36);
  file.writeUInt16LE(6, optional + 40);
  file.writeUInt16LE(6, optional + 48);
  const importAddress = 0x1000 + roundUp(textRaw, 0x1000);
  file.writeUInt32LE(importAddress + 0x1000, optional + 56);
  file.writeUInt32LE(1024, optional + 60);
  file.writeUInt16LE(3, optional + 68);
  file.writeUInt16LE(0x8160, optional + 70);
  for (const offset of [72, 88]) file.writeBigUInt64LE(0x10_0000n, optional + offset);
  for (const offset of [80, 96]) file.writeBigUInt64LE(0x1000n, optional + offset);
  file.writeUInt32LE(16, optional + 108);
  file.writeUInt32LE(importAddress, optional + 120);
  file.writeUInt32LE(40, optional + 124);

  const section = (
    index: number,
    name: string,
    virtualSize: number,
    address: number,
    rawSize: number,
    rawOffset: number,
    flags: number,
  ): void => {
    const place = optional + 240 + index * 40;
    file.write(name, place, 'latin1');
    file.writeUInt32LE(virtualSize, place + 8);
    file.writeUInt32LE(address, place + 12);
    file.writeUInt32LE(rawSize, place + 16);
    file.writeUInt32LE(rawOffset, place + 20);
    file.writeUInt32LE(flags >>> 0, place + 36);
  };
  section(0, '.text', 16 + payload.length, 0x1000, textRaw, 1024, 0x6000_0020);
  section(1, '.idata', 512, importAddress, 512, 1024 + textRaw, 0xc000_0040);
  // sub rsp, 40; xor ecx, ecx; call [rip + import table]
  file.write('4883ec2831c9ff15', 1024, 'hex');
  file.writeInt32LE(importAddress + 56 - (0x1000 + 12), 1024 + 8);
  file.set(payload, 1024 + 16);

  const imports = 1024 + textRaw;
  file.writeUInt32LE(importAddress + 40, imports);
  file.writeUInt32LE(importAddress + 96, imports + 12);
  file.writeUInt32LE(importAddress + 56, imports + 16);
  for (const table of [40, 56]) file.writeBigUInt64LE(BigInt(importAddress + 80), imports + table);
  file.write('\0\0ExitProcess\0', imports + 80, 'latin1');
  file.write('KERNEL32.dll\0', imports + 96, 'latin1');
  return file;
}

/** A statically linked ELF program for x86-64 (System V ABI) with a section table. */
export function writeElf(payload: Uint8Array): Buffer {
  const codeLength = exitCode.length + payload.length;
  const names = Buffer.from('\0.text\0.shstrtab\0', 'latin1');
  const namesOffset = 0x78 + codeLength;
  const tableOffset = roundUp(namesOffset + names.length, 8);
  const file = Buffer.alloc(tableOffset + 3 * 64);
  const base = 0x400000n;
  file.write('7f454c4602010100', 0, 'hex');
  file.writeUInt16LE(2, 16);
  file.writeUInt16LE(62, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(base + 0x78n, 24);
  file.writeBigUInt64LE(64n, 32);
  file.writeBigUInt64LE(BigInt(tableOffset), 40);
  file.writeUInt16LE(64, 52);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(1, 56);
  file.writeUInt16LE(64, 58);
  file.writeUInt16LE(3, 60);
  file.writeUInt16LE(2, 62);
  file.writeUInt32LE(1, 64);
  file.writeUInt32LE(5, 68);
  file.writeBigUInt64LE(base, 80);
  file.writeBigUInt64LE(base, 88);
  file.writeBigUInt64LE(BigInt(namesOffset), 96);
  file.writeBigUInt64LE(BigInt(namesOffset), 104);
  file.writeBigUInt64LE(0x1000n, 112);
  exitCode.copy(file, 0x78);
  file.set(payload, 0x78 + exitCode.length);
  names.copy(file, namesOffset);
  const section = (index: number, name: number, type: number, flags: bigint, address: bigint, offset: number, size: number): void => {
    const place = tableOffset + index * 64;
    file.writeUInt32LE(name, place);
    file.writeUInt32LE(type, place + 4);
    file.writeBigUInt64LE(flags, place + 8);
    file.writeBigUInt64LE(address, place + 16);
    file.writeBigUInt64LE(BigInt(offset), place + 24);
    file.writeBigUInt64LE(BigInt(size), place + 32);
    file.writeBigUInt64LE(1n, place + 48);
  };
  section(1, 1, 1, 6n, base + 0x78n, 0x78, codeLength);
  section(2, 7, 3, 0n, 0n, namesOffset, names.length);
  return file;
}

/** A Mach-O program for ARM64 (Apple `mach-o/loader.h`) with one segment, a UUID and the minimum system. */
export function writeMachO(uuid: Uint8Array, payload: Uint8Array): Buffer {
  const commands = 72 + 24 + 24;
  const file = Buffer.alloc(roundUp(32 + commands + 8 + payload.length, 16));
  file.writeUInt32LE(0xfeedfacf, 0);
  file.writeUInt32LE(0x0100000c, 4);
  file.writeUInt32LE(2, 12);
  file.writeUInt32LE(3, 16);
  file.writeUInt32LE(commands, 20);
  file.writeUInt32LE(0x00200085, 24);
  file.writeUInt32LE(0x19, 32);
  file.writeUInt32LE(72, 36);
  file.write('__TEXT', 40, 'latin1');
  file.writeBigUInt64LE(0x1_0000_0000n, 56);
  file.writeBigUInt64LE(0x4000n, 64);
  file.writeBigUInt64LE(BigInt(file.length), 80);
  file.writeUInt32LE(5, 88);
  file.writeUInt32LE(5, 92);
  file.writeUInt32LE(0x1b, 104);
  file.writeUInt32LE(24, 108);
  file.set(uuid.subarray(0, 16), 112);
  file.writeUInt32LE(0x32, 128);
  file.writeUInt32LE(24, 132);
  file.writeUInt32LE(1, 136);
  file.writeUInt32LE(0x000d0000, 140);
  file.writeUInt32LE(0x000e0000, 144);
  // mov x0, #0; ret
  file.write('000080d2c0035fd6', 32 + commands, 'hex');
  file.set(payload, 32 + commands + 8);
  return file;
}

/** The fields of `executable/headers` for a program of `writePe`. */
export function peTruth(compiledAt: Moment): FieldValues {
  return {
    format: 'PE32+',
    architecture: 'x86-64',
    bits: 64,
    objectType: 'executable',
    isDll: false,
    compiledAt: fromUnixSeconds(Math.floor(compiledAt)),
    entryPoint: '0x1000',
    subsystem: 'Windows console',
    sectionCount: 2,
    sectionNames: ['.text', '.idata'],
    importedLibraries: ['KERNEL32.dll'],
    // Mandiant's imphash: MD5 over `library.function`, lower case, joined by commas.
    importsHash: hash('md5', 'kernel32.exitprocess', 'hex'),
    signed: false,
    isManaged: false,
  };
}

/** The fields of `executable/headers` for a program of `writeElf`. */
export function elfTruth(): FieldValues {
  return {
    format: 'ELF',
    architecture: 'x86-64',
    bits: 64,
    objectType: 'executable',
    isDll: false,
    entryPoint: '0x400078',
    sectionCount: 3,
    sectionNames: ['.text', '.shstrtab'],
    linkage: 'static',
  };
}

/** The fields of `executable/headers` for a program of `writeMachO`. */
export function machOTruth(uuid: Uint8Array): FieldValues {
  return {
    format: 'Mach-O',
    architecture: 'ARM64',
    bits: 64,
    objectType: 'executable',
    isDll: false,
    sectionCount: 0,
    signed: false,
    linkage: 'static',
    buildId: Buffer.from(uuid).toString('hex'),
  };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
