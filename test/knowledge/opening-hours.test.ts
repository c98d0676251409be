import { describe, expect, it } from '@jest/globals';

import { openingAt, parseOpeningHours } from '../../knowledge/opening-hours.ts';

const BERLIN = parseOpeningHours('Mo-Fr 09:00-18:00, Sa 10:00-14:00', 'Europe/Berlin');
if (!BERLIN) throw new Error('these are opening hours');

describe('opening hours', () => {
  it.each([
    // Thursday, 26 November 2026; Berlin is an hour ahead of UTC.
    ['2026-11-26T08:00:00Z', true, undefined],
    ['2026-11-26T16:59:59Z', true, undefined],
    ['2026-11-26T17:00:00Z', false, '2026-11-27T08:00:00.000Z'],
    ['2026-11-26T07:59:30Z', false, '2026-11-26T08:00:00.000Z'],
    // Friday evening, Saturday, Sunday.
    ['2026-11-27T20:15:42Z', false, '2026-11-28T09:00:00.000Z'],
    ['2026-11-28T12:59:00Z', true, undefined],
    ['2026-11-28T13:00:00Z', false, '2026-11-30T08:00:00.000Z'],
    ['2026-11-29T23:59:00Z', false, '2026-11-30T08:00:00.000Z'],
    // The clocks are put back on Sunday, 25 October, and forward on Sunday, 28 March.
    ['2026-10-24T12:30:00Z', false, '2026-10-26T08:00:00.000Z'],
    ['2026-03-28T14:00:00Z', false, '2026-03-30T07:00:00.000Z'],
  ])('at %s: open %s, next %s', (at, isOpen, opensAt) => {
    const opening = openingAt(BERLIN, new Date(at));
    expect([opening.isOpen, opening.opensAt?.toISOString()]).toEqual([isOpen, opensAt]);
  });

  it('reach over the end of the week', () => {
    const hours = parseOpeningHours('Su-Mo 00:00-24:00', 'UTC');
    if (!hours) throw new Error('these are opening hours');
    expect(openingAt(hours, new Date('2026-11-29T23:59:00Z')).isOpen).toBe(true);
    expect(openingAt(hours, new Date('2026-11-30T23:59:00Z')).isOpen).toBe(true);
    expect(openingAt(hours, new Date('2026-12-01T00:00:00Z'))).toEqual({
      isOpen: false,
      opensAt: new Date('2026-12-06T00:00:00Z'),
    });
  });

  it('are any hour when there are none', () => {
    expect(openingAt({ spans: [], timeZone: 'UTC' }, new Date('2026-11-29T23:59:00Z'))).toEqual({
      isOpen: true,
    });
  });

  it.each([
    ['', 'UTC'],
    ['weekdays', 'UTC'],
    ['Mo-Fr 9-18', 'UTC'],
    ['Mo 18:00-09:00', 'UTC'],
    ['Mo 09:00-25:00', 'UTC'],
    ['Mo 09:60-10:00', 'UTC'],
    ['Mo 09:00-12:00, Mo 11:00-13:00', 'UTC'],
    ['Mo 09:00-12:00', 'Atlantis/Capital'],
  ])('are not understood from %j in %s', (text, timeZone) => {
    expect(parseOpeningHours(text, timeZone)).toBeUndefined();
  });
});
