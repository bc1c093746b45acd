/** The only way in which the engine learns the time; hosts hand one in, tests a fixed one. */
export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. */
  now(): number;
  /** Milliseconds of a clock that never jumps, for durations. */
  monotonic(): number;
}

/** This machine's clock. */
export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** `2024-05-01T10:20:30.123Z` for a count of milliseconds. */
export function isoMilliseconds(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
