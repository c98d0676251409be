import type { Server } from 'restify';

import { MOST_COUNTED } from '../../tickets/tickets.ts';
import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { sendPage } from '../http/page.tsx';
import { may } from '../../people/roles.ts';
import { categoryWords } from '../reading/categories.ts';
import { filterFor, readFilter } from '../reading/ticket-filter.ts';
import { countWords } from '../reading/words.ts';
import type { Notice } from '../views/layout.tsx';
import { QueuePage } from '../views/queue-page.tsx';
import { agentNames } from './agent-names.ts';

const NOTICES: Readonly<Record<string, Notice>> = {
  welcome: { kind: 'done', text: 'Welcome! What customers need stands here, the most urgent first.' },
  kept: { kind: 'done', text: 'The view is kept: it stands above the list.' },
  removed: { kind: 'done', text: 'The view is removed.' },
  nothing_left: {
    kind: 'done',
    text: 'Nothing more waits for you: every ticket here is a colleague’s or with its customer.',
  },
  unnamed: { kind: 'warning', text: 'Nothing was kept: please give the view a name of up to 40 letters.' },
  many: { kind: 'warning', text: 'Nothing was kept: there are 50 views already. Please remove one first.' },
};

/** What waits, in the order in which it should be looked at. */
export function serveQueue(server: Server, guard: Guard, parts: DeskParts): void {
  const { submissions, tickets, ticketList, ticketDesk, savedViews, people, knowledge, now } = parts;

  server.get(
    '/desk',
    guard.page('tickets.read', async ({ res, viewer, query, agent }) => {
      const mayReview = may(viewer.role, 'submissions.read');
      const filter = readFilter(query);
      const from = query.get('from') ?? undefined;
      const [
        toReview,
        submissionCount,
        page,
        ticketCount,
        decided,
        choices,
        views,
        agents,
        agentName,
        unreadMine,
      ] = await Promise.all([
        mayReview ? submissions.queue(25) : [],
        mayReview ? submissions.count() : { waiting: 0, expedited: 0 },
        ticketList.page(filterFor(filter, agent.id, now()), from),
        tickets.count(),
        mayReview ? submissions.decided() : [],
        ticketList.choices(),
        savedViews.of(agent.id),
        people.agents.all(),
        agentNames(people),
        ticketDesk.unreadOf(agent.id),
      ]);
      const unread = await ticketDesk.unread(page.tickets, agent.id);
      sendPage(
        res,
        <QueuePage
          viewer={viewer}
          now={now()}
          submissions={toReview}
          tickets={page.tickets}
          next={page.next}
          agents={agents.filter(({ disabled }) => !disabled)}
          mostCounted={MOST_COUNTED}
          categoryWords={(category) => categoryWords(knowledge, category)}
          notice={NOTICES[query.get('done') ?? ''] ?? bulkNotice(query.get('bulk'))}
          {...{
            unreadMine,
            filter,
            from,
            unread,
            views,
            choices,
            submissionCount,
            ticketCount,
            decided,
            agentName,
          }}
        />,
      );
    }),
  );
}

/** What became of many tickets at once, like `3-1`. */
function bulkNotice(said: string | null): Notice | undefined {
  const [, done, left] = /^(\d{1,3})-(\d{1,3})$/.exec(said ?? '') ?? [];
  if (done === undefined || left === undefined) return undefined;
  if (done === '0' && left === '0')
    return { kind: 'warning', text: 'Nothing was done: please tick some tickets first.' };
  if (left === '0') return { kind: 'done', text: `Done for ${countWords(Number(done), 'ticket')}.` };
  return {
    kind: 'warning',
    text: `Done for ${done}, left for ${left}: somebody changed them meanwhile, or their state does not allow it. They are as they were.`,
  };
}
