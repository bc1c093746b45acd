/** Progress of a run: counts, rate over the last seconds, time left. */
import type { Progress } from '../../contract/schemas.ts';

const windowMilliseconds = 5000;

export class ProgressMeter {
  phase: Progress['phase'] = 'listing';
  state: Progress['state'] = 'running';
  items = 0;
  bytes = 0;
  failures = 0;
  totalItems: number | null = null;
  totalBytes: number | null = null;
  path: string | null = null;
  private samples: { at: number; bytes: number; items: number }[] = [];

  /** The figures at a moment of the monotonic clock. */
  read(at: number): Progress {
    this.samples.push({ at, bytes: this.bytes, items: this.items });
    while (this.samples.length > 2 && at - (this.samples[0] as { at: number }).at > windowMilliseconds) this.samples.shift();
    const first = this.samples[0] as { at: number; bytes: number; items: number };
    const seconds = Math.max(0.001, (at - first.at) / 1000);
    const rate = (this.bytes - first.bytes) / seconds;
    const itemRate = (this.items - first.items) / seconds;
    return {
      phase: this.phase,
      state: this.state,
      items: this.items,
      totalItems: this.totalItems,
      bytes: this.bytes,
      totalBytes: this.totalBytes,
      rate: Math.round(rate),
      remaining: this.remaining(rate, itemRate),
      path: this.path,
      failures: this.failures,
    };
  }

  /** Small files cost by number, large ones by size: the slower of the two estimates is the honest one. */
  private remaining(rate: number, itemRate: number): number | null {
    if (this.totalItems === null || this.totalBytes === null || itemRate <= 0) return null;
    const byItems = (this.totalItems - this.items) / itemRate;
    const byBytes = rate > 0 ? (this.totalBytes - this.bytes) / rate : 0;
    return Math.max(0, Math.round(Math.max(byItems, byBytes)));
  }
}
