/** Section names that well-known packers and protectors leave behind. */
const marks: readonly [RegExp, string][] = [
  [/^UPX[0-9!]/, 'UPX'],
  [/^\.?(?:aspack|adata)$/i, 'ASPack'],
  [/^\.MPRESS[12]$/, 'MPRESS'],
  [/^\.?themida/i, 'Themida'],
  [/^\.?winlice/i, 'WinLicense'],
  [/^\.vmp[0-9]$/i, 'VMProtect'],
  [/^\.?petite$/i, 'Petite'],
  [/^\.?nsp[0-2]$/i, 'NsPack'],
  [/^PEC(?:2|ompact|2TO)/i, 'PECompact'],
  [/^\.?(?:FSG!|PELOCK(?:nt)?|pebundle)$/i, 'FSG, PELock or PEBundle'],
  [/^\.?enigma[12]$/i, 'Enigma Protector'],
  [/^\.y0da$/i, 'yoda'],
  [/^\.?mew/i, 'MEW'],
  [/^_winzip_$/i, 'WinZip self-extractor'],
  [/^\.?(?:kkrunchy|kkrieger)$/i, 'kkrunchy'],
  [/^\.ndata$/, 'NSIS installer'],
];

/** The packer that a section name speaks for, or null. A hint only: names can be chosen freely. */
export function packerHint(sectionNames: readonly string[]): string | null {
  for (const name of sectionNames) {
    const mark = marks.find(([pattern]) => pattern.test(name));
    if (mark !== undefined) return `${mark[1]} (section ${name})`;
  }
  return null;
}
