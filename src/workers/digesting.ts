/** Several digests of the same bytes. */
import { createHash, hash } from 'node:crypto';
import type { DigestAlgorithm, Digests } from '../model/digest.ts';

type NodeAlgorithm = Exclude<DigestAlgorithm, 'blake3'>;

interface Streaming {
  update(bytes: Uint8Array): void;
  finish(): string;
}

type Blake3 = { init(): Blake3; update(bytes: Uint8Array): Blake3; digest(encoding?: 'hex'): string };
let blake3: Blake3 | undefined;

/** Makes the algorithms ready; BLAKE3 comes from WebAssembly and needs a moment. */
export async function prepareDigests(algorithms: readonly DigestAlgorithm[]): Promise<void> {
  if (algorithms.includes('blake3') && blake3 === undefined) blake3 = (await (await import('hash-wasm')).createBLAKE3()) as Blake3;
}

/** Digests bytes that are all in memory. */
export function digestAtOnce(bytes: Uint8Array, algorithms: readonly DigestAlgorithm[]): Digests {
  const digests: Digests = {};
  for (const algorithm of algorithms) {
    digests[algorithm] =
      algorithm === 'blake3' ? (blake3 as Blake3).init().update(bytes).digest('hex') : hash(algorithm as NodeAlgorithm, bytes, 'hex');
  }
  return digests;
}

/** Digests bytes that come in pieces. Only one may be under way at a time, as BLAKE3 has one state. */
export class DigestStream {
  private readonly streams: [DigestAlgorithm, Streaming][];

  constructor(algorithms: readonly DigestAlgorithm[]) {
    this.streams = algorithms.map((algorithm) => [algorithm, openStream(algorithm)]);
  }

  add(bytes: Uint8Array): void {
    for (const [, stream] of this.streams) stream.update(bytes);
  }

  finish(): Digests {
    return Object.fromEntries(this.streams.map(([algorithm, stream]) => [algorithm, stream.finish()]));
  }
}

function openStream(algorithm: DigestAlgorithm): Streaming {
  if (algorithm === 'blake3') {
    const state = (blake3 as Blake3).init();
    return { update: (bytes) => void state.update(bytes), finish: () => state.digest('hex') };
  }
  const state = createHash(algorithm);
  return { update: (bytes) => void state.update(bytes), finish: () => state.digest('hex') };
}
