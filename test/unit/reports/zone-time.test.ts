import { describe, expect, it } from 'vitest';
import { fromCalendarText, fromUnixNanoseconds } from '../../../src/model/timestamp.ts';
import { showMoment, showTime, ZoneClock, zoneClockOf } from '../../../src/reports/zone-time.ts';

const karachi = new ZoneClock('Asia/Karachi');

describe('times of reports', () => {
  it('shows UTC and the case’s zone, day first', () => {
    expect(showMoment('2024-03-05T22:20:30.999Z', karachi)).toMatchObject({
      utc: '05/03/2024 22:20:30 UTC',
      local: '06/03/2024 03:20:30 +05:00',
    });
  });

  it.each([
    ['2002-04-06T12:00:00Z', '06/04/2002 17:00:00 +05:00'],
    ['2002-07-01T12:00:00Z', '01/07/2002 18:00:00 +06:00'],
    ['2008-05-31T12:00:00Z', '31/05/2008 17:00:00 +05:00'],
    ['2008-06-02T12:00:00Z', '02/06/2008 18:00:00 +06:00'],
    ['2009-10-31T12:00:00Z', '31/10/2009 18:00:00 +06:00'],
    ['2009-11-02T12:00:00Z', '02/11/2009 17:00:00 +05:00'],
    ['1900-01-01T00:00:00Z', '01/01/1900 04:28:12 +04:28:12'],
  ])('knows Pakistan’s summer times and its time before standard time: %s', (iso, local) => {
    expect(showMoment(iso, karachi).local).toBe(local);
  });

  it('handles times before 1970, offsets west of Greenwich and years below 100', () => {
    expect(showTime(fromUnixNanoseconds(-1n), karachi)).toMatchObject({
      utc: '31/12/1969 23:59:59 UTC',
      local: '01/01/1970 04:59:59 +05:00',
    });
    expect(showMoment('2024-01-01T00:00:00Z', new ZoneClock('America/St_Johns')).local).toBe('31/12/2023 20:30:00 -03:30');
    expect(showMoment('0001-01-01T12:00:00Z', new ZoneClock('UTC')).local).toBe('01/01/0001 12:00:00 +00:00');
  });

  it('converts a time with an offset and never one without', () => {
    expect(showTime(fromCalendarText('2024:03:05 15:20:30', '+05:00'), karachi)).toMatchObject({
      utc: '05/03/2024 10:20:30 UTC',
      local: '05/03/2024 15:20:30 +05:00',
    });
    expect(showTime(fromCalendarText('2024:03:05 15:20:30.25'), karachi)).toEqual({
      utc: '05/03/2024 15:20:30',
      local: null,
      zoneKnown: false,
      isTime: true,
    });
    expect(showTime(fromCalendarText('2024:03:05'), karachi)).toMatchObject({ utc: '05/03/2024', local: null, zoneKnown: false });
    expect(showTime(fromCalendarText('0000:00:00 00:00:00'), karachi)).toEqual({
      utc: '0000:00:00 00:00:00',
      local: null,
      zoneKnown: false,
      isTime: false,
    });
  });

  it('does without a zone that it does not know', () => {
    expect(zoneClockOf('Asia/Atlantis')).toBeNull();
    expect(showMoment('2024-03-05T22:20:30Z', null)).toMatchObject({ utc: '05/03/2024 22:20:30 UTC', local: null });
  });

  it('agrees with the zone database for every hour of a year with a change', () => {
    const plain = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Karachi', dateStyle: 'short', timeStyle: 'medium' });
    for (let time = Date.UTC(2008, 0, 1); time < Date.UTC(2009, 0, 1); time += 3_600_000 * 7) {
      expect(karachi.show(time).slice(0, 19)).toBe(plain.format(time).replace(',', ''));
    }
  });
});
