/** The other thread of a worker, as the worker sees it: takes a share of the digests of a large item. */
import { Worker } from 'node:worker_threads';
import type { DigestAlgorithm, Digests } from '../model/digest.ts';

export type ToDigestThread =
  | { type: 'begin'; algorithms: readonly DigestAlgorithm[] }
  | { type: 'piece'; memory: SharedArrayBuffer; length: number }
  | { type: 'finish' };

export type FromDigestThread = { type: 'done' } | { type: 'digests'; digests: Digests };

/** The thread has ended: nothing of what it computed counts. */
export class PartnerLost extends Error {}

/** Heap of the thread, in MiB: it holds messages and digest states, no content. */
const heapLimit = 32;

interface Waiting {
  resolve(message: FromDigestThread): void;
  reject(error: Error): void;
}

export class DigestPartner {
  private readonly thread: Worker;
  private waiting: Waiting | null = null;
  private lost: PartnerLost | null = null;

  constructor() {
    // Built, both lie in one folder.
    const entry = new URL(import.meta.url.endsWith('.ts') ? './digest-thread.ts' : './digest-thread.js', import.meta.url);
    this.thread = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: heapLimit }, stdout: false, stderr: false });
    // A worker that has nothing else to do need not stay for it.
    this.thread.unref();
    this.thread.on('message', (message: FromDigestThread) => {
      this.waiting?.resolve(message);
      this.waiting = null;
    });
    this.thread.on('error', (error) => this.lose(error.message));
    this.thread.on('exit', (code) => this.lose(`exit code ${code}`));
  }

  get isLost(): boolean {
    return this.lost !== null;
  }

  private lose(description: string): void {
    this.lost ??= new PartnerLost(`the second thread ended: ${description}`);
    this.waiting?.reject(this.lost);
    this.waiting = null;
  }

  private ask(message: ToDigestThread): Promise<FromDigestThread> {
    return new Promise((resolve, reject) => {
      if (this.lost !== null) return reject(this.lost);
      this.waiting = { resolve, reject };
      this.thread.postMessage(message);
    });
  }

  /** Begins a new item. */
  begin(algorithms: readonly DigestAlgorithm[]): void {
    this.thread.postMessage({ type: 'begin', algorithms } satisfies ToDigestThread);
  }

  /**
   * Digests the first `length` bytes of memory that both threads have; these must stay as they are until it is done. One piece at a time.
   * @throws PartnerLost
   */
  async add(memory: SharedArrayBuffer, length: number): Promise<void> {
    await this.ask({ type: 'piece', memory, length });
  }

  /** @throws PartnerLost */
  async finish(): Promise<Digests> {
    const answer = await this.ask({ type: 'finish' });
    if (answer.type !== 'digests') throw new PartnerLost('the second thread gave no digests');
    return answer.digests;
  }

  /** Ends the thread. */
  async end(): Promise<void> {
    await this.thread.terminate();
  }
}

let partner: DigestPartner | null = null;

/** The one partner of this process; null where it was lost, or threads cannot be started. */
export function digestPartner(): DigestPartner | null {
  try {
    partner ??= new DigestPartner();
  } catch {
    return null;
  }
  return partner.isLost ? null : partner;
}

/** What each algorithm costs beside the others, and counting for the entropy, in nanoseconds a kilobyte on a processor without instructions for SHA. */
const costs: Record<DigestAlgorithm, number> = { sha256: 2600, md5: 1800, sha512: 1800, sha1: 1200, blake3: 1000 };
const countingCost = 1200;

/** Parts the algorithms between a worker, which counts for the entropy as well, and its partner. BLAKE3 is made ready in the worker alone. */
export function shareDigests(algorithms: readonly DigestAlgorithm[]): { own: DigestAlgorithm[]; partners: DigestAlgorithm[] } {
  const own: DigestAlgorithm[] = [];
  const partners: DigestAlgorithm[] = [];
  let ownCost = countingCost;
  let partnersCost = 0;
  for (const algorithm of algorithms.toSorted((one, other) => costs[other] - costs[one])) {
    if (algorithm === 'blake3' || ownCost < partnersCost) {
      own.push(algorithm);
      ownCost += costs[algorithm];
    } else {
      partners.push(algorithm);
      partnersCost += costs[algorithm];
    }
  }
  return { own, partners };
}
