import type { Progress } from '../contract/schemas.ts';

/** Progress of a job that is under way and counts steps: what it does not know, such as a rate, is left open. */
export function jobProgress(
  phase: Progress['phase'],
  items: number,
  totalItems: number | null,
  more: Partial<Pick<Progress, 'bytes' | 'path' | 'failures'>> = {},
): Progress {
  return {
    phase,
    items,
    totalItems,
    bytes: 0,
    totalBytes: null,
    rate: 0,
    remaining: null,
    path: null,
    failures: 0,
    state: 'running',
    ...more,
  };
}
