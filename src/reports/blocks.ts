/** Joins many short pieces of text into few long ones, so that writing them costs few system calls. */
const blockLength = 65_536;

/** The same text in pieces of at least 64 Ki characters, but for the last. */
export function* inBlocks(pieces: Iterable<string>): Generator<string, void, undefined> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length >= blockLength) {
      yield block;
      block = '';
    }
  }
  if (block !== '') yield block;
}
