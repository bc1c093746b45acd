/** Writes text in windows-1256, the Arabic code page of Windows, as Urdu was typed before Unicode. */

const decoder = new TextDecoder('windows-1256');
const bytesByLetter = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));

/** Urdu letters that the code page lacks, and what typists put in their place. */
const substitutes: Record<string, string> = { ی: 'ي', '۔': '.', ۂ: 'ہ', ۃ: 'ة', ۓ: 'ے', ؤ: 'ؤ', '٬': ',' };

/** Text as the code page can hold it; every other letter becomes a question mark. */
export function asWindows1256(text: string): { text: string; bytes: Buffer } {
  const letters = [...text].map((letter) => substitutes[letter] ?? letter).map((letter) => (bytesByLetter.has(letter) ? letter : '?'));
  return { text: letters.join(''), bytes: Buffer.from(letters.map((letter) => bytesByLetter.get(letter) as number)) };
}
