import type { Server } from 'restify';

import { TICKET_PARTS } from '../../tickets/ticket-list.ts';
import type { DeskParts } from '../desk.ts';
import type { Guard, Visit } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { categoryWords } from '../reading/categories.ts';
import { may } from '../../people/roles.ts';
import { createVeil } from '../reading/veil.ts';
import { knownOf } from '../reading/veiled.ts';
import { excerptOf } from '../reading/found-in.ts';
import type { Notice } from '../views/layout.tsx';
import { MessagePage } from '../views/message-page.tsx';
import { SearchPage, type SearchProps } from '../views/search-page.tsx';
import { agentNames } from './agent-names.ts';

const MAX_QUERY_CHARACTERS = 200;

const NO_WORDS: Notice = {
  kind: 'warning',
  text: 'These words stand in nearly every ticket. Please add one that says more, such as a name, a product or an error code.',
};

/** By number, reference or a customer's id at once, else by the words of tickets and conversations. */
export function serveFind(server: Server, guard: Guard, parts: DeskParts): void {
  const {
    submissions,
    institutions,
    customers,
    tickets,
    ticketList,
    blindWords,
    conversationLog,
    people,
    knowledge,
    now,
  } = parts;

  /** What is named by exactly these characters. */
  async function addressOf(wanted: string, mayReview: boolean): Promise<string | undefined> {
    const [submission, institution, ticket] = await Promise.all([
      mayReview ? submissions.byReference(wanted) : undefined,
      mayReview ? institutions.byReference(wanted) : undefined,
      tickets.byNumber(wanted),
    ]);
    if (submission) return `/desk/submissions/${submission.reference}`;
    if (institution) return `/desk/institutions/${institution.reference}`;
    return ticket && `/desk/tickets/${ticket.number}`;
  }

  async function show(
    { res, viewer }: Visit,
    found: Partial<SearchProps> & Pick<SearchProps, 'wanted' | 'part'>,
  ) {
    sendPage(
      res,
      <SearchPage
        viewer={viewer}
        now={now()}
        found={[]}
        isLaterPage={false}
        categoryWords={(category) => categoryWords(knowledge, category)}
        agentName={await agentNames(people)}
        {...found}
      />,
    );
  }

  // Numbers and references say nothing about a person and may stand in an address; words may not.
  server.get(
    '/desk/find',
    guard.page('tickets.read', async ({ res, viewer, query }) => {
      const address = await addressOf(query.get('q') ?? '', may(viewer.role, 'submissions.read'));
      if (address !== undefined) redirect(res, address);
      else {
        const text =
          'No ticket and no verification has that number. Tickets look like VG-1042, verifications like VG-7K3M-Q2XW; small letters and missing dashes do not matter.';
        const next = { to: '/desk', text: 'To the queue' };
        sendPage(res, <MessagePage title="Not found" {...{ text, next, viewer }} />, 404);
      }
    }),
  );

  server.post(
    '/desk/find',
    guard.form('tickets.read', async (visit) => {
      const wanted = visit.form.text('q').trim().slice(0, MAX_QUERY_CHARACTERS);
      const part = TICKET_PARTS.find((one) => one === visit.form.text('part')) ?? 'all';
      const from = visit.form.text('from') || undefined;
      const address = await addressOf(wanted, may(visit.viewer.role, 'submissions.read'));
      if (address !== undefined) {
        redirect(visit.res, address);
        return;
      }
      const ofCustomer = from === undefined && wanted !== '' ? await ticketList.ofCustomer(wanted) : [];
      if (ofCustomer.length > 0) {
        const found = ofCustomer.map((ticket) => ({ ticket, excerpt: undefined }));
        await show(visit, { wanted, part: 'all', found });
        return;
      }
      const asked = blindWords.ask(wanted);
      if (!asked) {
        await show(visit, { wanted, part, notice: wanted === '' ? undefined : NO_WORDS });
        return;
      }
      const page = await ticketList.withWords(asked, { part }, from);
      const found = await Promise.all(
        page.tickets.map(async (ticket) => {
          const customer = await customers.find(ticket.customerId);
          // Lists show no more of anybody than a ticket that was not opened for a reason.
          const veil = createVeil(
            knownOf(
              customer,
              await submissions.ofCustomer(ticket.customerId),
              [ticket],
              await institutions.ofCustomer(ticket.customerId),
            ),
          );
          const entries = await conversationLog.since(ticket.conversationId, 0);
          return { ticket, excerpt: excerptOf(ticket, entries, asked, blindWords, veil) };
        }),
      );
      await show(visit, { wanted, part, found, next: page.next, isLaterPage: from !== undefined });
    }),
  );
}
