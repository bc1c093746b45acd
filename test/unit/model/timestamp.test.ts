import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromCalendarText,
  fromFileTime,
  fromUnixNanoseconds,
  fromUnixSeconds,
  sortableNanoseconds,
  toUnixNanoseconds,
} from '../../../src/model/timestamp.ts';

// Counts of seconds were taken from GNU date, FILETIMEs from Python's datetime.

describe('fromUnixNanoseconds', () => {
  it.each([
    [0n, '1970-01-01T00:00:00.000000000Z'],
    [1n, '1970-01-01T00:00:00.000000001Z'],
    [-1n, '1969-12-31T23:59:59.999999999Z'],
    [-1_000_000_000n, '1969-12-31T23:59:59.000000000Z'],
    [951_868_799_123_456_789n, '2000-02-29T23:59:59.123456789Z'],
    [-62_135_596_800_000_000_000n, '0001-01-01T00:00:00.000000000Z'],
    [253_402_300_799_999_999_999n, '9999-12-31T23:59:59.999999999Z'],
  ])('%d is %s', (nanoseconds, iso) => {
    expect(fromUnixNanoseconds(nanoseconds)).toEqual({ raw: String(nanoseconds), iso, precision: 'nanosecond', basis: 'utc' });
  });

  it.each([-62_135_596_800_000_000_001n, 253_402_300_800_000_000_000n, 2n ** 200n, -(2n ** 200n)])(
    'keeps %d raw, as no calendar year of four digits holds it',
    (nanoseconds) => {
      expect(fromUnixNanoseconds(nanoseconds)).toMatchObject({ raw: String(nanoseconds), iso: null });
    },
  );

  it.each([
    ['100-nanosecond', 'utc', 0, '2024-05-01T10:20:31.1234567Z'],
    ['microsecond', 'inferred', 300, '2024-05-01T10:20:31.123456Z'],
    ['10-millisecond', 'local-unknown', 0, '2024-05-01T10:20:31.12'],
    ['2-second', 'local-unknown', 300, '2024-05-01T15:20:31'],
    ['day', 'local-unknown', -660, '2024-04-30'],
  ] as const)('has the digits and the zone that a file system keeps: %s %s %d', (precision, basis, shift, iso) => {
    const raw = '1714558831123456789';
    expect(fromUnixNanoseconds(BigInt(raw), { precision, basis, shift })).toEqual({ raw, iso, precision, basis });
  });

  it('loses nothing on the way there and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -62_135_596_800_000_000_000n, max: 253_402_300_799_999_999_999n }), (nanoseconds) => {
        expect(toUnixNanoseconds(fromUnixNanoseconds(nanoseconds))).toBe(nanoseconds);
      }),
    );
  });

  it('gives texts that sort as the times do', () => {
    const time = fc.bigInt({ min: -62_135_596_800_000_000_000n, max: 253_402_300_799_999_999_999n });
    fc.assert(
      fc.property(time, time, (first, second) => {
        const [firstIso, secondIso] = [fromUnixNanoseconds(first).iso as string, fromUnixNanoseconds(second).iso as string];
        expect(firstIso < secondIso).toBe(first < second);
      }),
    );
  });
});

describe('fromUnixSeconds', () => {
  it('keeps the raw form it was given', () => {
    expect(fromUnixSeconds(951_868_799, '0x38BC5BFF')).toEqual({
      raw: '0x38BC5BFF',
      iso: '2000-02-29T23:59:59Z',
      precision: 'second',
      basis: 'utc',
    });
    expect(fromUnixSeconds(0xffffffff).iso).toBe('2106-02-07T06:28:15Z');
    expect(fromUnixSeconds(Number.NaN).iso).toBeNull();
    expect(fromUnixSeconds(1e18).iso).toBeNull();
  });
});

describe('fromFileTime', () => {
  it.each([
    [116_444_736_000_000_000n, '1970-01-01T00:00:00.0000000Z'],
    [133_536_836_967_890_120n, '2024-02-29T12:34:56.7890120Z'],
    [116_444_735_999_999_990n, '1969-12-31T23:59:59.9999990Z'],
    [1n, '1601-01-01T00:00:00.0000001Z'],
    [-864_000_000_000n, '1600-12-31T00:00:00.0000000Z'],
  ])('%d is %s', (intervals, iso) => {
    expect(fromFileTime(intervals)).toEqual({ raw: String(intervals), iso, precision: '100-nanosecond', basis: 'utc' });
  });

  it('takes zero for "not set", and the greatest for no time', () => {
    expect(fromFileTime(0n)).toMatchObject({ raw: '0', iso: null });
    expect(fromFileTime(2n ** 63n - 1n)).toMatchObject({ raw: '9223372036854775807', iso: null });
  });
});

