/** Names of the numbers in Mach-O headers (`mach/machine.h`, `mach-o/loader.h`). */

const processors: Record<number, string> = {
  6: 'm68k',
  7: 'x86',
  12: 'ARM',
  14: 'SPARC',
  18: 'PowerPC',
  16777223: 'x86-64',
  16777228: 'ARM64',
  16777234: 'PowerPC 64',
  33554444: 'ARM64 (32-bit pointers)',
};

const fileTypes: Record<number, string> = {
  1: 'relocatable',
  2: 'executable',
  4: 'core dump',
  5: 'preloaded executable',
  6: 'shared library',
  7: 'dynamic linker',
  8: 'bundle',
  9: 'shared library stub',
  10: 'debug symbols',
  11: 'kernel extension',
};

export function processorName(cpuType: number): string {
  return processors[cpuType] ?? `processor 0x${cpuType.toString(16)}`;
}

export function machOTypeName(fileType: number): string {
  return fileTypes[fileType] ?? `type ${fileType}`;
}
