import { randomUUID } from 'node:crypto';

import type { Request, Server } from 'restify';

import { reasonText } from '../../../knowledge/reasons/reason-text.ts';
import { Failure } from '../../failure.ts';
import type { StoredUpload } from '../../storage/uploads.ts';
import type { TicketEvent, TicketForm, TicketRecord, TicketResult } from '../../tickets/tickets.ts';
import { fillName } from '../../workbench/canned-replies.ts';
import type { DeskParts } from '../desk.ts';
import type { FileAddresses } from '../file-addresses.ts';
import type { FormVisit, Guard, Visit } from '../guard.tsx';
import { redirect, sendPage } from '../http/page.tsx';
import { categoryWords } from '../reading/categories.ts';
import { photoNotes } from '../reading/photo-notes.ts';
import { filesOf, readTranscript } from '../reading/transcript.ts';
import { knownOf, veilCustomer, veilTicket, veilTranscript } from '../reading/veiled.ts';
import type { HistoryLine } from '../views/history-card.tsx';
import type { Notice } from '../views/layout.tsx';
import { MAX_ANSWER_CHARACTERS, TicketPage } from '../views/ticket-page.tsx';
import { agentNames } from './agent-names.ts';
import { sayToCustomer } from './say-to-customer.ts';
import { openFor, OPENING_NOTICES, openingLines, veilFor } from './personal-data.ts';
import { shownFiles } from './shown-files.ts';
import { draftFor, TOOL_NOTICES, toolsFor } from './ticket-tools.ts';

const NOTICES: Readonly<Record<string, Notice>> = {
  ...TOOL_NOTICES,
  ...OPENING_NOTICES,
  answer: { kind: 'done', text: 'Your answer is in the customer’s chat.' },
  kept: {
    kind: 'warning',
    text: 'Your answer is kept and will reach the chat as soon as the connection is back. You need not send it again.',
  },
  take: { kind: 'done', text: 'The ticket is yours.' },
  solve: {
    kind: 'done',
    text: 'Solved. The assistant has the conversation again.',
    link: { to: '/desk', text: 'To the queue' },
  },
  reopen: { kind: 'done', text: 'The ticket is open again.' },
  close: { kind: 'done', text: 'The ticket is closed.', link: { to: '/desk', text: 'To the queue' } },
};

const REFUSED: Readonly<Record<string, string>> = {
  is_solved: 'The ticket is solved already. Reopen it first, or write an answer: that reopens it too.',
  is_closed: 'The ticket is closed. Reopen it first.',
  not_solved: 'Only a solved ticket can be closed.',
};

const CHANGED: Notice = {
  kind: 'warning',
  text: 'Somebody changed this ticket after you opened it, so nothing was sent. Look at what is new below; what you wrote still stands in the form.',
};

