import { describe, expect, it } from '@jest/globals';

import { readConfig } from '../../bot/config.ts';

describe('the configuration of tickets', () => {
  it('is open at any hour and seven days to reopen, unless something else is said', () => {
    const { openingHours, tickets } = readConfig({ OPENING_HOURS: '' });
    expect({ openingHours, tickets }).toEqual({
      openingHours: { spans: [], timeZone: 'UTC' },
      tickets: { reopenDays: 7 },
    });
    const own = readConfig({
      OPENING_HOURS: 'Mo 09:00-17:00',
      OPENING_HOURS_TIME_ZONE: 'Asia/Tokyo',
      TICKET_REOPEN_DAYS: '14',
    });
    expect(own.openingHours).toEqual({ spans: [{ from: 540, to: 1020 }], timeZone: 'Asia/Tokyo' });
    expect(own.tickets.reopenDays).toBe(14);
  });

  it.each([
    [{ OPENING_HOURS: 'nine to five' }, /Mo-Fr 09:00-18:00/],
    [{ OPENING_HOURS: 'Mo 09:00-17:00', OPENING_HOURS_TIME_ZONE: 'Berlin' }, /Europe\/Berlin/],
    [{ TICKET_REOPEN_DAYS: '0' }, /TICKET_REOPEN_DAYS/],
  ])('says how it should look when it is not usable: %j', (given, remedy) => {
    expect(() => readConfig(given)).toThrow(remedy);
  });
});
