import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { insertAgent } from '../../../bot/people/agent-rows.ts';
import { parseServiceLevels, readServiceLevels } from '../../../bot/tickets/service-levels.ts';
import { createStaff } from '../../../bot/tickets/staffing.ts';
import { freshDatabase, type FreshDatabase } from '../../kit/database.ts';

const promise = { answerMinutes: 60, solutionMinutes: 60 };

let kit: FreshDatabase;
let agentId: string;
beforeAll(async () => {
  kit = await freshDatabase();
  const about = { name: 'Kim', login: 'kim', role: 'agent' } as const;
  agentId = (await insertAgent(kit.database, kit.vault, new Date(), about))?.id ?? '';
});
afterAll(() => kit.drop());

it('customers are told by the hours that the promises go by, holidays included', async () => {
  const { hours } = parseServiceLevels(
    JSON.stringify({
      timeZone: 'Europe/Berlin',
      week: Object.fromEntries(
        ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
          day,
          ['09:00-17:00'],
        ]),
      ),
      holidays: ['2026-12-25'],
      promises: { urgent: promise, high: promise, normal: promise, low: promise },
      priorities: {},
    }),
    'test',
  );
  let now = new Date('2026-12-24T12:00:00Z');
  const staff = createStaff({ database: kit.database, hours, now: () => now });
  expect(await staff.now()).toMatchObject({ isStaffed: false, isAlwaysOpen: false });
  await staff.note(agentId, true);
  expect(await staff.now()).toMatchObject({ isStaffed: true, timeZone: 'Europe/Berlin' });
  now = new Date('2026-12-25T12:00:00Z');
  await staff.note(agentId, true);
  expect(await staff.now()).toMatchObject({ isStaffed: false, opensAt: '2026-12-26T08:00:00.000Z' });
});

it('a desk that nobody set hours for is there whenever an agent is', async () => {
  const { hours } = readServiceLevels();
  const staff = createStaff({ database: kit.database, hours, now: () => new Date('2026-12-27T03:00:00Z') });
  await staff.note(agentId, true);
  expect(await staff.now()).toMatchObject({ isStaffed: true, isAlwaysOpen: true });
});
