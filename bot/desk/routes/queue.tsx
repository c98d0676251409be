import type { Server } from 'restify';

import type { DeskParts } from '../desk.ts';
import type { Guard } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { may } from '../../people/roles.ts';
import { categoryWords } from '../reading/categories.ts';
import type { Notice } from '../views/layout.tsx';
import { MessagePage } from '../views/message-page.tsx';
import { QueuePage } from '../views/queue-page.tsx';
import { agentNames } from './agent-names.ts';

const NOTICES: Readonly<Record<string, Notice>> = {
  welcome: { kind: 'done', text: 'Welcome! What customers need stands here, the most urgent first.' },
};

export function serveQueue(server: Server, guard: Guard, parts: DeskParts): void {
  const { submissions, tickets, people, knowledge, now } = parts;

  server.get(
    '/desk',
    guard.page('tickets.read', async ({ res, viewer, query }) => {
      const mayReview = may(viewer.role, 'submissions.read');
      const [toReview, submissionCount, toAnswer, ticketCount, decided, finished, agentName] =
        await Promise.all([
          mayReview ? submissions.queue() : [],
          mayReview ? submissions.count() : { waiting: 0, expedited: 0 },
          tickets.queue(),
          tickets.count(),
          mayReview ? submissions.decided() : [],
          tickets.finished(),
          agentNames(people),
        ]);
      sendPage(
        res,
        <QueuePage
          viewer={viewer}
          now={now()}
          submissions={toReview}
          tickets={toAnswer}
          categoryWords={(category) => categoryWords(knowledge, category)}
          notice={NOTICES[query.get('done') ?? '']}
          {...{ submissionCount, ticketCount, decided, finished, agentName }}
        />,
      );
    }),
  );

  server.get(
    '/desk/find',
    guard.page('tickets.read', async ({ res, viewer, query }) => {
      const mayReview = may(viewer.role, 'submissions.read');
      const wanted = query.get('q') ?? '';
      const [submission, ticket] = await Promise.all([
        mayReview ? submissions.byReference(wanted) : undefined,
        tickets.byNumber(wanted),
      ]);
      if (submission) redirect(res, `/desk/submissions/${submission.reference}`);
      else if (ticket) redirect(res, `/desk/tickets/${ticket.number}`);
      else {
        const text =
          'No ticket and no verification has that number. Tickets look like VG-1042, verifications like VG-7K3M-Q2XW; small letters and missing dashes do not matter.';
        const next = { to: '/desk', text: 'To the queue' };
        sendPage(res, <MessagePage title="Not found" {...{ text, next, viewer }} />, 404);
      }
    }),
  );
}