export function serveTickets(server: Server, guard: Guard, parts: DeskParts, addresses: FileAddresses): void {
  const { tickets, submissions, people, customers, uploads, conversationLog, knowledge, now } = parts;

  async function find(req: Request): Promise<TicketRecord> {
    const { number } = req.params as { number: string };
    const ticket = await tickets.byNumber(number);
    if (!ticket) throw new Failure('not_found', 'there is no such ticket');
    return ticket;
  }

  async function show(
    visit: Visit,
    ticket: TicketRecord,
    extra: { notice?: Notice | undefined; draft?: string; status?: number } = {},
  ): Promise<void> {
    const { res, viewer, agent, token } = visit;
    await people.accesses.note({ agentId: agent.id, what: 'ticket', subject: ticket.number });
    await parts.ticketDesk.markSeen(ticket, agent.id);
    const [transcript, conversation, customer, ofCustomer, allTickets, events, agentName] = await Promise.all(
      [
        readTranscript(conversationLog, ticket.conversationId),
        conversationLog.find(ticket.conversationId),
        customers.find(ticket.customerId),
        submissions.ofCustomer(ticket.customerId),
        tickets.recordsOfCustomer(ticket.customerId),
        tickets.history(ticket.id),
        agentNames(people),
      ],
    );
    const thing = { what: 'ticket', subject: ticket.number } as const;
    const known = knownOf(customer, ofCustomer, allTickets);
    const { veil, openUntil } = await veilFor(people.openings, visit, thing, known);
    const openings = await openingLines(people.openings, thing, agentName);
    const notes = photoNotes(ofCustomer);
    // Pictures that are no photos of a verification have a copy in which what is personal is covered.
    const addressOf = ({ id, kind }: StoredUpload): string | undefined => {
      if (kind === 'image' && !notes.has(id)) return addresses.of(token, id, 'covered');
      return veil.isLifted ? addresses.of(token, id, 'original') : undefined;
    };
    const kept = await shownFiles(uploads, [...filesOf(transcript), ...ticket.uploadIds], addressOf);
    const files = new Map([...kept].map(([id, file]) => [id, { ...file, name: veil.text(file.name) }]));
    sendPage(
      res,
      <TicketPage
        viewer={viewer}
        now={now()}
        ticket={veilTicket(ticket, veil)}
        customer={veilCustomer(customer, veil)}
        owner={conversation?.owner}
        userAgent={conversation?.userAgent}
        language={conversation?.language ?? conversation?.locale}
        category={categoryWords(knowledge, ticket.category)}
        diagnosis={ticket.diagnosis.map((id) => categoryWords(knowledge, id))}
        history={[...events.map((event) => historyLine(event, agentName)), ...openings].sort((a, b) =>
          a.at.localeCompare(b.at),
        )}
        submissions={ofCustomer}
        otherTickets={allTickets.filter(({ number }) => number !== ticket.number)}
        transcript={veilTranscript(transcript, veil)}
        photoNotes={notes}
        reasonTitle={(code) => reasonText(knowledge, { code }).title}
        formKey={randomUUID()}
        tools={await toolsFor(parts, ticket, veil)}
        notice={extra.notice}
        {...(extra.draft !== undefined && { draft: extra.draft })}
        {...{ files, agentName, openUntil }}
      />,
      extra.status,
    );
  }

  /** After an agent's form: on with a GET, or the page again with the reason and what they wrote. */
  async function conclude(
    visit: FormVisit,
    action: string,
    result: TicketResult,
    draft?: string,
  ): Promise<void> {
    const { ticket } = result;
    const kept = draft === undefined ? {} : { draft };
    if (result.kind === 'done') redirect(visit.res, `/desk/tickets/${ticket.number}?done=${action}`);
    else if (result.kind === 'changed_meanwhile')
      await show(visit, ticket, { notice: CHANGED, status: 409, ...kept });
    else {
      const text = REFUSED[result.why] ?? 'That cannot be done now.';
      await show(visit, ticket, { notice: { kind: 'warning', text }, status: 409, ...kept });
    }
  }

  const formOf = ({ form }: FormVisit): TicketForm => ({
    key: form.text('key'),
    version: form.number('version'),
  });
  const actorOf = ({ agent }: FormVisit) => ({ id: agent.id, name: agent.name });

  server.get(
    '/desk/tickets/:number',
    guard.page('tickets.read', async (visit) => {
      const done = visit.query.get('done') ?? '';
      const ticket = await find(visit.req);
      const draft = await draftFor(parts, visit.req, ticket, visit.agent, visit.query.get('reply'));
      await show(visit, ticket, { notice: NOTICES[done], ...(draft !== undefined && { draft }) });
    }),
  );

  server.post(
    '/desk/tickets/:number/show',
    guard.form('personal_data.open', async (visit) => {
      const { number } = await find(visit.req);
      await openFor(people.openings, visit, { what: 'ticket', subject: number });
    }),
  );

  server.post(
    '/desk/tickets/:number/answer',
    guard.form('tickets.answer', async (visit) => {
      const ticket = await find(visit.req);
      const text = visit.form.text('text').replaceAll('\r\n', '\n').trim();
      if (text === '' || text.length > MAX_ANSWER_CHARACTERS) {
        const why =
          text === ''
            ? 'Please write something first.'
            : `Please write at most ${MAX_ANSWER_CHARACTERS} characters.`;
        await show(visit, ticket, { notice: { kind: 'warning', text: why }, draft: text, status: 422 });
        return;
      }
      const said = fillName(text, (await customers.find(ticket.customerId)).name);
      const result = await tickets.answer(ticket.number, said, actorOf(visit), formOf(visit));
      if (result.kind !== 'done') {
        await conclude(visit, 'answer', result, text);
        return;
      }
      const told = await sayToCustomer(parts, ticket, said, visit.agent.name, result.key);
      await conclude(visit, told ? 'answer' : 'kept', result);
    }),
  );

  for (const action of ['take', 'solve', 'close', 'reopen'] as const) {
    server.post(
      `/desk/tickets/:number/${action}`,
      guard.form('tickets.answer', async (visit) => {
        const { number } = await find(visit.req);
        await conclude(visit, action, await tickets[action](number, actorOf(visit), formOf(visit)));
      }),
    );
  }
}

const EVENTS: Readonly<Record<TicketEvent['kind'], string>> = {
  opened: 'Opened by the customer',
  take: 'taken',
  answer: 'answered',
  solve: 'solved',
  close: 'closed',
  reopen: 'reopened',
  assign: 'handed over',
  priority: 'priority changed',
  customer_wrote: 'The customer wrote again',
};

function historyLine({ at, kind, agentId }: TicketEvent, agentName: (id: string) => string): HistoryLine {
  const words = EVENTS[kind];
  return {
    at,
    text: agentId ? `${words.charAt(0).toUpperCase()}${words.slice(1)} by ${agentName(agentId)}` : words,
  };
}