describe('fromCalendarText', () => {
  it.each([
    // EXIF 2.31, ISO 8601, and what lies between
    ['2024:05:01 10:20:30', undefined, '2024-05-01T10:20:30', 'second', 'local-unknown'],
    ['2024:05:01 10:20:30\0', undefined, '2024-05-01T10:20:30', 'second', 'local-unknown'],
    ['2024:05:01 10:20:30', '+05:00', '2024-05-01T10:20:30+05:00', 'second', 'offset'],
    ['2024:05:01 10:20:30', '-03:30\0', '2024-05-01T10:20:30-03:30', 'second', 'offset'],
    ['2024:05:01 10:20:30', 'Z', '2024-05-01T10:20:30Z', 'second', 'utc'],
    ['2024:05:01 10:20:30', '   :  ', '2024-05-01T10:20:30', 'second', 'local-unknown'],
    ['2024:05:01 10:20:30', '+15:00', '2024-05-01T10:20:30', 'second', 'local-unknown'],
    ['2024:05:01 10:20:30', '+05:60', '2024-05-01T10:20:30', 'second', 'local-unknown'],
    ['2024-05-01T10:20:30+0500', undefined, '2024-05-01T10:20:30+05:00', 'second', 'offset'],
    ['2024-05-01T10:20:30-08:00', '+05:00', '2024-05-01T10:20:30-08:00', 'second', 'offset'],
    ['2024-05-01T10:20:30Z', undefined, '2024-05-01T10:20:30Z', 'second', 'utc'],
    ['2024-05-01T10:20', undefined, '2024-05-01T10:20:00', 'minute', 'local-unknown'],
    ['2024-05-01', undefined, '2024-05-01', 'day', 'local-unknown'],
    ['2024-05-01', '+05:00', '2024-05-01', 'day', 'local-unknown'],
    ['2024:05:01 10:20:30.5', undefined, '2024-05-01T10:20:30.5', '10-millisecond', 'local-unknown'],
    ['2024:05:01 10:20:30.123', '+05:00', '2024-05-01T10:20:30.123+05:00', 'millisecond', 'offset'],
    ['2024:05:01 10:20:30,123456', undefined, '2024-05-01T10:20:30.123456', 'microsecond', 'local-unknown'],
    ['2024-05-01T10:20:30.123456789Z', undefined, '2024-05-01T10:20:30.123456789Z', 'nanosecond', 'utc'],
  ])('%j with offset %j is %s', (raw, offset, iso, precision, basis) => {
    expect(fromCalendarText(raw, offset)).toEqual({ raw, iso, precision, basis });
  });

  it.each([
    '2024:00:00 00:00:00',
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    '2023:02:29 12:00:00',
    '1900:02:29 12:00:00',
    '2024:02:30 12:00:00',
    '2024:04:31 12:00:00',
    '2024:13:01 12:00:00',
    '2024:05:01 24:00:00',
    '2024:05:01 10:60:30',
    '2024:05:01 10:20:60',
    '2024:05:01 10:20:30.1234567890',
    '1714558830',
    'yesterday',
    '',
  ])('keeps %j raw, as there is no such time', (raw) => {
    expect(fromCalendarText(raw)).toMatchObject({ raw, iso: null });
  });

  it.each(['2024:02:29 23:59:59', '2000:02:29 00:00:00', '1999:12:31 23:59:59', '0001:01:01 00:00:00', '9999:12:31 23:59:59'])(
    'knows that %j exists',
    (raw) => {
      expect(fromCalendarText(raw).iso).toBe(raw.replace(':', '-').replace(':', '-').replace(' ', 'T'));
    },
  );

  // Pakistan had summer time (UTC+6) in 2002, 2008 and 2009; hours were skipped on the night of 1 June 2008 and doubled on 1 November.
  it.each(['2002-04-07', '2002-07-01', '2008-06-01', '2008-07-01', '2008-11-01', '2009-04-15', '2009-11-01'])(
    'gives a time without zone of %s neither a zone nor a summer time, whatever this machine has',
    (day) => {
      for (let minute = 0; minute < 1440; minute += 15) {
        const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
        const time = fromCalendarText(`${day} ${clock}`);
        expect(time).toMatchObject({ iso: `${day}T${clock}`, basis: 'local-unknown' });
        expect(toUnixNanoseconds(time)).toBeNull();
        expect(sortableNanoseconds(time)).toBe(BigInt(Date.parse(`${day}T${clock}Z`)) * 1_000_000n);
      }
    },
  );

  it('never throws, never alters the raw text, and gives a time that is one, whatever the text', () => {
    const part = fc.constantFrom('2024', '02', '29', '30', ':', '-', ' ', 'T', 'Z', '+05:00', '.5', '\0', '12:60:00', '٢٠٢٤');
    const texts = fc.oneof(
      fc.string(),
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, fc.option(texts, { nil: undefined }), (raw, offset) => {
        const time = fromCalendarText(raw, offset);
        expect(time.raw).toBe(raw);
        if (time.iso !== null) expect(sortableNanoseconds(time)).not.toBeNull();
      }),
    );
  });
});

describe('times as numbers', () => {
  it.each([
    ['2008-07-01T12:00:00+05:00', 1_214_895_600_000_000_000n],
    ['2008-07-01T12:00:00Z', 1_214_913_600_000_000_000n],
    ['2024-12-31T23:59:59-03:30', 1_735_702_199_000_000_000n],
    ['1900-03-01T00:00:00Z', -2_203_891_200_000_000_000n],
    ['1969-12-31T23:59:59.5Z', -500_000_000n],
  ])('%s is %d nanoseconds', (text, nanoseconds) => {
    expect(toUnixNanoseconds(fromCalendarText(text))).toBe(nanoseconds);
  });

  it('takes no number from what is not a time, and only an order from a day', () => {
    const none = fromCalendarText('none');
    expect([toUnixNanoseconds(none), sortableNanoseconds(none)]).toEqual([null, null]);
    const day = fromCalendarText('1970-01-02');
    expect([toUnixNanoseconds(day), sortableNanoseconds(day)]).toEqual([null, 86_400_000_000_000n]);
  });

  it('takes a time with offset to the same moment as the time in UTC', () => {
    const offset = fc.tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 59 }));
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }), offset, (seconds, [sign, hours, minutes]) => {
        const shift = (sign === '+' ? 1 : -1) * (hours * 3600 + minutes * 60);
        const local = fromUnixSeconds(seconds + shift).iso?.replace('Z', '') as string;
        const zone = `${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
        expect(toUnixNanoseconds(fromCalendarText(local, zone))).toBe(BigInt(seconds) * 1_000_000_000n);
      }),
    );
  });
});
