import { describe, expect, it } from 'vitest';
import { isoMilliseconds, systemClock } from '../../../src/model/clock.ts';

describe('clock', () => {
  it('writes moments in UTC, whatever this machine has for a zone', () => {
    expect(isoMilliseconds(1_714_558_830_123)).toBe('2024-05-01T10:20:30.123Z');
    expect(isoMilliseconds(1_214_895_600_000)).toBe('2008-07-01T07:00:00.000Z');
    expect(isoMilliseconds(-1)).toBe('1969-12-31T23:59:59.999Z');
  });

  it('is right about now, and never goes back', () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
    let last = systemClock.monotonic();
    for (let turn = 0; turn < 1000; turn += 1) {
      const next = systemClock.monotonic();
      expect(next).toBeGreaterThanOrEqual(last);
      last = next;
    }
  });
});
