import type { Staffing } from '../../dialogs/services.ts';
import type { Database } from '../storage/database.ts';
import { isRoundTheClock, openingAt, type BusinessHours } from './business-time.ts';

/** Longer than the pause between two signs of life of an open page. */
const HERE_MS = 60_000;

/** Whether somebody is there to answer. */
export interface Staff {
  /** An agent has the desk open, for some seconds and to be said again; or has closed it. */
  note(agentId: string, isHere: boolean): Promise<void>;
  now(): Promise<Staffing>;
}

export function createStaff(deps: { database: Database; hours: BusinessHours; now: () => Date }): Staff {
  const { database, hours, now } = deps;
  return {
    async note(agentId, isHere) {
      const until = new Date(now().getTime() + (isHere ? HERE_MS : 0));
      await database.query(
        `insert into agent_presence (agent_id, here_until) values ($1, $2)
         on conflict (agent_id) do update set here_until = excluded.here_until`,
        [agentId, until],
      );
    },

    async now() {
      const { isOpen, opensAt } = openingAt(hours, now());
      const here = await database.query('select 1 from agent_presence where here_until > $1 limit 1', [
        now(),
      ]);
      return {
        isStaffed: isOpen && here.length > 0,
        isAlwaysOpen: isRoundTheClock(hours),
        timeZone: hours.timeZone,
        ...(opensAt && { opensAt: opensAt.toISOString() }),
      };
    },
  };
}
