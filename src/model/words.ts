/** Bytes as words: a loop over 32-bit words costs one look at memory and one check of bounds for four bytes. */

/**
 * The same memory in three parts: the whole 32-bit words that are aligned, and the up to three bytes before them and after them.
 * Bytes of a word are taken by shifts; which of them is lowest depends on the machine.
 */
export function splitIntoWords(bytes: Uint8Array): { before: Uint8Array; words: Int32Array; after: Uint8Array } {
  const unaligned = -bytes.byteOffset & 3;
  const count = (bytes.length - unaligned) >> 2;
  if (count <= 0) return { before: bytes, words: new Int32Array(0), after: new Uint8Array(0) };
  return {
    before: bytes.subarray(0, unaligned),
    words: new Int32Array(bytes.buffer, bytes.byteOffset + unaligned, count),
    after: bytes.subarray(unaligned + count * 4),
  };
}
