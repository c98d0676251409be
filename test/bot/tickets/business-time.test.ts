import { describe, expect, it } from '@jest/globals';

import {
  addBusinessTime,
  businessMsBetween,
  isRoundTheClock,
  openingAt,
  type BusinessHours,
} from '../../../bot/tickets/business-time.ts';

const HOUR = 3_600_000;
const nine = [{ from: '09:00', to: '17:00' }];
const berlin: BusinessHours = {
  timeZone: 'Europe/Berlin',
  week: [nine, nine, nine, nine, nine, [], []],
  holidays: new Set(['2026-12-25']),
};
const always: BusinessHours = {
  timeZone: 'Europe/Berlin',
  week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
  holidays: new Set(),
};
const shifts: BusinessHours = {
  ...berlin,
  week: Array.from({ length: 7 }, () => [
    { from: '08:00', to: '12:00' },
    { from: '13:00', to: '17:00' },
  ]),
};

describe('working time after a moment', () => {
  it.each([
    ['within a day', berlin, '2026-03-02T09:00:00+01:00', 2, '2026-03-02T11:00:00+01:00'],
    ['before it begins', berlin, '2026-03-02T06:00:00+01:00', 2, '2026-03-02T11:00:00+01:00'],
    ['exactly to its end', berlin, '2026-03-02T09:00:00+01:00', 8, '2026-03-02T17:00:00+01:00'],
    ['over the night', berlin, '2026-03-02T16:00:00+01:00', 2, '2026-03-03T10:00:00+01:00'],
    ['from after its end', berlin, '2026-03-02T20:00:00+01:00', 1, '2026-03-03T10:00:00+01:00'],
    ['over the weekend', berlin, '2026-03-06T16:30:00+01:00', 1, '2026-03-09T09:30:00+01:00'],
    ['over a holiday', berlin, '2026-12-24T16:00:00+01:00', 2, '2026-12-28T10:00:00+01:00'],
    ['over a lunch break', shifts, '2026-03-02T11:00:00+01:00', 2, '2026-03-02T14:00:00+01:00'],
    ['over several days', berlin, '2026-03-02T09:00:00+01:00', 20, '2026-03-04T13:00:00+01:00'],
    // The clocks go forward on Sunday, 29 March: Monday's nine o'clock comes an hour earlier.
    ['when the clocks went forward', berlin, '2026-03-27T16:00:00+01:00', 2, '2026-03-30T10:00:00+02:00'],
    ['when they went back', berlin, '2026-10-23T16:00:00+02:00', 2, '2026-10-26T10:00:00+01:00'],
    // A day of 23 hours and one of 25.
    ['through the skipped hour', always, '2026-03-29T00:00:00+01:00', 23, '2026-03-30T00:00:00+02:00'],
    ['through the repeated hour', always, '2026-10-25T00:00:00+02:00', 25, '2026-10-26T00:00:00+01:00'],
  ])('%s', (_name, hours, start, add, end) => {
    const found = addBusinessTime(new Date(start), add * HOUR, hours);
    expect(found?.toISOString()).toBe(new Date(end).toISOString());
    expect(businessMsBetween(new Date(start), new Date(end), hours)).toBe(add * HOUR);
  });

  it('begins and ends with what opens in an hour that does not exist', () => {
    const early: BusinessHours = { ...always, week: always.week.map(() => [{ from: '02:30', to: '04:00' }]) };
    // 02:30 is 03:30 on that day, as on any clock that was put forward.
    expect(addBusinessTime(new Date('2026-03-29T00:00:00+01:00'), HOUR / 2, early)?.toISOString()).toBe(
      new Date('2026-03-29T04:00:00+02:00').toISOString(),
    );
  });

  it('never comes where nobody ever works', () => {
    expect(addBusinessTime(new Date('2026-03-02T09:00:00Z'), HOUR, { ...berlin, week: [] })).toBeUndefined();
  });
});

describe('working time between two moments', () => {
  it.each([
    ['none before the first', '2026-03-03T09:00:00+01:00', '2026-03-02T09:00:00+01:00', 0],
    ['none at night', '2026-03-02T18:00:00+01:00', '2026-03-03T08:00:00+01:00', 0],
    ['a week', '2026-03-02T00:00:00+01:00', '2026-03-09T00:00:00+01:00', 40],
    ['a week with a change of clocks', '2026-03-26T00:00:00+01:00', '2026-04-02T00:00:00+02:00', 40],
  ])('%s', (_name, start, end, hours) => {
    expect(businessMsBetween(new Date(start), new Date(end), berlin)).toBe(hours * HOUR);
  });
});

describe('whether somebody is there', () => {
  const office: BusinessHours = {
    ...berlin,
    week: [nine, nine, nine, nine, nine, [{ from: '10:00', to: '14:00' }], []],
  };

  it.each([
    // Thursday, 26 November 2026; Berlin is an hour ahead of UTC.
    ['2026-11-26T08:00:00Z', true, undefined],
    ['2026-11-26T15:59:59Z', true, undefined],
    ['2026-11-26T16:00:00Z', false, '2026-11-27T08:00:00.000Z'],
    ['2026-11-26T07:59:30Z', false, '2026-11-26T08:00:00.000Z'],
    // Friday evening, Saturday, Sunday.
    ['2026-11-27T20:15:42Z', false, '2026-11-28T09:00:00.000Z'],
    ['2026-11-28T12:59:00Z', true, undefined],
    ['2026-11-28T13:00:00Z', false, '2026-11-30T08:00:00.000Z'],
    // The clocks are put back on Sunday, 25 October, and forward on Sunday, 28 March.
    ['2026-10-24T12:30:00Z', false, '2026-10-26T08:00:00.000Z'],
    ['2027-03-27T14:00:00Z', false, '2027-03-29T07:00:00.000Z'],
    // A holiday on a Friday.
    ['2026-12-25T10:00:00Z', false, '2026-12-26T09:00:00.000Z'],
  ])('at %s: %s, next %s', (at, isOpen, opensAt) => {
    const opening = openingAt(office, new Date(at));
    expect([opening.isOpen, opening.opensAt?.toISOString()]).toEqual([isOpen, opensAt]);
    expect(isRoundTheClock(office)).toBe(false);
  });

  it('is certain at any hour only where no day has a gap and none is free', () => {
    expect(isRoundTheClock(always)).toBe(true);
    expect(openingAt(always, new Date('2026-11-29T23:59:00Z'))).toEqual({ isOpen: true });
    expect(isRoundTheClock({ ...always, holidays: new Set(['2026-12-25']) })).toBe(false);
    const halves = (second: string) => [
      { from: '00:00', to: '12:00' },
      { from: second, to: '24:00' },
    ];
    expect(isRoundTheClock({ ...always, week: always.week.map(() => halves('12:00')) })).toBe(true);
    expect(isRoundTheClock({ ...always, week: always.week.map(() => halves('12:30')) })).toBe(false);
  });

  it('is nobody where nobody ever works', () => {
    expect(openingAt({ ...berlin, week: [] }, new Date('2026-03-02T09:00:00Z'))).toEqual({ isOpen: false });
  });
});
