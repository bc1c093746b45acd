/** Names of the numbers in PE headers: PE/COFF specification, sections 3.3.1 and 3.4.2. */

const machines: Record<number, string> = {
  332: 'x86',
  354: 'MIPS R3000',
  358: 'MIPS R4000',
  388: 'Alpha',
  418: 'SH3',
  422: 'SH4',
  448: 'ARM',
  450: 'ARM Thumb',
  452: 'ARM Thumb-2',
  496: 'PowerPC',
  512: 'Itanium',
  3772: 'EFI byte code',
  20530: 'RISC-V 32',
  20580: 'RISC-V 64',
  25188: 'LoongArch 64',
  34404: 'x86-64',
  43620: 'ARM64',
};

const subsystems: Record<number, string> = {
  1: 'native',
  2: 'Windows GUI',
  3: 'Windows console',
  5: 'OS/2 console',
  7: 'POSIX console',
  8: 'native Windows 9x driver',
  9: 'Windows CE GUI',
  10: 'EFI application',
  11: 'EFI boot service driver',
  12: 'EFI run-time driver',
  13: 'EFI ROM image',
  14: 'Xbox',
  16: 'Windows boot application',
};

export function machineName(machine: number): string {
  return machines[machine] ?? `machine 0x${machine.toString(16)}`;
}

export function subsystemName(subsystem: number): string | null {
  return subsystem === 0 ? null : (subsystems[subsystem] ?? `subsystem ${subsystem}`);
}
