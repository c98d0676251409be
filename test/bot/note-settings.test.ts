import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { createAudit } from '../../bot/audit/audit.ts';
import { readConfig } from '../../bot/config.ts';
import { accountableSettings, noteSettings } from '../../bot/note-settings.ts';
import { readServiceLevels } from '../../bot/tickets/service-levels.ts';
import { freshDatabase, silent, type FreshDatabase } from '../kit/database.ts';

let kit: FreshDatabase;
beforeAll(async () => {
  kit = await freshDatabase();
});
afterAll(() => kit.drop());

it('a start with other settings than the one before is kept in the audit log, with what differs', async () => {
  const audit = createAudit({ ...kit, log: silent });
  const startWith = (environment: Record<string, string>) =>
    noteSettings(audit, accountableSettings(readConfig(environment), readServiceLevels()), new Date());
  const entries = () => audit.list({ object: 'settings' });
  await startWith({});
  await startWith({});
  expect(await entries()).toMatchObject([{ actor: 'system', details: { fourEyes: false } }]);
  await startWith({ REVIEW_FOUR_EYES: 'true', TICKET_REOPEN_DAYS: '14' });
  await startWith({ REVIEW_FOUR_EYES: 'true', TICKET_REOPEN_DAYS: '14' });
  const [latest, ...others] = await entries();
  expect(others).toHaveLength(1);
  expect(latest?.details).toMatchObject({
    changed: ['fourEyes', 'reopenDays'],
    fourEyes: true,
    reopenDays: 14,
  });
});
