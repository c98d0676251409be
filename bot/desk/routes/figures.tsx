import type { Server } from 'restify';

import { Failure } from '../../failure.ts';
import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { csvOf, sendCsv } from '../http/csv.ts';
import { sendPage } from '../http/page.tsx';
import { DATA_SET_IDS, DATA_SETS } from '../reading/data-sets.ts';
import { lastDays, PERIOD_DAYS, readPeriod } from '../reading/period.ts';
import { DashboardPage } from '../views/dashboard-page.tsx';

/** How the desk does, in counts and times of a period; every set can be downloaded. */
export function serveFigures(server: Server, guard: Guard, parts: DeskParts): void {
  const { now, serviceLevels, audit } = parts;
  const { timeZone } = serviceLevels.hours;

  server.get(
    '/desk/figures',
    guard.page('dashboard.read', async ({ res, viewer, query }) => {
      const period = readPeriod(query, now(), timeZone);
      const sets = await Promise.all(DATA_SET_IDS.map((id) => DATA_SETS[id](parts, period)));
      const offered = PERIOD_DAYS.map((days) => ({ days, ...lastDays(days, now(), timeZone) }));
      sendPage(res, <DashboardPage {...{ viewer, period, sets, offered }} />);
    }),
  );

  server.get(
    '/desk/figures/:set',
    guard.page('dashboard.read', async ({ req, res, query, agent }) => {
      const { set: name } = req.params as { set: string };
      const id = DATA_SET_IDS.find((one) => `${one}.csv` === name);
      if (!id) throw new Failure('not_found', 'there is no such set of figures');
      const period = readPeriod(query, now(), timeZone);
      const set = await DATA_SETS[id](parts, period);
      await audit.note({
        ...{ at: now(), actor: `agent:${agent.id}`, action: 'figures.downloaded', object: `figures:${id}` },
        details: { from: period.from, to: period.to },
      });
      sendCsv(res, `veriguide-${id}-${period.from}-${period.to}.csv`, csvOf(set.heads, set.rows));
    }),
  );
}
