import { describe, expect, it } from 'vitest';
import { digestAlgorithms } from '../../../src/model/digest.ts';
import { isTimestamp } from '../../../src/model/field.ts';
import { type Outcomes, statusOf, worstStatus } from '../../../src/model/outcome.ts';
import { profiles } from '../../../src/model/profile.ts';
import { fromUnixSeconds } from '../../../src/model/timestamp.ts';

describe('statusOf', () => {
  it.each([
    ['done', 'done'],
    ['timed-out', 'timed-out'],
    ['skipped(symbolic-link)', 'skipped'],
    ['skipped(a(b))', 'skipped'],
  ] as const)('%s is %s', (outcome, status) => {
    expect(statusOf(outcome)).toBe(status);
  });
});

describe('worstStatus', () => {
  it.each<[Outcomes, string]>([
    [{ read: 'done', identify: 'done', 'image/exif': 'not-applicable' }, 'done'],
    [{ 'image/exif': 'not-applicable' }, 'not-applicable'],
    [{ read: 'done', 'image/exif': 'skipped(over-size-limit)' }, 'skipped'],
    [{ read: 'partial', identify: 'skipped(not-read)' }, 'partial'],
    [{ read: 'partial', identify: 'timed-out' }, 'timed-out'],
    [{ read: 'failed', identify: 'timed-out', 'image/exif': 'done' }, 'failed'],
    [{}, 'failed'],
  ])('of %j is %s', (outcomes, status) => {
    expect(worstStatus(outcomes)).toBe(status);
  });
});

describe('field values', () => {
  it('tells a time from every other value', () => {
    expect(isTimestamp(fromUnixSeconds(0))).toBe(true);
    for (const value of ['2024-05-01', 0, true, ['a'], []]) expect(isTimestamp(value)).toBe(false);
  });
});

describe('profiles', () => {
  it('takes the digests that courts and hash sets ask for in each, and all in full', () => {
    expect(profiles.quick).toEqual({ name: 'quick', digests: ['md5', 'sha1', 'sha256'], extract: false });
    expect(profiles.standard).toEqual({ name: 'standard', digests: ['md5', 'sha1', 'sha256'], extract: true });
    expect(profiles.full.digests).toEqual(digestAlgorithms);
  });
});
