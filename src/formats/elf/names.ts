/** Names of the numbers in ELF headers (System V ABI and its processor registry). */

const machines: Record<number, string> = {
  2: 'SPARC',
  3: 'x86',
  4: 'm68k',
  8: 'MIPS',
  15: 'PA-RISC',
  18: 'SPARC32+',
  20: 'PowerPC',
  21: 'PowerPC 64',
  22: 'S/390',
  40: 'ARM',
  42: 'SuperH',
  43: 'SPARC V9',
  50: 'Itanium',
  62: 'x86-64',
  83: 'AVR',
  94: 'Xtensa',
  183: 'ARM64',
  243: 'RISC-V',
  247: 'eBPF',
  258: 'LoongArch',
};

const types: Record<number, string> = { 1: 'relocatable', 2: 'executable', 3: 'shared object', 4: 'core dump' };

export function elfMachineName(machine: number): string {
  return machines[machine] ?? `machine ${machine}`;
}

export function elfTypeName(type: number): string {
  return types[type] ?? `type ${type}`;
}
